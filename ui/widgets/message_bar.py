"""Messages in the page: what happened, what was not lost, what to do. Nothing pops up."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink, Scheme
from ui.fonts import TextStyle
from ui.icons import CARD_ICON, icon
from ui.theme import GAP, GAP_WITHIN, Themed
from ui.widgets.buttons import LinkButton, PlainButton, SmallButton
from ui.widgets.labels import IconLabel, TextLabel

UNDO_SECONDS = 30


class MessageKind(Enum):
    """What a message is about: its icon and colour, and whether it waits to be closed."""

    ERROR = ("exclamation-circle", Ink.RED)
    WARNING = ("warning", Ink.AMBER)
    DONE = ("check-circle", Ink.GREEN)
    UNDO = ("info", Ink.BLUE)

    @property
    def is_problem(self) -> bool:
        return self in {MessageKind.ERROR, MessageKind.WARNING}


@dataclass(frozen=True)
class MessageAction:
    """The one button of a message: a verb with its object."""

    text: str
    run: Callable[[], object]


@dataclass(frozen=True)
class Message:
    """``heading`` says what happened, ``sentence`` what was not lost and what to do. ``details`` can be unfolded and copied.

    ``link`` leads to the work that the message is about, beside ``action``.
    """

    kind: MessageKind
    heading: str
    sentence: str = ""
    action: MessageAction | None = None
    details: str = ""
    link: MessageAction | None = None


class MessageBar(Themed, QFrame):
    """One message on its tint. Emits ``closed`` when the person closes it or its action has been taken."""

    closed = Signal()

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        name, self._ink = message.kind.value
        self.setAccessibleName(f"{message.heading} {message.sentence}".strip())
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP)
        self._row.addWidget(IconLabel(name, self._ink, CARD_ICON))
        self._row.addSpacing(GAP_WITHIN)
        self._row.addWidget(_words(message), 1)
        self.waiting = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self._row.addWidget(self.waiting)
        if message.link is not None:
            self.link_button = LinkButton(message.link.text)
            self._row.addWidget(self._taking(self.link_button, message.link))
        if message.action is not None:
            self._add_action(message.action)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP + GAP_WITHIN, GAP_WITHIN, GAP, GAP_WITHIN)
        self._column.addLayout(self._row)
        self._details: QWidget | None = None
        if message.details:
            self._details = _details(message.details)
            self._details.hide()
            self._column.addWidget(self._details)
            self.details_button = LinkButton(_("Details"))
            self.details_button.setCheckable(True)
            self.details_button.toggled.connect(self._details.setVisible)
            self._row.addWidget(self.details_button)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setToolTip(_("Close this message"))
        self._close.setAccessibleName(_("Close this message"))
        self._close.clicked.connect(self.closed)
        self._row.addWidget(self._close)
        self.take_scheme()

    def _add_action(self, action: MessageAction) -> None:
        boxed = self.message.kind in {MessageKind.ERROR, MessageKind.UNDO}
        self.action_button: PlainButton = SmallButton(action.text) if boxed else LinkButton(action.text)
        self._row.addWidget(self._taking(self.action_button, action))

    def _taking(self, button: PlainButton, action: MessageAction) -> PlainButton:
        def take() -> None:
            self.closed.emit()
            action.run()

        button.clicked.connect(take)
        return button

    def set_waiting(self, count: int) -> None:
        """Says that ``count`` further messages wait behind this one."""
        self.waiting.setText(ngettext("{count} more message", "{count} more messages", count).format(count=count) if count else "")

    def restyle(self, scheme: Scheme) -> None:
        state = scheme.state(self._ink)
        self.setStyleSheet(f"MessageBar {{ background: {state.tint}; border: 1px solid {state.colour}; border-radius: 4px; }}")
        self._close.setIcon(icon("close", Ink.TEXT, 14))


def _words(message: Message) -> QLabel:
    label = QLabel(f'<span style="font-weight: 600">{escape(message.heading)}</span> {escape(message.sentence)}')
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _details(text: str) -> QWidget:
    whole = QWidget()
    box = QHBoxLayout(whole)
    box.setContentsMargins(CARD_ICON + GAP + GAP_WITHIN, 0, 0, GAP_WITHIN)
    shown = QPlainTextEdit(text)
    shown.setReadOnly(True)
    shown.setTabChangesFocus(True)
    shown.setFixedHeight(96)
    shown.setAccessibleName(_("Details"))
    box.addWidget(shown, 1)
    copy = SmallButton(_("Copy details"), "copy")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    box.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
    return whole


class MessageArea(QWidget):
    """The place under the page header. Problems stay until each is closed, the newest in front; a result replaces the one before.

    So an error is never lost behind a later message, and the page is never pushed down by more than two bars.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_WITHIN)
        self._problems: deque[Message] = deque()
        self._problem: MessageBar | None = None
        self._result: MessageBar | None = None
        self._undo_time = QTimer(self)
        self._undo_time.setSingleShot(True)
        self._undo_time.setInterval(UNDO_SECONDS * 1000)
        self._undo_time.timeout.connect(self._close_result)
        self.hide()

    @property
    def bars(self) -> list[MessageBar]:
        """What is shown, from above."""
        return [bar for bar in (self._problem, self._result) if bar is not None]

    def show_message(self, message: Message) -> None:
        """Shows it now. A problem comes before those that have not been closed, which are counted; the same one is shown once."""
        if message.kind.is_problem:
            if self._problem is not None:
                if message != self._problem.message:
                    self._problems.appendleft(self._problem.message)
                _remove(self._problem)
            while message in self._problems:
                self._problems.remove(message)
            self._problem = self._add(message, 0, self._next_problem)
            self._problem.set_waiting(len(self._problems))
        else:
            self._close_result()
            self._result = self._add(message, 1, self._close_result)
            if message.kind is MessageKind.UNDO:
                self._undo_time.start()
        self._take_places()

    def close_first(self) -> bool:
        """Closes what was done, else the problem that is shown; False where there is neither."""
        if self.close_result():
            return True
        if self._problem is None:
            return False
        self._next_problem()
        return True

    def close_result(self) -> bool:
        """Closes the message of something done, if there is one."""
        if self._result is None:
            return False
        self._close_result()
        return True

    def leave_read(self) -> None:
        """Closes the message of something done that asks for nothing more, as when the person goes on to another page."""
        if self._result is not None and self._result.message.action is None:
            self._close_result()

    def _add(self, message: Message, position: int, on_close: Callable[[], None]) -> MessageBar:
        bar = MessageBar(message)
        bar.closed.connect(on_close)
        self._column.insertWidget(min(position, self._column.count()), bar)
        bar.show()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(bar, QAccessible.Event.Alert))
        return bar

    def _take_places(self) -> None:
        """Tab goes through the bars from above, where this area stands in the window."""
        before = self.previousInFocusChain()
        while before is not None and before is not self and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
            before = before.previousInFocusChain()  # Qt orders only widgets that take the focus
        for child in (child for bar in self.bars for child in bar.findChildren(QWidget)):
            if before is not None and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, child)
                before = child

    def _next_problem(self) -> None:
        _remove(self._problem)
        self._problem = None
        if self._problems:
            self.show_message(self._problems.popleft())
        self._hide_when_empty()

    def _close_result(self) -> None:
        self._undo_time.stop()
        _remove(self._result)
        self._result = None
        self._hide_when_empty()

    def _hide_when_empty(self) -> None:
        self.setVisible(bool(self.bars))


def _remove(bar: MessageBar | None) -> None:
    if bar is not None:
        bar.hide()
        bar.deleteLater()
