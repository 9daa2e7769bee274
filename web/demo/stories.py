"""Which story a case belongs to: that of its own instance, or of another that serves the same case number."""

import sqlalchemy as sa

from web.demo import desk
from web.demo.desk import Work
from web.demo.script import Arrival


class Stories:
    """Cases whose tasks are done otherwise than usual."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database
        self._by_instance: dict[str, Arrival] = {}
        self._by_number: dict[str, Arrival] = {}

    def tell(self, instance: str, arrival: Arrival) -> None:
        """This instance began by the arrival."""
        if arrival.tasks or arrival.leave:
            self._by_instance[instance] = arrival

    def resume(self) -> None:
        """Learn the case numbers of stories that an earlier run began."""
        for instance, number in desk.numbers(self._database, self._by_instance).items():
            self._by_number[number] = self._by_instance[instance]

    def of(self, work: Work) -> Arrival | None:
        """The story in which the work lies, None for none."""
        story = self._by_instance.get(work.instance)
        if story is not None and work.case_number:
            self._by_number.setdefault(work.case_number, story)
        return story or self._by_number.get(work.case_number)
