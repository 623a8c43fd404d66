"""The bin: evidence rests there for 30 days and can be brought back with its files and links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from db.evidence_list_queries import deleted_with, own_evidence
from db.evidence_queries import attachments_of, living_links
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.services.app import App
from papi_desktop.services.changes import WORK, Changed
from papi_desktop.services.evidence_links import kept_evidence

REST = timedelta(days=30)
"""How long deleted evidence rests in the bin."""


@dataclass(frozen=True)
class BinResult:
    evidence: tuple[UUID, ...]
    changed: Changed = WORK


def delete_evidence(app: App, *, evidence_ids: Sequence[UUID]) -> BinResult:
    """Moves evidence of this office to the bin, with its links and files, in one undoable action. Raises ``RequestError(NOT_FOUND)``."""
    with app.unit_of_work("evidence.delete") as uow:
        for evidence in kept_evidence(uow.session, app, evidence_ids):
            evidence.deleted = True
            for link in living_links(uow.session, app.office.unit, evidence.id):
                link.deleted = True
        for files in attachments_of(uow.session, app.office.unit, evidence_ids).values():
            for attachment in files:
                attachment.deleted = True
        uow.commit()
    return BinResult(tuple(evidence_ids))


def restore_evidence(app: App, *, evidence_ids: Sequence[UUID]) -> BinResult:
    """Brings evidence of this office back from the bin with the links and files it had, in one undoable action.

    Raises ``RequestError(NOT_FOUND)`` when one of them is not in the bin.
    """
    with app.unit_of_work("evidence.restore") as uow:
        found = own_evidence(uow.session, app.office.unit, evidence_ids, binned=True)
        missing = set(evidence_ids) - {evidence.id for evidence in found}
        if missing or not found:
            raise RequestError(Code.NOT_FOUND, what=", ".join(sorted(map(str, missing))))
        for evidence in found:
            for row in (evidence, *deleted_with(uow.session, evidence)):
                row.deleted = False
        uow.commit()
    return BinResult(tuple(evidence_ids))


def days_left(deleted_at: datetime, now: datetime) -> int:
    """Days of rest that remain by the calendar of this place; 0 when they are over."""
    return max(0, (deleted_at.astimezone(now.tzinfo).date() + REST - now.date()).days)
