"""Every figure of docs/performance.md, one table after the other: `python -m benchmarks`."""

from benchmarks import cases, core, growth, hostile, lint, steps
from benchmarks.peers import comparison

for part in (core, steps, growth, cases, comparison, hostile, lint):
    print(f"\n## {part.__name__}\n")
    part.main()
