"""F1: what the open page is for, and its keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.theme import CARD_GAP, EDGE, GAP
from ui.widgets.buttons import PlainButton
from ui.widgets.form import button_row
from ui.widgets.labels import Rule, TextLabel

_WIDTH, _HEIGHT = 620, 560

Keys = Sequence[tuple[str, str]]


def help_for(page: str, parent: QWidget) -> QDialog:
    """A dialog about the page of that name; it deletes itself when it is closed."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setObjectName("pageHelp")
    dialog.setWindowTitle(_("Help"))
    dialog.resize(min(_WIDTH, parent.width() - 2 * EDGE), min(_HEIGHT, parent.height() - 2 * EDGE))
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setSpacing(GAP)
    column.addWidget(TextLabel(_purpose(page), wrap=True))
    for title, keys in ((_("Keys of this page"), _own_keys(page)), (_("Keys of every page"), _common_keys())):
        if keys:
            column.addSpacing(GAP)
            column.addWidget(TextLabel(title, TextStyle.CARD_TITLE))
            column.addWidget(Rule())
            column.addLayout(_table(keys))
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    area.setAccessibleName(_("Help"))
    close = PlainButton(_("Close help"))
    close.setDefault(True)
    close.clicked.connect(dialog.accept)
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(CARD_GAP, CARD_GAP, CARD_GAP, CARD_GAP)
    whole.addWidget(area, 1)
    whole.addLayout(button_row(close))
    close.setFocus()
    return dialog


def _table(keys: Keys) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(EDGE)
    grid.setVerticalSpacing(GAP)
    grid.setColumnStretch(1, 1)
    for row, (key, does) in enumerate(keys):
        grid.addWidget(TextLabel(key, TextStyle.STRONG), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(TextLabel(does, TextStyle.BODY, Ink.SECONDARY, wrap=True), row, 1)
    return grid


def _purpose(page: str) -> str:
    return {
        "overviewPage": _("What is overdue, due this week or lacks evidence, and how far each component is. Every number opens its work."),
        "tasksPage": _(
            "What is to be done by when. Choose a line, drop its files on the page, enter the figure asked for, mark it as done."
        ),
        "evidencePage": _(
            "All evidence of the office. Files dropped on the page become evidence; what is typed beside a file is saved by itself."
        ),
        "calendarPage": _("The due dates of each month. Choose a day to see what is due, press Enter to open the task."),
        "printPage": _("Papers of the office. Choose what a paper covers, look at it, then print it or save it as a PDF file."),
        "syncPage": _(
            "What is new since the last receipt is sealed into a bundle and written to a USB drive. A reply dropped here is taken in."
        ),
        "plansPage": _("Drop the plan file here: its tasks, targets and due dates are read, shown beside the source, and taken in."),
        "settingsPage": _("The office, its officers, the level above, its keys and cards, and the look of this program."),
        "inboxPage": _("Bundles of the communes are checked and taken in here; replies are written from here. A bundle is never changed."),
        "communesPage": _("Who has done what, by component, and who is late. Choose a cell to see what stands behind its number."),
        "reviewPage": _("Evidence of the communes, one after the other: look at it, accept it or return it with a comment."),
    }[page]


def _common_keys() -> Keys:
    return (
        ("F6", _("Next area: side bar, list, panel; with Shift the one before")),
        ("Ctrl+1 … Ctrl+9", _("Page of the side bar")),
        ("Ctrl+F, F3", _("Search everything; open the next find")),
        ("Ctrl+Z", _("Undo the last action")),
        ("Esc", _("Cancel, close, back to the list")),
        ("F1", _("This help")),
    )


def _own_keys(page: str) -> Keys:
    recording = (
        ("Ctrl+M", _("Add evidence")),
        ("Ctrl+V", _("Paste files or a picture as evidence")),
        ("Ctrl+O", _("Choose files")),
    )
    looking = (
        ("Space", _("Full view of the file")),
        ("PgUp, PgDn", _("Page before, next page")),
        ("+  -  0", _("Closer, farther, whole page")),
    )
    keys: dict[str, Keys] = {
        "tasksPage": (
            *recording,
            ("Ctrl+L", _("Link evidence that is there already")),
            ("Ctrl+Enter", _("Mark as done")),
            ("Ctrl+U", _("Clear the mark")),
            ("Ctrl+G", _("Choose the officer in charge")),
            ("Ctrl+K", _("Not applicable, with the reason; or applicable again")),
            ("Ctrl+A, Shift+↓", _("Choose many lines: what is done then is done to all of them")),
            ("F11", _("Widen the panel")),
            ("Ctrl+P", _("Print")),
        ),
        "evidencePage": (
            *recording,
            ("Ctrl+L", _("Link to more tasks")),
            ("Delete", _("Move to the bin; this can be undone")),
            *looking,
        ),
        "overviewPage": (("Tab, Enter", _("Go to a number; open the work behind it")),),
        "settingsPage": (("Ctrl+S", _("Save the changes")), ("Ctrl+N", _("Add an officer")), ("Ctrl+O", _("Take in a unit card"))),
        "calendarPage": (
            ("← ↑ ↓ →", _("Another day")),
            ("PgUp, PgDn", _("Month before, next month")),
            ("Home", _("Today")),
            ("Enter", _("Open the task")),
        ),
        "printPage": (("Ctrl+P", _("Print")), ("Ctrl+S", _("Save as a PDF file")), *looking),
        "syncPage": (("Ctrl+E", _("Seal and write a bundle")), ("Ctrl+I", _("Take in a reply"))),
        "plansPage": (
            ("Ctrl+O", _("Import a plan")),
            ("Ctrl+Z", _("While importing: take back the last correction")),
            ("Ctrl+Enter", _("While importing: confirm")),
        ),
        "inboxPage": (("Ctrl+I", _("Take in bundles")), ("Ctrl+E", _("Write the replies"))),
        "communesPage": (
            ("Enter", _("Open what stands behind the cell")),
            ("Ctrl+G", _("Find a commune or ward")),
            ("Ctrl+S", _("Save the table for Excel")),
        ),
        "reviewPage": (
            ("A, F7", _("Accept")),
            ("R, F8", _("Return, with a comment")),
            ("Ctrl+Enter", _("Send the comment")),
            ("N, F9", _("Next")),
            ("B", _("Before")),
            ("Ctrl+O", _("Open the file in the system's program")),
            ("Ctrl+E", _("Write the replies")),
            *looking,
        ),
    }
    return keys.get(page, ())
