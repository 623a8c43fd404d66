"""Asking for the passphrase of the seal key, when something needs it."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Job, Jobs
from ui.theme import CARD_GAP, EDGE
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.field_note import NoteKind
from ui.widgets.fields import TextField
from ui.widgets.form import Form, button_row
from ui.widgets.labels import TextLabel

_WIDTH = 460


class PassphraseDialog(QDialog):
    """Unlocks the keys of ``app``: accepted once they are. A wrong passphrase is said under the field and can be corrected."""

    def __init__(self, app: App, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs
        self._job: Job | None = None
        self.setObjectName("passphraseDialog")
        self.setWindowTitle(_("Unlock the seal key"))
        self.setMinimumWidth(_WIDTH)
        why = _("The key that seals bundles and opens replies is locked. It stays unlocked until the program is closed.")
        self.field = PassphraseField()
        form = Form()
        self.note = form.add_field(_("Passphrase or recovery code"), self.field)
        shown = QCheckBox(_("Show what is typed"))
        shown.toggled.connect(self.field.set_shown)
        form.addWidget(shown, form.rowCount(), 1)
        self._cancel = PlainButton(_("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self.unlock_button = PrimaryButton(_("Unlock"), "unlock")
        self.unlock_button.setDefault(True)
        self.unlock_button.clicked.connect(self._unlock)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(CARD_GAP)
        column.addWidget(TextLabel(why, TextStyle.BODY, Ink.SECONDARY, wrap=True))
        column.addLayout(form)
        column.addStretch(1)
        column.addLayout(button_row(self._cancel, self.unlock_button))
        self.field.setFocus()

    def done(self, result: int) -> None:
        if self._job is not None:
            self._job.cancel()
        self.field.clear()
        super().done(result)

    def _unlock(self) -> None:
        secret = self.field.text()
        if not secret:
            self._say(NoteKind.PROBLEM, _("Please enter the passphrase."))
            return
        self._set_busy(True)
        self._say(NoteKind.SOURCE, _("Unlocking takes a few seconds, on purpose…"))
        self._job = self._jobs.read(self._app.unlock, secret, on_done=lambda _nothing: self.accept(), on_error=self._refused)
        self._job.ended.connect(self._ended)

    def _refused(self, error: PapiError) -> None:
        said = error_message(error)
        self._say(NoteKind.PROBLEM, f"{said.what} {said.todo}")

    def _say(self, kind: NoteKind, text: str) -> None:
        """Says it under the field and makes room for all its lines."""
        self.note.say(kind, text)
        layout = self.layout()
        assert layout is not None  # noqa: S101 - set in the constructor
        layout.activate()
        self.resize(self.width(), max(layout.totalHeightForWidth(self.width()), layout.totalSizeHint().height()))

    def _ended(self) -> None:
        self._job = None
        self._set_busy(False)
        self.field.setFocus()
        self.field.selectAll()

    def _set_busy(self, busy: bool) -> None:
        self.unlock_button.setDisabled(busy)
        self.field.setReadOnly(busy)


class PassphraseField(TextField):
    """Hides what is typed, unless asked to show it."""

    def __init__(self) -> None:
        super().__init__()
        self.set_shown(shown=False)

    def set_shown(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


def with_keys(window: QWidget, app: App, jobs: Jobs, then: Callable[[], object]) -> None:
    """Calls ``then`` with the keys unlocked: at once, or when the passphrase has been given. Not at all when the person cancels."""
    if app.unlocked:
        then()
        return
    dialog = PassphraseDialog(app, jobs, window)
    dialog.accepted.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
