"""Step 3: the passphrase of the seal key and its recovery code. Only when both are settled the office is made."""

from PySide6.QtWidgets import QVBoxLayout

from resources.i18n import gettext as _
from ui.new_passphrase import NewPassphrase
from ui.recovery_code import LABEL_WIDTH, RecoveryCode
from ui.setup.step import Step
from ui.theme import CARD_GAP, GAP
from ui.widgets.form import Form

_WIDTH = 660


class KeyStep(Step):
    """Neither passphrase nor code is ever kept: whoever stops here chooses them anew, since nothing was locked with them yet."""

    def __init__(self) -> None:
        super().__init__(
            _("The seal key"),
            _("The passphrase is asked for whenever bundles are sealed or replies opened. Both stay on this computer only."),
        )
        form = Form()
        form.setColumnMinimumWidth(0, LABEL_WIDTH)
        self.passphrase = NewPassphrase(form, _("Passphrase"), _("Passphrase again"))
        self.code = RecoveryCode()
        self.code.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(CARD_GAP)
        column.addLayout(form)
        column.addWidget(self.code)
        column.addStretch(1)
        for field in (self.passphrase.first, self.passphrase.second, self.code.field):
            field.setMaximumWidth(_WIDTH - 184)
            field.textEdited.connect(self.edited)

    @property
    def begun(self) -> bool:
        """Whether something would be lost by leaving: the code may be on paper already."""
        return bool(self.passphrase.text or self.code.field.text())

    def enter(self) -> None:
        self.passphrase.first.setFocus()

    def finish(self) -> bool:
        return self.passphrase.ask() and self.code.proven()

    def forget(self) -> None:
        """Nothing of what was typed stays in the window once it has been used."""
        self.passphrase.clear()
        self.code.field.clear()
