"""The house rules that a type checker cannot see: a core without a window, words for every code, one complete catalogue."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.domain.progress import Finding, FindingCode, Level
from papi_desktop.domain.vocabulary import ImportVerdict, OccurrenceStatus, SyncState
from papi_desktop.services.undo import UNDOABLE
from papi_desktop.wording import action_text, error_message, finding_text, status_text, sync_text, verdict_text
from resources.i18n import LANGUAGES, Language, current_language, use_language

ROOT = Path(__file__).parents[2]

BLOCKED = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "ui"}:
            raise ImportError("the core needs no window: " + name)
sys.meta_path.insert(0, Blocker())
import importlib, pkgutil
import papi_desktop, db, resources
for package in (papi_desktop, db, resources):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if module.name.endswith(("__main__", "migrations.env")):
            continue
        importlib.import_module(module.name)
print("ok")
"""


PLAIN_IMPORTS = """
import builtins, linecache
plain = builtins.__import__
import ui
import PySide6.QtWidgets, sqlalchemy
assert builtins.__import__ is plain
read = [name for name in linecache.cache if "sqlalchemy" in name and not name.startswith("<")]
assert not read, "the source of what is imported is read and kept"
"""


def test_the_window_leaves_imports_as_python_has_them() -> None:
    """What PySide6 puts in their place costs a sixth of the start and 22 MB (P6, P8)."""
    done = subprocess.run([sys.executable, "-c", PLAIN_IMPORTS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_core_imports_with_the_window_blocked() -> None:
    done = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    assert (done.stdout.strip(), done.returncode) == ("ok", 0), done.stderr


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    before = current_language()
    use_language(request.param)
    yield request.param
    use_language(before)


@pytest.mark.parametrize("code", Code)
def test_every_error_says_what_happened_and_what_to_do(code: Code, language: Language) -> None:
    message = error_message(PapiError(code, sha256="0" * 64, value="x"), name="tệp")
    assert len(message.what) > 10
    assert len(message.todo) > 10
    assert message.what.endswith(".")
    assert message.todo.endswith(".")
    if language == "vi":
        assert re.search(r"[ăâđêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹ]", message.what, re.IGNORECASE)


def test_every_code_that_is_raised_is_in_the_list_and_every_listed_code_is_raised() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "papi_desktop").rglob("*.py")) + "".join(
        path.read_text("utf-8") for path in (ROOT / "db").rglob("*.py")
    )
    used = set(re.findall(r"(?<!\w)Code\.([A-Z_]+)", sources.replace((ROOT / "papi_desktop" / "wording.py").read_text("utf-8"), "")))
    assert used == {code.name for code in Code}


@pytest.mark.usefixtures("language")
def test_every_state_and_finding_has_words() -> None:
    texts = [status_text(s) for s in OccurrenceStatus] + [sync_text(s) for s in SyncState] + [verdict_text(v) for v in ImportVerdict]
    texts += [action_text(action) for action in UNDOABLE]
    params = {
        "result": "a",
        "measured": "1",
        "target": "b",
        "comment": "c",
        "number": "",
        "count": "2",
        "unit": "%",
        "names": "d",
        "kind": "photo",
        "date": "e",
        "period": "2026-Q4",
        "days": "working",
        "places": "village_house",
        "share": "62",
        "needed": "70",
    }
    texts += [finding_text(Finding(code, Level.INFO, params)) for code in FindingCode]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_the_vietnamese_catalogue_is_complete_and_current() -> None:
    sys.path.insert(0, str(ROOT / "installer"))
    try:
        import catalogue  # pyright: ignore[reportMissingImports, reportUnknownVariableType] - a script, not a package
    finally:
        sys.path.pop(0)
    wanted = {(m.context, m.id) for m in catalogue.extracted() if m.id}  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    there = {(m.context, m.id): m for m in catalogue.translated() if m.id}  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    assert wanted == there.keys()
    for message in there.values():  # pyright: ignore[reportUnknownVariableType]
        strings = message.string if isinstance(message.string, tuple) else (message.string,)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        assert all(strings), message.id  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
        source = message.id if isinstance(message.id, str) else message.id[1]  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        for string in strings:  # pyright: ignore[reportUnknownVariableType]
            assert fields(string) == fields(source), source  # pyright: ignore[reportUnknownArgumentType]


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_nothing_of_another_place_is_named() -> None:
    """No registry, no machine path: the lock and the scripts are good anywhere."""
    for name in ("installer/requirements.txt", "installer/requirements-dev.txt", "installer/dev.sh", "pyproject.toml"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text, name
        assert "--index-url" not in text, name
