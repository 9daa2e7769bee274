"""Trying a version on every live case, as a run: of its own processes, and of those that use it and change with it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec
from flask_babel import lazy_gettext

from engine import impact
from engine.diagrams.definition import Definition
from engine.errors import NotFound
from engine.impact import CaseImpact, Verdict
from web.diagrams import Vocabulary
from web.language import Name
from web.modeler import library, runs
from web.modeler.files import glance
from web.modeler.impact import results
from web.modeler.impact.mapping import Elements, count, moving
from web.modeler.impact.reasons import Kept, keep
from web.modeler.impact.results import CaseFinding
from web.modeler.impact.rows import rows
from web.modeler.impact.running import sure
from web.modeler.impact.showing import shows
from web.modeler.publishing.checks import check
from web.modeler.publishing.together import gather
from web.modeler.runs import Progress, RunFailed
from web.services import services

VERDICTS: tuple[Verdict, ...] = ("goes_on", "needs_mapping", "differs", "stuck")

_REFUSED = Name(
    "这一版有错误，不能用办理中的案件试运行。请在编辑器中查看错误后修改。",
    "The version has errors and cannot be tried on running cases. Open the editor, which shows them, and mend them.",
)


@runs.kind("impact", lazy_gettext("Impact on running cases"), shows)
def assess(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Try the version `version` (its id) and write down what each case would come to, and whether it could be moved by the
    mapping `elements`: by process, as people confirmed it; of a process that is not there what is sure is mapped."""
    given = services()
    engine = given.engine
    version = library.version(str(args["version"]))
    gathered = gather(engine, version.procedure, library.bodies(version))
    checked = check(engine, gathered)
    if checked.errors:
        raise RunFailed(_REFUSED)
    held = (glance(file, data) for file, data in library.bodies(version).items())
    own = {process.id for one in held for process in one.processes}
    changed = {one.process.id for one in checked.changed(gathered)}
    tried = [one for one in checked.definitions if one.process.id in own or one.process.id in changed]
    results.forget(progress.id)
    gatherer = _Gatherer()
    counts = {one.process.id: count(one.process.id, one.hash) for one in tried}
    confirmed: Elements = dict(args.get("elements") or {})
    before, total = 0, sum(counts.values())
    progress(0, total)
    for one in tried:

        def told(done: int, _: int, before: int = before) -> bool:
            return progress(before + done, max(total, before + done))

        elements = confirmed.get(one.process.id)
        moved_by = sure(one.process.id, one) if elements is None else {old: new for old, new in elements.items() if new}
        found = impact.assess(
            given.database, one.process.id, one, given.now(), elements=elements, moved_by=moved_by, progress=told
        )
        in_force = _in_force(one.process.id)
        words, before_words = Vocabulary(one), Vocabulary(in_force or one)
        told_rows = rows([one, in_force] if in_force else [one])
        results.write(progress.id, [gatherer.add(case, words, before_words, told_rows) for case in found.cases])
        before += counts[one.process.id]
    new = [one.process.id for one in tried if one.process.id in changed]
    plan = msgspec.to_builtins(moving((one, 0) for one in tried))
    return {**gatherer.result(), "together": list(gathered.companions), "processes": new, "plan": plan}


def _in_force(process_id: str) -> Definition | None:
    try:
        return services().engine.current_definition(process_id)
    except NotFound:
        return None


class _Gatherer:
    """Counts by verdict, by reason and by place, while cases go by."""

    def __init__(self) -> None:
        self._verdicts: Counter[str] = Counter()
        self._moves: Counter[bool | None] = Counter()
        self._groups: dict[str, tuple[Kept, Counter[str]]] = {}
        self._now: dict[tuple[str, str], tuple[Name, Counter[str]]] = {}
        self._after: dict[tuple[str, str], tuple[Name, Counter[str]]] = {}

    def add(
        self, case: CaseImpact, words: Vocabulary, before: Vocabulary, told_rows: Mapping[str, Name]
    ) -> CaseFinding:
        """Count a case; `words` are the new version's, `before` those of the one in force."""
        own = words.own
        reasons = tuple(keep(one, words, told_rows) for one in case.reasons)
        self._verdicts[case.verdict] += 1
        self._moves[case.moves] += 1
        for key, reason in {one.key: one for one in reasons}.items():
            self._groups.setdefault(key, (reason, Counter()))[1][case.verdict] += 1
        now = tuple((process or own, element) for process, element in case.stood_at)
        after = tuple((process or own, element) for process, element in case.would_stand_at)
        for places, counted, said in ((now, self._now, before), (after, self._after, words)):
            for place in places:
                counted.setdefault(place, (said.element_name(*place), Counter()))[1][case.verdict] += 1
        return CaseFinding(
            own, case.instance_id, case.case_number, case.version, case.verdict, now, reasons, moves=case.moves
        )

    def result(self) -> dict[str, Any]:
        groups = sorted(self._groups.items(), key=lambda one: -one[1][1].total())
        return {
            "summary": {verdict: self._verdicts[verdict] for verdict in VERDICTS},
            "moves": {name: self._moves[moves] for moves, name in results.MOVES.items()},
            "groups": [{"key": key, "reason": reason, "counts": dict(counts)} for key, (reason, counts) in groups],
            "now": _counted(self._now),
            "after": _counted(self._after),
        }


def _counted(places: Mapping[tuple[str, str], tuple[Name, Counter[str]]]) -> list[dict[str, Any]]:
    """Where most cases stand first."""
    rows = sorted(places.items(), key=lambda one: -one[1][1].total())
    return [
        {"process": process, "element": element, "zh": name.zh, "en": name.en, "counts": dict(counts)}
        for (process, element), (name, counts) in rows
    ]
