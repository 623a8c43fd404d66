"""The window without a screen, in one font and in English, so that a test reads like the source."""

import faulthandler
import functools
import gc
import importlib
import itertools
import os
import pkgutil
import string
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEventLoop
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QRawFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

import ui
from resources.i18n import use_language
from ui.fonts import TextStyle, text_font
from ui.garbage import collect_due
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.theme import Theme, ThemeChoice

VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
LETTERS = VOWELS + VOWELS.upper() + string.ascii_letters + string.digits + "–…“”"


BLOCKED = "the event loop worked for"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's warnings fail tests; this one is the screenless platform's own and says nothing about the window.

    A window that blocks does so every time, a machine with other work only now and then: such a test is tried again, twice at most.
    """
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=[BLOCKED]))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, object, object]:
    """A window that pytest-qt closes after a test asks nobody whether what is unfinished in it may go."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
            window._may_leave = lambda: True
    return (yield)


@pytest.fixture(scope="session")
def vietnamese_font(qapp: QApplication) -> QFont:
    """A font that has every letter of Vietnamese. Without one Qt draws blanks and every picture test would pass on nothing."""
    families = QFontDatabase.families()
    family = next((name for name in ("Noto Sans", "Segoe UI", "DejaVu Sans") if name in families), qapp.font().family())
    font = QFont(family)
    font.setPixelSize(13)
    face = QRawFont.fromFont(font)
    missing = [letter for letter in LETTERS if not face.supportsCharacter(ord(letter))]
    assert not missing, f"{family} lacks {missing}: install a font that covers Vietnamese (fonts-noto-core)"
    return font


@pytest.fixture(scope="session")
def theme(qapp: QApplication, vietnamese_font: QFont) -> Theme:
    qapp.setFont(vietnamese_font)
    for style in TextStyle:
        QFontMetrics(text_font(style)).horizontalAdvance(LETTERS)  # loaded once a process, at whatever moment comes first
    return Theme(qapp, ThemeChoice.LIGHT)


@pytest.fixture(autouse=True)
def _plain_start(theme: Theme) -> Iterator[None]:
    use_language("en")
    yield
    if theme.choice is not ThemeChoice.LIGHT:
        theme.choose(ThemeChoice.LIGHT)
    use_language("vi")


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    del qapp
    jobs = Jobs()
    yield jobs
    assert jobs.shut_down(5)


BLOCKED_AFTER = 0.1
"""Seconds of work after which a window feels stuck (6-budgets.md, P7)."""


@dataclass(frozen=True)
class Block:
    """One turn of the event loop that worked too long; ``where`` is what the window's thread was seen doing, innermost call last."""

    seconds: float
    where: str

    def __str__(self) -> str:
        return f"{BLOCKED} {1000 * self.seconds:.0f} ms without a turn\n{self.where}"


