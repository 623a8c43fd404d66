"""Making a new recovery code: opened with the old secret, shown, proven, and only then valid."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App
from papi_desktop.services.own_keys import replace_recovery_code
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Job, Jobs
from ui.passphrase import PassphraseField
from ui.recovery_code import RecoveryCode
from ui.theme import CARD_GAP, EDGE
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.field_note import NoteKind
from ui.widgets.form import Form, button_row
from ui.widgets.labels import TextLabel

_WIDTH = 600


class RecoveryDialog(QDialog):
    """Accepted once the new code opens the keys. Until then, and when it is closed before, the old code stays valid."""

    def __init__(self, app: App, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs
        self._job: Job | None = None
        self.setObjectName("recoveryDialog")
        self.setWindowTitle(_("New recovery code"))
        self.setMinimumWidth(_WIDTH)
        self.code = RecoveryCode()
        self.secret = PassphraseField()
        form = Form()
        self.note = form.add_field(_("Passphrase or old recovery code"), self.secret)
        self._cancel = PlainButton(_("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self.use_button = PrimaryButton(_("Use this code from now on"), "check")
        self.use_button.setDefault(True)
        self.use_button.clicked.connect(self._use)
        why = _("The old code stays valid until this one has been proven and taken over.")
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(CARD_GAP)
        column.addWidget(TextLabel(why, TextStyle.BODY, Ink.SECONDARY, wrap=True))
        column.addWidget(self.code)
        column.addLayout(form)
        column.addStretch(1)
        column.addLayout(button_row(self._cancel, self.use_button))
        self.code.field.setFocus()

    def reject(self) -> None:
        """Not while the code is being taken over: it would be unknown which of the two is valid."""
        if self._job is None:
            super().reject()

    def _use(self) -> None:
        if not self.code.proven():
            return
        if not self.secret.text():
            self.note.say(NoteKind.PROBLEM, _("Please enter the passphrase."))
            self.secret.setFocus()
            return
        self._set_busy(True)
        self.note.say(NoteKind.HINT, _("Locking the keys takes a few seconds, on purpose…"))
        self._job = self._jobs.run(
            replace_recovery_code,
            self._app,
            secret=self.secret.text(),
            code=self.code.code,
            title=self.windowTitle(),
            on_done=self._taken,
            on_error=self._refused,
        )
        self._job.ended.connect(self._ended)

    def _taken(self, _nothing: None) -> None:
        self.secret.clear()
        self.accept()

    def _refused(self, error: PapiError) -> None:
        said = error_message(error)
        self.note.say(NoteKind.PROBLEM, f"{said.what} {said.todo}")

    def _ended(self) -> None:
        self._job = None
        self._set_busy(False)
        self.secret.setFocus()
        self.secret.selectAll()

    def _set_busy(self, busy: bool) -> None:
        for part in (self.use_button, self._cancel, self.secret, self.code):
            part.setDisabled(busy)
