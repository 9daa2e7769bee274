"""Sentences about events that catch the same thing."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry, warning

ENTRIES: Mapping[str, Entry] = {
    "compensation.several": entry(
        "{other} in the same process or subprocess is for compensation too; only one of the two could undo it.",
        "Put both ways of undoing into one event subprocess.",
        "同一流程或子流程中的“{other}”也是补偿事件子流程，只能由其中一个撤销。",
        "请把两者的撤销步骤合并到一个事件子流程。",
    ),
    "compensation.caught": warning(
        "{attribute} has no effect on an event that catches compensation.",
        "Delete it, or set it on the event that throws the compensation.",
        "{attribute} 在捕获补偿的事件上不起作用。",
        "请删除它，或设置在抛出补偿的事件上。",
    ),
    "event_subprocess.same_code": entry(
        "{other} in the same process or subprocess catches the same error or escalation; only one of the two could.",
        "Delete one of the two, or give them different codes.",
        "同一流程或子流程中的“{other}”也捕获相同的错误或升级，只能由其中一个捕获。",
        "请删除其中一个，或使用不同的代码。",
    ),
    "transaction.several": entry(
        "{other} already catches the cancellation of this transaction, so nobody could say which way it goes on.",
        "Keep one cancel event on the transaction.",
        "“{other}”已捕获此事务的取消，无法确定从哪里继续。",
        "请在该事务上只保留一个取消事件。",
    ),
    "start.same_message": entry(
        "The message that starts the process here also starts it at {other}; it would start at one of the two only.",
        "Keep one of them and decide by a gateway behind it, or use two messages.",
        "在此启动流程的消息也在“{other}”处启动流程，实际只会从其中一处开始。",
        "请只保留一个，在其后用网关判断，或使用两种消息。",
    ),
    "start.same_signal": warning(
        "The signal that starts the process here also starts it at {other}: each signal starts two instances.",
        "Keep one of them with a parallel gateway behind it, unless two instances are meant.",
        "在此启动流程的信号也在“{other}”处启动流程：每个信号都会启动两个实例。",
        "除非确需两个实例，请只保留一个，在其后使用并行网关。",
    ),
}
