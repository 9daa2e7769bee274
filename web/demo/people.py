"""The demo's people: loaded through the doors that real ones use, with one public password."""

from engine.runtime.engine import Engine
from web import organisation
from web.account import passwords
from web.settings import Settings

PASSWORD = "tiaokuai-demo"  # noqa: S105  (public by intent: these people are fictional)


def load(settings: Settings, engine: Engine) -> organisation.Organisation:
    """Add the fictional people of the organisation file; a password somebody has chosen stays."""
    read = organisation.read(settings.processes / "organisation.yaml")
    organisation.add(engine.database, read, demo_people=True)
    demo = [somebody.id for somebody in read.people if somebody.demo]
    without = [one for one in demo if not passwords.has_password(engine.database, one)]
    passwords.share_password(engine.database, without, PASSWORD, engine.clock.now())
    return read
