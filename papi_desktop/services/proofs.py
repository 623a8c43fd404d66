"""What was kept of bundles taken in: tag files, seal, journal digests and records, by content in the object store."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from db.sync_queries import proof_hashes
from papi_desktop.bundle.journal import parse_digests
from papi_desktop.bundle.layout import BAG_INFO, JOURNAL, RECORDS, BundleInfo, parse_bag_info
from papi_desktop.bundle.records import Record, decode_records, gunzip
from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.services.app import App


def kept_file(session: Session, app: App, bundle: UUID, name: str) -> bytes:
    """Bytes of a kept file of a bundle. Raises ``StorageError(DATA_DAMAGED)`` where it is gone."""
    sha256 = proof_hashes(session, bundle).get(name, "")
    if not app.store.has(sha256):
        raise StorageError(Code.DATA_DAMAGED, what=f"{bundle} {name}")
    with app.store.open(sha256) as file:
        return file.read()


def kept_info(session: Session, app: App, bundle: UUID) -> BundleInfo:
    return parse_bag_info(kept_file(session, app, bundle, BAG_INFO))


def kept_digests(session: Session, app: App, bundle: UUID) -> tuple[bytes, ...]:
    return parse_digests(kept_file(session, app, bundle, JOURNAL))


def kept_records(session: Session, app: App, bundle: UUID) -> Iterator[Record]:
    return decode_records(gunzip(kept_file(session, app, bundle, RECORDS)))
