"""Sentences about sequence flows, gateways, lanes, pools and message flows."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry

ENTRIES: Mapping[str, Entry] = {
    "flow.end_missing": entry(
        "The flow's {role} names {end}, which is not there.",
        "Draw the flow anew.",
        "顺序流的 {role} 指向不存在的 {end}。",
        "请重新绘制该顺序流。",
    ),
    "flow.crosses_border": entry(
        "The flow crosses the border of a subprocess to or from {end}.",
        "Lead it to the subprocess itself, or to an event inside or on its border.",
        "顺序流跨越了子流程边界（{end}）。",
        "请连接到子流程本身，或使用其内部或边界上的事件。",
    ),
    "flow.declared": entry(
        "The element lists {flow} as {direction}, but no such sequence flow is there.",
        "Export the diagram again from the modeler.",
        "元素将 {flow} 列为 {direction}，但没有这样的顺序流。",
        "请从建模工具重新导出。",
    ),
    "flow.condition_source": entry(
        "The flow out of {source} has a condition, which only exclusive and inclusive gateways ask for.",
        "Put an exclusive gateway in between, or remove the condition.",
        "从 {source} 出发的顺序流带有条件，只有排他和包容网关才判断条件。",
        "请在中间放置排他网关，或去掉条件。",
    ),
    "gateway.default_missing": entry(
        "The default flow {flow} does not leave this gateway.",
        "Choose one of the gateway's own flows.",
        "默认流 {flow} 不是从此网关出发的。",
        "请选择该网关自己的顺序流。",
    ),
    "gateway.default_condition": entry(
        "The default flow has a condition, which would never be asked.",
        "Remove the condition or choose another default.",
        "默认流带有条件，而该条件永远不会被判断。",
        "请去掉条件，或改选其他默认流。",
    ),
    "gateway.condition_missing": entry(
        "The flow out of gateway {gateway} has no condition and is not its default.",
        "Set a condition, or make it the default flow.",
        "从网关 {gateway} 出发的顺序流既没有条件，也不是默认流。",
        "请设置条件，或设为默认流。",
    ),
    "lane.twice": entry(
        "{node} lies in this lane and in {lane}.",
        "Draw it into one lane.",
        "{node} 同时位于本泳道和 {lane}。",
        "请只放入一个泳道。",
    ),
    "lane.node": entry(
        "Lane {lane} holds {node}, which is not in the process.",
        "Export the diagram again from the modeler.",
        "泳道 {lane} 含有流程中不存在的 {node}。",
        "请从建模工具重新导出。",
    ),
    "pool.process": entry(
        "The pool shows process {process}, which is not in the file.",
        "Make the pool empty, or draw its process.",
        "泳池对应的流程 {process} 不在文件中。",
        "请改为空泳池，或画出其流程。",
    ),
    "message_flow.end": entry(
        "The message flow leads to or from {end}, which is not there.",
        "Draw the message flow anew.",
        "消息流指向不存在的 {end}。",
        "请重新绘制消息流。",
    ),
    "message_flow.executed": entry(
        "Message flows between two drawn processes are not executed.",
        "Use message events of the same name on both sides and delete the message flow.",
        "不执行两个已绘制流程之间的消息流。",
        "请在两侧使用同名消息事件，并删除消息流。",
    ),
}
