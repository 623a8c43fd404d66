"""What every page of both roles owes its reader: its size, a name for every control, every text translated, nothing cut."""

import gettext as catalogue
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.tables import Base
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App, Clock, open_app
from resources import i18n
from resources.i18n import LANGUAGES, Language, use_language
from resources.kinds import evidence_kinds
from resources.rules import posting_places, rules
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages.page import Page
from ui.theme import Theme, ThemeChoice
from ui.tour import settle
from ui.widgets.elided_label import ElidedLabel
from ui.window_state import open_settings
from ui.workplace import Workplace

NAMES = {
    Role.COMMUNE: (
        *("overviewPage", "tasksPage", "evidencePage", "calendarPage"),
        *("printPage", "syncPage", "plansPage", "settingsPage"),
    ),
    Role.AUTHORITY: ("inboxPage", "communesPage", "reviewPage", "plansPage", "printPage", "settingsPage"),
}
PAGES = [(role, name) for role, names in NAMES.items() for name in names]
MAXIMISED = (1366, 689)
"""What a maximised window has inside on a screen of 1366x768."""
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QAbstractSlider, QTabBar)


@pytest.fixture(params=list(Role), ids=lambda role: role.value)
def office(request: pytest.FixtureRequest, season: Path, clock: Clock) -> Iterator[App]:
    """Each of the two offices of the sample, in the middle of its year."""
    with open_app(season / request.param.value, clock=clock) as app:
        yield app


def open_window(qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, folder: Path, size: tuple[int, int] = MAXIMISED) -> MainWindow:
    place = Workplace(office, jobs, open_settings(folder / "window.ini"), theme)
    window = place.window
    window.setProperty("place", place)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settle(jobs)
    return window


def visit(window: MainWindow, jobs: Jobs) -> Iterator[Page]:
    """Every page, each with an example on it."""
    for name in window.names:
        window.open_page(name)
        settle(jobs)
        window.page.show_example()
        settle(jobs)
        yield window.page


def visible(page: QWidget, *kinds: type[QWidget]) -> Iterator[QWidget]:
    return (each for each in page.findChildren(QWidget) if isinstance(each, kinds) and each.isVisible())


def of_qt(widget: QWidget) -> bool:
    """Parts that Qt makes inside its own widgets: scroll bars, the corner of a table, the button that empties a field."""
    parent = widget.parentWidget()
    inside = parent is not None and (parent.objectName().startswith("qt_") or isinstance(parent, CONTROLS))
    return inside or widget.objectName().startswith("qt_")


def test_both_roles_have_all_their_pages(qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, tmp_path: Path) -> None:
    window = open_window(qtbot, office, jobs, theme, tmp_path)
    assert sorted(window.names) == sorted(NAMES[office.office.role])
    for page in visit(window, jobs):
        assert window.side_bar.current == page.name
        assert window.windowTitle().startswith(page.title)
        titles = [window.side_bar.pages.model().index(row, 0).data() for row in range(window.side_bar.pages.topLevelItemCount())]
        assert page.title in titles or page.name == "settingsPage"


def test_ctrl_f_goes_to_the_search_of_every_page(qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, tmp_path: Path) -> None:
    window = open_window(qtbot, office, jobs, theme, tmp_path)
    for page in visit(window, jobs):
        QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert QApplication.focusWidget() is page.header.search, page.name


