"""What the engine runs, as the files of procedures: also where it was deployed past the workshop."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec

from engine.diagrams import deployment, dmn
from engine.errors import NotFound
from engine.runtime.engine import Engine
from engine.runtime.views import DefinitionRow
from web.modeler.files import Glance, digest, glance, kind_of

_PREFIX = "deployed:"


@dataclass(frozen=True, slots=True)
class Adopted:
    """A deployed process that stands for a published version; `version` is its number in the engine."""

    id: str
    process_id: str
    version: int
    files: Mapping[str, bytes]
    deployed_at: int
    deployed_by: str


def is_adopted(id: str) -> bool:
    """Whether the id of a version is that of a deployed process."""
    return id.startswith(_PREFIX)


def adopted(engine: Engine, id: str) -> Adopted:
    """The deployed process by the id of the version that it stands for. Raises NotFound."""
    for row in engine.definitions(only_current=False):
        if _PREFIX + row.hash == id:
            return _adopted(engine, row)
    raise NotFound(f"No version {id}.", kind="version", id=id)


def current(engine: Engine, held: Collection[str]) -> list[Adopted]:
    """Every process that new cases start by, but for those of the ids `held`."""
    return [_adopted(engine, row) for row in engine.definitions() if row.process_id not in held]


def running(engine: Engine) -> dict[str, str]:
    """The hash of the definition that new cases start by, by process id."""
    return {row.process_id: row.hash for row in engine.definitions()}


def as_deployed(engine: Engine, files: Mapping[str, bytes], running: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a published version with the contents that the engine runs by: a governed change, or a deployment past
    the workshop, made some of them others."""
    inside = [one.id for file, data in files.items() for one in glance(file, data).processes if one.id in running]
    found = dict(files)
    tables = {file: data for file, data in files.items() if kind_of(file) == "table"}
    for process in inside:
        definition = engine.definition(running[process])
        manifest = msgspec.json.decode(definition.manifest, type=deployment.Manifest)
        for file, data in files.items():
            held = glance(file, data)
            deployed = _deployed(manifest, held, process)
            if not deployed or digest(data) == deployed:
                continue
            if not held.decisions or digest(dmn.self_contained(file, data, tables)) != deployed:
                found[file] = definition.resources[deployed]
    return found


def _deployed(manifest: deployment.Manifest, held: Glance, process: str) -> str:
    """The SHA-256 of what the deployed process has in the place of a file that holds this, '' for none."""
    if any(one.id == process for one in held.processes):
        return manifest.diagram
    if held.form:
        return manifest.forms.get(held.form, "")
    return next((manifest.decisions[one] for one in held.decisions if one in manifest.decisions), "")


def _adopted(engine: Engine, row: DefinitionRow) -> Adopted:
    files = deployment.files(engine.definition(row.hash))
    return Adopted(_PREFIX + row.hash, row.process_id, row.version, files, row.deployed_at, row.deployed_by)
