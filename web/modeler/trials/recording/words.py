"""Why a case cannot be told as a scenario, and what of it was left out, Chinese and English."""

from collections.abc import Mapping

REASONS: Mapping[str, tuple[str, str]] = {
    "ActivateElement": (
        "本案自选了环节（自选子流程），情景里还写不出这一步。请换一个没有自选环节的案件。",
        "Steps were chosen in this case (an ad hoc subprocess), which a scenario cannot say yet. Choose a case without.",
    ),
    "CompleteAdHoc": (
        "本案自选了环节（自选子流程），情景里还写不出这一步。请换一个没有自选环节的案件。",
        "Steps were chosen in this case (an ad hoc subprocess), which a scenario cannot say yet. Choose a case without.",
    ),
    "CancelInstance": (
        "本案被撤销了，情景里写不出撤销。请换一个没有撤销的案件。",
        "This case was cancelled, which a scenario cannot say. Choose one that was not.",
    ),
    "": (
        "本案有情景写不出的步骤。请换一个案件，或者手工编写情景。",
        "This case holds steps that a scenario cannot say. Choose another case, or write the scenario by hand.",
    ),
}

LEFT_OUT: Mapping[str, tuple[str, str]] = {
    "migration": (
        "案件办理中途换了制度版本；情景从头到尾按草稿演练。",
        "The case went on by another version midway; the scenario is played by the draft from its beginning.",
    ),
    "signal": (
        "案件收到过信号；情景里没有写。",
        "The case received a signal, which the scenario does not hold.",
    ),
}