class Flashes(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_making_a_page_flashes_no_window(qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, tmp_path: Path) -> None:
    """A part that is shown before it has its place would come up as a window of its own and take the focus away."""
    flashes = Flashes()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(flashes)
    try:
        window = open_window(qtbot, office, jobs, theme, tmp_path)
        list(visit(window, jobs))
    finally:
        application.removeEventFilter(flashes)
    assert flashes.shown == ["MainWindow"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_the_small_screen(qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, tmp_path: Path, language: Language) -> None:
    """A maximised window on 1366x768 is filled by every page without a scroll bar but those of its lists."""
    use_language(language)
    window = open_window(qtbot, office, jobs, theme, tmp_path)
    for page in visit(window, jobs):
        hint = window.minimumSizeHint()
        assert hint.width() <= MAXIMISED[0], page.name
        assert hint.height() <= MAXIMISED[1], page.name
        for area in visible(page, QScrollArea):
            assert isinstance(area, QScrollArea)
            assert not area.horizontalScrollBar().isVisible(), f"{page.name}: {area.accessibleName()} scrolls sideways"


@pytest.mark.parametrize("size", [(1024, 600), (1093, 614), (911, 512), (683, 384)])
def test_every_page_can_be_used_on_a_smaller_or_scaled_screen(
    qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, tmp_path: Path, size: tuple[int, int]
) -> None:
    """1024x600, and 1366x768 at 125, 150 and 200 %: the window takes the size, and every enabled control of the page lies within it."""
    window = open_window(qtbot, office, jobs, theme, tmp_path, size)
    for page in visit(window, jobs):
        assert (window.width(), window.height()) == size, page.name
        for control in visible(page, QAbstractButton, QLineEdit, QComboBox):
            inside_scrolled = any(isinstance(above, QAbstractScrollArea) for above in ancestors(control))
            if not inside_scrolled and not of_qt(control):
                corner = control.mapTo(window, control.rect().bottomRight())
                assert corner.x() < size[0], f"{page.name}: {name_of(control)}"
                assert corner.y() < size[1], f"{page.name}: {name_of(control)}"


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""  # pyright: ignore[reportUnnecessaryComparison] - null in C++


def test_every_control_has_a_name_and_a_role(qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, tmp_path: Path) -> None:
    window = open_window(qtbot, office, jobs, theme, tmp_path)
    for page in visit(window, jobs):
        for control in (*visible(page, *CONTROLS, QProgressBar), *visible(page.header, *CONTROLS)):
            if of_qt(control):
                continue
            assert name_of(control), f"{page.name}: {control!r} in {control.parentWidget()!r} has no name"
            interface = QAccessible.queryAccessibleInterface(control)
            assert interface.role() not in {QAccessible.Role.NoRole, QAccessible.Role.Client}, f"{page.name}: {name_of(control)}"


def test_tab_reaches_every_control_and_f6_every_area(qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, tmp_path: Path) -> None:
    window = open_window(qtbot, office, jobs, theme, tmp_path)
    for page in visit(window, jobs):
        takes = {
            control
            for control in visible(page, *CONTROLS)
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isEnabled() and not of_qt(control)
        }
        chain: list[QWidget] = []
        step = window.nextInFocusChain()
        while step is not None and step is not window:
            chain.append(step)
            step = step.nextInFocusChain()
        assert takes <= set(chain), page.name
        for area in page.areas():
            if area.isVisible():
                inside = [area, *area.findChildren(QWidget)]
                assert any(each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() for each in inside), f"{page.name}: {area!r}"


class Pseudo(catalogue.NullTranslations):
    """Every text between brackets and a third longer, as another language would make it."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        del context
        return pseudo(message)


def pseudo(text: str) -> str:
    return f"⟦{text}{'~' * (len(text) // 3)}⟧"


def texts_of(widget: QWidget) -> Iterator[str]:
    """Everything a person can read on it, tooltips and names too."""
    yield widget.toolTip()
    yield widget.accessibleName()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(tab) for tab in range(widget.count()))
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, QTableView):
        model = widget.model()
        yield from (str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in range(model.columnCount()))


def known_words(app: App) -> frozenset[str]:
    """The words of all the data there is, which is not to be translated, and of the data files that hold both languages themselves."""
    with app.engine.connect() as connection:
        rows = [row for name in Base.metadata.tables for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()]
    stored = [value for row in rows for value in row if isinstance(value, str)]
    kinds = [kind.name_en for kind in evidence_kinds()]
    ruled = [each.name_en for each in (*rules(), *posting_places().values())]
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(365))
    holidays = [app.calendar.holiday_name(day, "en") for day in days]
    return frozenset(words_of(" ".join([*stored, *kinds, *ruled, *holidays, *OWN_NAMES])))


OWN_NAMES = ("English", "Nam", "Ctrl Shift Esc Enter Return Space Delete PgUp PgDn Home", "Noto", "Sans")
"""Languages under their own names, a word of the national title on paper previews, keys."""


def words_of(text: str) -> Iterator[str]:
    """Its words of plain letters. A word with a Vietnamese letter is no English text that was forgotten."""
    return (word.casefold() for word in re.findall(r"[^\W\d_]+", text) if len(word) > 2 and word.isascii())


def test_pseudo_translation_shows_nothing_untranslated(
    qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = known_words(office)
    use_language("en")
    monkeypatch.setattr(i18n._catalogue, "translations", Pseudo())
    window = open_window(qtbot, office, jobs, theme, tmp_path)
    found: set[str] = set()
    for page in visit(window, jobs):
        for widget in [page, *page.findChildren(QWidget), *page.header.findChildren(QWidget), *window.side_bar.findChildren(QWidget)]:
            if widget.isVisible() and not of_qt(widget):
                found |= {f"{page.name}: {text}" for text in texts_of(widget) if untranslated(text, known)}
    assert not found, "\n".join(sorted(found))


def untranslated(text: str, known: frozenset[str]) -> bool:
    """Whether words stand in ``text`` that are neither translated nor data. A word that is cut short by three dots is not judged."""
    rest, before = re.sub(r"<[^>]*>", " ", text), ""
    while rest != before:  # a translated text may hold others
        rest, before = re.sub(r"⟦[^⟦⟧]*⟧", " ", rest), rest
    rest = re.sub(r"⟦[^⟧]*$", " ", rest)  # cut short
    return any(word not in known for word in words_of(re.sub(r"\S*[/\\]\S*|\S*…|\S*\.(pdf|age|zip|docx|jpg)\b", " ", rest)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_or_button_is_cut(qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, tmp_path: Path, language: Language) -> None:
    """A text that is shortened says so by three dots and tells the whole in its tooltip; every other text has room."""
    use_language(language)
    window = open_window(qtbot, office, jobs, theme, tmp_path)
    cut: list[str] = []
    for page in visit(window, jobs):
        for widget in (*visible(page, QLabel, QAbstractButton), *visible(page.header, QLabel, QAbstractButton)):
            if isinstance(widget, ElidedLabel) or of_qt(widget):
                continue
            if isinstance(widget, QLabel):
                if not widget.text() or widget.toolTip() == widget.text():
                    continue
                lines = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
                wide = widget.minimumSizeHint().width() if widget.wordWrap() else widget.sizeHint().width()
                if wide > widget.width() + 1 or lines > widget.height() + 1:
                    cut.append(f"{page.name}: {widget.text()!r} {widget.size().toTuple()} < {(wide, lines)}")
            elif isinstance(widget, QAbstractButton) and words_wider_than(widget):
                cut.append(f"{page.name}: button {widget.text()!r}")
    assert not cut, "\n".join(cut)


def words_wider_than(button: QAbstractButton) -> bool:
    if isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return False
    words = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
    return words + (0 if button.icon().isNull() else button.iconSize().width()) > button.width()


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_every_page_changes_its_colours_while_open(
    qtbot: QtBot, office: App, jobs: Jobs, theme: Theme, tmp_path: Path, choice: ThemeChoice
) -> None:
    """A page that was open when the scheme changed looks as one that was opened in it."""
    window = open_window(qtbot, office, jobs, theme, tmp_path)
    list(visit(window, jobs))
    theme.choose(choice)
    QApplication.processEvents()
    for page in visit(window, jobs):
        image = page.grab().toImage()
        assert image.width() > 0
        middle = image.pixelColor(2, image.height() - 3)
        assert (middle.lightness() > 127) is (choice is ThemeChoice.LIGHT), page.name
