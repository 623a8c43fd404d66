"""Between the rows of the tables and the records of a bundle: one mapping for all types, by name."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from db.base import Travelling
from db.journal import python_type, record_type, table_of
from db.journal_queries import streams_of
from db.search import search_text
from db.sync_queries import Incoming, bundles, missing_objects, value_columns
from db.tables import RECORD_TABLES
from papi_desktop.bundle.record_types import VALUES, AnsweredBundle, HeldStream, Receipt
from papi_desktop.bundle.records import Record, encode_record
from papi_desktop.domain.errors import BundleError, Code, RequestError
from papi_desktop.domain.vocabulary import Audience

if TYPE_CHECKING:
    from papi_desktop.services.app import App

SEARCHED = {
    "task": ("text", "target_text", "result_text", "lead_text"),
    "evidence": ("number", "abstract", "place"),
}
"""Columns that the derived ``search`` column folds, by record type."""


def record_of(row: Travelling) -> Record:
    """A row as it travels; a tombstone keeps its values, so that what it named can still be said."""
    kind = record_type(row)
    values = VALUES[kind](**{name: getattr(row, name) for name in value_columns(kind)})
    return Record(
        t=kind,
        id=row.id,
        owner=row.owner,
        stream=row.stream,
        rev=row.rev,
        at=row.changed_at,
        by=row.changed_by,
        deleted=row.deleted,
        v=values,
    )


def must_fit(row: Travelling) -> None:
    """Raises ``RequestError(TOO_LONG)`` for a row that no bundle could carry: it would stop every export from then on."""
    try:
        encode_record(record_of(row))
    except BundleError as error:
        raise RequestError(Code.TOO_LONG) from error


def incoming_of(record: Record) -> Incoming:
    """A record of another unit as column values; it is addressed to nobody beyond this office."""
    kind, table = record.t, table_of(RECORD_TABLES[record.t])
    values: dict[str, Any] = {}
    for name in value_columns(kind) if record.v is not None else ():
        value = getattr(record.v, name)
        column_type = python_type(table, name)
        values[name] = column_type(value) if value is not None and isinstance(value, str) and column_type is not str else value
    if kind in SEARCHED and values:
        values["search"] = search_text(values[name] for name in SEARCHED[kind])
    values |= {
        "owner": record.owner,
        "id": record.id,
        "stream": record.stream,
        "rev": record.rev,
        "changed_at": record.at,
        "changed_by": record.by,
        "deleted": record.deleted,
        "audience": Audience.HOME,
        "audience_unit": None,
    }
    if record.stream is None or record.rev is None:
        raise ValueError(record.t)  # a receipt is no row
    return Incoming(kind, record.id, record.stream, record.rev, values, whole=record.v is not None)


def receipt_record(session: Session, app: "App", peer: UUID) -> Record | None:
    """A receipt to ``peer``: how far its streams are held, the verdict per bundle, the objects missing. ``None`` while nothing came."""
    streams = [stream for stream in streams_of(session, peer) if stream.rev]
    taken = bundles(session, peer=peer, ours=False)
    if not streams and not taken:
        return None
    values = Receipt(
        streams=[HeldStream(stream=stream.id, rev=stream.rev, head=stream.head.hex()) for stream in streams],
        bundles=[AnsweredBundle(id=bundle.id, verdict=bundle.state) for bundle in taken],
        missing=missing_objects(session, peer),
    )
    return Record(
        t="receipt", id=app.ids.new_id(), owner=app.office.unit, stream=None, rev=None, at=app.clock.now(), by=None, deleted=False, v=values
    )
