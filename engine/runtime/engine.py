"""The face of the runtime: everything a page, a command line or a test does with processes goes through `Engine`."""

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine as Database

from engine.diagrams.definition import Definition
from engine.diagrams.forms import Form
from engine.diagrams.matching import ElementMatch
from engine.diagrams.timers import LONGEST_LIFE
from engine.execution.commands import (
    AssignTask,
    CancelInstance,
    ClaimTask,
    CompleteJob,
    CompleteTask,
    FailJob,
    ReleaseTask,
    ResolveIncident,
    ThrowError,
)
from engine.execution.nodes.waits import correlation_key
from engine.execution.open_work import OpenAdHoc, OpenJob, OpenUserTask
from engine.runtime import ad_hoc, forms
from engine.runtime.amendments import Cause, WhenAmended, nothing_more
from engine.runtime.background import background, job_queue
from engine.runtime.cases import CaseReader
from engine.runtime.choices import Choices
from engine.runtime.clock import Clock, clock_of
from engine.runtime.commanding import Commander
from engine.runtime.definitions import DefinitionCache
from engine.runtime.deploying import Also, Deployer
from engine.runtime.due.jobs import Jobs
from engine.runtime.due.kinds import all_but_jobs
from engine.runtime.due.publishing import Publisher
from engine.runtime.due.work import DueWork
from engine.runtime.handlers import Amended, Amendment, Handler, returned
from engine.runtime.ids import new_id
from engine.runtime.inbox import Inbox
from engine.runtime.instances import InstanceCache
from engine.runtime.job_queue import JobQueue
from engine.runtime.job_worker import JobWorker
from engine.runtime.labels import Labels
from engine.runtime.migrating import CaseMigration, MigrationPlan, Migrator, Progress
from engine.runtime.permissions import SYSTEM, Actor
from engine.runtime.settings import RuntimeSettings
from engine.runtime.starting import Starter
from engine.runtime.surroundings import Organisation, around, nobody
from engine.runtime.upcoming import next_due
from engine.runtime.views import (
    AmendmentRow,
    CaseView,
    ChoicePage,
    ChoiceView,
    CommandResult,
    Counts,
    DefinitionRow,
    DeployedDefinition,
    IncidentRow,
    InstancePage,
    TaskPage,
    TaskRow,
    TaskView,
)
from engine.store.committers import committer
from engine.store.database import open_database
from engine.store.pool import close