class LoopWatch:
    """Notes every turn of an event loop that takes the window's thread more than ``BLOCKED_AFTER`` seconds of processor time.

    Processor time, because a busy machine makes everything else look slow. Only what happens inside the loop counts: the entrances through
    which tests get there are wrapped, so that a test's own work between two events is not mistaken for the window's. Everything that one
    turn delivers counts together, since a click waits for all of it. Another thread looks at the stack when a turn is late.

    Processor time grows as well where other processes share the core: a late turn is held against a fixed piece of work, measured right
    after it and at the quietest moment so far, and only what it took beyond that counts.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._turns: list[float] = []
        """Processor time at which the present turn of each running loop began, the innermost last."""
        self._late_at = 0.0
        self._seen = ""
        self._thread = threading.get_ident()
        self._quiet = min(_pace() for _ in range(20))
        for owner, name in _ENTRANCES:
            self._wrap(owner, name)
        QAbstractEventDispatcher.instance().awake.connect(self._next_turn)
        threading.Thread(target=self._look_at_late_turns, daemon=True).start()

    def take(self) -> list[Block]:
        """What was noted since it was last asked."""
        taken, self.blocks = self.blocks, []
        return taken

    def _wrap(self, owner: Any, name: str) -> None:
        own = owner.__dict__[name]
        entrance: Callable[..., Any] = getattr(owner, name)

        @functools.wraps(entrance)
        def watched(*args: Any, **kwargs: Any) -> Any:
            if threading.get_ident() != self._thread:
                return entrance(*args, **kwargs)
            with self._in_loop():
                return entrance(*args, **kwargs)

        setattr(owner, name, staticmethod(watched) if isinstance(own, staticmethod) else watched)

    @contextmanager
    def _in_loop(self) -> Generator[None]:
        now = time.thread_time()
        worked = now - self._turns[-1] if self._turns else 0.0
        self._begin(now)
        try:
            yield
        finally:
            self._end_turn()
            self._turns.pop()
            if self._turns:  # the turn that opened this loop goes on; what the loop did is not its own work
                self._turns[-1] = time.thread_time() - worked

    def _begin(self, now: float) -> None:
        self._turns.append(now)
        self._late_at = time.monotonic() + BLOCKED_AFTER

    def _next_turn(self) -> None:
        if self._turns:
            self._end_turn()
            self._turns.pop()
            self._begin(time.thread_time())

    def _end_turn(self) -> None:
        worked = time.thread_time() - self._turns[-1]
        if worked > BLOCKED_AFTER:
            worked *= self._share_of_the_core()
        if worked > BLOCKED_AFTER:
            self.blocks.append(Block(worked, self._seen or "inside Qt, with no Python code running"))
        self._seen = ""

    def _share_of_the_core(self) -> float:
        """How fast this thread works at present beside its quietest moment so far, at most 1."""
        now = min(_pace() for _ in range(3))
        self._quiet = min(self._quiet, now)
        return self._quiet / now

    def _look_at_late_turns(self) -> None:
        while True:
            time.sleep(BLOCKED_AFTER / 5)
            if self._turns and time.monotonic() > self._late_at:
                self._seen = self._seen or _called_by_the_loop(self._thread)


def _pace() -> float:
    """Seconds of processor time for a fixed piece of work that makes and drops objects, as the window does."""
    begun = time.thread_time()
    words = [str(number) for number in range(4000)]
    {word: len(word) for word in words}
    return time.thread_time() - begun


_ENTRANCES: tuple[tuple[Any, str], ...] = (
    (QCoreApplication, "processEvents"),
    (QApplication, "exec"),
    (QEventLoop, "exec"),
    (QEventLoop, "processEvents"),
    (QDialog, "exec"),
    (QMenu, "exec"),
    (QTest, "qWait"),
    (QTest, "qWaitForWindowExposed"),
    (QTest, "qWaitForWindowActive"),
)
"""How Python code gets into an event loop."""


def _called_by_the_loop(thread: int) -> str:
    """What the innermost event loop of a thread is calling, outermost call first; nothing while it waits or works in Qt alone.

    ``faulthandler`` holds no frame meanwhile: a frame held here could be the last to know a widget, which would die on this thread.
    """
    with tempfile.TemporaryFile("w+") as dump:
        faulthandler.dump_traceback(dump)
        dump.seek(0)
        stacks = dump.read().split("\n\n")
    stack = next((lines.splitlines() for lines in stacks if lines.startswith(f"Thread 0x{thread:016x} ")), list[str]())
    calls = list(itertools.takewhile(lambda call: not call.endswith(" in watched"), stack[1:]))
    return "\n".join(reversed(calls))


@pytest.fixture(scope="session")
def loop_watch(qapp: QApplication) -> LoopWatch:
    del qapp
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(module.name)  # what an installed program has compiled, and a test would pay for
    gc.disable()  # no widget dies on a thread of the background work; what a test leaves is collected after it, not in the next one's loop
    return LoopWatch()


@pytest.fixture(autouse=True)
def _never_blocked(request: pytest.FixtureRequest, loop_watch: LoopWatch) -> Iterator[None]:
    """Fails a test whose window was stuck; ``@pytest.mark.blocks("why")`` names the exceptions."""
    loop_watch.take()
    yield
    collect_due()
    blocks = loop_watch.take()
    if blocks and request.node.get_closest_marker("blocks") is None:
        pytest.fail("\n".join(map(str, blocks)), pytrace=False)
