"""Every figure of docs/performance.md, one table after the other: `python -m benchmarks`."""

from benchmarks import core, growth, hostile, lint, steps

for part in (core, steps, growth, hostile, lint):
    print(f"\n## {part.__name__}\n")
    part.main()
