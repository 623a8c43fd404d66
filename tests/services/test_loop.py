"""The loop between two offices: sent is not received, received is not accepted, and nothing new gives no bundle."""

from pathlib import Path

import pytest

from papi_desktop.domain.errors import BundleError, Code, KeyringError
from papi_desktop.domain.vocabulary import ImportVerdict, ReviewVerdict, SyncState
from papi_desktop.services.app import App, open_app
from papi_desktop.services.bin import delete_evidence
from papi_desktop.services.bundles import list_bundles
from papi_desktop.services.checking import check
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.receiving import import_bundles, verify_bundles
from papi_desktop.services.reviews import list_reviews, review_evidence
from papi_desktop.services.sending import export_bundles, preview_export, write_replies
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.services.ticks import tick_occurrence


def record(app: App, file: Path, *, number: str = "01/TB-UBND", personal_data: bool = False) -> None:
    row = list_occurrences(app).rows[0]
    add_evidence(app, task_ids=[row.id], fields=EvidenceFields(kind="thong_bao", number=number, personal_data=personal_data), files=[file])


def evidence_state(app: App) -> list[SyncState]:
    return [view.sync for view in list_evidence(app)]


@pytest.mark.parametrize("plain", [False, True])
def test_the_loop_closes(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path, plain: bool) -> None:
    record(commune, sample_files["pdf"])
    tick_occurrence(commune, occurrence_id=list_occurrences(commune).rows[0].id)
    assert evidence_state(commune) == [SyncState.LOCAL]

    written = export_bundles(commune, out=tmp_path / "usb", plain=plain).bundles
    assert [bundle.objects for bundle in written] == [1]
    assert evidence_state(commune) == [SyncState.SENT]
    assert [row.state for row in list_bundles(commune)] == ["sent"]

    result = import_bundles(authority, paths=[tmp_path / "usb"])
    assert [file.verdict for file in result.files] == [ImportVerdict.IMPORTED]
    assert result.files[0].new["evidence"] == 1
    assert result.files[0].missing == ()
    assert len(list_occurrences(authority).rows) == len(list_occurrences(commune).rows)
    item = list_reviews(authority)[0]
    assert item.number == "01/TB-UBND"

    review_evidence(authority, evidence_id=item.id, verdict=ReviewVerdict.RETURNED, comment="Đề nghị bổ sung ngày niêm yết.")
    assert len(write_replies(authority, out=tmp_path / "reply", plain=plain).bundles) == 1
    taken = import_bundles(commune, paths=[tmp_path / "reply"]).files[0]
    assert taken.new["review"] == 1
    assert evidence_state(commune) == [SyncState.RETURNED]
    assert list_evidence(commune)[0].comment == "Đề nghị bổ sung ngày niêm yết."
    assert list_occurrences(commune).returned == 1

    review_evidence(authority, evidence_id=item.id, verdict=ReviewVerdict.ACCEPTED)
    write_replies(authority, out=tmp_path / "reply2", plain=plain)
    assert import_bundles(commune, paths=[tmp_path / "reply2"]).files[0].changed == {"review": 1}
    assert evidence_state(commune) == [SyncState.ACCEPTED]
    assert [row.state for row in list_bundles(commune) if row.ours] == ["accepted"]
    for app in (commune, authority):
        assert check(app).problems == ()


def test_a_receipt_alone_makes_sent_received(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    record(commune, sample_files["pdf"])
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])
    assert len(write_replies(authority, out=tmp_path / "reply").bundles) == 1
    import_bundles(commune, paths=[tmp_path / "reply"])
    assert evidence_state(commune) == [SyncState.RECEIVED]
    assert export_bundles(commune, out=tmp_path / "usb").bundles == (), "a receipt taken in is no news to send"
    again = write_replies(authority, out=tmp_path / "reply").bundles
    assert [bundle.records for bundle in again] == [1], "what no receipt has confirmed (its own unit row) is sent again, as to a lost stick"


