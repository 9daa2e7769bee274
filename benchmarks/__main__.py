"""Every figure of docs/performance.md, one table after the other: `python -m benchmarks`, with `--quick` to try out."""

from benchmarks import (
    cases,
    core,
    crowd,
    decision_editor,
    growth,
    hostile,
    impact,
    latency,
    lint,
    memory,
    queue,
    scenarios,
    steps,
    workshop,
    written,
)
from benchmarks.peers import comparison

for part in (
    core,
    steps,
    written,
    latency,
    growth,
    crowd,
    memory,
    queue,
    cases,
    comparison,
    hostile,
    lint,
    impact,
    scenarios,
    decision_editor,
    workshop,
):
    print(f"\n## {part.__name__}\n", flush=True)
    part.main()
