"""Changing what the officer said of evidence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from sqlalchemy.orm import Session

from db.evidence_queries import attachments_of, living_links
from db.tables import Evidence
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.text import nfc
from papi_desktop.services.app import App
from papi_desktop.services.changes import WORK, Changed
from papi_desktop.services.evidence import (
    EvidenceFields,
    check_fields,
    details_of_kind,
    known_kind,
    number_warnings,
    search_of,
)
from papi_desktop.services.evidence_links import fit_slot, kept_evidence
from papi_desktop.services.incoming_files import EvidenceWarning

FIELD_NAMES = frozenset(field.name for field in fields(EvidenceFields))
_DETAILS = "details"
_NAMING = ("kind", "number", "issued")


@dataclass(frozen=True)
class ChangeResult:
    """``evidence`` are the ids of those that differ now from what they were; ``warnings`` are never a wall."""

    evidence: tuple[UUID, ...]
    warnings: tuple[EvidenceWarning, ...] = ()
    changed: Changed = WORK


def change_evidence(app: App, *, evidence_ids: Sequence[UUID], values: EvidenceFields, only: Collection[str] = FIELD_NAMES) -> ChangeResult:
    """Gives evidence of this office the fields named by ``only``, in one undoable action; what was sent counts as not sent again.

    Of the ``details`` those that ``values`` names are given, an empty one is taken away, and those that another kind does not have go.
    Raises ``RequestError`` NOT_FOUND, or BAD_VALUE for what ``check_fields`` refuses.
    """
    with app.unit_of_work("evidence.change") as uow:
        changed: list[UUID] = []
        warnings: list[EvidenceWarning] = []
        for evidence in kept_evidence(uow.session, app, evidence_ids):
            before = fields_of(evidence)
            _take(evidence, values, only)
            after = fields_of(evidence)
            if after != before:
                check_fields(after)
                _follow_change(uow.session, app, evidence, before, after)
                changed.append(evidence.id)
                if any(getattr(before, name) != getattr(after, name) for name in _NAMING):
                    warnings += number_warnings(uow.session, evidence)
        uow.commit()
    return ChangeResult(tuple(changed), tuple(warnings))


def fields_of(evidence: Evidence) -> EvidenceFields:
    """What is recorded of ``evidence``."""
    return EvidenceFields(**{name: getattr(evidence, name) for name in FIELD_NAMES})


def _take(evidence: Evidence, values: EvidenceFields, only: Collection[str]) -> None:
    for name in only:
        if name not in FIELD_NAMES:
            raise RequestError(Code.BAD_VALUE, field=name, value="")
        if name == _DETAILS:
            continue
        value = getattr(values, name)
        value = nfc(value.strip()) if isinstance(value, str) else value
        if getattr(evidence, name) != value:
            setattr(evidence, name, value)
    if not {_DETAILS, "kind"}.isdisjoint(only):
        _take_details(evidence, values.details if _DETAILS in only else {})


def _take_details(evidence: Evidence, said: Mapping[str, str]) -> None:
    """``evidence`` has its kind already."""
    own = {field.code for field in known_kind(evidence.kind).fields}
    left = {code: value for code, value in evidence.details.items() if code in own}
    kept = details_of_kind(evidence.kind, left | dict(said))
    if kept != evidence.details:
        evidence.details = kept


def _follow_change(session: Session, app: App, evidence: Evidence, before: EvidenceFields, after: EvidenceFields) -> None:
    """What is derived from the fields: the words it is found by, and the expected results it fills."""
    names = [a.name for a in attachments_of(session, app.office.unit, [evidence.id]).get(evidence.id, ())]
    evidence.search = search_of(after, names)
    if after.kind != before.kind:
        for link in living_links(session, app.office.unit, evidence.id):
            fit_slot(session, evidence, link, before.kind)
