"""What the search over everything finds: a list under the search field, and F3 from one find to the next."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from papi_desktop.services.search import Found, FoundKind, SearchResult
from papi_desktop.wording import date_text, kind_text
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Job, Jobs
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.theme import GAP_WITHIN
from ui.widgets.labels import TextLabel
from ui.widgets.rows_view import ROW, RowsView

_PAUSE_MS = 150
"""After the last key, before it is looked for."""
_WIDTH = 640
_ROWS = 12
_ICONS = {FoundKind.UNIT: "communes", FoundKind.TASK: "tasks", FoundKind.EVIDENCE: "evidence", FoundKind.PLAN: "plan"}


class SearchResults(QFrame):
    """Hangs under the search field of the open page while words stand in it. ``chosen`` carries a ``Found``.

    In the field: Down goes into the list, Enter opens the first find, Esc closes the list. ``step`` opens the next find wherever
    the focus is, so that all of them can be gone through.
    """

    chosen = Signal(object)

    def __init__(self, jobs: Jobs, search: Callable[[str], SearchResult], parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs, self._search = jobs, search
        self._field: QLineEdit | None = None
        self._reading: Job | None = None
        self._opened = -1
        self.result = SearchResult("", (), more=False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._model = RowsModel[Found](
            [
                Column(_("Found"), _title, icon=lambda found: _ICONS[found.kind], tooltip=_title),
                Column(_("Where"), _note, ink=lambda _found: Ink.SECONDARY),
            ]
        )
        self.view = RowsView(_("Found"), headers=False)
        self.view.setModel(self._model)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.set_widths(None, 190)
        self.view.activated.connect(self._activate)
        self.view.clicked.connect(self._activate)
        self.view.installEventFilter(self)
        self.foot = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self.foot.setContentsMargins(GAP_WITHIN, GAP_WITHIN, GAP_WITHIN, GAP_WITHIN)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view)
        column.addWidget(self.foot)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.hide()

    def attach(self, field: QLineEdit) -> None:
        """Serves another search field as well."""
        field.textEdited.connect(partial(self._typed, field))
        field.returnPressed.connect(partial(self._entered, field))
        field.installEventFilter(self)

    def step(self, by: int) -> bool:
        """Opens the next find (or the one before). False when there is none to go to."""
        if not self.result.found:
            return False
        self._opened = (self._opened + by) % len(self.result.found) if self._opened >= 0 else (0 if by > 0 else -1) % len(self.result.found)
        self._open(self._opened)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if self.isVisible() and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()  # the list closes before anything else does
                return True
            if event.type() == QEvent.Type.KeyPress and self._take_key(watched, event.key()):
                return True
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._hide_when_left)
        return super().eventFilter(watched, event)

    def _take_key(self, watched: QObject, key: int) -> bool:
        if key == Qt.Key.Key_Escape and self._field is not None:
            self.hide()
            self._field.setFocus()
            return True
        if watched is self.view and key == Qt.Key.Key_Up and self.view.currentIndex().row() <= 0 and self._field is not None:
            self._field.setFocus()
            return True
        if watched is self._field and key == Qt.Key.Key_Down and self.result.found:
            self.view.setCurrentIndex(self._model.index(0, 0))
            self.view.setFocus()
            return True
        return False

    def _hide_when_left(self) -> None:
        focus = self.window().focusWidget()
        if focus is not self.view and focus is not self._field:
            self.hide()

    def _typed(self, field: QLineEdit, text: str) -> None:
        self._field = field
        if text.strip():
            self._pause.start()
        else:
            self._forget()

    def _forget(self) -> None:
        self._pause.stop()
        if self._reading is not None:
            self._reading.cancel()
        self.result = SearchResult("", (), more=False)
        self._opened = -1
        self.hide()

    def _entered(self, field: QLineEdit) -> None:
        """Enter before the finds are there looks at once; the first find opens when they are."""
        self._field = field
        words = field.text().strip()
        if not words:
            return
        if words == self.result.words and not self._pause.isActive():
            self.step(1)
        else:
            self._look(then_open=True)

    def _look(self, *, then_open: bool = False) -> None:
        self._pause.stop()
        if self._field is None:
            return
        if self._reading is not None:
            self._reading.cancel()

        def take(result: SearchResult) -> None:
            self._take(result)
            if then_open:
                self.step(1)

        self._reading = self._jobs.read(self._search, self._field.text().strip(), on_done=take)

    def _take(self, result: SearchResult) -> None:
        self._reading = None
        self.result, self._opened = result, -1
        self._model.set_rows(result.found)
        self.view.setVisible(bool(result.found))
        if not result.found:
            self.foot.setText(_("No matches"))
        elif result.more:
            self.foot.setText(_("More was found than is shown here: one word more narrows it down. F3 opens the next find."))
        else:
            self.foot.setText(_("Enter opens, F3 opens the next find, Esc closes."))
        if self._field is not None and self._field.hasFocus():
            self._hang()

    def _hang(self) -> None:
        """Under the field, as far to the right as it, within the window."""
        assert self._field is not None  # noqa: S101 - who calls has looked
        window = self.window()
        width = min(_WIDTH, window.width() - 2 * GAP_WITHIN)
        self.view.setFixedHeight(ROW * min(_ROWS, max(1, len(self.result.found))) + 2)
        corner = self._field.mapTo(window, QPoint(self._field.width() - width, self._field.height() + GAP_WITHIN))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(max(GAP_WITHIN, corner.x()), corner.y())
        self.raise_()
        self.show()

    def _activate(self) -> None:
        self._opened = self.view.currentIndex().row()
        self._open(self._opened)

    def _open(self, number: int) -> None:
        self.hide()
        self.chosen.emit(self.result.found[number])


def _title(found: Found) -> str:
    return found.title or kind_text(found.evidence_kind)


def _note(found: Found) -> str:
    return " · ".join(part for part in (date_text(found.day), found.note) if part)
