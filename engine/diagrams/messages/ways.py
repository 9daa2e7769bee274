"""Sentences about ways through a process that surprise."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, warning

ENTRIES: Mapping[str, Entry] = {
    "node.no_way_out": warning(
        "No path leads from here to an end, so this goes on until it is interrupted from outside.",
        "Draw a way out of the loop.",
        "从这里没有通往结束的路径，只有被外部中断才会停止。",
        "请为循环画出出口。",
    ),
    "flow.duplicate": warning(
        "The flow {other} leads the same way already.",
        "Delete one of the two; otherwise the next step may happen twice.",
        "顺序流 {other} 已经连接了同样的两处。",
        "请删除其中一条，否则下一步骤可能执行两次。",
    ),
    "gateway.no_default": warning(
        "Every flow out of this gateway has a condition; where none applies, the case stops with an incident.",
        "Make one of the flows the default.",
        "从此网关出发的流都有条件；如果都不满足，案件会因异常停住。",
        "请把其中一条设为默认流。",
    ),
    "task.no_default": warning(
        "Every flow out of this step has a condition; where none applies, the case stops with an incident.",
        "Make one of the flows the default.",
        "从此步骤出发的流都有条件；如果都不满足，案件会因异常停住。",
        "请把其中一条设为默认流。",
    ),
    "user_task.name": warning(
        "The user task has no name, so people would see only its id.",
        "Say what is to be done.",
        "用户任务没有名称，办理人只能看到标识。",
        "请写明要做什么。",
    ),
    "lane.none": warning(
        "The process has lanes, but this step stands in none of them.",
        "Draw it into the lane of whoever does it.",
        "流程有泳道，但此步骤不在任何泳道中。",
        "请放入办理者的泳道。",
    ),
    "variable.parallel": warning(
        "{other} writes the variable {variable} as well and may be at work at the same time; the later one wins.",
        "Let each branch write a variable of its own and put them together after the join.",
        "“{other}”也写入变量 {variable}，并可能同时进行，后完成者会覆盖。",
        "请让各分支写各自的变量，汇合后再合并。",
    ),
    "variable.instances": warning(
        "Every instance writes the variable {variable}; the last one to end wins.",
        "Give each instance a variable of its own by an input mapping, and collect the results in an output collection.",
        "每个实例都会写入变量 {variable}，后完成者会覆盖先完成者。",
        "请用输入映射为每个实例设置各自的变量，并用输出集合收集结果。",
    ),
    "error.uncaught": warning(
        "Nothing in this process catches the error {code}; unless a calling process does, it stops with an incident.",
        "Catch it by an error boundary event on the subprocess around it, or by an event subprocess.",
        "流程内没有捕获错误 {code}；如果调用方也不捕获，案件会因异常停住。",
        "请在外层子流程上用错误边界事件捕获，或使用事件子流程。",
    ),
    "error.never": warning(
        "Nothing in {host} ends in this error, so the way out of this event is never taken.",
        "Delete the event, or let an error end event or a handler throw the error.",
        "“{host}”中没有任何内容会抛出此错误，这条路径永远不会执行。",
        "请删除该事件，或由错误结束事件、处理程序抛出该错误。",
    ),
    "gateway.direction": warning(
        "The gateway says that it is {direction}, but its flows do not go that way.",
        "Correct gatewayDirection, or the flows.",
        "网关标注为 {direction}，但其顺序流并非如此。",
        "请更正 gatewayDirection 或顺序流。",
    ),
}
