"""A step of a scenario in a sentence, Chinese and English, for whoever reads where it failed."""

from collections.abc import Mapping

from web.language import Name
from web.scenarios.faults import START, Language
from web.scenarios.script import Scenario, Start, Step

_BEGIN = {
    "form": ("{by} starts {process} by its form", "{by} 填表发起 {process}"),
    "message": ("The message {message} starts {process}", "消息 {message} 发起 {process}"),
    "call": ("{process} begins, as another procedure would start it", "{process} 由别的流程发起"),
}
_STEP = {
    "complete": ("{by} does “{complete}”", "{by} 办理“{complete}”"),
    "advance": ("Time goes on by {advance}", "时间过去 {advance}"),
    "until": ("It becomes {until}", "时间到 {until}"),
    "working_days": ("{working_days} working days go by", "过去 {working_days} 个工作日"),
    "message": ("The message {message} arrives", "收到消息 {message}"),
    "expect": ("What should be so now is compared", "核对此时应有的情况"),
}


def place(scenario: Scenario, step: int, language: Language, names: Mapping[str, Name]) -> str:
    """The step (counted from 1, START the beginning) in words, with its number; `names` are of people and processes by id."""
    if step == START:
        said = _begun(scenario.start, scenario.process, language, names)
        return f"开始：{said}" if language == "zh" else f"Beginning: {said}"
    said = _done(scenario.steps[step - 1], scenario.process, language, names)
    return f"第 {step} 步：{said}" if language == "zh" else f"Step {step}: {said}"


def _done(step: Step, process: str, language: Language, names: Mapping[str, Name]) -> str:
    if step.start is not None:
        return _begun(step.start, step.process or process, language, names)
    what = next(name for name in _STEP if getattr(step, name))
    by = _called(step.by, language, names)
    return _in(_STEP[what], language).format(by=by, **{what: getattr(step, what)})


def _begun(start: Start, process: str, language: Language, names: Mapping[str, Name]) -> str:
    how = "message" if start.message else "form" if start.by else "call"
    by, named = (_called(one, language, names) for one in (start.by, process))
    return _in(_BEGIN[how], language).format(by=by, message=start.message, process=named)


def _called(id: str, language: Language, names: Mapping[str, Name]) -> str:
    name = names.get(id, Name(id))
    return (name.en or name.zh) if language == "en" else (name.zh or name.en)


def _in(sentences: tuple[str, str], language: Language) -> str:
    return sentences[language == "zh"]
