"""Sentences about sequence flows, gateways, lanes, pools and message flows."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry, warning

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
    "flow.crosses_pool": entry(
        "The flow leads to or from {end} in another process, beyond the border of its pool.",
        "Draw a message flow instead, from an event that sends to one that waits.",
        "顺序流跨越了泳池边界，连接到另一流程中的 {end}。",
        "请改用消息流，从发送消息的事件连接到等待消息的事件。",
    ),
    "flow.declared": entry(
        "The element lists {flow} as {direction}, but no such sequence flow is there.",
        "Export the diagram again from the modeler.",
        "元素将 {flow} 列为 {direction}，但没有这样的顺序流。",
        "请从建模工具重新导出。",
    ),
    "flow.condition_source": entry(
        "The flow out of {source} has a condition, which only activities and exclusive, inclusive and complex gateways ask for.",
        "Put an exclusive gateway in between, or remove the condition.",
        "从 {source} 出发的顺序流带有条件，只有活动以及排他、包容、复杂网关才判断条件。",
        "请在中间放置排他网关，或去掉条件。",
    ),
    "gateway.default_missing": entry(
        "The default flow {flow} does not start here.",
        "Choose one of the flows that leave this element.",
        "默认流 {flow} 不是从此处出发的。",
        "请选择从该元素出发的顺序流。",
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
    "gateway.activation": entry(
        "The complex gateway joins flows, but does not say when it goes on.",
        "Set its activation condition, for example =activationCount >= 2.",
        "复杂网关汇合多条顺序流，但没有说明何时继续。",
        "请设置激活条件，例如 =activationCount >= 2。",
    ),
    "event_gateway.single": entry(
        "The event-based gateway has fewer than two events to choose from.",
        "Draw another event behind it, or remove the gateway.",
        "事件网关之后的事件少于两个，无从选择。",
        "请在其后再画一个事件，或去掉网关。",
    ),
    "event_gateway.target": entry(
        "{target} stands behind an event-based gateway, but waits for no event.",
        "Lead the flow to a catching intermediate event or a receive task.",
        "{target} 位于事件网关之后，但不等待任何事件。",
        "请连接到中间捕获事件或接收任务。",
    ),
    "event_gateway.shared": entry(
        "Another flow leads here, beside the one from the event-based gateway {gateway}.",
        "Lead the other flow to an event of its own.",
        "除事件网关 {gateway} 外，另有顺序流指向此处。",
        "请让另一条顺序流指向单独的事件。",
    ),
    "event_gateway.same": warning(
        "This event waits for the same as {other} behind the same gateway, so nobody can tell which way the case goes.",
        "Let one of them wait for something else.",
        "此事件与同一网关之后的“{other}”等待相同内容，无法确定案件走哪条路径。",
        "请让其中一个等待其他内容。",
    ),
    "event_gateway.receive": entry(
        "A receive task behind an event-based gateway has boundary events, input mappings or a loop marker.",
        "Remove them; the gateway waits for its message before the task begins.",
        "事件网关之后的接收任务带有边界事件、输入映射或循环标记。",
        "请去掉它们：任务开始之前由网关等待消息。",
    ),
    "event_gateway.mixed": entry(
        "Message events and receive tasks stand behind the same event-based gateway.",
        "Use one kind of them.",
        "同一事件网关之后既有消息事件又有接收任务。",
        "请只使用其中一种。",
    ),
    "event_gateway.parallel": entry(
        "Only an event-based gateway that starts the process can wait for all of its events.",
        "Make it instantiating or exclusive, or use a parallel gateway before the events.",
        "只有启动流程的事件网关才能等待全部事件。",
        "请设为启动流程或排他类型，或在事件之前使用并行网关。",
    ),
    "instantiate.place": entry(
        "What starts a process can have no incoming flow and cannot stand inside a subprocess.",
        "Remove the flow, or do not let it instantiate.",
        "启动流程的元素不能有流入的顺序流，也不能位于子流程中。",
        "请删除该顺序流，或取消“启动流程”。",
    ),
    "instantiate.message": entry(
        "An event-based gateway that starts the process can wait for messages only.",
        "Use a message event or a receive task here, or a start event of its own.",
        "启动流程的事件网关只能等待消息。",
        "请在此使用消息事件或接收任务，或单独画开始事件。",
    ),
    "lane.twice": entry(
        "{node} lies in this lane and in {lane}.",
        "Draw it into one lane.",
        "{node} 同时位于本泳道和 {lane}。",
        "请只放入一个泳道。",
    ),
    "lane.role": entry(
        "The lane names a unit, but no role in it, so it gives its tasks to nobody.",
        "Add the property role, for example dispatcher, or remove the property unit.",
        "泳道写了单位，但没有写角色，其中的任务不会交给任何人。",
        "请增加属性 role（例如 dispatcher），或删除属性 unit。",
    ),
    "lane.post": entry(
        "“{text}” cannot be the role or the unit of a lane.",
        "Write one id without blanks, commas or @, or for the unit a FEEL expression that starts with =.",
        "“{text}”不能作为泳道的角色或单位。",
        "请填写一个标识，不含空格、逗号和 @；单位也可以是以 = 开头的 FEEL 表达式。",
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
    "association.end": warning(
        "The association leads to or from {end}, which is not there.",
        "Draw the association anew, or delete it.",
        "关联指向不存在的 {end}。",
        "请重新绘制或删除该关联。",
    ),
    "message_flow.names": entry(
        "The message flow leads from “{sent}” to “{awaited}”: what is sent there is not what is awaited.",
        "Give both ends, and the flow where it names one, the same message.",
        "消息流从“{sent}”到“{awaited}”：发送的消息与等待的消息不一致。",
        "请让两端（以及消息流自身）使用同一消息。",
    ),
    "message_flow.silent": entry(
        "{end} neither sends nor awaits a message, so nothing would go along the message flow.",
        "Use a send or receive task or a message event, or lead the flow to an empty pool.",
        "{end} 既不发送也不等待消息，消息流上不会传递任何内容。",
        "请使用发送/接收任务或消息事件，或连接到空泳池。",
    ),
    "correlation.message": entry(
        "The message {message} carries a part of this correlation key, but not {property}, so it would find no case.",
        "Add a retrieval expression for the message to that property, or remove those of the others.",
        "消息 {message} 只带有该关联键的一部分，缺少 {property}，找不到案件。",
        "请为该属性添加此消息的取值表达式，或去掉其他属性的。",
    ),
    "correlation.binding": entry(
        "The process does not bind {property}, which is part of the correlation key.",
        "Add a correlation property binding with a data path.",
        "流程没有绑定关联键的属性 {property}。",
        "请添加该属性的绑定（dataPath）。",
    ),
    "message_flow.same_pool": entry(
        "The message flow stays inside one pool.",
        "Use a sequence flow; messages lead from one participant to another.",
        "消息流的两端在同一泳池内。",
        "请使用顺序流；消息流连接不同的参与者。",
    ),
    "message_flow.source": entry(
        "The message flow leaves {end}, which cannot send a message.",
        "Lead it from a task, a throwing message event or a pool.",
        "消息流从“{end}”出发，而它不能发送消息。",
        "请从任务、抛出消息事件或泳池出发。",
    ),
    "message_flow.target": entry(
        "The message flow enters {end}, which cannot receive a message.",
        "Lead it to a task, a catching message event or a pool.",
        "消息流指向“{end}”，而它不能接收消息。",
        "请指向任务、捕获消息事件或泳池。",
    ),
}
