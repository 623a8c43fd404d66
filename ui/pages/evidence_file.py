"""The middle of the evidence page: the files of the chosen evidence, what was read from them, and where more are dropped."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy

from papi_desktop.domain.vocabulary import AttachmentState
from papi_desktop.services.app import App
from papi_desktop.services.evidence_listing import EvidenceDetail, EvidenceFile
from papi_desktop.wording import moment_text, number_text, size_text
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Jobs
from ui.pages.evidence_rows import evidence_name
from ui.preview import Preview
from ui.theme import GAP
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import IconLabel, Rule, TextLabel

_PREVIEW = QSize(240, 200)
_LAST_FACT = 3


class FileCard(Card):
    """Shows one evidence's files. ``copied`` says that a checksum is on the clipboard."""

    copied = Signal()

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__()
        self._files: tuple[EvidenceFile, ...] = ()
        self.name = ElidedLabel("", TextStyle.CARD_TITLE)
        self.preview = Preview(app, jobs)
        self.preview.setMinimumSize(_PREVIEW)
        self.preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # it takes the room there is
        self.preview.shown.connect(self._show_facts)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(GAP)
        self._facts.setVerticalSpacing(GAP - 4)
        self._facts.setColumnStretch(1, 1)
        self.values = [
            self._fact(row, label) for row, label in enumerate((_("Original file"), _("Taken at"), _("Location"), _("Checksum")))
        ]
        self.copy_button = LinkButton(_("Copy"), "copy")
        self.copy_button.setToolTip(_("Copy the whole checksum"))
        self.copy_button.setAccessibleName(_("Copy the whole checksum"))
        self.copy_button.clicked.connect(self._copy)
        self._facts.addWidget(self.copy_button, _LAST_FACT, 2)
        hint = QHBoxLayout()
        hint.setSpacing(GAP)
        hint.addWidget(IconLabel("drop", Ink.SECONDARY))
        said = TextLabel(
            _("Drop files anywhere on this page to add evidence, or press Ctrl+V to paste a picture."),
            TextStyle.CAPTION,
            Ink.SECONDARY,
            wrap=True,
        )
        said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        hint.addWidget(said, 1)
        self.content.addWidget(self.name)
        self.content.addWidget(self.preview, 1)
        self.content.addWidget(Rule())
        self.content.addLayout(self._facts)
        self.content.addWidget(Rule())
        self.content.addLayout(hint)
        self.show_nothing()

    def show_nothing(self, sentence: str = "") -> None:
        self._files = ()
        self.name.say(sentence or _("No evidence is chosen"))
        self.preview.clear()
        self._show_facts()

    def show_detail(self, detail: EvidenceDetail) -> None:
        """Shows the files; where they are those that are shown already, page and zoom stay."""
        self.name.say(evidence_name(detail.fields.number, detail.fields.abstract, detail.fields.kind), detail.fields.abstract)
        if detail.files != self._files:
            self._files = detail.files
            self.preview.show_files([file.view for file in detail.files])
        self._show_facts()

    def _fact(self, row: int, label: str) -> ElidedLabel:
        self._facts.addWidget(TextLabel(label, TextStyle.CAPTION, Ink.SECONDARY), row, 0)
        value = ElidedLabel("", TextStyle.CAPTION)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts.addWidget(value, row, 1, 1, 1 if row == _LAST_FACT else 2)  # the button stands beside the last
        return value

    def _show_facts(self) -> None:
        file = self._file()
        texts = ["—"] * len(self.values) if file is None else _texts(file)
        for value, text in zip(self.values, texts, strict=True):
            value.say(text)
        self.copy_button.setVisible(file is not None)

    def _file(self) -> EvidenceFile | None:
        number = self.preview.number if self._files else 0
        return self._files[number] if 0 <= number < len(self._files) else None

    def _copy(self) -> None:
        file = self._file()
        if file is not None:
            QGuiApplication.clipboard().setText(file.view.sha256)
            self.copied.emit()


def _texts(file: EvidenceFile) -> list[str]:
    taken = "—" if file.taken_at is None else _("{moment} (read from the photo)").format(moment=moment_text(file.taken_at))
    position = "—"
    if file.latitude is not None and file.longitude is not None:
        figures = f"{number_text(round(file.latitude, 4))} / {number_text(round(file.longitude, 4))}"
        position = _("{place} (read from the photo)").format(place=figures)
    sha = file.view.sha256
    return [
        f"{size_text(file.view.size)}, {file.view.name}{_state(file)}",
        taken,
        position,
        f"{sha[:4]} {sha[4:8]} … {sha[-4:]}",
    ]


def _state(file: EvidenceFile) -> str:
    said = {AttachmentState.DAMAGED: _("damaged"), AttachmentState.THINNED: _("thinned out"), AttachmentState.OWED: _("not here yet")}
    word = said.get(AttachmentState(file.view.state))
    return f" ({word})" if word else ""
