"""What may be otherwise than a scenario says, English and Chinese, by code."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "which_case": ("{found} cases of {process} fit, not one", "流程 {process} 有 {found} 件案件符合，应当正好一件"),
    "cases": (
        "cases of {process}: expected {expected}, found {found}",
        "流程 {process} 的案件数应为 {expected}，实际为 {found}",
    ),
    "open": ("open tasks: expected {expected}; found {found}", "待办任务应为：{expected}；实际为：{found}"),
    "not_ended": (
        "the case should have ended by {expected}, but it is {status}",
        "案件应已以“{expected}”结束，实际状态为 {status}",
    ),
    "ended": ("expected to end by {expected}, passed {found}", "应以“{expected}”结束，实际经过的结束事件为：{found}"),
    "variable": ("{name}: expected {expected}, found {found}", "变量 {name} 应为 {expected}，实际为 {found}"),
    "not_told": (
        "{recipient} was not told {subject}, only: {found}",
        "{recipient} 没有收到“{subject}”的消息，只收到：{found}",
    ),
    "documents": ("documents: expected {expected}, found {found}", "公文件数应为 {expected}，实际为 {found}"),
    "row": (
        "row {key} of {store}: expected {expected}; found {found}",
        "数据存储 {store} 的行 {key} 应为：{expected}；实际为：{found}",
    ),
    "incident": ("incident at {element} ({name}): {message}", "停在“{name}”（{element}）：{message}"),
    "start_form": ("the start form refuses {fields}", "发起表单不接受：{fields}"),
    "unknown_person": ("{person} is not in the organisation", "组织机构中没有 {person}"),
    "nobody": ("nobody is named who does it", "没有写明由谁办理"),
    "no_field": ("{task} has no field {fields}", "“{task}”的表单没有字段 {fields}"),
    "accepted": ("{task} was accepted", "“{task}”被接受了，情景说应当被退回"),
    "refuses": ("{task} refuses {fields}", "“{task}”不接受：{fields}"),
    "no_task": ("no open task {task}", "没有待办任务“{task}”"),
    "no_process": ("there is no process {process}", "没有流程 {process}"),
    "replay": ("replay: {difference}", "重放日志时出现不同：{difference}"),
    "engine": ("{message}", "引擎拒绝了这一步（{code}）：{message}"),
    "engine_not_allowed": ("{message}", "办理人不在可以办理这项任务的人员之列"),
    "engine_excluded_user": ("{message}", "制度规定这个人不得办理这项任务（回避或者双人复核）"),
    "engine_task_not_open": ("{message}", "任务已经关闭"),
    "engine_task_already_claimed": ("{message}", "任务已经被别人领取"),
    "engine_not_found": ("{message}", "找不到所要的流程、任务或者案件：{message}"),
    "endless": ("the procedure does not come to rest: {message}", "流程停不下来，一直在自行推进：{message}"),
    "broken": ("it could not be played: {message}", "无法演练：{message}"),
    "time": (
        "it took longer than {seconds} seconds and was stopped; look for a loop that never ends",
        "超过 {seconds} 秒仍未走完，已停止；请检查是否有走不出来的循环",
    ),
    "memory": (
        "it needed more than {megabytes} MB of memory and was stopped; look for data that grows without end",
        "占用内存超过 {megabytes} MB，已停止；请检查是否有不断增长的数据",
    ),
    "died": ("the process that played it ended unexpectedly", "演练它的进程意外结束"),
    "invalid": ("the file cannot be read: {message}", "情景文件无法读取：{message}"),
}
