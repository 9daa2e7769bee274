"""How much the results of a run over many cases hold: `python -m benchmarks.run_results [cases]`.

Written are findings of an impact analysis as its run writes them: every tenth case with a reason, all with a place. Measured are
the bytes of their table with its indexes in SQLite, and of the page that shows fifty of them (rows alone).
"""

import argparse
import tempfile
from pathlib import Path

import msgspec
import sqlalchemy as sa

from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.ids import new_id
from engine.store.migrate import migrate
from web import create_app
from web.modeler.impact import results
from web.modeler.impact.reasons import Kept
from web.modeler.impact.results import CaseFinding
from web.modeler.runs.retention import KEPT
from web.settings import Settings

PROCESSES = Path(__file__).parents[1] / "processes"
_SIZE = sa.text("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE '%case_finding%'")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=10_000)
    cases = parser.parse_args().cases
    reason = Kept(
        "removed", "case_disposal", "Task_Check", ("核查", "Check"), 5, 0, ("", ""), ("", ""), {"days": 3}, {}
    )
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'runs.db'}"
        migrate(url)
        with Engine(url, clock=ManualClock()) as engine:
            app = create_app(Settings(secret_key="k" * 64, processes=PROCESSES), engine)
            place = (("case_disposal", "Task_Check"),)
            found = [
                CaseFinding(
                    "case_disposal",
                    new_id(number),
                    f"江川网格〔2026〕{number:05d}号",
                    1,
                    "goes_on" if number % 10 else "stuck",
                    place,
                    () if number % 10 else (reason,),
                )
                for number in range(cases)
            ]
            with app.app_context():
                results.write("run", found)
                page, _ = results.read("run")
            with engine.database.connect() as connection:
                size = int(connection.scalar(_SIZE) or 0)
    shown = len(msgspec.json.encode(page))
    print(f"{cases} cases: {size / 2**20:.1f} MiB a run, at most {KEPT * size / 2**20:.0f} MiB a procedure and kind;")
    print(f"a page of {len(page)}: {shown / 1024:.1f} KiB of findings")


if __name__ == "__main__":
    main()
