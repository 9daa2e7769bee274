"""What a checked BPMN file says, as immutable values (BPMN 2.0.2 chapters 8 and 10).

`reader` makes these from XML, `rules` check them, `engine.execution` compiles them. Nothing here executes.
A text written `=…` in the file is an `Expression` (FEEL, without the `=`); any other text stays a `str`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Expression:
    """A FEEL expression, without the leading `=`."""

    source: str


Value: TypeAlias = str | Expression
"""A literal text or a FEEL expression that yields it."""


@dataclass(frozen=True, slots=True)
class VariableMapping:
    """One input or output mapping: evaluate `source`, assign to the (dotted) variable `target`.

    `datum` is the id of the data input that it fills or of the data output that it moves, or '' (§10.4.2).
    """

    source: Value
    target: str
    datum: str = ""


@dataclass(frozen=True, slots=True)
class InputSet:
    """Data inputs by id with which a step can begin (§10.4.2): it takes `inputs`, and needs those `required`."""

    inputs: frozenset[str]
    required: frozenset[str]


@dataclass(frozen=True, slots=True)
class OutputSet:
    """Data outputs by id with which a step can end (§10.4.2): it gives `outputs`, and needs those `required`.

    `after` are the positions of the input sets that it belongs to; without any it goes with those that name no output set.
    """

    outputs: frozenset[str]
    required: frozenset[str]
    after: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Post:
    """To whom a lane gives its work: the people who have `role` in `unit`. `lane` is its name, or its id."""

    role: str
    unit: Value
    lane: str


@dataclass(frozen=True, slots=True)
class StoreRow:
    """One row of the data store `store` (§10.4.1): `key` is evaluated at the step that reads or writes it."""

    store: str
    key: Value


@dataclass(frozen=True, slots=True)
class StoreRead:
    """The row that a step reads before it begins; its input mappings see it as the variable `name`."""

    row: StoreRow
    name: str


@dataclass(frozen=True, slots=True)
class StoreWrite:
    """The row that a step writes when it has ended; a `value` of null deletes it."""

    row: StoreRow
    value: Value


@dataclass(frozen=True, slots=True)
class MultiInstance:
    """`multiInstanceLoopCharacteristics` with `zeebe:loopCharacteristics` (BPMN 2.0.2 §10.3.8).

    There are as many instances as the collection has items, or `cardinality` of them. `throws` is what happens when
    instances complete: for the first `one`, for each (`none`), or where a condition holds (`complex`).
    """

    sequential: bool
    input_collection: Expression
    cardinality: Expression | None = None
    input_element: str = ""
    output_collection: str = ""
    output_element: Expression | None = None
    completion_condition: Expression | None = None
    behavior: Literal["all", "one", "none", "complex"] = "all"
    throws: tuple["BehaviorThrow", ...] = ()


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """`standardLoopCharacteristics` (BPMN 2.0.2 §10.3.8); `maximum` is 0 for none."""

    test_before: bool
    condition: Expression | None = None
    maximum: int = 0


@dataclass(frozen=True, slots=True)
class SequenceFlow:
    """A sequence flow; `condition` is None where the diagram shows none."""

    id: str
    name: str
    source: str
    target: str
    condition: Expression | None = None
    basis: tuple[str, ...] = ()
    practice: bool = False
    name_en: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowNode:
    """What every flow node has.

    `basis` holds the clause ids of its `policy:basis`; `practice` says that public practice rather than the document
    asks for it (`policy:practice`); `lane` is the id of its innermost lane or ''; `name_en` its English name or ''.
    `input_sets` and `output_sets` are in the order in which they are tried: the first that is complete is taken.
    `post` is that of the innermost lane around it which has a role, None where that names no unit.
    """

    id: str
    name: str
    line: int = 0
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    documentation: str = ""
    basis: tuple[str, ...] = ()
    practice: bool = False
    lane: str = ""
    post: Post | None = None
    name_en: str = ""
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    input_sets: tuple[InputSet, ...] = ()
    output_sets: tuple[OutputSet, ...] = ()
    reads: tuple[StoreRead, ...] = ()
    writes: tuple[StoreWrite, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


# --- events (§10.5) -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MessageDefinition:
    """A message by `name`; `correlation_key` is needed wherever an instance waits for it; `payload` only on throws."""

    name: Value
    correlation_key: Expression | None = None
    time_to_live: Value | None = None


@dataclass(frozen=True, slots=True)
class JobDefinition:
    """A message that the handler named `type` sends, with static `headers`; the throwing event waits for it."""

    type: Value
    retries: Value = "3"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimerDefinition:
    """A timer: ISO 8601 text or FEEL that yields it (§10.5.5, table 10.101)."""

    kind: Literal["date", "duration", "cycle"]
    value: Value


@dataclass(frozen=True, slots=True)
class ErrorDefinition:
    """An error by `code`; an empty code catches every error."""

    code: str


@dataclass(frozen=True, slots=True)
class TerminateDefinition:
    """Ends its scope at once."""


@dataclass(frozen=True, slots=True)
class SignalDefinition:
    """A signal by `name`: it reaches everybody who waits for it, in every instance.

    Without a name it is the default signal of a multi-instance activity (§10.3.8), which only the events on that
    activity's border can catch, by naming none either.
    """

    name: Value


@dataclass(frozen=True, slots=True)
class EscalationDefinition:
    """An escalation by `code`; an empty code catches every escalation."""

    code: str


@dataclass(frozen=True, slots=True)
class BehaviorThrow:
    """What a completing instance of a multi-instance activity throws, where `condition` holds."""

    definition: SignalDefinition | EscalationDefinition
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class ConditionalDefinition:
    """Happens when `condition` becomes true."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class LinkDefinition:
    """Joins every throw of `name` with the one catch of `name` in the same scope."""

    name: str


