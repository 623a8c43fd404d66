"""The fields of an evidence in its form: what stands in them, what that means, and what is shown for a value."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from papi_desktop.domain.text import nfc
from papi_desktop.wording import date_text, kind_text
from resources.i18n import gettext as _
from resources.kinds import evidence_kinds
from ui.reading import read_date
from ui.widgets.field_note import FieldNote
from ui.widgets.fields import ChoiceField, TextField

Raw = str | bool
"""What stands in a field, as it was typed."""


@dataclass(frozen=True)
class FormField:
    """One field of ``EvidenceFields`` on the screen. ``meant`` reads what stands in it and raises ``TypedError``."""

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


def date_field() -> TextField:
    field = TextField()
    field.setPlaceholderText(_("dd/mm/yyyy"))
    field.setAcceptDrops(False)
    return field
