"""The fields that each kind of evidence has of its own, as rows of the form."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from papi_desktop.domain.kind_fields import FaultyValueError, disorder, kept_value, share_present
from papi_desktop.services.evidence import EvidenceFields
from papi_desktop.wording import detail_text, fault_text, kind_field_text, share_text
from resources.i18n import gettext as _
from resources.kinds import KindField, evidence_kind, kind_fields
from ui.pages.evidence_fields import FormField, Raw, date_field, line, text_area, words
from ui.reading import TypedError, read_date
from ui.widgets.field_note import NoteKind
from ui.widgets.fields import TextField
from ui.widgets.form import Form

_LINES = 4
_COUNTED = ("invited", "present", "agreed")


class KindRows:
    """Adds a row to ``form`` for every field that a kind has, and shows those of one kind."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.fields = tuple(_field(form, field) for field in kind_fields().values())

    def show_kind(self, kind: str) -> None:
        own = names_of(kind)
        for field in self.fields:
            self._form.set_field_visible(field.widget, visible=field.name in own)

    def read(self, kind: str, wrong: list[QWidget]) -> dict[str, str]:
        """What is entered for ``kind``, by code; what cannot be meant is said under its field, which goes to ``wrong``."""
        own = names_of(kind)
        details: dict[str, str] = {}
        for field in self.fields:
            field.note.clear()
            if field.name not in own:
                continue
            try:
                details[field.name] = str(field.meant(field.raw()))
            except TypedError as error:
                field.note.say(NoteKind.PROBLEM, str(error))
                wrong.append(field.widget)
        misfit = disorder(details)
        if misfit is not None:
            self.say_counts(wrong_too=True)
            wrong += [field.widget for field in self.fields if field.name == misfit[0]]
        return {name: value for name, value in details.items() if value}

    def say_counts(self, *, wrong_too: bool) -> None:
        """Below the households of a meeting: the share that came, or that the counts cannot be. Somebody typing is left alone."""
        counted = {field.name: field for field in self.fields if field.name in _COUNTED}
        details = {name: str(field.meant(field.raw())) for name, field in counted.items() if field.is_meant(field.raw())}
        wrong, share = disorder(details), share_present(details)
        if share is not None:
            counted["present"].note.say(NoteKind.SOURCE, share_text(share))
        if wrong is not None and (wrong_too or not any(field.widget.hasFocus() for field in counted.values())):
            counted[wrong[0]].note.say(NoteKind.PROBLEM, fault_text(wrong[1]))


def names_of(kind: str) -> frozenset[str]:
    """Codes of the own fields of a kind."""
    return frozenset(field.code for field in evidence_kind(kind).fields)


def uncountable(before: EvidenceFields | None, meant: Mapping[str, object]) -> frozenset[str]:
    """Counts of a meeting that cannot be recorded beside one another."""
    said = {name: str(value) for name, value in meant.items() if name in _COUNTED}
    details = said if before is None else {**before.details, **said}
    return frozenset(said) if disorder(details) is not None else frozenset()


def _field(form: Form, field: KindField) -> FormField:
    if field.type == "lines":
        area = text_area(_LINES)
        area.setPlaceholderText(_("One on each line"))
        made = words(field.code, area, form.add_field(kind_field_text(field), area))
    else:
        widget = date_field() if field.type == "date" else TextField()
        widget.setAcceptDrops(False)  # files dropped here become evidence
        if field.type == "address":
            widget.setPlaceholderText("https://")
        made = line(field.code, widget, form.add_field(kind_field_text(field), widget))
    return replace(made, shown=partial(_shown, field), meant=partial(_meant, field))


def _shown(field: KindField, value: object) -> str:
    """A stored value as a person would type it."""
    return detail_text(field, str(value)) if field.type == "date" else str(value)


def _meant(field: KindField, raw: Raw) -> str:
    if field.type == "date":
        seen = read_date(str(raw))
        return "" if seen is None else seen.isoformat()
    try:
        return kept_value(field.type, str(raw))
    except FaultyValueError as error:
        raise TypedError(fault_text(error.fault)) from error
