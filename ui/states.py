"""The icon and colour of every state, the same in chips, lists and headers. Words come from the wording."""

from dataclasses import dataclass

from papi_desktop.domain.vocabulary import ImportVerdict, OccurrenceStatus, SyncState
from ui.colours import Ink


@dataclass(frozen=True)
class Mark:
    icon: str
    ink: Ink


_MARKS: dict[OccurrenceStatus | SyncState | ImportVerdict, Mark] = {
    OccurrenceStatus.TODO: Mark("circle", Ink.GREY),
    OccurrenceStatus.DOING: Mark("dots-circle", Ink.BLUE),
    OccurrenceStatus.DONE: Mark("check-circle", Ink.GREEN),
    OccurrenceStatus.OVERDUE: Mark("exclamation-circle", Ink.RED),
    OccurrenceStatus.NOT_APPLICABLE: Mark("minus-circle", Ink.GREY),
    SyncState.LOCAL: Mark("download", Ink.GREY),
    SyncState.SENT: Mark("arrow-right", Ink.BLUE),
    SyncState.RECEIVED: Mark("check", Ink.TEAL),
    SyncState.ACCEPTED: Mark("check-double", Ink.GREEN),
    SyncState.RETURNED: Mark("returned", Ink.PLUM),
    ImportVerdict.IMPORTED: Mark("check", Ink.TEAL),
    ImportVerdict.PARTIAL: Mark("warning", Ink.AMBER),
    ImportVerdict.DUPLICATE: Mark("minus-circle", Ink.GREY),
    ImportVerdict.FORK: Mark("exclamation-circle", Ink.RED),
    ImportVerdict.WAITING: Mark("clock", Ink.AMBER),
    ImportVerdict.REFUSED: Mark("returned", Ink.PLUM),
}


def mark_of(state: OccurrenceStatus | SyncState | ImportVerdict) -> Mark:
    return _MARKS[state]
