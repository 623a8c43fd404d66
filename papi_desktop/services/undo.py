"""Taking back the last action, one after the other."""

from dataclasses import dataclass

from db.journal import Entry
from db.journal_queries import last_undoable, live_stream, put_back, row_of, stands_as_left
from papi_desktop.domain.errors import Code, RequestError, StorageError
from papi_desktop.services.app import App
from papi_desktop.services.changes import EVERYTHING, Changed
from papi_desktop.services.office_settings import put_settings_back

OFFICE_ACTIONS = ("office.edit", "officer.add", "officer.edit", "officer.active", "officer.at_work", "officer.signatory")
UNDOABLE = (
    "tick",
    "tick.clear",
    "evidence.add",
    "evidence.change",
    "evidence.link",
    "evidence.unlink",
    "evidence.delete",
    "evidence.restore",
    "plan.import",
    "task.officer",
    "task.not_applicable",
    "task.applicable",
    "review",
    "period.set",
    "rule.change",
    "rule.reset",
    *OFFICE_ACTIONS,
)


@dataclass(frozen=True)
class UndoResult:
    """The action that was taken back and how many rows it had changed."""

    action: str
    rows: int
    changed: Changed = EVERYTHING


def last_rev(app: App) -> int:
    """The rev of the newest action that ``undo`` would take back; 0, which no action has, where there is none."""
    with app.read() as session:
        found = last_undoable(session, live_stream(session, app.office.unit).id, UNDOABLE)
    return 0 if found is None else found.rev


def undo(app: App, rev: int | None = None) -> UndoResult:
    """Takes back the newest action that was not taken back yet; the journal keeps both. With ``rev``, only where that is its rev.

    Raises ``RequestError`` NOTHING_TO_UNDO or NOT_NEWEST, or ``StorageError(CONFLICT)`` when a row was changed by something newer
    that cannot be undone.
    """
    with app.unit_of_work("undo") as uow:
        found = last_undoable(uow.session, live_stream(uow.session, app.office.unit).id, UNDOABLE)
        if found is None or found.body is None:
            raise RequestError(Code.NOTHING_TO_UNDO)
        if rev is not None and found.rev != rev:
            raise RequestError(Code.NOT_NEWEST)
        entry = Entry.decode(found.body)
        for change in entry.changes:
            row = row_of(uow.session, change)
            if row is None or not stands_as_left(row, change):
                raise StorageError(Code.CONFLICT)
            put_back(row, change)
        put_settings_back(uow.session, entry.detail)
        uow.undoing(entry.rev)
        uow.note(undoes=entry.rev, undone_action=entry.action)
        uow.commit()
    app.renew_office()
    return UndoResult(entry.action, len(entry.changes))
