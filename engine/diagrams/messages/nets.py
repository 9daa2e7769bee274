"""Sentences about deadlocks, missing joins and what the soundness check cannot say."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry, info, warning

ENTRIES: Mapping[str, Entry] = {
    "net.never": entry(
        "This join waits for every incoming flow, but the one from {missing} can never arrive together with the others.",
        "Where only one branch is taken, merge by an exclusive gateway; or split by a parallel or inclusive gateway.",
        "此汇合等待所有流入，但来自“{missing}”的流永远不会与其他流一同到达。",
        "如果只走一个分支，请用排他网关合并；或改用并行、包容网关分支。",
    ),
    "net.deadlock": warning(
        "This join may wait forever for the flow from {missing}.",
        "Join exactly the branches that the split before it opens, or merge by an exclusive or inclusive gateway.",
        "此汇合可能永远等待来自“{missing}”的流。",
        "请只汇合前面分支所打开的各支，或用排他、包容网关合并。",
    ),
    "net.crowd": warning(
        "Parallel branches from {sources} meet here without being joined, so everything after this happens once for "
        "each of them.",
        "Join them by a parallel or inclusive gateway first.",
        "来自“{sources}”的并行分支在此相遇而没有汇合，之后的一切会各执行一次。",
        "请先用并行或包容网关汇合。",
    ),
    "net.endless": warning(
        "Each round of a loop adds a token on this flow, so ever more of them are on their way at a time.",
        "Join the branches before the loop leads back.",
        "循环每一圈都会在此流上增加一个令牌，同时进行的会越来越多。",
        "请在返回之前汇合各分支。",
    ),
    "net.multiplied": warning(
        "Splits without joins between them send more than three tokens along this flow, and every further split "
        "doubles the steps that people have to do.",
        "Join the branches of one split before the next begins.",
        "多次分支而没有汇合，此流上会有三个以上的令牌，每多一次分支，需办理的步骤就成倍增加。",
        "请在下一次分支之前汇合上一次的各分支。",
    ),
    "net.unending": warning(
        "Whatever is decided, some branch always goes on, so that this never ends by itself.",
        "Lead one of the branches out of the loop, or end it by a terminate end event.",
        "无论如何选择，总有分支继续进行，因此永远不会自行结束。",
        "请让其中一个分支离开循环，或用终止结束事件结束。",
    ),
    "net.gave_up": info(
        "The paths are too many to check for deadlocks.",
        "Move parts of the process into subprocesses; each is checked by itself.",
        "路径过多，未能检查死锁。",
        "请把一部分移入子流程，子流程会单独检查。",
    ),
    "net.beyond": info(
        "What {nodes} lets through depends on data, so deadlocks were not looked for here.",
        "Check these paths by a scenario.",
        "{nodes} 的放行取决于数据，此处未检查死锁。",
        "请用场景测试检查这些路径。",
    ),
}
