"""Taking back the last action, one after the other."""

from dataclasses import dataclass

from db.journal import Entry
from db.journal_queries import last_undoable, live_stream, put_back, row_of, stands_as_left
from papi_desktop.domain.errors import Code, RequestError, StorageError
from papi_desktop.services.app import App
from papi_desktop.services.changes import EVERYTHING, Changed

UNDOABLE = ("tick", "tick.clear", "evidence.add", "evidence.delete", "plan.import", "task.officer", "review")


@dataclass(frozen=True)
class UndoResult:
    """The action that was taken back and how many rows it had changed."""

    action: str
    rows: int
    changed: Changed = EVERYTHING


def undo(app: App) -> UndoResult:
    """Takes back the newest action that was not taken back yet; the journal keeps both.

    Raises ``RequestError(NOTHING_TO_UNDO)``, or ``StorageError(CONFLICT)`` when a row was changed by something newer that cannot be undone.
    """
    with app.unit_of_work("undo") as uow:
        found = last_undoable(uow.session, live_stream(uow.session, app.office.unit).id, UNDOABLE)
        if found is None or found.body is None:
            raise RequestError(Code.NOTHING_TO_UNDO)
        entry = Entry.decode(found.body)
        for change in entry.changes:
            row = row_of(uow.session, change)
            if row is None or not stands_as_left(row, change):
                raise StorageError(Code.CONFLICT)
            put_back(row, change)
        uow.undoing(entry.rev)
        uow.note(undoes=entry.rev, undone_action=entry.action)
        uow.commit()
    return UndoResult(entry.action, len(entry.changes))