def test_an_export_before_the_receipt_sends_records_again_but_not_the_files(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    record(commune, sample_files["pdf"])
    first = export_bundles(commune, out=tmp_path / "one").bundles[0]
    record(commune, sample_files["photo"], number="02/TB-UBND")
    second = export_bundles(commune, out=tmp_path / "two").bundles[0]
    assert (first.objects, second.objects, second.sequence) == (1, 1, 2)
    assert second.records > first.records

    lost_first = import_bundles(authority, paths=[tmp_path / "two"]).files[0]
    assert lost_first.verdict is ImportVerdict.IMPORTED
    assert len(lost_first.missing) == 1, "the file of the first bundle never came"
    assert sorted(a.state for view in list_evidence(authority) for a in view.attachments) == ["here", "owed"]
    write_replies(authority, out=tmp_path / "reply")
    import_bundles(commune, paths=[tmp_path / "reply"])
    assert sorted(evidence_state(commune)) == [SyncState.RECEIVED, SyncState.SENT], "a missing file is not received"

    healing = export_bundles(commune, out=tmp_path / "three").bundles[0]
    assert (healing.objects, healing.records) == (1, 0)
    assert import_bundles(authority, paths=[tmp_path / "three"]).files[0].missing == ()
    write_replies(authority, out=tmp_path / "reply2")
    import_bundles(commune, paths=[tmp_path / "reply2"])
    assert evidence_state(commune) == [SyncState.RECEIVED, SyncState.RECEIVED]


def test_a_known_bundle_is_a_no_op_that_still_delivers_what_is_owed(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    record(commune, sample_files["pdf"])
    export_bundles(commune, out=tmp_path / "one")
    export_bundles(commune, out=tmp_path / "two")
    import_bundles(authority, paths=[tmp_path / "two"])
    late = import_bundles(authority, paths=[tmp_path / "one"]).files[0]
    assert (late.verdict, late.objects, late.missing) == (ImportVerdict.IMPORTED, 1, ())
    again = import_bundles(authority, paths=[tmp_path / "one"]).files[0]
    assert (again.verdict, again.new, again.changed, again.objects) == (ImportVerdict.DUPLICATE, {}, {}, 0)


def test_a_gap_waits_and_closes_in_any_order(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    record(commune, sample_files["pdf"])
    export_bundles(commune, out=tmp_path / "one")
    import_bundles(authority, paths=[tmp_path / "one"])
    write_replies(authority, out=tmp_path / "reply")
    import_bundles(commune, paths=[tmp_path / "reply"])
    record(commune, sample_files["photo"], number="02/TB-UBND")
    export_bundles(commune, out=tmp_path / "two")

    with open_app(_fresh_authority(authority, tmp_path), keys=authority.keys) as empty:
        waiting = import_bundles(empty, paths=[tmp_path / "two"]).files[0]
        assert (waiting.verdict, waiting.error and waiting.error.code) == (ImportVerdict.WAITING, Code.GAP)
        assert len(waiting.open) == 1
        assert import_bundles(empty, paths=[tmp_path / "two"]).files[0].verdict is ImportVerdict.WAITING
        assert list_evidence(empty) == ()
        closing = import_bundles(empty, paths=[tmp_path / "one"]).files[0]
        assert closing.verdict is ImportVerdict.IMPORTED
        assert closing.new["evidence"] == 2, "the bundle that waited is applied with the one that closes the gap"
        assert {row.state for row in list_bundles(empty)} == {"imported"}
        assert check(empty).problems == ()


def _fresh_authority(authority: App, tmp_path: Path) -> Path:
    """The authority as it was before it took anything in: a receiver that has lost its data."""
    import shutil

    home = tmp_path / "fresh"
    template = authority.home.parent / "authority"
    shutil.copytree(template, home, ignore=shutil.ignore_patterns("papi.lock*", "*-wal", "*-shm", "incoming"))
    import sqlite3

    with sqlite3.connect(home / "papi.db") as database:
        database.execute("PRAGMA foreign_keys=OFF")
        own = database.execute("select value from setting where key='unit'").fetchone()[0].strip('"').replace("-", "")
        for table in ("bundle_proof", "delivery", "bundle", "holding", "peer_position"):
            database.execute(f"delete from {table}")
        database.execute("delete from journal_entry where stream_id in (select id from stream where unit <> ?)", (own,))
        for (table,) in database.execute("select name from sqlite_master where type='table'").fetchall():
            columns = {row[1] for row in database.execute(f"pragma table_info({table})")}
            if "owner" in columns:
                database.execute(f"delete from {table} where owner <> ?", (own,))
        database.execute("delete from stream where unit <> ?", (own,))
    database.close()
    return home


def test_personal_data_leaves_only_encrypted(commune: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    record(commune, sample_files["pdf"], personal_data=True)
    with pytest.raises(BundleError) as refused:
        export_bundles(commune, out=tmp_path / "usb", plain=True)
    assert refused.value.code is Code.PERSONAL_DATA
    assert list((tmp_path / "usb").iterdir()) == []
    assert len(export_bundles(commune, out=tmp_path / "usb").bundles) == 1


def test_personal_data_does_not_leave_plain_as_a_file_sent_again_or_as_a_tombstone(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    record(commune, sample_files["pdf"], personal_data=True)
    lost = export_bundles(commune, out=tmp_path / "lost").bundles[0]
    record(commune, sample_files["photo"], number="02/TB-UBND")
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])
    write_replies(authority, out=tmp_path / "reply")
    import_bundles(commune, paths=[tmp_path / "reply"])
    assert lost.objects == 1
    with pytest.raises(BundleError) as refused:
        export_bundles(commune, out=tmp_path / "plain", plain=True)
    assert refused.value.code is Code.PERSONAL_DATA, "only the file is owed, and it is personal data"

    secret = next(view for view in list_evidence(commune) if view.personal_data)
    delete_evidence(commune, evidence_ids=[secret.id])
    with pytest.raises(BundleError) as refused:
        export_bundles(commune, out=tmp_path / "plain", plain=True)
    assert refused.value.code is Code.PERSONAL_DATA, "a tombstone still says what it was"
    assert not list((tmp_path / "plain").iterdir())


def test_locked_keys_write_nothing(template_commune_locked: App, tmp_path: Path) -> None:
    with pytest.raises(KeyringError) as refused:
        export_bundles(template_commune_locked, out=tmp_path / "usb")
    assert refused.value.code is Code.NO_PASSPHRASE
    assert not (tmp_path / "usb").exists()


@pytest.fixture
def template_commune_locked(commune: App) -> App:
    commune._keys = None
    return commune


def test_preview_counts_what_the_export_sends(commune: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    record(commune, sample_files["pdf"])
    preview = preview_export(commune)
    written = export_bundles(commune, out=tmp_path / "usb").bundles[0]
    assert (preview.evidence, preview.files, preview.records) == (1, written.objects, written.records)
    assert preview.bytes == sample_files["pdf"].stat().st_size


def test_verify_imports_nothing(commune: App, authority: App, tmp_path: Path) -> None:
    bundle = export_bundles(commune, out=tmp_path / "usb").bundles[0]
    found = verify_bundles(authority, paths=[bundle.path])[0]
    assert (found.ok, found.unit_code, found.records) == (True, "99001", bundle.records)
    assert list_bundles(authority) == ()


def test_without_a_trusted_card_nothing_is_written(commune: App, tmp_path: Path) -> None:
    with pytest.raises(BundleError) as refused:
        export_bundles(commune, out=tmp_path / "usb", to="12345")
    assert refused.value.code is Code.NO_RECIPIENT
