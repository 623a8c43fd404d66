"""The section about posting and meetings: what each rule asks for, and what the office sets otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QCheckBox

from papi_desktop.services.app import App
from papi_desktop.services.rules import MOST_DAYS, RuleRow, change_rule, reset_rule
from papi_desktop.wording import date_text, rule_days_text, rule_quorum_text, rule_state_text, rule_text
from resources.i18n import gettext as _
from resources.i18n import pgettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Jobs
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.page import Page
from ui.pages.settings_section import Section, Seen, bounded
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.checked_field import CheckedField, Said, first_unfit, problem
from ui.widgets.fields import ChoiceField, TextField
from ui.widgets.form import Form, button_row
from ui.widgets.labels import Rule, TextLabel
from ui.widgets.rows_view import RowsView

_SHORT = 120


class RulesSection(Section):
    """The chosen rule is shown below the list with its basis; Enter goes there, Ctrl+S saves, Ctrl+R resets.

    What was typed and not saved waits with its rule while others are looked at.
    """

    def __init__(self, page: Page, app: App, jobs: Jobs) -> None:
        why = _("The checks of tasks and evidence follow these rules. Please compare each with the text that is in force, then mark it so.")
        super().__init__(page, app, jobs, name="rules", title=_("Posting and meetings"), icon="broadcast", why=why)
        self.rows = RowsModel[RuleRow](_columns(), key=lambda row: row.rule.id, parent=self)
        self.list = RowsView(_("Posting and meetings"))
        self.list.setModel(self.rows)
        self.list.set_widths(None, 130, 150, 150)
        self.list.chosen.connect(self._choose)
        self.list.activated.connect(self._enter_form)
        self.basis = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY, wrap=True)
        self.days, self.quorum, self.working = TextField(), TextField(), ChoiceField()
        self.working.addItem(_("Calendar days"), False)
        self.working.addItem(_("Working days"), True)
        self.verified = QCheckBox(_("Compared with the text in force"))
        self.active = QCheckBox(_("This rule is applied"))
        self.reset_button = PlainButton(_("Reset the rule"), "undo")
        self.save_button = PrimaryButton(_("Save the rule"), "check")
        self._chosen: RuleRow | None = None
        self._drafts: dict[str, _Asked] = {}
        """What was typed and left unsaved, by rule."""
        self._build()
        self._show_chosen()

    def _build(self) -> None:
        self._form = Form()
        self._days = CheckedField(self.days, self._form.add_field(_("Days"), self.days), partial(self._judge, MOST_DAYS))
        self._form.add_field(_("Counted as"), self.working)
        self._quorum = CheckedField(
            self.quorum, self._form.add_field(_("Households present, per cent"), self.quorum), partial(self._judge, 100)
        )
        for field in (self.days, self.quorum):
            field.setMaximumWidth(_SHORT)
            field.returnPressed.connect(self.save)
        self._form.setColumnStretch(1, 3)
        self._form.setColumnStretch(2, 1)  # short fields stand beside their labels
        self.working.setMaximumWidth(_SHORT * 2)
        self.content.addWidget(self.list, 1)
        self.content.addWidget(Rule())
        self.content.addWidget(self.basis)
        self.content.addWidget(bounded(self._form))
        for box in (self.verified, self.active):
            self.content.addWidget(box)
        self.content.addLayout(button_row(self.reset_button, self.save_button))
        self.reset_button.clicked.connect(self.reset)
        self.save_button.clicked.connect(self.save)
        self.bind_key(self.reset_button, "Ctrl+R")
        self.bind_key(self.save_button, "Ctrl+S")

    def show_seen(self, seen: Seen) -> None:
        untouched = not self._edited
        chosen = None if self._chosen is None else self._chosen.rule.id
        self.rows.set_rows(seen.rules)
        self._chosen = next((row for row in seen.rules if row.rule.id == chosen), None)
        if self._chosen is None:
            self.list.selectRow(0)
        elif untouched:
            self._show_chosen()
        self._let_reset()

    @property
    def _typed(self) -> "_Asked":
        return _Asked(self._days.text, self.working.currentData(), self._quorum.text, self.verified.isChecked(), self.active.isChecked())

    @property
    def _edited(self) -> bool:
        return self._chosen is not None and self._typed != _asked(self._chosen)

    def unsaved(self) -> bool:
        return self._edited or bool(self._drafts)

    def escape(self) -> bool:
        """Gives up what stands in the form; where that is as it was, what waits with other rules."""
        had = self.unsaved()
        if not self._edited:
            self._drafts.clear()
        self._show_chosen()
        return had

    def save(self) -> None:
        if self._chosen is None:
            return
        rule = self._chosen.rule
        unfit = first_unfit(*([self._days] if rule.days else []), *([self._quorum] if rule.quorum else []))
        if unfit is not None:
            unfit.field.setFocus()
            return
        days, quorum = _number(self._days.text), _number(self._quorum.text)
        self.days.setText(_figure(days))
        self.quorum.setText(_figure(quorum))
        details = {"days": days, "quorum": quorum, "verified": self.verified.isChecked(), "active": self.active.isChecked()}
        if days is not None:
            details["working"] = self.working.currentData()
        heading = _("Rule saved: {name}").format(name=rule_text(rule.id))
        self.change(heading, change_rule, partial(self._drop_draft, rule.id, self._typed), rule_id=rule.id, **details)

    def reset(self) -> None:
        if self._chosen is not None and self.reset_button.isEnabled():
            rule_id = self._chosen.rule.id
            heading = _("Rule reset: {name}").format(name=rule_text(rule_id))
            self._show_chosen()  # what was typed is given up with what was set
            self.change(heading, reset_rule, rule_id=rule_id)

    def _drop_draft(self, rule_id: str, sent: "_Asked") -> None:
        """What was sent waits no more, where another rule was chosen before it was saved."""
        if self._drafts.get(rule_id) == sent:
            del self._drafts[rule_id]

    def _enter_form(self) -> None:
        first = next((field for field in (self.days, self.quorum, self.verified) if field.isVisible()), self.verified)
        first.setFocus()

    def _choose(self, *_index: object) -> None:
        row = self.rows.row_at(self.list.currentIndex())
        if row is None or (self._chosen is not None and row.rule.id == self._chosen.rule.id):
            return
        if self._chosen is not None and self._edited:
            self._drafts[self._chosen.rule.id] = self._typed
        self._chosen = row
        self._show_chosen(self._drafts.pop(row.rule.id, None))

    def _show_chosen(self, draft: "_Asked | None" = None) -> None:
        row = self._chosen
        for widget in (self.verified, self.active, self.save_button):
            widget.setEnabled(row is not None)
        if row is not None:
            self.basis.setText(_basis(row))
            self._fill(draft or _asked(row))
            for field, asked in ((self.days, row.rule.days), (self.working, row.rule.days), (self.quorum, row.rule.quorum)):
                self._form.set_field_visible(field, visible=asked is not None)
        for checked in (self._days, self._quorum):
            checked.start_anew()
        self._let_reset()

    def _fill(self, asked: "_Asked") -> None:
        self.days.setText(asked.days)
        self.working.setCurrentIndex(self.working.findData(asked.working))
        self.quorum.setText(asked.quorum)
        self.verified.setChecked(asked.verified)
        self.active.setChecked(asked.active)

    def _let_reset(self) -> None:
        self.reset_button.setEnabled(self._chosen is not None and self._chosen.changed)

    @staticmethod
    def _judge(most: int, text: str) -> Said | None:
        if text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= most:
            return None
        return problem(_("Please enter a whole number from 1 to {most}.").format(most=most))


@dataclass(frozen=True)
class _Asked:
    """What stands in the form."""

    days: str
    working: bool
    quorum: str
    verified: bool
    active: bool


def _asked(row: RuleRow) -> _Asked:
    rule = row.rule
    return _Asked(_figure(rule.days), rule.working, _figure(rule.quorum), rule.verified, rule.active)


def _number(text: str) -> int | None:
    return int(text) if text else None


def _figure(number: int | None) -> str:
    return "" if number is None else str(number)


def _basis(row: RuleRow) -> str:
    rule = row.rule
    source = _("Source: {source}, noted on {date}").format(source=rule.source, date=date_text(rule.source_date))
    return f"{rule.basis}. {source}."


def _columns() -> tuple[Column[RuleRow], ...]:
    def shown(text: Callable[..., str]) -> Callable[[RuleRow], str]:
        return lambda row: text(row.rule)

    def ink(row: RuleRow) -> Ink:
        return Ink.TEXT if row.rule.active else Ink.SECONDARY

    def state_ink(row: RuleRow) -> Ink:
        return Ink.AMBER if row.rule.active and not row.rule.verified else Ink.GREEN if row.rule.active else Ink.SECONDARY

    return (
        Column(pgettext("posting", "Rule"), lambda row: rule_text(row.rule.id), ink=ink, tooltip=lambda row: row.rule.basis),
        Column(_("Days"), shown(rule_days_text), ink=ink),
        Column(_("Households present"), shown(rule_quorum_text), ink=ink),
        Column(pgettext("rule", "State"), shown(rule_state_text), icon=_icon, ink=state_ink),
    )


def _icon(row: RuleRow) -> str:
    return "minus-circle" if not row.rule.active else "check-circle" if row.rule.verified else "warning"
