"""A field whose note stays true while it is typed in: what is wrong is said when it was left, and goes as soon as it is mended."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.fields import TextField


@dataclass(frozen=True)
class Said:
    """What is to be said of a text. ``stops`` while the work cannot go on with it."""

    kind: NoteKind
    text: str
    stops: bool = False


def problem(text: str) -> Said:
    return Said(NoteKind.PROBLEM, text, stops=True)


Check = Callable[[str], Said | None]
"""Judges the text of a field without the spaces around it; None has nothing to say."""


class CheckedField(QObject):
    """Joins ``field`` and ``note``. Before the field was left or asked about, ``hint`` stands in place of what stops."""

    def __init__(self, field: TextField, note: FieldNote, check: Check, *, hint: str = "") -> None:
        super().__init__(field)
        self.field, self.note = field, note
        self._check, self._hint = check, hint
        self._asked = False
        field.textChanged.connect(self.renew)
        field.editingFinished.connect(self._leave)
        self.renew()

    @property
    def text(self) -> str:
        return self.field.text().strip()

    @property
    def fits(self) -> bool:
        said = self._check(self.text)
        return said is None or not said.stops

    def ask(self) -> bool:
        """Whether the text will do; from now on the note says why not."""
        self._asked = True
        self.renew()
        return self.fits

    def start_anew(self) -> None:
        """As if nobody had typed yet."""
        self._asked = False
        self.renew()

    def renew(self) -> None:
        """Judges once more, also when something else changed on which the judgement rests."""
        said = self._check(self.text)
        if said is not None and not (said.stops and not self._asked):
            self.note.say(said.kind, said.text)
        elif self._hint:
            self.note.say(NoteKind.HINT, self._hint)
        else:
            self.note.clear()

    def _leave(self) -> None:
        if self.text:
            self.ask()


def first_unfit(*fields: CheckedField) -> CheckedField | None:
    """Asks about all of them; the first that will not do."""
    unfit = [field for field in fields if not field.ask()]
    return unfit[0] if unfit else None
