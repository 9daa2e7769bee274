"""Timer start events of the current definitions: each occurrence starts one instance."""

from sqlalchemy import Engine, delete, update

from engine.diagrams.model import StartEvent
from engine.diagrams.timers import Due, following
from engine.runtime.definitions import DefinitionCache
from engine.runtime.due.kind import Item, Kind
from engine.runtime.permissions import SYSTEM
from engine.runtime.starting import Starter
from engine.runtime.starts import cycle_text
from engine.store.tables import start_timer


class StartTimers(Kind):
    """Starts what is due, and sets each timer to its next time."""

    name = "start_timer"
    table = start_timer
    order = ("due", "definition_hash", "element")
    tells = ("due",)

    def __init__(self, database: Engine, starter: Starter, definitions: DefinitionCache) -> None:
        super().__init__(database)
        self._starter = starter
        self._definitions = definitions

    def perform(self, item: Item) -> bool:
        row = self.found(item)
        if row is None:
            return False
        deployed = self._definitions.get(row.definition_hash)
        command_id = f"start:{row.definition_hash}:{row.element}:{row.due}"
        self._starter.begin(deployed, {}, SYSTEM, command_id, row.element)
        node = deployed.labels.node("", row.element)
        text = cycle_text(node, row.due) if isinstance(node, StartEvent) else ""
        self._move_on(row.definition_hash, row.element, text, Due(row.due, row.remaining))
        return True

    def _move_on(self, definition_hash: str, element: str, text: str, last: Due) -> None:
        """Set the timer to its next time, unless another has done so."""
        following_due = following(text, last) if text else None
        mine = (
            (start_timer.c.definition_hash == definition_hash)
            & (start_timer.c.element == element)
            & (start_timer.c.due == last.at)
        )
        with self.database.begin() as connection:
            if following_due is None:
                connection.execute(delete(start_timer).where(mine))
            else:
                at, left = following_due.at, following_due.repetitions
                connection.execute(
                    update(start_timer).where(mine).values(due=at, remaining=left, next_at=at, attempts=0)
                )
