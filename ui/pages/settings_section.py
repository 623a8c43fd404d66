"""What every section of the settings is: a card that shows what is set and changes it through a service."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App
from papi_desktop.services.cards import CardView, list_cards
from papi_desktop.services.changes import Changed
from papi_desktop.services.office import OfficeView, office_view
from papi_desktop.services.periods import ReportingPeriodRow, list_reporting_periods
from papi_desktop.services.rules import RuleRow, list_rules
from papi_desktop.wording import error_message
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Job, Jobs
from ui.pages.page import Page, Room
from ui.undoing import undo_action
from ui.widgets.card import Card
from ui.widgets.form import Form
from ui.widgets.labels import TextLabel
from ui.widgets.message_bar import Message, MessageKind

FIELD_WIDTH = 420
FORM_WIDTH = 560


@dataclass(frozen=True)
class Seen:
    """Everything the sections show of the data."""

    office: OfficeView
    cards: tuple[CardView, ...]
    periods: tuple[ReportingPeriodRow, ...]
    rules: tuple[RuleRow, ...]


def see(app: App) -> Seen:
    return Seen(office_view(app), list_cards(app), list_reporting_periods(app), list_rules(app))


class Result(Protocol):
    """What every writing service gives."""

    @property
    def changed(self) -> Changed: ...


class Section(Card):
    """One of the settings. ``name`` is what ``SettingsPage.arrive`` takes, ``icon`` stands in the list of sections."""

    def __init__(self, page: Page, app: App, jobs: Jobs, *, name: str, title: str, icon: str, why: str = "") -> None:
        super().__init__(title)
        self.page, self.app, self.jobs = page, app, jobs
        self.name, self.icon = name, icon
        if why:
            self.content.addWidget(TextLabel(why, TextStyle.BODY, Ink.SECONDARY, wrap=True))

    def show_seen(self, seen: Seen) -> None:
        """Shows what is set now; what is being typed stays."""
        del seen

    def unsaved(self) -> bool:
        """Whether something typed here has not been saved."""
        return False

    def escape(self) -> bool:
        """Esc: stops what runs or gives up what was typed. False when there was nothing."""
        return False

    def set_room(self, room: Room) -> None:
        del room

    def bind_key(self, button: QAbstractButton, keys: str) -> None:
        """``keys`` press ``button`` while the focus is in this section, and its tooltip says so."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(button.click)
        native = shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{button.toolTip() or button.text()} ({native})")

    def change(self, heading: str, service: Callable[..., Result], done: Callable[[], object] | None = None, **details: object) -> Job:
        """Writes through ``service``; then the pages are told, and ``heading`` says what was done, with a way to undo it."""

        def tell(result: Result) -> None:
            if done is not None:
                done()
            self.page.changed.emit(result.changed)
            self.page.message.emit(Message(MessageKind.UNDO, heading, action=undo_action(self.app, self.jobs, self.page)))

        return self.jobs.run(partial(service, self.app, **details), title=self.title.text(), on_done=tell, on_error=self.say)

    def say(self, error: PapiError) -> None:
        said = error_message(error)
        self.page.message.emit(Message(MessageKind.ERROR, said.what, said.todo))


class KeptText:
    """A field that shows what is set, as long as nobody types something else into it."""

    def __init__(self, field: QLineEdit) -> None:
        self.field = field
        self.set_text = ""

    @property
    def text(self) -> str:
        return self.field.text().strip()

    @property
    def edited(self) -> bool:
        return self.text != self.set_text

    def show(self, text: str) -> None:
        untouched = not self.edited
        self.set_text = text
        if untouched:
            self.field.setText(text)

    def show_anyway(self, text: str) -> None:
        """Whatever was typed: another thing is being edited now."""
        self.set_text = text
        self.field.setText(text)

    def reset(self) -> None:
        self.field.setText(self.set_text)


def fact(text: str = "") -> TextLabel:
    """A value that can be marked and copied, with the mouse or the keyboard."""
    label = TextLabel(text, TextStyle.STRONG, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    return label


def bounded(form: Form, width: int = FORM_WIDTH) -> QWidget:
    """A form that does not spread over a wide window, where labels would stand far from their fields."""
    whole = QWidget()
    whole.setMaximumWidth(width)
    form.setContentsMargins(0, 0, 0, 0)
    whole.setLayout(form)
    return whole


def first_field(section: QWidget) -> QWidget | None:
    """Where the focus goes when a section is entered."""
    inside = section.findChildren(QWidget)
    wanted = Qt.FocusPolicy.TabFocus
    return next((each for each in inside if each.focusPolicy() & wanted and each.isVisibleTo(section) and each.isEnabled()), None)
