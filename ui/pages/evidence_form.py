"""What the officer says of one evidence. It saves by itself and keeps what was typed until it is recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, cast
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.domain.progress import Finding, FindingCode, Level
from papi_desktop.domain.vocabulary import SyncState
from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields
from papi_desktop.services.evidence_editing import ChangeResult, change_evidence
from papi_desktop.services.evidence_listing import EvidenceDetail, is_kept
from papi_desktop.wording import finding_text, sync_text, warning_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.jobs import Ending, Jobs
from ui.pages import evidence_fields as make
from ui.pages.evidence_drafts import Drafts
from ui.pages.evidence_fields import FormField, Raw
from ui.pages.evidence_kind_fields import KindRows, names_of, uncountable
from ui.reading import TypedError
from ui.states import mark_of
from ui.theme import GAP
from ui.widgets.chip import Chip
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.fields import TextField
from ui.widgets.form import Form
from ui.widgets.labels import IconLabel, Rule, TextLabel
from ui.widgets.verdict_line import Severity, Verdict, VerdictLine

PAUSE_MS = 1500
"""What is typed is saved after so long a pause, and whenever a field is left."""
_POSTING = "posting"
_SPAN = ("posted_from", "posted_to")
_ABSTRACT_LINES = 3


class EvidenceForm(QWidget):
    """Shows one evidence. ``changed`` carries what a save changed, ``failed`` the ``PapiError`` of one that could not be."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__()
        self._app, self._jobs = app, jobs
        self._detail: EvidenceDetail | None = None
        self._drafts = Drafts()
        self._aside: dict[UUID, dict[str, Raw]] = {}
        """What stood in fields that the kind chosen since does not have: it comes back with its kind."""
        self._filling = False
        self.chip = Chip("", "download", Ink.GREY)
        self.state_icon, self.state = IconLabel("save", Ink.GREEN), TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self._make_fields()
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._save_in_pause)
        self._say_state()

    @property
    def evidence(self) -> UUID | None:
        return None if self._detail is None else self._detail.id

    def show_detail(self, detail: EvidenceDetail) -> None:
        """Shows ``detail``. Of the evidence that is shown already, a field somebody types in keeps text and cursor."""
        same = self.evidence == detail.id
        if not same and self._detail is not None:  # what is wrong there is said when it is shown again
            self._pause.stop()
            self._send(self._detail.id)
        typed = self._drafts.of(detail.id)
        self._detail = detail = _of_kind(detail, str(typed.get("kind", detail.fields.kind)))
        self._filling = True
        for field in self.fields:
            value = make.value_in(detail.fields, field.name)
            wanted = typed.get(field.name, field.shown(value))
            if field.raw() != wanted and not (same and field.widget.hasFocus() and field.means(value)):
                field.put(wanted)
        self._filling = False
        mark = mark_of(detail.sync)
        self.chip.set_state(sync_text(detail.sync), mark.icon, mark.ink)
        self._say_comment(detail)
        self._show_rows()
        self._say_notes(wrong_too=True)
        self._say_state()

    def save(self) -> None:
        """Records what was typed and can be meant; what cannot is said under its field and stays there as a draft."""
        self._pause.stop()
        if self._detail is not None:
            self._say_notes(wrong_too=True)
            self._send(self._detail.id)

    def save_all(self) -> None:
        """Records what waits, of other evidence too, as after a write that failed."""
        self.save()
        for evidence in self._drafts.waiting():
            self._send(evidence)

    def put_away(self) -> str:
        """Saves, and names what cannot be saved as it is."""
        self.save_all()
        left, failed = self._drafts.left(), self._drafts.failed()
        wrong = ngettext(
            "{count} field cannot be recorded as it stands, such as a date that does not exist; everything else is recorded.",
            "{count} fields cannot be recorded as they stand, such as dates that do not exist; everything else is recorded.",
            left,
        )
        unsaved = ngettext(
            "{count} field could not be saved when it was last tried; what was typed is kept in the form.",
            "{count} fields could not be saved when they were last tried; what was typed is kept in the form.",
            failed,
        )
        return " ".join(text.format(count=count) for text, count in ((unsaved, failed), (wrong, left)) if count)

    def settle_drafts(self) -> None:
        """Drops what was typed of evidence that went to the bin, or is gone, by another way than this page's."""
        waiting = self._drafts.waiting()
        if waiting:
            self._jobs.read(_gone, self._app, waiting, on_done=self.forget_drafts)

    def forget_drafts(self, evidence: Iterable[UUID]) -> None:
        """They are in the bin or gone: nothing more can be recorded of them."""
        for each in evidence:
            self._drafts.forget(each)
            self._aside.pop(each, None)
        self._say_state()

    def forget(self) -> None:
        """Nothing is shown any more."""
        self.save()
        self._detail = None

    def enter(self) -> None:
        self.kind.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.FocusOut:
            self.save()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _undoes_nothing(watched, event):
            event.ignore()  # Ctrl+Z then takes back the last action, not the last letter
            return True
        return super().eventFilter(watched, event)

    def _make_fields(self) -> None:
        self.kind = make.kind_choice()
        self.number, self.issued, self.place = TextField(), make.date_field(), TextField()
        self.posted_from, self.posted_to = make.date_field(), make.date_field()
        self.abstract = make.text_area(_ABSTRACT_LINES)
        for text in (self.number, self.place):
            text.setAcceptDrops(False)  # files dropped here become evidence

    def _lay_out(self) -> None:
        self._form = form = Form()
        form.setVerticalSpacing(GAP - 2)
        note = form.add_field
        common = (
            make.choice("kind", self.kind, note(_("Kind"), self.kind)),
            make.line("number", self.number, note(_("Number and symbol"), self.number)),
            make.day("issued", self.issued, note(_("Date"), self.issued)),
            make.words("abstract", self.abstract, note(_("Abstract"), self.abstract)),
            make.line("place", self.place, note(_("Place"), self.place)),
            make.day("posted_from", self.posted_from, note(_("Posted from"), self.posted_from)),
            make.day("posted_to", self.posted_to, note(_("Posted to"), self.posted_to)),
        )
        self.kind_rows = KindRows(form)
        self.personal = QCheckBox(_("Holds personal data"))
        self.personal.setToolTip(_("Leaves this computer only encrypted."))
        self.fields = (*common, *self.kind_rows.fields, make.mark("personal_data", self.personal, FieldNote(self.personal)))
        form.addWidget(self.personal, form.rowCount(), 1)
        self._comment = QVBoxLayout()
        self._comment_line: VerdictLine | None = None
        self._comment.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        head = QHBoxLayout()
        head.addWidget(TextLabel(_("About the evidence"), TextStyle.CARD_TITLE))
        head.addStretch(1)
        head.addWidget(self.chip)
        column.addLayout(head)
        column.addWidget(Rule())
        column.addLayout(self._comment)
        column.addLayout(form)
        for field in self.fields:
            field.widget.installEventFilter(self)
            _edited_signal(field.widget).connect(partial(self._edited, field))
            if isinstance(field.widget, QLineEdit):
                field.widget.returnPressed.connect(self.save)

    def _edited(self, field: FormField, *_value: object) -> None:
        if self._filling or self._detail is None:
            return
        if field.means(make.value_in(self._detail.fields, field.name)) and not self._drafts.is_under_way(self._detail.id, field.name):
            self._drafts.drop(self._detail.id, field.name)  # typed and taken back: nothing that could overwrite a later change
        else:
            self._drafts.keep(self._detail.id, field.name, field.raw())
        if field.widget is self.kind:
            self._change_kind(self._detail)
        if field.widget in {self.kind, self.personal}:
            self.save()
            return
        self._say_state()
        self._pause.start()

    def _change_kind(self, detail: EvidenceDetail) -> None:
        """Fields that the kind in the form does not have give up what stood in them, and get it back with their kind."""
        kind = self.kind.currentData()
        own, aside = names_of(kind), self._aside.setdefault(detail.id, {})
        self._filling = True
        for field in self.kind_rows.fields:
            if field.name in own and field.name in aside:
                field.put(aside.pop(field.name))
                self._drafts.keep(detail.id, field.name, field.raw())
            elif field.name not in own and field.raw():
                aside[field.name] = field.raw()
                field.put("")
            if field.name not in own:
                self._drafts.drop(detail.id, field.name)
        self._filling = False
        self._detail = _of_kind(detail, kind)
        self._show_rows()

    def _save_in_pause(self) -> None:
        """Somebody still in the middle of a date is not told that it is none."""
        if self._detail is not None:
            self._say_notes(wrong_too=False)
            self._send(self._detail.id)

    def _send(self, evidence: UUID) -> None:
        """Records what was typed of an evidence, as far as it can be meant and is not being recorded.

        Once the window is closing nothing more is begun: what is left then stays a draft.
        """
        if self._jobs.stopping:
            return
        before = self._detail.fields if self._detail is not None and self._detail.id == evidence else None
        typed = dict(self._drafts.of(evidence))
        meant = {name: self._field(name).meant(raw) for name, raw in typed.items() if self._field(name).is_meant(raw)}
        for name in [name for name, value in meant.items() if before is not None and value == make.value_in(before, name)]:
            if not self._drafts.is_under_way(evidence, name):
                self._drafts.drop(evidence, name)
                del meant[name]
        if not _is_span(before, meant):
            meant = {name: value for name, value in meant.items() if name not in _SPAN}
        held = uncountable(before, meant)
        meant = {name: value for name, value in meant.items() if name not in held}
        sent = {name: typed[name] for name in meant if not self._drafts.is_under_way(evidence, name, typed[name])}
        if sent:
            self._drafts.send(evidence, sent)
            values = {name: meant[name] for name in sent}
            said, only = make.asked(values)
            self._jobs.run(
                change_evidence,
                self._app,
                title=_("Saving"),
                evidence_ids=[evidence],
                values=said,
                only=only,
                on_done=partial(self._saved, evidence, sent, values),
                on_error=partial(self._refused, evidence),
            ).ended.connect(partial(self._ended, evidence, sent))
        self._say_state()

    def _saved(self, evidence: UUID, sent: Mapping[str, Raw], values: Mapping[str, Any], result: ChangeResult) -> None:
        self._drafts.recorded(evidence, sent)
        if self._detail is not None and self._detail.id == evidence:
            self._detail = replace(self._detail, fields=make.with_values(self._detail.fields, values))
            self._say_notes(wrong_too=False)
        if self._drafts.failed():  # writing works again
            self.save_all()
        if result.evidence:
            self.changed.emit(result.changed)

    def _refused(self, evidence: UUID, error: PapiError) -> None:
        if error.code is Code.NOT_FOUND:
            self._drafts.forget(evidence)
        self.failed.emit(error)

    def _ended(self, evidence: UUID, sent: Mapping[str, Raw], ending: Ending) -> None:
        self._drafts.end(evidence, sent, failed=ending is not Ending.DONE)
        self._say_state()

    def _field(self, name: str) -> FormField:
        return next(field for field in self.fields if field.name == name)

    def _say_notes(self, *, wrong_too: bool) -> None:
        """What the fields mean, where that is worth a word. A field left wrong says why; one being typed in does not yet."""
        days: dict[str, date | None] = {}
        for field in self.fields:
            try:
                value = field.meant(field.raw())
            except TypedError as error:
                if wrong_too or not field.widget.hasFocus():
                    field.note.say(NoteKind.PROBLEM, str(error))
                continue
            field.note.clear()
            if isinstance(value, date):
                days[field.name] = value
        if self._detail is not None and "issued" in days and days["issued"] == _photo_day(self._detail):
            self._field("issued").note.say(NoteKind.SOURCE, _("Read from the photo."))
        self._say_repeated()
        self.kind_rows.say_counts(wrong_too=wrong_too)
        first, last = days.get("posted_from"), days.get("posted_to")
        if first is not None and last is not None:
            self._say_span(first, last)

    def _say_repeated(self) -> None:
        """That the number is given already, as long as what this was found for stands in the form."""
        if self._detail is None:
            return
        said = self._detail.fields
        if all(self._field(name).means(make.value_in(said, name)) for name in ("kind", "number", "issued")):
            for warning in self._detail.warnings:
                self._field("number").note.say(NoteKind.WARNING, warning_text(warning.code, warning.params))

    def _say_span(self, first: date, last: date) -> None:
        note = self._field("posted_to").note
        if last < first:
            note.say(NoteKind.PROBLEM, _("The posting cannot end before it begins."))
            return
        count = (last - first).days + 1
        note.say(
            NoteKind.SOURCE,
            ngettext("{count} day, first and last included", "{count} days, first and last included", count).format(count=count),
        )

    def _say_comment(self, detail: EvidenceDetail) -> None:
        if self._comment_line is not None:
            self._comment_line.hide()
            self._comment_line.deleteLater()
            self._comment_line = None
        if detail.sync is SyncState.RETURNED:
            finding = Finding(FindingCode.RETURNED, Level.BAD, {"comment": detail.comment})
            self._comment_line = VerdictLine(Verdict(Severity.BAD, finding_text(finding)))
            self._comment.addWidget(self._comment_line)

    def _say_state(self) -> None:
        typed = bool(self._detail is not None and self._drafts.of(self._detail.id))
        if self._drafts.failed(self.evidence) and typed:
            self._state("exclamation-circle", Ink.RED, _("Not saved yet; what was typed is kept here."))
        elif typed and not self._pause.isActive() and self.evidence is not None and self._drafts.left(self.evidence):
            self._state("warning", Ink.AMBER, _("A field waits to be mended; the rest is saved."))
        elif typed:
            self._state("edit", Ink.SECONDARY, _("Saving after a pause…"))
        else:
            self._state("save", Ink.GREEN, _("Saves by itself"))

    def _state(self, icon_name: str, ink: Ink, text: str) -> None:
        self.state_icon.set_icon(icon_name, ink)
        self.state.setText(text)
        self.state.set_ink(Ink.SECONDARY if ink is Ink.GREEN else ink)

    def _show_rows(self) -> None:
        """Each kind shows its own fields. A posting has its days besides; other kinds show those that somebody entered."""
        self.kind_rows.show_kind(self.kind.currentData())
        for field in (self.posted_from, self.posted_to):
            self._form.set_field_visible(field, visible=self.kind.currentData() == _POSTING or bool(field.text()))