class Engine:
    """Deploys diagrams and runs their instances on one database (SQLite or PostgreSQL).

    Any number of `Engine` objects, in any number of processes, may share a database. All methods may be called from
    any thread. Every command takes an optional `command_id`: applied once however often it is sent; a repetition
    returns the first outcome. Commands raise `NotFound`, `CommandRejected` (and its subclasses, which say who was
    first), and `ConcurrentUpdate` where trying again is safe.
    """

    def __init__(
        self,
        database: str | Database,
        handlers: Mapping[str, Handler] | None = None,
        *,
        clock: Clock | None = None,
        settings: RuntimeSettings | None = None,
        queue: JobQueue | None = None,
        distributed: bool = False,
        organisation: Organisation = nobody,
        definitions: DefinitionCache | None = None,
    ) -> None:
        """`database` is a URL (`sqlite:///…`, `postgresql+psycopg://…`) or an engine made by `open_database`.

        `distributed` (PostgreSQL only): due work goes to workers by a queue, wherever they are. This engine is one of
        them once `start_workers` is called. The queue's tables must be there (`engine.runtime.distributed.schema`).

        `organisation` gives the units that forms choose from and handlers read; it may also be set afterwards.
        `when_amended` may be set to what is written in the transaction of every governed change.
        `definitions` are what is known already of those in this database, so that they need not be read again.
        The schema must be at its newest migration (`engine.store.migrate`). `due_work` is what the engine does by itself,
        jobs included, for whoever takes it and hands it on.
        """
        self.distributed = distributed
        self.settings = settings or RuntimeSettings()
        self._owns_database = isinstance(database, str)
        self.database: Database = open_database(database) if isinstance(database, str) else database
        self.clock: Clock = clock or clock_of(self.database)
        self._handlers = dict(handlers or {})
        self.organisation: Organisation = organisation
        self.when_amended: WhenAmended = nothing_more
        self._definitions = definitions or DefinitionCache(self.database)
        instances = InstanceCache(self.database, self._definitions, self.settings)
        queue = queue or job_queue(self.database, self.settings, distributed=distributed)
        self._commander = Commander(committer(self.database), instances, self.clock, self.settings, queue)
        self._starter = Starter(self._commander, self._definitions)
        self._deployer = Deployer(self.database, self._definitions, self.clock)
        self._publisher = Publisher(self.database, self.settings)
        # Asked anew each time: it may be set after the engine is made.
        jobs = JobWorker(
            self.database,
            self._commander,
            queue,
            self._handlers,
            self.settings,
            self._amend,
            lambda now: self.organisation(now),
        )
        kinds = all_but_jobs(self._commander, self._starter, self._definitions)
        self.due_work = DueWork(self.database, self.clock, self.settings, [*kinds, Jobs(self.database, jobs)])
        self._workers = background(self._commander, kinds, jobs, queue)
        self._migrator = Migrator(self.database, self._commander, self._definitions)
        self._inbox = Inbox(self.database, self._definitions)
        self._choices = Choices(self.database, self._definitions)
        self._cases = CaseReader(self.database, self._definitions)

    # --- definitions ---

    def deploy(
        self,
        files: Mapping[str, bytes],
        actor: Actor,
        *,
        clauses: Collection[str] | None = None,
        withdraw_amendments: bool = False,
        also: Also | None = None,
    ) -> list[DeployedDefinition]:
        """Check and deploy BPMN, DMN and form files (by name) in one transaction.

        `clauses` are the known clause ids (None: unchecked); service tasks must name one of the engine's handlers,
        where it was given any. Raises `Refused` with every finding; then nothing is deployed. Unchanged content gets
        no new version.

        A file that a governed change (`JobContext.amend`) made another is deployed as it is since; one that was edited
        otherwise must hold the change, else `AmendmentsLost` is raised, unless `withdraw_amendments` takes all changes
        of these processes back.

        `also` writes more in the same transaction, and undoes all by raising.
        """
        known = returned(self._handlers) or None
        return self._deployer.deploy(files, actor, known, clauses, withdraw_amendments, also)

    def built(self, files: Mapping[str, bytes], *, clauses: Collection[str] | None = None) -> list[Definition]:
        """The definitions that deploying these files would make, one a process; nothing is deployed. Raises `Refused`."""
        return self._deployer.built(files, returned(self._handlers) or None, clauses)

    def amendments(self) -> list[AmendmentRow]:
        """The governed changes in force, in the order of the versions they made."""
        return self._deployer.amendments()

    def amended(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files by name, each that a governed change made another as it is since."""
        return self._deployer.amended(files)

    def definitions(self, *, only_current: bool = True) -> list[DefinitionRow]:
        """The deployed definitions by process id, newest version first."""
        return self._deployer.rows(only_current)

    def definition(self, definition_hash: str) -> Definition:
        """A deployed definition by hash. Raises `NotFound`."""
        return self._definitions.get(definition_hash).definition

    def current_definition(self, process_id: str) -> Definition:
        """What a new instance of the process starts by. Raises `NotFound`."""
        return self._definitions.current(process_id).definition

    def labels(self, definition_hash: str) -> Labels:
        """The names of a definition's elements in both languages. Raises `NotFound`."""
        return self._definitions.get(definition_hash).labels

    def diagram(self, definition_hash: str, process: str = "") -> bytes:
        """The BPMN file (XML) that holds the definition's own process, or the called one with id `process`."""
        return self._deployer.diagram(definition_hash, process)

    # --- migration ---

    def element_matches(self, before: str, target: str | Definition) -> list[ElementMatch]:
        """Which element of the definition `before` (its hash) seems to be which one of `target`: one for each, those of
        called processes too.

        `target` may be a definition that is not deployed yet. Raises `NotFound`.
        """
        return self._migrator.matches(before, target)

    def plan_migration(
        self,
        process_id: str,
        target: str,
        elements: Mapping[str, str] | None = None,
        *,
        only: Collection[str] | None = None,
    ) -> MigrationPlan:
        """Plan to move the live cases of a process to its deployed definition `target` (a hash), or `only` some of them.

        `elements` maps old elements to new ones where their ids differ (`process:element` on the left for a called
        process); None takes what `element_matches` suggests. Raises `NotFound` for elements that are not there, and
        `CommandRejected` for another process's version. Nothing is moved yet.
        """
        return self._migrator.plan(process_id, target, elements, only)

    def dry_run(self, plan: MigrationPlan, progress: Progress | None = None) -> list[CaseMigration]:
        """What `migrate` would do to each live case now, oldest first: tried in memory, written nowhere."""
        return self._migrator.dry_run(plan, progress)

    def migrate(self, plan: MigrationPlan, actor: Actor, progress: Progress | None = None) -> list[CaseMigration]:
        """Move the plan's cases, each by one command of its own; what is refused stays on its version.

        May be called again with the same plan, after a stop or a crash: it goes on where it was.
        """
        return self._migrator.migrate(plan, actor.id, progress)

    def _amend(self, process_id: str, amendment: Amendment, cause: Cause) -> Amended:
        known = returned(self._handlers) or None
        return self._deployer.amend(process_id, amendment, cause, known, self.when_amended)

    # --- commands ---

    def start(
        self,
        process_id: str,
        variables: Mapping[str, Any],
        actor: Actor,
        command_id: str | None = None,
        start_event: str = "",
    ) -> str:
        """Start an instance of the process's current definition and return its id.

        `start_event` may be left out where the process has one none start event.
        """
        return self._starter.start(process_id, variables, actor.id, command_id, start_event)

    def claim(self, instance_id: str, token: int, actor: Actor, command_id: str | None = None) -> CommandResult:
        """Take a user task. Raises `TaskAlreadyClaimed` (details `by`, `at`), `TaskNotOpen` (`by`, `at`), `NotAllowed`."""
        return self._commander.run(
            instance_id, lambda id, at, _: ClaimTask(id=id, at=at, actor=actor.id, token=token), command_id, actor
        )

    def assign(
        self,
        instance_id: str,
        token: int,
        assignee: str,
        actor: Actor,
        command_id: str | None = None,
        reason: str = "",
    ) -> CommandResult:
        """Give a user task to a person, whoever holds it; one that names its candidates only for a `reason`. Raises
        `CommandRejected`, `TaskNotOpen`, `ExcludedUser`.

        Who may give it, and that the person is known and a candidate, is the caller's to check.
        """
        return self._commander.run(
            instance_id,
            lambda id, at, _: AssignTask(id=id, at=at, actor=actor.id, token=token, assignee=assignee, reason=reason),
            command_id,
        )

    def release(self, instance_id: str, token: int, actor: Actor, command_id: str | None = None) -> CommandResult:
        """Give a claimed user task back to its candidates. Raises as `claim`."""
        return self._commander.run(
            instance_id, lambda id, at, _: ReleaseTask(id=id, at=at, actor=actor.id, token=token), command_id, actor
        )

    def complete(
        self,
        instance_id: str,
        token: int,
        values: Mapping[str, Any],
        actor: Actor,
        command_id: str | None = None,
    ) -> CommandResult:
        """Finish a user task with values that are taken as they are. Raises as `claim`."""
        return self._commander.run(
            instance_id,
            lambda id, at, _: CompleteTask(id=id, at=at, actor=actor.id, token=token, variables=dict(values)),
            command_id,
            actor,
        )

    def complete_form(
        self,
        instance_id: str,
        token: int,
        submitted: Mapping[str, str | list[str]],
        actor: Actor,
        command_id: str | None = None,
    ) -> CommandResult:
        """Finish a user task with submitted form fields, checked by its form.

        Raises `InvalidForm` (details `errors`: field key to `FieldError`), and as `claim`.
        """
        return self._commander.run(
            instance_id, forms.completion(token, submitted, actor, self.organisation), command_id, actor
        )

    def complete_job(
        self,
        instance_id: str,
        token: int,
        variables: Mapping[str, Any] | None = None,
        command_id: str | None = None,
        actor: str = SYSTEM,
    ) -> CommandResult:
        """Finish an open job with its outputs, as its handler would. Raises `CommandRejected` when it is closed."""
        return self._commander.run(
            instance_id,
            lambda id, at, _: CompleteJob(id=id, at=at, actor=actor, token=token, variables=dict(variables or {})),
            command_id,
        )

    def fail_job(
        self,
        instance_id: str,
        token: int,
        message: str,
        retries: int = 0,
        command_id: str | None = None,
        actor: str = SYSTEM,
    ) -> CommandResult:
        """Say that an open job failed: with `retries` left it is due again at once, with none it is an incident."""
        return self._commander.run(
            instance_id,
            lambda id, at, _: FailJob(
                id=id, at=at, actor=actor, token=token, message=message, retries=retries, retry_at=at if retries else 0
            ),
            command_id,
        )

    def throw_error(
        self,
        instance_id: str,
        token: int,
        code: str,
        message: str = "",
        variables: Mapping[str, Any] | None = None,
        command_id: str | None = None,
        actor: str = SYSTEM,
    ) -> CommandResult:
        """End an open job with a BPMN error, which the diagram may catch (BPMN 2.0.2 §10.5.6)."""
        return self._commander.run(
            instance_id,
            lambda id, at, _: ThrowError(
                id=id, at=at, actor=actor, token=token, error=code, message=message, variables=dict(variables or {})
            ),
            command_id,
        )

    def start_step(
        self, instance_id: str, token: int, element: str, actor: Actor, command_id: str | None = None
    ) -> CommandResult:
        """Start a step of an open ad-hoc subprocess. Raises `NotAllowed`, and `CommandRejected` when it may not start."""
        return self._commander.run(instance_id, ad_hoc.starting(token, element, actor), command_id)

    def complete_ad_hoc(
        self, instance_id: str, token: int, actor: Actor, command_id: str | None = None
    ) -> CommandResult:
        """Say that nothing more is to be started in an ad-hoc subprocess without completion condition."""
        return self._commander.run(instance_id, ad_hoc.completing(token, actor), command_id)

    def retry_incident(
        self,
        instance_id: str,
        token: int,
        actor: Actor,
        variables: Mapping[str, Any] | None = None,
        command_id: str | None = None,
        retries: int = 1,
    ) -> CommandResult:
        """Try the element of an incident again, after mending `variables`; a job gets `retries` anew."""
        return self._commander.run(
            instance_id,
            lambda id, at, _: ResolveIncident(
                id=id, at=at, actor=actor.id, token=token, retries=retries, variables=dict(variables or {})
            ),
            command_id,
        )

    def cancel(self, instance_id: str, actor: Actor, reason: str = "", command_id: str | None = None) -> CommandResult:
        """End an instance without going on."""
        return self._commander.run(
            instance_id, lambda id, at, _: CancelInstance(id=id, at=at, actor=actor.id, reason=reason), command_id
        )

    def publish(
        self,
        message: str,
        key: str | Sequence[str | float] = "",
        variables: Mapping[str, Any] | None = None,
        message_id: str | None = None,
        time_to_live: int = 0,
    ) -> str:
        """Leave a message for whoever waits for (`message`, `key`) or starts by it, and return its id.

        A key of several properties (BPMN 2.0.2 §8.4.2) is the list of their values in its order.

        One receiver gets it, once; a waiting instance goes before a start. Undelivered, it waits `time_to_live`
        milliseconds (0: the setting's default). A repeated `message_id` is ignored. Raises ValueError for a negative
        time or one of more than a hundred years.
        """
        if not 0 <= time_to_live <= LONGEST_LIFE:
            raise ValueError(f"A message cannot wait {time_to_live} ms.")
        id = message_id or new_id(self.clock.now())
        text = key if isinstance(key, str) else correlation_key(list(key))
        self._publisher.publish(id, message, text, dict(variables or {}), time_to_live, self.clock.now())
        self._workers.wake()
        return id

    def broadcast(self, signal: str, variables: Mapping[str, Any] | None = None, signal_id: str | None = None) -> str:
        """Send a signal to every instance that waits for it and start every process it starts; returns its id.

        A repeated `signal_id` reaches nobody twice.
        """
        id = signal_id or new_id(self.clock.now())
        self._publisher.broadcast(id, signal, dict(variables or {}), self.clock.now())
        self._workers.wake()
        return id

    # --- views ---

    def inbox(
        self,
        actor: Actor,
        *,
        mine: bool | None = None,
        after: str = "",
        limit: int = 50,
        process_id: str = "",
        text: str = "",
    ) -> TaskPage:
        """The open user tasks an actor may act on, soonest due first.

        `mine` True: assigned to them; False: unassigned ones they are a candidate of, and those of whom they stand in
        for; None: both. `text` searches case
        number and title; `after` is the cursor of the page before.
        """
        return self._inbox.page(actor, mine, after, limit, process_id, text)

    def unassigned(self, *, limit: int = 200) -> list[TaskRow]:
        """Open user tasks that name nobody and lie with nobody, oldest first: somebody has to `assign` them."""
        return self._inbox.unassigned(limit)

    def inbox_counts(self, actor: Actor) -> tuple[int, int]:
        """How many open tasks are (the actor's own, their groups')."""
        return self._inbox.counts(actor)

    def choices(self, actor: Actor, *, after: str = "", limit: int = 50) -> ChoicePage:
        """The open ad-hoc subprocesses in which an actor's groups may choose what to start, oldest first."""
        return self._choices.page(actor, after, limit)

    def choice_count(self, actor: Actor) -> int:
        """How many open ad-hoc subprocesses are offered to the actor's groups."""
        return self._choices.count(actor)

    def choice(self, instance_id: str, token: int) -> ChoiceView:
        """An open ad-hoc subprocess. Raises `NotFound`, and `CommandRejected` where it is closed.

        Who may see it is the caller's to check.
        """
        return self._choices.one(self._commander, instance_id, token)

    def task(self, instance_id: str, token: int) -> TaskView:
        """An open user task with form and variables. Raises `NotFound`, `TaskNotOpen` (details `by`, `at`).

        Who may see it is the caller's to check with `permissions.acting_as`.
        """
        return self._cases.task(self._commander, instance_id, token)

    def form_variables(self, form: Form | None, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a form is shown and checked with: `variables`, and the organisation of now where it reads that."""
        return around(form, variables, self.organisation, self.clock.now())

    def open_tasks(self, instance_id: str) -> list[OpenUserTask]:
        """The open user tasks of an instance as the core knows them, by token. Raises `NotFound`."""
        return self._commander.view(instance_id, lambda loaded: deepcopy(loaded.instance.open_user_tasks()))

    def jobs(self, instance_id: str) -> list[OpenJob]:
        """The open jobs of an instance, by token. Raises `NotFound`."""
        return self._commander.view(instance_id, lambda loaded: deepcopy(loaded.instance.jobs()))

    def ad_hoc(self, instance_id: str) -> list[OpenAdHoc]:
        """The ad-hoc subprocesses of an instance in which somebody may start steps. Raises `NotFound`."""
        return self._commander.view(instance_id, lambda loaded: deepcopy(loaded.instance.ad_hoc()))

    def variables(self, instance_id: str, token: int = 0) -> dict[str, Any]:
        """The variables visible at a token, the instance's own for 0. Raises `NotFound`."""
        return self._commander.view(instance_id, lambda loaded: deepcopy(loaded.instance.variables(token)))

    def forget(self) -> None:
        """Drop every instance from memory, as a restart does; the next command reads it again."""
        self._commander.instances.clear()

    def cached(self) -> tuple[int, int]:
        """How many instances this engine has at hand, and the bytes of memory they hold by estimate."""
        return self._commander.instances.size()

    def instances(
        self,
        *,
        process_id: str = "",
        status: str = "",
        text: str = "",
        after: str = "",
        limit: int = 50,
        with_incidents: bool = False,
    ) -> InstancePage:
        """Instances, newest first; `text` is part of a case number or title, or an instance id."""
        return self._cases.page(process_id, status, text, after, limit, with_incidents)

    def case(self, instance_id: str) -> CaseView:
        """All of one instance. Raises `NotFound`."""
        return self._cases.case(self._commander, instance_id)

    def incidents(self, *, limit: int = 200) -> list[IncidentRow]:
        """Open incidents, oldest first."""
        return self._cases.incidents(limit=limit)

    def counts(self) -> Counts:
        """How much is running and waiting."""
        return self._cases.counts()

    # --- work in the background ---

    def run_until_idle(self, limit: int = 10_000) -> int:
        """Deliver messages, fire due timers and run due jobs here and now until none is left; returns how many.

        Raises RuntimeError past `limit`: something feeds itself.
        """
        return self._workers.run_until_idle(limit)

    def next_due(self) -> int | None:
        """When the next timer or job comes due (milliseconds since 1970), None for none: how far to move a `ManualClock`."""
        return next_due(self.database)

    def start_workers(self) -> None:
        """Start the threads that do the same in the background."""
        self._workers.start()

    def stop(self, timeout: float | None = None) -> None:
        """Let the threads finish what they hold (at most `timeout` seconds, else `settings.stop_within`), give back what
        still runs, and the connections. What is asked of it later takes a connection of its own each time."""
        self._workers.stop(self.settings.stop_within / 1000 if timeout is None else timeout)
        self._commander.close()
        if self._owns_database:
            close(self.database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
