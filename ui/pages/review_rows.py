"""What the review page lists, and how its rows read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from papi_desktop.domain.office_names import paper_name, short_name
from papi_desktop.domain.vocabulary import ReviewState, SyncState
from papi_desktop.services.reviews import QueueRow
from papi_desktop.wording import date_text, kind_text
from resources.i18n import gettext as _
from resources.i18n import pgettext
from ui.colours import Ink
from ui.models.columns import Column
from ui.states import Mark, mark_of

Key = tuple[UUID, UUID]
"""Unit and evidence."""

Wanted = tuple[UUID | None, UUID | None]
"""Unit and evidence that another page leads to: no unit where only the id is known, nothing at all where no evidence is wanted."""


@dataclass(frozen=True)
class ReviewWanted:
    """What another page leads the review page to: the evidence of one unit, or of one dimension, or both.

    ``dimension`` is its key, its number and name as in "1. Tham gia", or the code of an index for tasks of no dimension; ``first`` is
    the evidence to begin with.
    """

    unit_code: str = ""
    dimension: str = ""
    first: Wanted = (None, None)


def evidence_title(kind: str, number: str, abstract: str, place: str) -> str:
    """What an evidence is called on one line: "Thông báo 62/TB-UBND", else its abstract, else its kind and place."""
    if number:
        return f"{kind_text(kind)} {number}"
    line = " ".join(abstract.split())
    return line or f"{kind_text(kind)} {place}".rstrip()


def kind_icon(kind: str) -> str:
    return {"photo": "image", "broadcast_log": "broadcast", "link": "link", "meeting": "person"}.get(kind, "file")


def state_mark(state: ReviewState) -> Mark | None:
    """Icon and colour once it is decided."""
    return {ReviewState.ACCEPTED: mark_of(SyncState.ACCEPTED), ReviewState.RETURNED: mark_of(SyncState.RETURNED)}.get(state)


def unit_text(name: str) -> str:
    """A unit in a narrow column: its place where it is a commune."""
    return paper_name(short_name(name)).place or short_name(name)


def queue_columns() -> list[Column[QueueRow]]:
    """The evidence with its kind, or with the verdict once there is one, and the unit."""
    return [
        Column(
            _("Queue"),
            _title,
            icon=_icon,
            ink=lambda row: Ink.TEXT if (mark := state_mark(row.state)) is None else mark.ink,
            tooltip=_tooltip,
            spoken=lambda row: f"{_title(row)}, {kind_text(row.kind)}",
        ),
        Column(_("Office"), lambda row: unit_text(row.unit_name), ink=lambda _row: Ink.SECONDARY, tooltip=lambda row: row.unit_name),
    ]


def merged(old: Sequence[QueueRow], new: Sequence[QueueRow], kept: Collection[Key]) -> list[QueueRow]:
    """``new`` with the rows of ``old`` that are to stay in sight, each after the row it stood after."""
    rows, present = list(new), {row.key for row in new}
    before: Key | None = None
    for row in old:
        if row.key in kept and row.key not in present:
            place = next((number for number, each in enumerate(rows, 1) if each.key == before), 0)
            rows.insert(place, row)
            present.add(row.key)
        if row.key in present:
            before = row.key
    return rows


def with_state(row: QueueRow, state: ReviewState) -> QueueRow:
    return replace(row, state=state)


def _title(row: QueueRow) -> str:
    title = evidence_title(row.kind, row.number, row.abstract, row.place)
    match row.state:
        case ReviewState.ACCEPTED:
            return pgettext("verdict", "Accepted: {evidence}").format(evidence=title)
        case ReviewState.RETURNED:
            return pgettext("verdict", "Returned: {evidence}").format(evidence=title)
        case ReviewState.PENDING:
            return title


def _icon(row: QueueRow) -> str:
    mark = state_mark(row.state)
    return kind_icon(row.kind) if mark is None else mark.icon


def _tooltip(row: QueueRow) -> str:
    parts = [_title(row), kind_text(row.kind), date_text(row.issued), row.unit_name]
    return ", ".join(part for part in parts if part)
