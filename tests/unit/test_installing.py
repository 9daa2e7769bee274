"""An installed Tiaokuai has every file that the source has, so that what works in a clone works in an image."""

import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]
PACKAGES = ("engine", "handlers", "web")
SOURCES_ONLY = ("web/assets/", "__pycache__", ".pyc", ".po")
"""What the built files are made from."""


def test_the_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in PACKAGES:
        copytree(ROOT / name, source / name, ignore=ignore_patterns("__pycache__", "node_modules"))
    for name in ("setup.cfg", "setup.py", "README.md", "LICENSE"):
        (source / name).write_bytes((ROOT / name).read_bytes())
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(source)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        held = set(archive.namelist())
    had = {str(path.relative_to(ROOT)) for name in PACKAGES for path in (ROOT / name).rglob("*") if path.is_file()}
    assert {one for one in had - held if not any(part in one for part in SOURCES_ONLY)} == set()
