"""P7: from a gesture to the new content painted: every page opened, filtered, sorted, searched. Budget 50 ms median, 100 ms worst, aim 16.

``python -m benchmarks.p7_pages [--archives DIR] [--size 1] [--runs 5]``. What there is to try is found on each page: headers that sort,
choices, tabs, search fields letter by letter, other rows. Background reading counts until the last of it is painted. The first visits to
the pages are told apart. They come after the window has made the pages ahead, which it does in pauses; how long that took is printed.
Each gesture is measured as often as ``--runs`` says, and the median of its times counts, as in the other commands.
"""

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from benchmarks.archive import archive
from benchmarks.report import arguments, finish, use_compiled_modules
from benchmarks.window import Opened, open_window

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox, QWidget

    from ui.pages.page import Page

Shown = TypeVar("Shown", bound="QWidget")

Act = Callable[[], object]

MEDIAN_MS, WORST_MS = 50.0, 100.0
_QUIET_SECONDS = 0.1
"""When nothing has been painted for this long and nothing is being read, the page shows what was asked for."""
_TICK_MS = 2
"""Between two looks the measuring sleeps, as the program does: a loop without rest would hold up the background reading."""
_WORDS = "ngan sach"
_NOT_LISTS = ("printPage", "settingsPage")
"""Pages without a long list. The print page shows a document of the whole year, which it makes with progress: another row's work."""


@dataclass(frozen=True)
class Gesture:
    page: str
    name: str
    act: Act


def main() -> None:
    options = arguments("Time from a gesture to the painted page.", runs=5)
    if len(options.sizes) > 1:
        sys.exit("one size at a time: a process has one window")
    use_compiled_modules(options.archives)
    with open_window(archive(options.archives, options.sizes[0])) as opened:
        opened.application.setCursorFlashTime(0)
        ahead = _wait_for_pages(opened)
        first = [(each, [_measured(opened, each)]) for each in _visits(opened)]
        rest: dict[tuple[str, str, int], tuple[Gesture, list[float]]] = {}
        for _ in range(options.runs):
            numbers: Counter[tuple[str, str]] = Counter()
            for gesture in _round(opened):
                kind = gesture.page, gesture.name
                numbers[kind] += 1
                rest.setdefault((*kind, numbers[kind]), (gesture, []))[1].append(_measured(opened, gesture))
    print(f"all pages made ahead {ahead:.1f} s after the first was painted")
    _print("first visits", first)
    _print("everything else", rest.values())
    usual = [statistics.median(times) for _, times in (*first, *rest.values())]
    median, worst, slowest = statistics.median(usual), max(usual), max(max(times) for _, times in rest.values())
    print(f"size {options.sizes[0]:g}: median {median:.0f} ms (budget {MEDIAN_MS:g}), worst gesture {worst:.0f} ms (budget {WORST_MS:g});")
    print(f"  slowest of {sum(len(times) for _, times in rest.values())} single measurements {slowest:.0f} ms")
    finish(within=median <= MEDIAN_MS and worst <= WORST_MS)


def _wait_for_pages(opened: Opened) -> float:
    """Seconds until the pages behind the first have been made and have read what they show."""
    from PySide6.QtCore import QEventLoop

    begun = time.perf_counter()
    while len(opened.window.pages) < len(opened.window.names) or opened.jobs.busy:
        opened.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return time.perf_counter() - begun


def _print(title: str, measured: Iterable[tuple[Gesture, list[float]]]) -> None:
    print(title)
    by_name: dict[tuple[str, str], list[float]] = {}
    for gesture, times in measured:
        by_name.setdefault((gesture.page, gesture.name), []).append(statistics.median(times))
    for (page, name), usual in by_name.items():
        print(f"  {page:14} {name:32} median {statistics.median(usual):6.1f}  worst {max(usual):6.1f}  of {len(usual)}")


def _measured(opened: Opened, gesture: Gesture) -> float:
    """Milliseconds until the last painting that the gesture caused."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

    class Paints(QObject):
        painted = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's name
            self.painted = self.painted or event.type() == QEvent.Type.UpdateRequest
            return False

    paints = Paints()
    opened.window.installEventFilter(paints)
    tick = QTimer()
    tick.start(_TICK_MS)
    begun = last = time.perf_counter()
    gesture.act()
    while opened.jobs.busy or time.perf_counter() - last < _QUIET_SECONDS:
        paints.painted = False
        opened.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if paints.painted or opened.jobs.busy:
            last = time.perf_counter()
    opened.window.removeEventFilter(paints)
    return 1000 * (last - begun)


def _visits(opened: Opened) -> Iterator[Gesture]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    for number, name in enumerate(opened.window.names, 1):
        if name in _NOT_LISTS:
            continue
        key = Qt.Key(Qt.Key.Key_0 + number)
        yield Gesture(name, "page change", lambda key=key: QTest.keyClick(opened.window, key, Qt.KeyboardModifier.ControlModifier))


def _round(opened: Opened) -> Iterator[Gesture]:
    """Every page with what can be done on it; whoever goes through them makes each gesture before the next is found."""
    for visit in _visits(opened):
        yield visit
        yield from _gestures(opened.window.page)


def _gestures(page: "Page") -> Iterator[Gesture]:
    """What an officer can do on the page to see other rows."""
    for name, acts in (("tab", _tabs), ("search", _searches), ("choice", _choices), ("sort", _sorts), ("another row", _moves)):
        yield from (Gesture(page.name, name, act) for act in acts(page))


def _tabs(page: "Page") -> Iterator[Act]:
    from PySide6.QtWidgets import QTabBar

    for tabs in _shown(page, QTabBar):
        yield from (partial(tabs.setCurrentIndex, number) for number in [*range(1, tabs.count()), 0])


def _searches(page: "Page") -> Iterator[Act]:
    from PySide6.QtTest import QTest

    from ui.widgets.fields import SearchField

    for field in _shown(page, SearchField):
        yield from (partial(QTest.keyClicks, field, letter) for letter in _WORDS)
        yield field.clear


def _choices(page: "Page") -> Iterator[Act]:
    from PySide6.QtWidgets import QComboBox

    for choice in _shown(page, QComboBox):
        if choice.isEnabled() and not choice.isEditable() and not _in_form(choice):
            yield from (partial(_choose, choice, number) for number in [*range(1, min(choice.count(), 5)), 0])


def _in_form(choice: "QComboBox") -> bool:
    """What is chosen there is written into the data, which is to stay as it was made."""
    from ui.pages.evidence_form import EvidenceForm

    widget = choice.parentWidget()
    while widget is not None and not isinstance(widget, EvidenceForm):
        widget = widget.parentWidget()
    return widget is not None


def _sorts(page: "Page") -> Iterator[Act]:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QHeaderView

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for header in _shown(page, QHeaderView):
        if header.orientation() == Qt.Orientation.Horizontal and header.sectionsClickable():
            for section in range(header.count()):
                place = QPoint(header.sectionViewportPosition(section) + 20, header.height() // 2)
                yield partial(QTest.mouseClick, header.viewport(), left, none, place)


def _moves(page: "Page") -> Iterator[Act]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QAbstractItemView

    for view in _shown(page, QAbstractItemView):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Home):
            yield partial(QTest.keyClick, view, key)


def _shown(page: "Page", kind: type[Shown]) -> list[Shown]:
    return [widget for widget in page.findChildren(kind) if widget.isVisible()]


def _choose(choice: "QComboBox", number: int) -> None:
    """As a person does, who is told apart from the program by ``activated``."""
    choice.setCurrentIndex(number)
    choice.activated.emit(number)


if __name__ == "__main__":
    main()
