"""The fields of an evidence in its form: what stands in them, what that means, and what is shown for a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from papi_desktop.domain.text import nfc
from papi_desktop.services.evidence import EvidenceFields
from papi_desktop.services.evidence_editing import FIELD_NAMES
from papi_desktop.wording import date_text, kind_text
from resources.i18n import gettext as _
from resources.kinds import evidence_kind, evidence_kinds
from ui.reading import TypedError, read_date
from ui.widgets.field_note import FieldNote
from ui.widgets.fields import ChoiceField, TextField

Raw = str | bool
"""What stands in a field, as it was typed."""


@dataclass(frozen=True)
class FormField:
    """One field of ``EvidenceFields``, or of its details, on the screen. ``meant`` reads what stands in it and raises ``TypedError``."""

    name: str
    widget: QWidget
    note: FieldNote
    raw: Callable[[], Raw]
    put: Callable[[Raw], None]
    shown: Callable[[object], Raw]
    meant: Callable[[Raw], object]

    def means(self, value: object) -> bool:
        """Whether ``value`` is what stands in the field, however it is written."""
        try:
            return self.meant(self.raw()) == value
        except ValueError:
            return False

    def is_meant(self, raw: Raw) -> bool:
        """Whether ``raw`` can be meant."""
        try:
            self.meant(raw)
        except TypedError:
            return False
        return True


def value_in(fields: EvidenceFields, name: str) -> object:
    """What is recorded in the field of that name; codes of details are never names of common fields."""
    return getattr(fields, name) if name in FIELD_NAMES else fields.details.get(name, "")


def with_values(fields: EvidenceFields, values: Mapping[str, Any]) -> EvidenceFields:
    """``fields`` once ``values`` are recorded: what is empty, and what the kind does not have, is left out of the details."""
    own = {field.code for field in evidence_kind(values.get("kind", fields.kind)).fields}
    details = {name: value for name, value in {**fields.details, **_details(values)}.items() if name in own and value}
    return replace(fields, **{name: value for name, value in values.items() if name in FIELD_NAMES}, details=details)


def asked(values: Mapping[str, Any]) -> tuple[EvidenceFields, frozenset[str]]:
    """``values`` as ``change_evidence`` takes them, and the names of those that count."""
    common = {name: value for name, value in values.items() if name in FIELD_NAMES}
    details = _details(values)
    return replace(EvidenceFields(kind=""), **common, details=details), frozenset([*common, *(["details"] if details else [])])


def _details(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in FIELD_NAMES}


def line(name: str, widget: TextField, note: FieldNote) -> FormField:
    def put(raw: Raw) -> None:
        widget.setText(str(raw))
        widget.setCursorPosition(0)  # a long text shows its beginning

    return FormField(name, widget, note, widget.text, put, str, lambda raw: nfc(str(raw).strip()))


def day(name: str, widget: TextField, note: FieldNote) -> FormField:
    def shown(value: object) -> str:
        return date_text(value)  # pyright: ignore[reportArgumentType] - the field of that name holds a date or None

    return FormField(name, widget, note, widget.text, lambda raw: widget.setText(str(raw)), shown, lambda raw: read_date(str(raw)))


def words(name: str, widget: QPlainTextEdit, note: FieldNote) -> FormField:
    def put(raw: Raw) -> None:
        widget.setPlainText(str(raw))

    return FormField(name, widget, note, widget.toPlainText, put, str, lambda raw: nfc(str(raw).strip()))


def choice(name: str, widget: ChoiceField, note: FieldNote) -> FormField:
    def put(raw: Raw) -> None:
        widget.setCurrentIndex(widget.findData(raw))

    return FormField(name, widget, note, lambda: str(widget.currentData()), put, str, lambda raw: raw)


def mark(name: str, widget: QCheckBox, note: FieldNote) -> FormField:
    def put(raw: Raw) -> None:
        widget.setChecked(bool(raw))

    return FormField(name, widget, note, widget.isChecked, put, bool, bool)


def kind_choice() -> ChoiceField:
    """Every kind of evidence."""
    field = ChoiceField(_("Kind"))
    for kind in evidence_kinds():
        field.addItem(kind_text(kind.code), kind.code)
    field.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(10)
    return field


def text_area(lines: int) -> QPlainTextEdit:
    """Room for so many lines of text; Tab leaves it."""
    area = QPlainTextEdit()
    area.setTabChangesFocus(True)
    area.setFixedHeight(lines * area.fontMetrics().lineSpacing() + 12)
    area.setAcceptDrops(False)  # files dropped here become evidence
    return area


def date_field() -> TextField:
    field = TextField()
    field.setPlaceholderText(_("dd/mm/yyyy"))
    field.setAcceptDrops(False)
    return field
