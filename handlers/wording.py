"""What handlers, their inputs, outputs and choices are called in Chinese and English, for whoever draws diagrams.

A field of one name means the same in every handler, so it is named once. A test demands both languages for each.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """One thing in both languages."""

    zh: str
    en: str


def of_handler(name: str) -> Words:
    """What a handler does, or its own name where nobody said so yet."""
    return HANDLERS.get(name, Words(name, name))


def of_field(name: str) -> Words:
    """What an input or output is, or its own name where nobody said so yet."""
    return FIELDS.get(name, Words(name, name))


def of_choice(field: str, value: str) -> Words:
    """What a value of an enumeration means, or the value itself."""
    return CHOICES.get(field, {}).get(value, Words(value, value))


HANDLERS: Mapping[str, Words] = {
    "admission-ruling": Words("制作事项准入批复", "Issue the ruling on a matter's admission"),
    "allot-case-number": Words("编列案件编号", "Allot a case number"),
    "allot-ruling-number": Words("编列裁定文号", "Allot a ruling number"),
    "assessed-units": Words("列出参加考核的单位", "List the units that are assessed"),
    "assessment-bulletin": Words("制作考核通报", "Issue the assessment bulletin"),
    "count-rows": Words("数数据存储中的行", "Count rows of a data store"),
    "find-case": Words("按编号查案件", "Find a case by its number"),
    "find-matter": Words("查准入事项登记册", "Look a matter up in the register"),
    "find-unit": Words("查单位的名称、街道、部门", "Look a unit up"),
    "handling-statistics": Words("统计一年的处置情况", "Count a year's handling"),
    "meeting-minutes": Words("制作会议纪要", "Issue the minutes of a meeting"),
    "neither-statistics": Words("统计两个范畴之外的同类问题", "Count problems outside both classes"),
    "notify": Words("通知人员或岗位", "Notify people or posts"),
    "personnel-proposal": Words("制作人事调整建议", "Issue a personnel proposal"),
    "publish-classification": Words("把裁定写入分类表", "Write a ruling into the classification table"),
    "register-matter": Words("登记准入事项", "Register an admitted matter"),
    "register-prohibition": Words("登记不得下沉的事项", "Register a prohibited matter"),
    "reply-letter": Words("制作给反映人的答复函", "Issue a letter of reply"),
    "report-to-system": Words("向外部系统报送", "Report to an outside system"),
    "special-report": Words("制作专报", "Issue a special report"),
    "supervision-order": Words("制作督办单", "Issue a supervision order"),
}

FIELDS: Mapping[str, Words] = {
    "absent": Words("缺席", "Absent"),
    "addressee": Words("主送机关", "Addressee"),
    "admittedOn": Words("准入日期", "Admitted on"),
    "agencies": Words("派出机构", "Agencies"),
    "agency": Words("派出机构", "Agency"),
    "annexes": Words("附件", "Annexes"),
    "attendees": Words("出席", "Attendees"),
    "body": Words("正文", "Body"),
    "byStreet": Words("各街道情况", "By street"),
    "caseClass": Words("归入的类别", "Class"),
    "caseNumber": Words("案件编号", "Case number"),
    "cases": Words("案件数", "Cases"),
    "chair": Words("主持人", "Chair"),
    "clause": Words("依据的条款", "Clause"),
    "committees": Words("居（村）委会", "Committees"),
    "confirmedBy": Words("确认人", "Confirmed by"),
    "copies": Words("抄送", "Copies to"),
    "count": Words("行数", "Number of rows"),
    "dateField": Words("日期所在的列", "Column with the date"),
    "decidedOn": Words("裁定日期", "Decided on"),
    "decision": Words("决定", "Decision"),
    "decisions": Words("议定事项", "Decisions"),
    "department": Words("部门", "Department"),
    "departmentMatters": Words("该部门已登记的事项", "The department's matters"),
    "departments": Words("上级部门", "Departments"),
    "dispatched": Words("派遣数", "Dispatched"),
    "documentId": Words("公文标识", "Document"),
    "documentNumber": Words("文号", "Document number"),
    "dueText": Words("办理期限", "Due"),
    "event": Words("报送的事件", "Event"),
    "evidence": Words("历年考核结果", "Past assessments"),
    "facts": Words("情况", "Facts"),
    "fields": Words("须相等的列", "Columns that must be equal"),
    "firstOn": Words("首次出现日期", "First on"),
    "found": Words("是否找到", "Found"),
    "grade": Words("等次", "Grade"),
    "heldAt": Words("会议时间", "Time of the meeting"),
    "heldOn": Words("会议日期", "Date of the meeting"),
    "issuer": Words("发文机关", "Issuing body"),
    "issuerCode": Words("机关代字", "Issuer's code"),
    "kind": Words("类别", "Kind"),
    "lastOn": Words("最近出现日期", "Last on"),
    "legalBasis": Words("法律依据", "Legal basis"),
    "link": Words("打开的案件", "Case to open"),
    "matter": Words("事项", "Matter"),
    "matterId": Words("登记标识", "Register entry"),
    "matterNumber": Words("登记编号", "Register number"),
    "name": Words("名称", "Name"),
    "nameEn": Words("英文名称", "English name"),
    "note": Words("说明", "Note"),
    "notified": Words("通知到的人数", "Recipients"),
    "number": Words("编号", "Number"),
    "onTime": Words("按时办结数", "On time"),
    "open": Words("是否在办", "Open"),
    "operations": Words("联动次数", "Joint operations"),
    "payload": Words("报送内容", "Content"),
    "place": Words("地点", "Place"),
    "process": Words("流程", "Process"),
    "prohibitedOn": Words("禁止日期", "Prohibited on"),
    "prohibitionNumber": Words("禁止编号", "Prohibition number"),
    "publishedProcess": Words("发布的流程", "Published process"),
    "publishedVersion": Words("发布的版本", "Published version"),
    "reason": Words("理由", "Reason"),
    "recipients": Words("接收人（人员或“角色@单位”）", "Recipients (people or role@unit)"),
    "refused": Words("退单数", "Refused"),
    "registeredNumber": Words("已登记的编号", "Registered number"),
    "registeredOn": Words("登记日期", "Registered on"),
    "registeredReason": Words("登记的理由", "Registered reason"),
    "registeredRuling": Words("已登记的裁定", "Registered ruling"),
    "reportReceipt": Words("回执", "Receipt"),
    "reportRemark": Words("没有送达的原因", "Why it was not sent"),
    "reportSent": Words("是否送达", "Sent"),
    "requirement": Words("督办要求", "What is required"),
    "resources": Words("资源保障", "Resources"),
    "returned": Words("退回数", "Returned"),
    "reworks": Words("返工次数", "Reworks"),
    "rows": Words("各行", "Rows"),
    "ruledBy": Words("裁定人", "Ruled by"),
    "ruledOn": Words("裁定日期", "Ruled on"),
    "ruling": Words("裁定", "Ruling"),
    "rulingNumber": Words("裁定文号", "Ruling number"),
    "score": Words("得分", "Score"),
    "sent": Words("派出次数", "Sent"),
    "signedOn": Words("成文日期（不填为当天）", "Signed on (today if empty)"),
    "signer": Words("签发人", "Signer"),
    "silent": Words("未答复次数", "Without an answer"),
    "since": Words("从哪一天起", "Since"),
    "source": Words("来源", "Source"),
    "statistics": Words("统计结果", "Statistics"),
    "store": Words("数据存储", "Data store"),
    "street": Words("街道", "Street"),
    "streetCases": Words("本街道案件数", "The street's cases"),
    "streetShortName": Words("街道简称", "The street's short name"),
    "streetUnits": Words("街道", "Streets"),
    "streets": Words("街道", "Streets"),
    "subject": Words("标题", "Subject"),
    "supervised": Words("督办数", "Supervised"),
    "system": Words("外部系统", "Outside system"),
    "title": Words("标题", "Title"),
    "totalCases": Words("案件总数", "Cases in all"),
    "unit": Words("单位", "Unit"),
    "units": Words("单位", "Units"),
    "unresolved": Words("未办结数", "Unresolved"),
    "urges": Words("催办次数", "Urged"),
    "wording": Words("文号字样", "Wording of the number"),
    "year": Words("年份", "Year"),
}

CHOICES: Mapping[str, Mapping[str, Words]] = {
    "decision": {"approve": Words("同意准入", "Approve"), "reject": Words("不同意准入", "Reject")},
    "kind": {
        "governance": Words("综合治理", "Governance"),
        "grid": Words("城市管理网格", "Grid"),
        "street": Words("街道自办", "Street"),
    },
    "caseClass": {"governance": Words("综合治理", "Governance"), "grid": Words("城市管理网格", "Grid")},
    "ruling": {"admitted": Words("准入", "Admitted"), "prohibited": Words("不得下沉", "Prohibited")},
    "system": {
        "governance": Words("综治系统", "Governance system"),
        "grid": Words("网格化系统", "Grid system"),
        "hotline": Words("12345 热线", "Hotline"),
    },
    "event": {
        "accepted": Words("已受理", "Accepted"),
        "answered": Words("已回复", "Answered"),
        "closed": Words("已结案", "Closed"),
        "dispatched": Words("已派遣", "Dispatched"),
        "handled": Words("已处置", "Handled"),
        "merged": Words("已并案", "Merged"),
        "refused": Words("不受理", "Refused"),
    },
}
