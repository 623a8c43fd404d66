"""Looking at a file inside the window: photos and the pages of a PDF, with zoom, turning and full view."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App
from papi_desktop.services.tasks import AttachmentView
from resources.i18n import gettext as _
from ui.file_strip import FileStrip
from ui.full_view import FullView
from ui.jobs import Jobs
from ui.no_picture import no_picture, refusal_of
from ui.page_images import DrawnPage, PageImages, Sheet, Source
from ui.theme import GAP
from ui.thumbnails import Thumbnails
from ui.widgets.empty_state import EmptyState
from ui.widgets.page_controls import PageControls
from ui.widgets.page_view import PageView

LOADING_MS = 300
"""How long the picture before may stay while the next one is drawn."""
SIDES = (800, 1600, 2600, 4096)
"""Pages are drawn this long, in pixels: the first that is enough for what is seen of them."""
_LEAST_HEIGHT = 200
_ROOM_FOR_STRIP = 400
"""Pixels of height; below, the strip of files gives its room to the picture."""


class Preview(QWidget):
    """Shows one of the files of an evidence, or a paper just made. Everything is read and drawn in the background.

    Keys while the page that holds it is open (the page binds them to the actions below): PgUp and PgDn turn pages and go on to the
    next file, + and - zoom, 0 fits the page, Space opens the full view and Esc leaves it. Ctrl+R is bound here.
    """

    shown = Signal()
    """What was asked for is on the screen, or the words that say why it cannot be."""
    open_requested = Signal(object)
    """an ``AttachmentView`` that has no picture here and is to be opened in the system's program"""

    def __init__(self, app: App, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files: tuple[AttachmentView, ...] = ()
        self._ahead: AttachmentView | None = None
        self._paper: Source | None = None
        self._editions = 0
        self._number = self._page = 0
        self._pages = 1
        self._turned: dict[str, int] = {}
        self._on_screen: Sheet | None = None
        self._waiting = False
        self._refused: set[Sheet] = set()
        self._full: FullView | None = None
        self._words: EmptyState | None = None
        self.thumbnails = Thumbnails(app, jobs, self)
        self._images = PageImages(app, jobs, self)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LOADING_MS)
        self.view = PageView()
        self.strip = FileStrip(self.thumbnails)
        self.controls = PageControls()
        self._body = QWidget()
        self._lay_out()
        self._connect()
        self.clear()

    def show_files(self, files: Sequence[AttachmentView], number: int | None = None) -> None:
        """Shows ``files[number]``; ``show_file`` moves between them.

        Without a number: the first, or the one being looked at where these are the files that are shown already. What is shown
        already stays as it is, page and zoom included.
        """
        if not files:
            self.clear()
            return
        before, same = self._file, tuple(files) == self._files
        self._files, self._paper = tuple(files), None
        wanted = (self._number if same else 0) if number is None else max(0, min(number, len(files) - 1))
        if not same:
            self.strip.show_files(files)
        if before != self._files[wanted]:
            self._go(wanted, 0)
            return
        self._number = wanted
        self.strip.show_number(wanted)
        self._say_place()
        if not self._waiting:
            self.shown.emit()

    def show_file(self, number: int) -> None:
        if 0 <= number < len(self._files):
            self._go(number, 0)

    def draw_ahead(self, files: Sequence[AttachmentView]) -> None:
        """Draws the beginning of what is likely to be shown next, once nothing is wanted more."""
        self._ahead = files[0] if files and refusal_of(files[0]) is None else None
        self._sharpen()

    def show_paper(self, path: Path, page: int = 0) -> None:
        """Shows a PDF that this program has just made, from ``page`` on, counted from 0, or from the last one where it has fewer."""
        self._editions += 1
        self._files = ()
        self._paper = Source(path=path, edition=self._editions)
        self._go(0, page)

    def clear(self) -> None:
        self._files, self._paper = (), None
        self._number = self._page = 0
        self._pages = 1
        self._images.ask(())
        self._say(EmptyState("evidence", _("No file is chosen")))
        self._say_place()

    @property
    def number(self) -> int:
        """Which of the files is shown, from 0."""
        return self._number

    @property
    def page(self) -> int:
        return self._page

    @property
    def pages(self) -> int:
        return self._pages

    def next_page(self) -> None:
        """On to the next file after the last page."""
        self._move(1)

    def previous_page(self) -> None:
        """Back to the last page of the file before."""
        self._move(-1)

    def zoom_in(self) -> None:
        self.view.zoom_in()

    def zoom_out(self) -> None:
        self.view.zoom_out()

    def fit(self) -> None:
        self.view.fit()

    def turn(self) -> None:
        """A quarter to the right."""
        file = self._file
        if file is not None and self._on_screen is not None:
            self._turned[file.sha256] = (self._turned.get(file.sha256, 0) + 90) % 360
            self._want()

    def full_view(self) -> None:
        if self._full is not None or (self._file is None and self._paper is None):
            return
        focus = self.window().focusWidget()
        self._full = FullView(self._body, self._keys(), self)
        self._full.finished.connect(lambda: self._take_back(focus))
        self.controls.full.hide()
        self._say_place()
        self._full.show()
        self.view.setFocus()

    def leave_full_view(self) -> bool:
        """False when it is not open."""
        if self._full is None:
            return False
        self._full.reject()
        return True

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.controls.minimumSizeHint().width(), _LEAST_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._show_strip()

    def _lay_out(self) -> None:
        self._stage = QStackedWidget()
        self._stage.addWidget(self.view)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._stage, 1)
        column.addWidget(self.strip)
        column.addWidget(self.controls)
        self._home = QVBoxLayout(self)
        self._home.setContentsMargins(0, 0, 0, 0)
        self._home.addWidget(self._body)

    def _connect(self) -> None:
        controls = self.controls
        controls.previous_requested.connect(self.previous_page)
        controls.next_requested.connect(self.next_page)
        controls.zoom_in_requested.connect(self.zoom_in)
        controls.zoom_out_requested.connect(self.zoom_out)
        controls.fit_requested.connect(self.fit)
        controls.turn_requested.connect(self.turn)
        controls.full_view_requested.connect(self._toggle_full_view)
        self.strip.chosen.connect(self.show_file)
        self.view.zoomed.connect(self._sharpen)
        self.view.double_clicked.connect(self._toggle_full_view)
        self._images.drawn.connect(self._take)
        self._images.failed.connect(self._fail)
        self._late.timeout.connect(self._say_loading)
        QShortcut(QKeySequence("Ctrl+R"), self._body).activated.connect(self.turn)

    def _keys(self) -> dict[str, Callable[[], object]]:
        return {
            "PgUp": self.previous_page,
            "PgDown": self.next_page,
            "+": self.zoom_in,
            "=": self.zoom_in,
            "-": self.zoom_out,
            "0": self.fit,
            "Space": self.leave_full_view,
        }

    @property
    def _file(self) -> AttachmentView | None:
        return self._files[self._number] if self._files else None

    def _sheet(self, number: int, page: int, side: int) -> Sheet:
        if self._paper is not None:
            return Sheet(self._paper, page, side)
        file = self._files[number]
        return Sheet(Source(file.sha256, file.media_type), page, side, self._turned.get(file.sha256, 0))

    def _is_current(self, sheet: Sheet) -> bool:
        shows = self._paper is not None or bool(self._files)
        return shows and sheet == self._sheet(self._number, self._page, sheet.side)

    def _step(self, by: int) -> tuple[int, int] | None:
        """File and page one step on, or back; None at the ends."""
        if 0 <= self._page + by < self._pages:
            return self._number, self._page + by
        number = self._number + by
        if not 0 <= number < len(self._files):
            return None
        return number, 0 if by > 0 else (self._files[number].pages or 1) - 1

    def _move(self, by: int) -> None:
        step = self._step(by)
        if step is None:
            return
        if step[0] == self._number:
            self._page = step[1]
            self._want()
        else:
            self._go(*step)

    def _go(self, number: int, page: int) -> None:
        self._number, self._page = number, page
        self._pages = 1 if self._file is None else self._file.pages or 1
        self._refused.clear()
        self.strip.show_number(number)
        self._want()

    def _want(self) -> None:
        """Shows the page at once where it has been drawn ahead, else asks for it."""
        self._say_place()
        file = self._file
        refusal = None if file is None else refusal_of(file)
        if refusal is not None:
            self._images.ask(())
            self._explain(refusal)
            return
        sheet = self._sheet(self._number, self._page, _enough(self.view.room_side))
        found = self._images.find(sheet)
        self._waiting = True
        if found is not None:
            self._take(sheet, found)
        else:
            self._late.start()
            self._images.ask((sheet,))

    def _take(self, sheet: Sheet, drawn: DrawnPage) -> None:
        if not self._is_current(sheet):
            return
        same_page = self._on_screen is not None and replace(self._on_screen, side=sheet.side) == sheet
        self._page, self._pages = drawn.page, drawn.pages
        self._on_screen = replace(sheet, page=drawn.page)
        self._stage.setCurrentWidget(self.view)
        (self.view.sharpen if same_page else self.view.show_image)(drawn.image)
        self._stop_waiting()
        self._say_place()
        self._sharpen()
        if not same_page:
            self.shown.emit()

    def _fail(self, sheet: Sheet, error: PapiError) -> None:
        self._refused.add(sheet)
        if self._waiting and self._is_current(sheet):
            self._explain(error)
        else:
            self._sharpen()

    def _sharpen(self) -> None:
        """Asks for more pixels where they would be seen, and for the pages on either side."""
        if not self._waiting:
            self._images.ask(sheet for sheet in self._useful() if sheet not in self._refused)

    def _useful(self) -> Iterator[Sheet]:
        shown, image = self._on_screen, self.view.image
        if shown is not None:
            side = _enough(self.view.side)
            if side > shown.side and max(image.width(), image.height()) >= shown.side:  # a small photo has no more
                yield replace(shown, side=side)
        for step in filter(None, (self._step(1), self._step(-1))):
            if self._paper is not None or refusal_of(self._files[step[0]]) is None:
                yield self._sheet(*step, _enough(self.view.room_side))
        if self._ahead is not None:
            source = Source(self._ahead.sha256, self._ahead.media_type)
            yield Sheet(source, 0, _enough(self.view.room_side), self._turned.get(self._ahead.sha256, 0))

    def _stop_waiting(self) -> None:
        self._waiting = False
        self._late.stop()

    def _say_loading(self) -> None:
        self._show_words(EmptyState("image", _("Reading the file…")))

    def _explain(self, error: PapiError) -> None:
        self._say(no_picture(self._file, error, self.open_requested.emit))
        self._sharpen()
        self.shown.emit()

    def _say(self, words: EmptyState) -> None:
        """Words in place of the picture, for good."""
        self._stop_waiting()
        self._show_words(words)

    def _show_words(self, words: EmptyState) -> None:
        old, self._words, self._on_screen = self._words, words, None
        self._stage.addWidget(words)
        self._stage.setCurrentWidget(words)
        if old is not None:
            self._stage.removeWidget(old)
            old.deleteLater()
        self._say_place()

    def _say_place(self) -> None:
        file, paper = self._file, self._paper
        name = file.name if file is not None else "" if paper is None or paper.path is None else paper.path.name
        whole = self.controls.say_place((self._number, len(self._files)), (self._page, self._pages), name)
        self.controls.set_ends(first=self._step(-1) is None, last=self._step(1) is None)
        self.controls.set_drawn(drawn=self._on_screen is not None, turns=self._paper is None)
        self.view.setAccessibleName(whole)
        if self._full is not None:
            self._full.say_title(name)
        self._show_strip()

    def _show_strip(self) -> None:
        self.strip.setVisible(len(self._files) > 1 and (self._full or self).height() >= _ROOM_FOR_STRIP)

    def _toggle_full_view(self) -> None:
        if not self.leave_full_view():
            self.full_view()

    def _take_back(self, focus: QWidget | None) -> None:
        full, self._full = self._full, None
        self._home.addWidget(self._body)
        self._body.show()
        self.controls.full.show()
        self._show_strip()
        if full is not None:
            full.deleteLater()
        if focus is not None:
            focus.setFocus()


def _enough(side: int) -> int:
    """The smallest of ``SIDES`` that is as good as ``side`` pixels."""
    return next((each for each in SIDES if each >= side * 0.9), SIDES[-1])