@dataclass(frozen=True, slots=True)
class CompensateDefinition:
    """Undoes `activity`, or with '' all that its scope completed; `wait` keeps the event until that is done."""

    activity: str = ""
    wait: bool = True


@dataclass(frozen=True, slots=True)
class CancelDefinition:
    """Cancels a transaction."""


SingleDefinition: TypeAlias = (
    MessageDefinition
    | JobDefinition
    | TimerDefinition
    | ErrorDefinition
    | TerminateDefinition
    | SignalDefinition
    | EscalationDefinition
    | ConditionalDefinition
    | LinkDefinition
    | CompensateDefinition
    | CancelDefinition
)


@dataclass(frozen=True, slots=True)
class MultipleDefinition:
    """Several definitions: a catch waits for one of them, or for all where it is `parallel`; a throw throws them all."""

    parts: tuple[SingleDefinition, ...]
    parallel: bool = False


EventDefinition: TypeAlias = SingleDefinition | MultipleDefinition | None
"""None is the none event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartEvent(FlowNode):
    """`form` is the id of the form by which a person starts an instance at a none start event, or ''.

    `interrupting` says whether the event subprocess it starts ends what else goes on in its scope.
    """

    definition: EventDefinition = None
    interrupting: bool = True
    form: str = ""
    form_binding: Literal["latest", "deployment"] = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEvent(FlowNode):
    definition: EventDefinition = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateCatchEvent(FlowNode):
    definition: EventDefinition = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntermediateThrowEvent(FlowNode):
    definition: EventDefinition = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryEvent(FlowNode):
    """`handler` is the id of the activity that an association joins to a compensation event, or ''."""

    attached_to: str
    interrupting: bool = True
    definition: EventDefinition = None
    handler: str = ""


# --- gateways (§10.6) -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusiveGateway(FlowNode):
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusiveGateway(FlowNode):
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelGateway(FlowNode):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBasedGateway(FlowNode):
    """Waits for the events behind it. One that is to `instantiate` starts the process by them: `parallel` needs all."""

    instantiate: bool = False
    parallel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplexGateway(FlowNode):
    """`activation` reads `activationCount` and `incomingTokens`; flows out of it may read `waitingForStart`."""

    default: str = ""
    activation: Expression | None = None


# --- activities (§10.3) ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(FlowNode):
    """`default` is the id of its default flow or ''; `for_compensation`: only a compensation event leads to it.

    It begins when `start_quantity` tokens have come, and sends `completion_quantity` along each flow (§13.3.2).
    """

    multi_instance: MultiInstance | None = None
    loop: StandardLoop | None = None
    default: str = ""
    for_compensation: bool = False
    start_quantity: int = 1
    completion_quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTask(Activity):
    """An abstract or a manual task: it is passed, and the engine does nothing for it (§10.3.3, §13.3.3)."""

    manual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTask(Activity):
    message: MessageDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveTask(Activity):
    """`instantiate`: its message starts the process, and no flow leads to it."""

    message: MessageDefinition
    instantiate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTask(Activity):
    """`candidate_groups` are texts `role@unit`, comma separated when literal, a list when FEEL.

    One without any assignment of its own is given to its `post`. `completed_by` is the variable that takes the person
    who completes it, or ''; `excluded_users` are the persons who may not do it.
    """

    form: str = ""
    form_binding: Literal["latest", "deployment"] = "latest"
    assignee: Value | None = None
    candidate_groups: Value | None = None
    candidate_users: Value | None = None
    excluded_users: Value | None = None
    completed_by: str = ""
    due_date: Value | None = None
    follow_up_date: Value | None = None
    priority: Value | None = None

    @property
    def is_assigned(self) -> bool:
        """Whether it says itself who may do it."""
        return any(value is not None for value in (self.assignee, self.candidate_groups, self.candidate_users))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTask(Activity):
    """A job for the handler named `type`, with static `headers`."""

    type: Value
    retries: Value = "3"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessRuleTask(Activity):
    decision: str
    result_variable: str
    binding: Literal["latest", "deployment"] = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptTask(Activity):
    expression: Expression
    result_variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcess(Activity):
    """An embedded subprocess; an event subprocess where it is `triggered_by_event`; or a `transaction`."""

    scope: "Scope"
    triggered_by_event: bool = False
    transaction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AdHocSubProcess(SubProcess):
    """An ad-hoc subprocess (§10.3.5): what in it no flow leads to is started by choice.

    It ends when `completion` is true after one of its steps, and then `cancel_remaining` steps or waits for them.
    Without `completion` it ends when what `active_elements` started has ended, or where that is None when the people
    of `candidate_groups` (of its `post`, or else everybody, for None) say so. `sequential`: one step at a time.
    """

    sequential: bool = False
    completion: Expression | None = None
    cancel_remaining: bool = True
    active_elements: Expression | None = None
    candidate_groups: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallActivity(Activity):
    process: str
    binding: Literal["latest", "deployment", "versionTag"] = "latest"
    version_tag: str = ""
    propagate_all_parent_variables: bool = True
    propagate_all_child_variables: bool = True


# --- containers -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DataItem:
    """Data that a scope shows (§10.4.1); `variable` is the process variable that holds it, '' for a data store."""

    id: str
    name: str
    kind: Literal["object", "reference", "store", "input", "output", "property"]
    variable: str = ""
    refers_to: str = ""
    state: str = ""
    collection: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The nodes and flows of a process or of an embedded subprocess, by id, in document order, and its data."""

    nodes: Mapping[str, FlowNode]
    flows: Mapping[str, SequenceFlow]
    data: tuple[DataItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane; `role` and `unit` are its zeebe:properties of those names."""

    id: str
    name: str
    nodes: tuple[str, ...]
    role: str = ""
    unit: Value | None = None
    line: int = 0
    name_en: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    basis: tuple[str, ...] = ()
    practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One `bpmn:process`. `properties` are its zeebe:properties (e.g. `caseNumberVariable`, `titleVariable`)."""

    id: str
    name: str
    executable: bool
    scope: Scope
    lanes: tuple[Lane, ...] = ()
    version_tag: str = ""
    documentation: str = ""
    basis: tuple[str, ...] = ()
    practice: bool = False
    name_en: str = ""
    line: int = 0
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """One BPMN file that passed every rule.

    `names_en` holds the English name of every element that has one, by id, pools, annotations and messages included.
    """

    file: str
    processes: Mapping[str, Process]
    names_en: Mapping[str, str] = field(default_factory=dict)
