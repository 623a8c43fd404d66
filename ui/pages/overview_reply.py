"""The card of the overview that says what the level above replied, and what is still to be mended."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from papi_desktop.services.overview import Overview, Reply, ReturnedItem
from papi_desktop.wording import date_text, kind_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.pages.task_rows import Tab, TasksWanted
from ui.theme import GAP, GAP_WITHIN
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.elided_link import ElidedLink
from ui.widgets.labels import IconLabel, Rule, TextLabel
from ui.widgets.lines_label import LinesLabel
from ui.widgets.part_list import PartList

_LEAST = 64


class ReturnedPart(QWidget):
    """One returned piece of evidence: its name leads to the work, below it what the reviewer wrote."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._occurrence: UUID | None = None
        self.link = ElidedLink(TextStyle.STRONG, Ink.TEXT)
        self.comment = LinesLabel(2, ink=Ink.SECONDARY)
        self.task = LinesLabel(1, TextStyle.CAPTION, Ink.SECONDARY)
        words = QVBoxLayout()
        words.setSpacing(0)
        for part in (self.link, self.comment, self.task):
            words.addWidget(part)
        for label in (self.comment, self.task):
            label.setIndent(GAP_WITHIN // 2)  # under the words of the link
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, GAP_WITHIN, GAP_WITHIN)
        row.setSpacing(GAP_WITHIN)
        icon = IconLabel("returned", Ink.PLUM)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.link.clicked.connect(lambda: self.opened.emit(self._occurrence))

    def show_item(self, item: ReturnedItem) -> None:
        self._occurrence = item.occurrence
        name = item.abstract or item.number or kind_text(item.kind)
        comment = f"“{item.comment}”" if item.comment else _("No comment was written.")
        self.link.say(name, f"{name}. {comment}")
        self.comment.say(comment)
        text = _("Task: {task}")
        if item.serves > 1:
            text = ngettext("Task: {task}, and {count} more", "Task: {task}, and {count} more", item.serves - 1)
        self.task.say(text.format(task=item.task, count=item.serves - 1))


class ReplyCard(Card):
    """What came back from the level above, and what is still to be mended."""

    opened = Signal(object)
    """the occurrence that a returned piece of evidence serves"""
    wanted = Signal(object)
    """a ``TasksWanted``: all work that was returned"""

    def __init__(self) -> None:
        super().__init__(_("The level above replied"), " ")
        self.head.removeWidget(self.fact)
        self.head.addWidget(self.fact)
        self._of = TextLabel(_("Evidence:"), ink=Ink.SECONDARY)
        self.returned = Chip("", "returned", Ink.PLUM)
        self.accepted = Chip("", "check-double", Ink.GREEN)
        chips = QHBoxLayout()
        chips.setSpacing(GAP)
        for part in (self._of, self.returned, self.accepted):
            chips.addWidget(part)
        chips.addStretch(1)
        self.said = TextLabel("", ink=Ink.SECONDARY, wrap=True)
        self.list = PartList(self._make_part, least=_LEAST)
        self.button = PrimaryButton("", "returned")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(lambda: self.wanted.emit(TasksWanted(tab=Tab.RETURNED)))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.button)
        self.content.addWidget(Rule())
        self.content.addLayout(chips)
        self.content.addWidget(self.said)
        self.content.addWidget(self.list, 1)
        self.content.addLayout(foot)
        self.content.addStretch(0)

    def show_reply(self, seen: Overview) -> None:
        reply, open_ = seen.reply, seen.returned
        self.fact.setText(_("reply of {date}").format(date=date_text(reply.at.astimezone().date())) if reply else "")
        self._show_chips(reply)
        self.said.setText(_reply_words(reply, open_returns=len(open_)))
        self.said.setVisible(bool(self.said.text()))
        for part, item in zip(self.list.fit(len(open_)), open_, strict=True):
            part.show_item(item)
        self.list.setVisible(bool(open_))
        count = seen.returned_work
        text = ngettext("Work on {count} returned occurrence", "Work on {count} returned occurrences", count)
        self.button.setText(text.format(count=count))
        self.button.setVisible(count > 0)

    def stops(self) -> list[QWidget]:
        """What Tab goes to, in order."""
        return [*(part.link.button for part in self.list.parts), self.button]

    def _show_chips(self, reply: Reply | None) -> None:
        accepted, returned = (reply.accepted, reply.returned) if reply else (0, 0)
        returned_text = ngettext("{count} returned", "{count} returned", returned).format(count=returned)
        accepted_text = ngettext("{count} accepted", "{count} accepted", accepted).format(count=accepted)
        self.returned.set_state(returned_text, "returned", Ink.PLUM)
        self.accepted.set_state(accepted_text, "check-double", Ink.GREEN)
        self.returned.setVisible(returned > 0)
        self.accepted.setVisible(accepted > 0)
        self._of.setVisible(accepted + returned > 0)

    def _make_part(self, _number: int) -> ReturnedPart:
        part = ReturnedPart()
        part.opened.connect(self.opened)
        return part


def _reply_words(reply: Reply | None, *, open_returns: int) -> str:
    """What there is to say where no returned evidence speaks for itself."""
    if open_returns:
        return ""
    if reply is None:
        return _("No reply has come yet. What the level above answers to a bundle stands here once the reply is taken in.")
    if reply.accepted + reply.returned == 0:
        return _("{name} confirmed what it holds; nothing in it has been judged since.").format(name=reply.peer_name)
    return _("Nothing is left to be mended.")