def _gone(app: App, evidence: Iterable[UUID]) -> list[UUID]:
    return [each for each in evidence if not is_kept(app, evidence_id=each, binned=False)]


def _edited_signal(widget: QWidget) -> Any:
    """What says that a person changed the widget."""
    if isinstance(widget, QLineEdit):
        return widget.textEdited
    if isinstance(widget, QPlainTextEdit):
        return widget.textChanged
    return widget.clicked if isinstance(widget, QCheckBox) else cast("Any", widget).activated


def _undoes_nothing(field: QObject, event: QKeyEvent) -> bool:
    if not event.matches(QKeySequence.StandardKey.Undo):
        return False
    if isinstance(field, QLineEdit):
        return not field.isUndoAvailable()
    return isinstance(field, QPlainTextEdit) and not field.document().isUndoAvailable()


def _is_span(before: EvidenceFields | None, meant: Mapping[str, Any]) -> bool:
    """Whether the posting would not end before it begins."""
    first, last = (meant.get(name, None if before is None else getattr(before, name)) for name in _SPAN)
    return first is None or last is None or first <= last


def _of_kind(detail: EvidenceDetail, kind: str) -> EvidenceDetail:
    """``detail`` as it is once it is recorded as of that kind: of the fields of a kind, only those it has are left."""
    own = names_of(kind)
    details = {name: value for name, value in detail.fields.details.items() if name in own}
    return replace(detail, fields=replace(detail.fields, details=details))


def _photo_day(detail: EvidenceDetail) -> date | None:
    """The day the first photo was taken, by the clock of this place."""
    days = [file.taken_at.astimezone().date() for file in detail.files if file.taken_at is not None]
    return min(days, default=None)
