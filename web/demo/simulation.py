"""A year of the district, played on the real engine: cases come in, people do their tasks, timers fire, time passes.

Everything that is chosen follows from the script and from the names of cases and tasks, never from a random source: one
script gives one history.
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from random import Random
from typing import Any

from engine.errors import CommandRejected, TaskAlreadyClaimed, TaskNotOpen
from engine.runtime.clock import ManualClock
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from web.demo import desk, office
from web.demo.desk import Work
from web.demo.doors import NOT_THEIRS, Doors
from web.demo.drawing import Drawing
from web.demo.script import Answer, Arrival, Behaviour, District, Form, ScriptInvalid, Steps
from web.demo.stories import Stories

Doing = Callable[[], None]

_OTHERS = "others"
"""FEEL reads the running cases of the same procedure by this name."""


@dataclass(frozen=True, slots=True)
class _Doing:
    """A task that somebody will do: how, and what was drawn for it."""

    work: Work
    behaviour: Behaviour
    answer: Answer
    chance: Random


class Simulation:
    """Plays a script up to a moment."""

    def __init__(
        self,
        engine: Engine,
        clock: ManualClock,
        doors: Doors,
        district: District,
        actors: Mapping[str, Actor],
        until: int,
    ) -> None:
        """`engine` runs by `clock`, which stands where the story begins and goes to `until`; `actors` are people by id."""
        self._engine = engine
        self._clock = clock
        self._district = district
        self._actors = actors
        self._until = until
        self._doors = doors
        self._drawing = Drawing(
            {**district.catalogue, "organisation": engine.organisation(until)},
            office.local(until).isoformat(timespec="seconds"),
        )
        self._stories = Stories(engine.database)
        self._agenda: list[tuple[int, int, Doing]] = []
        self._order = count()
        self._seen: set[tuple[str, int]] = set()
        self.started = 0
        self.faults: list[str] = []

    def play(self, progress: Callable[[int], None]) -> None:
        """Go on to the end; `progress` hears each moment (milliseconds since 1970).

        What was interrupted goes on where it stopped; what is complete stays as it is. Where the script does not fit, the
        task stays open and `faults` says why: a demo is never half loaded because of one answer.
        """
        if not self._announce_all():
            return
        self._clock.advance(max(0, desk.newest(self._engine.database) - self._clock.now()))
        self._notice(0)
        while (moment := self._next()) <= self._until:
            self._clock.advance(max(0, moment - self._clock.now()))
            progress(self._clock.now())
            before = self._clock.now()
            while self._agenda and self._agenda[0][0] <= before:
                self._safely(heapq.heappop(self._agenda)[2])
            self._engine.run_until_idle()
            self._notice(before)
        self._clock.advance(max(0, self._until - self._clock.now()))

    def _next(self) -> int:
        """When the next thing happens."""
        due = self._engine.next_due()
        moments = [] if due is None else [due]
        if self._agenda:
            moments.append(self._agenda[0][0])
        return min(moments, default=1 << 62)

    def _at(self, moment: int, doing: Doing) -> None:
        heapq.heappush(self._agenda, (max(moment, self._clock.now()), next(self._order), doing))

    def _safely(self, doing: Doing) -> None:
        try:
            doing()
        except ScriptInvalid as fault:
            self.faults.append(str(fault))

    # --- what comes in ---

    def _announce_all(self) -> bool:
        """Put every arrival that has not been on the agenda; whether there was one."""
        begun = desk.begun(self._engine.database)
        if not begun and not desk.is_empty(self._engine.database):
            return False
        deployed = {row.process_id for row in self._engine.definitions()}
        for process, procedure in self._district.procedures.items():
            for name, arrival in procedure.arrivals.items() if process in deployed else ():
                days = [wave.days for wave in arrival.waves for _ in range(wave.count)]
                for number, span in enumerate(days):
                    key = f"{process}:{name}:{number}"
                    if key in begun:
                        self._stories.tell(begun[key], arrival)
                        continue
                    chance = Random(key)  # noqa: S311  (nothing secret: the same story every time)
                    moment = office.before(self._until, chance.uniform(*span) * office.HOURS)
                    if moment >= self._clock.now():
                        self._at(moment, partial(self._begin, process, arrival, key, chance))
        self._stories.resume()
        return bool(self._agenda)

    def _begin(self, process: str, arrival: Arrival, key: str, chance: Random) -> None:
        now = self._clock.now()
        known = self._others(process) if _mentions(arrival.draw, _OTHERS) else {}
        drawn = self._drawing.in_turn(arrival.draw, chance, now, known)
        if drawn is None:
            return
        made = self._drawing.values({**arrival.form, "by": arrival.by}, chance, drawn, now)
        starter = made.pop("by")
        self.started += 1
        if arrival.message:
            self._engine.publish(arrival.message, "", made, f"demo:{key}")
            return
        if starter not in self._actors:
            raise ScriptInvalid(f"{key}: nobody called {starter!r} is in the organisation.")
        self._stories.tell(self._doors.start(process, made, self._actors[starter], f"demo:{key}"), arrival)

    def _others(self, process: str) -> dict[str, Any]:
        running = desk.numbered(self._engine.database, process)
        return {_OTHERS: [self._engine.variables(one) for one in running]}

    # --- what people do ---

    def _notice(self, since: int) -> None:
        """Put the work that was opened on the agenda of somebody."""
        for work in desk.opened(self._engine.database, since):
            if work.place in self._seen:
                continue
            self._seen.add(work.place)
            if work.chosen:
                self._choose(work)
            else:
                self._safely(partial(self._plan, work))

    def _plan(self, work: Work) -> None:
        behaviour = self._behaviour(work)
        if behaviour is None:
            return
        chance = Random(f"{work.process}:{work.element}:{work.case_number or work.title}:{work.token}")  # noqa: S311
        answer = self._answer(work, behaviour, chance)
        if answer.left:
            return
        if answer.before_end is not None:
            moment = self._until - round(answer.before_end * 3_600_000)
        else:
            moment = office.later(work.opened_at, chance.uniform(*(answer.hours or behaviour.hours)))
        doing = _Doing(work, behaviour, answer, chance)
        if behaviour.claim:
            self._at(work.opened_at + (moment - work.opened_at) // 2, partial(self._claim, doing))
        self._at(moment, partial(self._do, doing))

    def _behaviour(self, work: Work) -> Behaviour | None:
        story = self._stories.of(work)
        if story is not None and work.element in story.leave:
            return None
        if story is not None and work.element in story.tasks:
            return story.tasks[work.element]
        return self._district.behaviour(work.process, work.element)

    def _answer(self, work: Work, behaviour: Behaviour, chance: Random) -> Answer:
        fitting = list(behaviour.answers)
        if any(one.when for one in fitting):
            known = self._known(work, [one.when for one in fitting])
            holds = self._drawing.holds([one.when for one in fitting], known, self._clock.now())
            fitting = [one for one, is_so in zip(fitting, holds, strict=True) if is_so]
        if not fitting:
            raise ScriptInvalid(f"{work.process}: no answer fits {work.element} of {work.title}.")
        if behaviour.in_turn:
            return fitting[min(desk.times_before(self._engine.database, work), len(fitting) - 1)]
        return chance.choices(fitting, [one.weight for one in fitting])[0]

    def _claim(self, doing: _Doing) -> None:
        for person in self._people(doing):
            try:
                self._engine.claim(*doing.work.place, person)
                return
            except TaskNotOpen:
                return
            except NOT_THEIRS:
                continue

    def _do(self, doing: _Doing) -> None:
        """Let one of those who may do the task; a task that closed meanwhile is nobody's."""
        work = doing.work
        try:
            task = self._engine.task(*work.place)
            answer = self._answer_now(doing)
            known = self._known(work, answer.form, task.variables)
            values = self._drawing.values(answer.form, doing.chance, known, self._clock.now())
            for person in self._people(doing):
                try:
                    self._doors.complete(work.place, task.form, values, person, f"{work.process}: {work.element}")
                    return
                except (*NOT_THEIRS, TaskAlreadyClaimed):
                    continue
        except TaskNotOpen:
            return
        raise ScriptInvalid(f"{work.process}: nobody may do {work.element} of {work.title}.")

    def _answer_now(self, doing: _Doing) -> Answer:
        """The answer that was planned, or another where it no longer fits."""
        when = doing.answer.when
        if when:
            known = self._known(doing.work, [when])
            if not self._drawing.holds([when], known, self._clock.now())[0]:
                return self._answer(doing.work, doing.behaviour, doing.chance)
        return doing.answer

    def _known(self, work: Work, written: Any, variables: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """The variables that the task sees, and other cases where `written` speaks of them."""
        known = self._engine.variables(*work.place) if variables is None else variables
        return {**known, **self._others(work.process)} if _mentions(written, _OTHERS) else known

    def _people(self, doing: _Doing) -> list[Actor]:
        """Who may do the work, in the order in which they are asked: whoever holds it, else the candidates."""
        holder = desk.assignee(self._engine.database, doing.work.place)
        if holder:
            return [self._actors[holder]]
        groups, named = desk.candidates(self._engine.database, doing.work.place)
        found = [one for one in self._actors.values() if one.id in named or not groups.isdisjoint(one.groups)]
        doing.chance.shuffle(found)
        return found

    # --- what people choose to start ---

    def _choose(self, work: Work) -> None:
        procedure = self._district.procedures.get(work.process)
        steps = procedure.choices.get(work.element) if procedure else None
        if steps is None:
            return
        chance = Random(f"{work.process}:{work.element}:{work.case_number or work.title}:{work.token}")  # noqa: S311
        moment = work.opened_at
        for element in steps.elements:
            moment = office.later(moment, chance.uniform(*steps.hours))
            self._at(moment, partial(self._start_step, work, steps, element, chance))

    def _start_step(self, work: Work, steps: Steps, element: str, chance: Random) -> None:
        for person in self._people(_Doing(work, Behaviour(), Answer(), chance)):
            try:
                self._engine.start_step(*work.place, element, person)
                return
            except NOT_THEIRS:
                continue
            except CommandRejected:
                return  # it was closed meanwhile


def _mentions(written: Form | Any, word: str) -> bool:
    return word in str(written)
