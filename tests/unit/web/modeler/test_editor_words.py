"""Every sentence that the packages of the editors pass to `translate` has its Chinese in web/assets/modeler/words.

The files `msgids.json` list them; `node modeler/words/collect.mjs` makes them anew from what is bundled.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[4] / "web" / "assets"
WORDS = ASSETS / "modeler" / "words"
PLACEHOLDER = re.compile(r"{[^}]+}")
CATALOGUES = sorted(path for path in WORDS.glob("*.js") if path.name not in ("index.js", "said.js"))


def _catalogue(path: Path) -> dict[str, str]:
    """A catalogue is JSON behind `export default`, with lines of comment, so that this test needs no Node."""
    text = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub(r",(\s*};?\s*)$", r"\1", text)
    found: dict[str, str] = json.loads(text[text.index("export default") + len("export default") :].strip().rstrip(";"))
    return found


CHINESE = {english: chinese for path in CATALOGUES for english, chinese in _catalogue(path).items()}
SENTENCES = {
    sentence for path in WORDS.glob("*msgids.json") for sentence in json.loads(path.read_text(encoding="utf-8"))
}


def test_every_sentence_has_its_chinese() -> None:
    assert [sentence for sentence in sorted(SENTENCES) if not CHINESE.get(sentence, "").strip()] == []


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    differ = {
        english: chinese
        for english, chinese in CHINESE.items()
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(chinese))
    }
    assert differ == {}


def test_the_catalogues_are_bundled() -> None:
    sources = [path for path in WORDS.parent.rglob("*.js") if path not in CATALOGUES]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert [path.name for path in CATALOGUES if f'/{path.name}"' not in text] == []


def test_the_list_is_that_of_the_packages() -> None:
    if shutil.which("node") is None or not (ASSETS / "node_modules" / "bpmn-js").is_dir():
        pytest.skip("Only where the packages are installed can it be seen whether the list is theirs.")
    collected = subprocess.run(
        ["node", "modeler/words/collect.mjs", "--check"], cwd=ASSETS, check=False, capture_output=True, text=True
    )
    assert collected.returncode == 0, collected.stderr or "run: node modeler/words/collect.mjs"
