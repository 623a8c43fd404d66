"""One finding of a rule, and the rule it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from resources.i18n import gettext as _
from ui.colours import Ink, Scheme
from ui.theme import GAP, Themed
from ui.widgets.labels import IconLabel


class Severity(Enum):
    """How bad a finding is, worst first: icon, its ink, the ink of the words."""

    BAD = ("exclamation-circle", Ink.RED, Ink.RED)
    WARNING = ("warning", Ink.AMBER, Ink.AMBER)
    GOOD = ("check-circle", Ink.GREEN, Ink.TEXT)
    INFO = ("info", Ink.BLUE, Ink.TEXT)


@dataclass(frozen=True)
class Verdict:
    """What a rule says about the evidence recorded. ``rule`` names the rule; an unverified one is marked as such."""

    severity: Severity
    sentence: str
    rule: str = ""
    verified: bool = True


def worst_first(verdicts: Iterable[Verdict]) -> list[Verdict]:
    order = list(Severity)
    return sorted(verdicts, key=lambda verdict: order.index(verdict.severity))


class VerdictLine(Themed, QWidget):
    """A finding: icon, sentence, grey note about its rule."""

    def __init__(self, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = verdict
        name, ink, _words = verdict.severity.value
        notes = [verdict.rule] if verdict.rule else []
        if not verdict.verified:
            notes.append(_("rule to be verified"))
        self._note = f"({'; '.join(notes)})" if notes else ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(IconLabel(name, ink), 0, Qt.AlignmentFlag.AlignTop)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.setAccessibleName(f"{verdict.sentence} {self._note}".strip())
        self.take_scheme()

    def restyle(self, scheme: Scheme) -> None:
        words = scheme.ink(self.verdict.severity.value[2]).name()
        note = f' <span style="color: {scheme.secondary}">{escape(self._note)}</span>' if self._note else ""
        self._label.setText(f'<span style="color: {words}">{escape(self.verdict.sentence)}</span>{note}')
