"""The settings: a list of sections on the left, the chosen one on the right."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QStackedWidget, QWidget

from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from resources.i18n import gettext as _
from ui.colours import Scheme
from ui.icons import CARD_ICON, icon
from ui.jobs import Job, Jobs
from ui.pages.page import Page, Room
from ui.pages.settings_cards import CardsSection
from ui.pages.settings_data import DataSection
from ui.pages.settings_keys import KeysSection
from ui.pages.settings_look import LookSection
from ui.pages.settings_office import OfficeSection
from ui.pages.settings_officers import OfficersSection
from ui.pages.settings_periods import PeriodsSection
from ui.pages.settings_rules import RulesSection
from ui.pages.settings_section import Section, Seen, first_field, see
from ui.theme import CARD_GAP, ThemeChoice, Themed

_LIST_WIDTH = 212
_LIST_WIDTH_NARROW = 176
_ROW = 34
_SHOWN = frozenset({Area.OFFICE, Area.CARDS, Area.TASKS})


class SettingsPage(Page):
    """``arrive`` takes the name of a section: office, officers, cards, keys, periods, rules, look, data.

    ``language_chosen`` carries a ``Language``, ``theme_chosen`` a ``ThemeChoice``.
    """

    language_chosen = Signal(str)
    theme_chosen = Signal(object)
    below = True

    def __init__(self, app: App, jobs: Jobs, theme: ThemeChoice) -> None:
        super().__init__("settingsPage", _("Settings"), "settings")
        self._app, self._jobs = app, jobs
        self._reading: Job | None = None
        look = LookSection(self, app, jobs, theme)
        look.language_chosen.connect(self.language_chosen)
        look.theme_chosen.connect(self.theme_chosen)
        self.sections: tuple[Section, ...] = (
            OfficeSection(self, app, jobs),
            OfficersSection(self, app, jobs),
            CardsSection(self, app, jobs),
            KeysSection(self, app, jobs),
            PeriodsSection(self, app, jobs),
            RulesSection(self, app, jobs),
            look,
            DataSection(self, app, jobs),
        )
        self.list = _SectionList(self.sections)
        self._stack = QStackedWidget()
        for section in self.sections:
            self._stack.addWidget(_scrolling(section))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CARD_GAP)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.list.itemActivated.connect(self.enter)
        self.list.setCurrentRow(0)

    @property
    def section(self) -> Section:
        """The section that is open."""
        return self.sections[self._stack.currentIndex()]

    def refresh(self, changed: Changed) -> None:
        if changed & _SHOWN:
            if self._reading is not None:
                self._reading.cancel()
            self._reading = self._jobs.read(see, self._app, on_done=self._show)

    def areas(self) -> Sequence[QWidget]:
        return (self.list, self.section)

    def arrive(self, what: object) -> None:
        number = next((number for number, section in enumerate(self.sections) if section.name == what), None)
        if number is not None:
            self.list.setCurrentRow(number)
            self.enter()

    def place(self) -> str:
        return self.section.name

    def return_to(self, place: str) -> None:
        self.arrive(place)

    def put_away(self) -> str:
        unsaved = [f"“{section.title.text()}”" for section in self.sections if section.unsaved()]
        said = _("Changes in Settings, {sections}, are not saved: please save them or give them up with Esc.")
        return said.format(sections=", ".join(unsaved)) if unsaved else ""

    def show_example(self) -> None:
        self.list.setCurrentRow(0)

    def enter(self, *_item: object) -> None:
        """Goes into the section that the list shows."""
        self._show_side("section")
        field = first_field(self.section)
        if field is not None:
            field.setFocus(Qt.FocusReason.TabFocusReason)

    def escape(self) -> bool:
        if self.section.escape():
            return True
        in_list = self.list.hasFocus()
        self._show_side("list")
        self.list.setFocus()
        return not in_list

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        single = room is Room.SINGLE
        self.list.setMaximumWidth(16777215 if single else _LIST_WIDTH_NARROW if room is Room.NARROW else _LIST_WIDTH)
        self.list.setMinimumWidth(0 if single else self.list.maximumWidth())
        for section in self.sections:
            section.set_room(room)
        self._show_side("list")

    def _show_side(self, side: str) -> None:
        """In a narrow window list and section take turns."""
        single = self.room is Room.SINGLE
        self.list.setVisible(not single or side == "list")
        self._stack.setVisible(not single or side == "section")

    def _show(self, seen: Seen) -> None:
        for section in self.sections:
            section.show_seen(seen)


def _scrolling(section: Section) -> QScrollArea:
    """Scrolls where the window is small; on a whole screen every section fits."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(section)
    return area


class _SectionList(Themed, QListWidget):
    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self._icons = [section.icon for section in sections]
        self.setAccessibleName(_("Sections of the settings"))
        self.setIconSize(QSize(CARD_ICON, CARD_ICON))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        for section in sections:
            item = QListWidgetItem(section.title.text(), self)
            item.setSizeHint(QSize(0, _ROW))
            item.setToolTip(section.title.text())
        self.take_scheme()

    def restyle(self, scheme: Scheme) -> None:
        del scheme
        for number, name in enumerate(self._icons):
            self.item(number).setIcon(icon(name))
