"""Sentences about what will grow past all measure."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, warning

ENTRIES: Mapping[str, Entry] = {
    "size.instances": warning(
        "{count} instances will run here; more than {limit} at a time are slow to start and hard to follow.",
        "Work in portions: a loop over shorter lists, or a called process for each portion.",
        "此处会产生 {count} 个实例；同时超过 {limit} 个时启动缓慢、难以跟踪。",
        "请分批处理：循环处理较短的列表，或每批调用一个流程。",
    ),
    "size.cycle": warning(
        "The timer repeats without end, as often as “{text}” says; every time is a row in the history.",
        "Choose a longer interval, or say how often it may repeat, for example R10/PT1M.",
        "定时“{text}”无限次重复，每次都会写入历史。",
        "请选择更长的间隔，或限定次数，例如 R10/PT1M。",
    ),
    "size.steps": warning(
        "The process has {count} steps; past {limit} hardly anybody can check it.",
        "Move parts of it into called processes.",
        "流程有 {count} 个步骤；超过 {limit} 个就很难核对。",
        "请把一部分移到被调用的流程中。",
    ),
}
