"""The single keys of the review page, and how they are told from what a Vietnamese input method sends.

An input method such as UniKey lets the first letter through; on the second it sends Backspace and what the two letters make: A, A
arrives as A, Backspace, ``â``, and a third A as Backspace, A, A, with nothing to tell these from a person's. So a letter counts only
as a plain key press of its own: not beside a Backspace, not as text put together by an input method, not repeated by a key held down.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

QUIET_MS = 300
"""After a sign of an input method letters are its work for so long: it sends its letters at once, a person needs longer."""

_OTHER_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_PAGES = {Qt.Key.Key_PageDown: "PgDn", Qt.Key.Key_PageUp: "PgUp"}


class ReviewKeys(QObject):
    """Watches the widgets of the page. ``actions`` are called by the character typed, or "PgUp" and "PgDn"; those of ``once`` not
    while the key is held down. In fields for text every key is text. ``foreign`` says that an input method seems to be at work."""

    foreign = Signal()
    acted = Signal()

    def __init__(self, page: QWidget, actions: Mapping[str, Callable[[], object]], *, once: frozenset[str]) -> None:
        super().__init__(page)
        self._page, self._actions, self._once = page, actions, once
        self._since_sign = QElapsedTimer()
        for widget in (page, *page.findChildren(QWidget)):
            if not isinstance(widget, QLineEdit | QPlainTextEdit):
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(watched, event)
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            if event.commitString() or event.preeditString():
                self._sign()
            return True
        return False

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        """Whether the key ends here. Menus, lists that fold out and the full view keep theirs."""
        elsewhere = isinstance(watched, QWidget) and watched.window() is not self._page.window()
        if elsewhere or event.modifiers() & _OTHER_KEYS:
            return False
        if event.key() == Qt.Key.Key_Backspace:
            self._since_sign.start()
            return True
        name = _PAGES.get(Qt.Key(event.key()), event.text().lower())
        if not name or not name.isprintable() or (name == " " and isinstance(watched, QAbstractButton | QComboBox)):
            return False
        if not name.isascii() or (name.isalpha() and self._quiet()):
            self._sign()
        elif name in self._actions and not (event.isAutoRepeat() and name in self._once):
            self.acted.emit()
            self._actions[name]()
        return True

    def _quiet(self) -> bool:
        return self._since_sign.isValid() and self._since_sign.elapsed() < QUIET_MS

    def _sign(self) -> None:
        self._since_sign.start()
        self.foreign.emit()
