"""The committed bundle and its licences belong to the locked packages."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "web" / "assets" / "feel"
FEEL = ROOT / "engine" / "diagrams" / "feel"


def test_every_bundled_package_is_locked_and_has_its_licence() -> None:
    locked = json.loads((SOURCE / "package-lock.json").read_text("utf-8"))["packages"]
    licences = (FEEL / "feelin.bundle.js.LEGAL.txt").read_text("utf-8")
    shipped = {
        path.removeprefix("node_modules/"): package["version"]
        for path, package in locked.items()
        if path and not package.get("dev") and path != "node_modules/temporal-spec"  # types only
    }
    assert "feelin" in shipped
    for name, version in shipped.items():
        assert f"{name} {version} (MIT)" in licences


def test_direct_dependencies_are_pinned_exactly() -> None:
    package = json.loads((SOURCE / "package.json").read_text("utf-8"))
    for version in (package["dependencies"] | package["devDependencies"]).values():
        assert version.replace(".", "").isdigit()


def test_the_bundle_says_which_feelin_it_holds() -> None:
    version = json.loads((SOURCE / "package.json").read_text("utf-8"))["dependencies"]["feelin"]
    with (FEEL / "feelin.bundle.js").open(encoding="utf-8") as bundle:
        assert f"feelin {version}" in bundle.readline()
