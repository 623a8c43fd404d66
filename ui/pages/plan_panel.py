"""The plan that is chosen on the plans page: its facts, its objectives, and the rows kept with it that were not understood."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from papi_desktop.services.plans import PlanRow
from papi_desktop.wording import date_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.theme import GAP, GAP_WITHIN
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import Rule, TextLabel


class TextSection(QWidget):
    """A heading with a count over lines of the plan's own words; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = TextLabel("", TextStyle.STRONG)
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setAcceptDrops(False)
        self.lines.setMinimumHeight(64)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_WITHIN)
        column.addWidget(Rule())
        column.addWidget(self.title)
        column.addWidget(self.lines, 1)

    def show_texts(self, title: str, texts: Sequence[str]) -> None:
        self.title.setText(title)
        self.lines.setAccessibleName(title)
        self.lines.setPlainText("\n".join(f"“{' '.join(text.split())}”" for text in texts))
        self.setVisible(bool(texts))


class PlanPanel(Card):
    """``tasks_wanted`` leads to the tasks of the office."""

    tasks_wanted = Signal()

    def __init__(self, *, leads_to_tasks: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.year = Chip(" ", "calendar", Ink.BLUE)
        self.edition = Chip(" ", "copy", Ink.GREY)
        self.head.addWidget(self.year)
        self.head.addWidget(self.edition)
        self.head.addStretch(1)
        self.head.setSpacing(GAP)
        self.content.addLayout(self.head)
        self.title.setWordWrap(True)
        self.content.addWidget(self.title)
        self.content.addWidget(Rule())
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(GAP * 2)
        self._facts.setVerticalSpacing(GAP_WITHIN)
        self._facts.setColumnStretch(1, 1)
        self.number = self._fact(0, _("Number and symbol"))
        self.date = self._fact(1, _("Date of issue"))
        self.issuer = self._fact(2, _("Issuer"))
        self.systems = self._fact(3, _("Index systems"))
        self.document = self._fact(4, _("Document"))
        self.counts = self._fact(5, _("Content"))
        self.content.addLayout(self._facts)
        self.objectives, self.unread = TextSection(), TextSection()
        self.content.addWidget(self.objectives, 1)
        self.content.addWidget(self.unread, 1)
        self._slack = QWidget()
        self.content.addWidget(self._slack, 1)
        self.tasks_button = PlainButton(_("Show the tasks"), "tasks")
        self.tasks_button.clicked.connect(self.tasks_wanted)
        self.content.addWidget(self.tasks_button)
        self.tasks_button.setVisible(leads_to_tasks)
        self.setFocusProxy(self.tasks_button)

    def show_plan(self, plan: PlanRow) -> None:
        self.year.set_state(_("Year {year}").format(year=plan.year), "calendar", Ink.BLUE)
        self.edition.set_state(_("Edition {number}").format(number=plan.edition), "copy", Ink.GREY)
        self.title.setText(" ".join(plan.title.split()) or _("Plan without a title"))
        self.number.setText(plan.number or "—")
        self.date.setText(date_text(plan.issued) or "—")
        self.issuer.setText(plan.issuer or "—")
        self.systems.setText(", ".join(plan.index_systems) or "—")
        self.document.setText(plan.document_name or "—")
        tasks = ngettext("{count} task", "{count} tasks", plan.tasks).format(count=plan.tasks)
        dues = ngettext("{count} occurrence", "{count} occurrences", plan.occurrences).format(count=plan.occurrences)
        self.counts.setText(f"{tasks}, {dues}")
        count = len(plan.objectives)
        self.objectives.show_texts(ngettext("{count} objective", "{count} objectives", count).format(count=count), plan.objectives)
        count = len(plan.unread)
        kept = ngettext("{count} unread row, kept with the plan", "{count} unread rows, kept with the plan", count)
        self.unread.show_texts(kept.format(count=count), plan.unread)
        self._slack.setVisible(not plan.objectives and not plan.unread)

    def _fact(self, row: int, name: str) -> TextLabel:
        value = TextLabel("", wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts.addWidget(TextLabel(name, TextStyle.CAPTION, Ink.SECONDARY), row, 0, Qt.AlignmentFlag.AlignTop)
        self._facts.addWidget(value, row, 1)
        return value
