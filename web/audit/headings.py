"""Commands as headings: who did what, or what came about by itself."""

from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from engine.execution import commands
from web.audit.telling import Teller, filled
from web.language import quoted


def heading(teller: Teller, command: Any) -> Markup:
    """What somebody did, without a full stop."""
    sentences: dict[Any, str] = {
        commands.StartInstance: gettext("%(who)s started the case"),
        commands.ClaimTask: gettext("%(who)s took on %(name)s"),
        commands.AssignTask: gettext("%(who)s gave %(name)s to %(whom)s"),
        commands.ReleaseTask: gettext("%(who)s gave back %(name)s"),
        commands.CompleteTask: gettext("%(who)s completed %(name)s"),
        commands.CompleteJob: gettext("The automatic step %(name)s finished"),
        commands.FailJob: gettext("The automatic step %(name)s failed"),
        commands.ThrowError: gettext("The automatic step %(name)s reported an error"),
        commands.ActivateElement: gettext("%(who)s chose to start %(chosen)s in %(name)s"),
        commands.CompleteAdHoc: gettext("%(who)s said that nothing more is to be started in %(name)s"),
        commands.FireTimer: gettext("The time for %(name)s came"),
        commands.DeliverMessage: gettext("The message for %(name)s arrived"),
        commands.DeliverSignal: gettext("The signal %(signal)s reached the case"),
        commands.DeliverStoreRows: gettext("%(name)s received what it reads from the data stores"),
        commands.ResolveIncident: gettext("%(who)s had %(name)s tried again"),
        commands.MigrateInstance: gettext("%(who)s had the case go on by version %(version)s of the procedure"),
        commands.CancelInstance: gettext("%(who)s cancelled the case"),
    }
    if isinstance(command, commands.AssignTask) and command.reason:
        sentences[commands.AssignTask] = gettext("%(who)s gave %(name)s to %(whom)s: %(reason)s")
    token = getattr(command, "token", 0)
    chosen = getattr(command, "element", "")
    return filled(
        sentences.get(type(command)) or gettext("%(who)s did something that this page has no words for yet"),
        who=_who(teller, command),
        name=teller.name_of(token),
        chosen=teller.element(teller.process_at(token), chosen) if chosen else "",
        whom=teller.directory.actor(getattr(command, "assignee", "")),
        reason=getattr(command, "reason", ""),
        signal=quoted(getattr(command, "signal", "")),
        version=getattr(command, "version", ""),
    )


def _who(teller: Teller, command: Any) -> str:
    """The actor, and for whom they stood in."""
    who, behalf = teller.directory.actor(command.actor), getattr(command, "behalf", "")
    if not behalf:
        return who
    return str(gettext("%(who)s (standing in for %(absent)s)", who=who, absent=teller.directory.actor(behalf)))
