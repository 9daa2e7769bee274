"""What a figure was measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path


def machine() -> str:
    """Processor, cores, load and versions, one line each; a load beside our own says how far to trust the figures."""
    return "\n".join(
        [
            f"processor    {_processor()}, {os.cpu_count()} cores",
            f"system       {platform.system()} {platform.release()}",
            f"load         {os.getloadavg()[0]:.1f} over the last minute, this measurement included",
            f"Python       {platform.python_version()}",
            *(f"{name:12} {version(name)}" for name in ("SpiffWorkflow", "SQLAlchemy", "psycopg", "msgspec")),
        ]
    )


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Rows as aligned text; the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]

    def line(row: list[str]) -> str:
        first, *rest = (
            text.ljust(width) if not place else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        return "  ".join([first, *rest])

    return "\n".join([line(heads), "  ".join("-" * width for width in widths), *map(line, rows)])


def _processor() -> str:
    try:
        for entry in Path("/proc/cpuinfo").read_text().splitlines():
            if entry.startswith("model name"):
                return entry.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
