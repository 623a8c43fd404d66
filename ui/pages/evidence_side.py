"""The right side of the evidence page: one evidence, several at once, or what rests in the bin."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.services.evidence import EvidenceFields
from papi_desktop.services.evidence_listing import EvidenceDetail
from papi_desktop.wording import date_text, kind_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from resources.kinds import evidence_kinds
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.pages.evidence_fields import date_field
from ui.pages.evidence_form import EvidenceForm
from ui.pages.evidence_serves import ServedTasks
from ui.reading import TypedError, read_date
from ui.theme import GAP
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.field_note import NoteKind
from ui.widgets.fields import ChoiceField
from ui.widgets.form import Form
from ui.widgets.labels import Rule, TextLabel

SIDE_WIDTH = 330


@dataclass(frozen=True)
class BulkChange:
    """What many evidence are to say from now on: ``only`` names the fields of ``values`` that count."""

    values: EvidenceFields
    only: frozenset[str]


class EvidenceSide(Card):
    """``bin_requested`` and ``restore_requested`` are about what is selected, ``change_requested`` carries a ``BulkChange``."""

    bin_requested = Signal()
    restore_requested = Signal()
    link_requested = Signal()
    change_requested = Signal(object)

    def __init__(self, form: EvidenceForm, served: ServedTasks) -> None:
        super().__init__()
        self.form, self.served = form, served
        self.several, self.resting = SeveralForm(), RestingCard()
        self.bin_button = LinkButton(_("Move to the bin"), "trash")
        self.bin_button.setToolTip(_("Move to the bin (Delete in the list)"))
        self._nothing = EmptyState("evidence", _("No evidence is chosen"), _("Choose one in the list, or drop files on this page."))
        self._about = self._make_about()
        self._stack = QStackedWidget()
        for part in (self._nothing, self._about, self.several, self.resting):
            self._stack.addWidget(part)
        self.content.addWidget(self._stack)
        self.bin_button.clicked.connect(self.bin_requested)
        self.several.bin_button.clicked.connect(self.bin_requested)
        self.several.link_button.clicked.connect(self.link_requested)
        self.several.change_requested.connect(self.change_requested)
        self.served.link_requested.connect(self.link_requested)
        self.resting.restore_button.clicked.connect(self.restore_requested)

    def show_nothing(self) -> None:
        self.form.forget()
        self._stack.setCurrentWidget(self._nothing)

    def show_detail(self, detail: EvidenceDetail) -> None:
        if detail.days_left is not None:
            self.form.forget()
            self.resting.show_evidence(1, detail)
            self._stack.setCurrentWidget(self.resting)
            return
        self.form.show_detail(detail)
        self.served.show_tasks(detail.serves)
        self._stack.setCurrentWidget(self._about)

    def show_several(self, count: int, *, binned: bool) -> None:
        self.form.forget()
        if binned:
            self.resting.show_evidence(count)
            self._stack.setCurrentWidget(self.resting)
        else:
            self.several.show_count(count)
            self._stack.setCurrentWidget(self.several)

    def enter(self) -> None:
        """Puts the focus where the work is."""
        shown = self._stack.currentWidget()
        if shown is self._about:
            self.form.enter()
        elif shown is self.several:
            self.several.kind.setFocus()
        elif shown is self.resting:
            self.resting.restore_button.setFocus()

    def _make_about(self) -> QWidget:
        whole = QWidget()
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.form.state_icon)
        self.form.state.setWordWrap(True)
        foot.addWidget(self.form.state, 1)
        foot.addWidget(self.bin_button)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.form)
        column.addWidget(Rule())
        column.addWidget(self.served)
        column.addStretch(1)
        column.addWidget(Rule())
        column.addLayout(foot)
        return whole


class SeveralForm(QWidget):
    """What many evidence have in common can be said of all of them at once; a field left empty leaves theirs as they are."""

    change_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.title = TextLabel("", TextStyle.CARD_TITLE)
        self.kind, self.personal = ChoiceField(), ChoiceField()
        self.kind.addItem(_("Leave as it is"), None)
        for kind in evidence_kinds():
            self.kind.addItem(kind_text(kind.code), kind.code)
        self.kind.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(10)
        for text, value in ((_("Leave as it is"), None), (_("Holds personal data"), True), (_("Holds no personal data"), False)):
            self.personal.addItem(text, value)
        self.issued = date_field()
        self.issued.setPlaceholderText(_("Leave as it is"))
        self.change_button = PlainButton("", "edit")
        self.link_button = PlainButton(_("Link to tasks…"), "link")
        self.link_button.setToolTip(_("Link to tasks (Ctrl+L)"))
        self.bin_button = LinkButton(_("Move to the bin"), "trash")
        self.bin_button.setToolTip(_("Move to the bin (Delete in the list)"))
        form = Form()
        form.add_field(_("Kind"), self.kind)
        self.issued_note = form.add_field(_("Date"), self.issued)
        form.add_field(_("Personal data"), self.personal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.title)
        column.addWidget(Rule())
        column.addLayout(form)
        column.addWidget(self.change_button)
        column.addWidget(Rule())
        column.addWidget(self.link_button)
        column.addStretch(1)
        column.addWidget(Rule())
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.bin_button)
        column.addLayout(foot)
        self.change_button.clicked.connect(self._change)
        self.issued.returnPressed.connect(self._change)

    def show_count(self, count: int) -> None:
        self.title.setText(ngettext("{count} item chosen", "{count} items chosen", count).format(count=count))
        self.change_button.setText(ngettext("Change {count} item", "Change {count} items", count).format(count=count))

    def clear(self) -> None:
        """For after the change: nothing is changed twice by accident."""
        self.kind.setCurrentIndex(0)
        self.personal.setCurrentIndex(0)
        self.issued.clear()
        self.issued_note.clear()

    def _change(self) -> None:
        try:
            issued = read_date(self.issued.text())
        except TypedError as error:
            self.issued_note.say(NoteKind.PROBLEM, str(error))
            self.issued.setFocus()
            return
        self.issued_note.clear()
        said: dict[str, Any] = {"kind": self.kind.currentData(), "issued": issued, "personal_data": self.personal.currentData()}
        given = {name: value for name, value in said.items() if value is not None}
        if given:
            self.change_requested.emit(BulkChange(replace(EvidenceFields(kind=""), **given), frozenset(given)))
        else:
            self.kind.setFocus()


class RestingCard(QWidget):
    """What rests in the bin, for how long still, and the way back."""

    def __init__(self) -> None:
        super().__init__()
        self.title = TextLabel("", TextStyle.CARD_TITLE, wrap=True)
        self.said = TextLabel("", TextStyle.BODY, Ink.SECONDARY, wrap=True)
        self.restore_button = PlainButton(_("Restore"), "undo")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.title)
        column.addWidget(Rule())
        column.addWidget(self.said)
        column.addWidget(self.restore_button)
        column.addStretch(1)

    def show_evidence(self, count: int, detail: EvidenceDetail | None = None) -> None:
        self.title.setText(ngettext("{count} item in the bin", "{count} items in the bin", count).format(count=count))
        said = [_("Restoring brings it back with its files and its links to tasks.")]
        if detail is not None and detail.deleted_at is not None:
            left = detail.days_left or 0
            day = date_text(detail.deleted_at.astimezone().date())
            text = ngettext("Deleted on {date}, rests {count} more day.", "Deleted on {date}, rests {count} more days.", left)
            said.insert(0, text.format(date=day, count=left))
        self.said.setText("\n".join(said))
