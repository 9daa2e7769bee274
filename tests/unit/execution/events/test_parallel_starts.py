"""Start events that need several messages (BPMN 2.0.2 §10.5.2: parallel multiple)."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from diagram_files import definitions, started
from faithful import faithful
from instance_driver import Case

from engine.errors import CommandRejected
from engine.execution import commands as c
from engine.execution.commands import part_of

ORDERS = list(permutations(range(3)))
BROUGHT = [{"number": 7, "form": "a"}, {"number": 7, "fee": 20}, {"number": 7, "photo": "b"}]
NAMES = ["form", "fee", "photo"]


def begun(part: int) -> Case:
    definition = definitions("events/parallel_multiple_start")["p"]
    return Case(definition, BROUGHT[part], part_of("all", part))


def deliver(case: Case, part: int) -> None:
    (token,) = [one.token for one in case.instance.subscriptions() if one.message == NAMES[part]]
    case.do(c.DeliverMessage, token=token, message_id=str(part), variables=BROUGHT[part])


@pytest.mark.parametrize("order", ORDERS)
def test_the_process_begins_when_all_its_messages_have_come_in_any_order(order: Sequence[int]) -> None:
    first, second, third = order
    case = begun(first)
    assert (case.open, list(case.at)) == ([], ["all"])
    waits = {(one.message, one.key) for one in case.instance.subscriptions()}
    assert waits == {(NAMES[second], "7"), (NAMES[third], "7")}
    deliver(case, second)
    assert case.open == []
    deliver(case, third)
    assert case.open == ["decide"]
    assert case.variables == {"number": 7, "form": "a", "fee": 20, "photo": "b"}
    case.complete("decide")
    assert case.outcome == "completed"
    faithful(case)


def test_its_output_mappings_see_what_all_messages_brought() -> None:
    case = started("events/parallel_multiple_start_mapped", start_event=part_of("both", 1), number=3, paid=20)
    assert case.variables == {}
    case.deliver("both", number=3, text="please")
    assert case.variables == {"caseNumber": 3, "fee": 20}
    faithful(case)


def test_a_message_that_does_not_say_its_key_makes_an_incident_that_can_be_mended() -> None:
    case = started("events/parallel_multiple_start", start_event=part_of("all", 0), form="a")
    (incident,) = case.instance.incidents()
    assert (incident.element, incident.kind) == ("all", "expression")
    case.resolve(number=9)
    assert {one.key for one in case.instance.subscriptions()} == {"9"}
    faithful(case)


def test_a_part_that_is_not_there_is_refused() -> None:
    with pytest.raises(CommandRejected):
        started("events/parallel_multiple_start", start_event=part_of("all", 3), number=1)


def test_whoever_starts_it_by_hand_needs_no_message() -> None:
    case = started("events/parallel_multiple_start", start_event="all", number=1)
    assert (case.open, case.variables) == (["decide"], {"number": 1})
    faithful(case)
