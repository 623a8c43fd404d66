"""Cases in which something said, held or owed could get lost on the way, each once found and now held."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from papi_desktop.domain.errors import BundleError, Code, PapiError, RequestError
from papi_desktop.domain.vocabulary import ImportVerdict, SyncState
from papi_desktop.services import sending
from papi_desktop.services.app import App
from papi_desktop.services.bin import delete_evidence
from papi_desktop.services.bundles import list_bundles
from papi_desktop.services.checking import check
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.sending import export_bundles, write_replies
from papi_desktop.services.tasks import list_occurrences, task_detail
from papi_desktop.services.ticks import tick_occurrence
from papi_desktop.services.undo import undo


def record(app: App, file: Path, **fields: Any) -> Any:
    kind = fields.pop("kind", "thong_bao")
    return add_evidence(app, task_ids=[list_occurrences(app).rows[0].id], fields=EvidenceFields(kind=kind, **fields), files=[file])


def test_a_flag_for_personal_data_on_a_known_file_is_kept(commune: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    record(commune, sample_files["pdf"])
    record(commune, sample_files["pdf"], personal_data=True)
    (view,) = list_evidence(commune)
    assert view.personal_data
    with pytest.raises(BundleError) as refused:
        export_bundles(commune, out=tmp_path / "usb", plain=True)
    assert refused.value.code is Code.PERSONAL_DATA


def test_what_is_newly_said_of_a_known_file_is_another_evidence(commune: App, sample_files: dict[str, Path]) -> None:
    record(commune, sample_files["pdf"], number="01/TB-UBND")
    record(commune, sample_files["pdf"], number="02/TB-UBND")
    assert {view.number for view in list_evidence(commune)} == {"01/TB-UBND", "02/TB-UBND"}


def test_a_rotten_file_is_left_out_named_and_healed_by_the_original(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    result = record(commune, sample_files["pdf"])
    stored = commune.store.path(result.attachments[0].sha256)
    stored.chmod(0o644)
    stored.write_bytes(b"x" * stored.stat().st_size)
    exported = export_bundles(commune, out=tmp_path / "usb")
    assert exported.left_out == (sample_files["pdf"].name,)
    assert [bundle.objects for bundle in exported.bundles] == [0]
    assert {problem.code for problem in check(commune).problems} == {"OBJECT_DAMAGED"}
    record(commune, sample_files["pdf"])
    assert check(commune).problems == ()
    assert export_bundles(commune, out=tmp_path / "usb2").bundles[0].objects == 1
    assert import_bundles(authority, paths=[tmp_path / "usb2"]).files[0].missing == ()


def test_a_receiver_that_lost_a_file_gets_it_from_the_same_bundle(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    result = record(commune, sample_files["pdf"])
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])
    authority.store.remove(result.attachments[0].sha256)
    again = import_bundles(authority, paths=[tmp_path / "usb"]).files[0]
    assert (again.verdict, again.objects) == (ImportVerdict.DUPLICATE, 1)
    assert check(authority).problems == ()


def test_stopped_after_the_last_byte_the_receipt_still_closes_the_loop(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*arguments: object) -> None:
        raise KeyboardInterrupt(len(arguments))

    record(commune, sample_files["pdf"])
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(sending, "_finish", stopped)
        export_bundles(commune, out=tmp_path / "usb")
    assert [row.state for row in list_bundles(commune)] == ["begun"]
    import_bundles(authority, paths=[tmp_path / "usb"])
    write_replies(authority, out=tmp_path / "reply")
    import_bundles(commune, paths=[tmp_path / "reply"])
    assert [view.sync for view in list_evidence(commune)] == [SyncState.RECEIVED]
    assert [row.state for row in list_bundles(commune) if row.ours] == ["received"]


def test_a_bundle_whose_file_the_receipt_misses_is_not_received(
    commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path
) -> None:
    record(commune, sample_files["pdf"])
    export_bundles(commune, out=tmp_path / "lost")
    export_bundles(commune, out=tmp_path / "usb")
    import_bundles(authority, paths=[tmp_path / "usb"])
    write_replies(authority, out=tmp_path / "reply")
    import_bundles(commune, paths=[tmp_path / "reply"])
    states = {row.sequence: row.state for row in list_bundles(commune) if row.ours}
    assert states[1] == "sent"


@pytest.mark.parametrize("fields", [{"number": "9" * 1000}, {"abstract": "a" * 70_000}])
def test_what_could_never_be_sent_is_not_recorded(
    commune: App, sample_files: dict[str, Path], snapshot: Callable[[App], object], fields: dict[str, str]
) -> None:
    before = snapshot(commune)
    with pytest.raises(RequestError) as refused:
        record(commune, sample_files["pdf"], **fields)
    assert refused.value.code is Code.TOO_LONG
    assert snapshot(commune) == before


def test_a_figure_beyond_all_measure_is_refused(commune: App) -> None:
    from decimal import Decimal

    with pytest.raises(RequestError) as refused:
        tick_occurrence(commune, occurrence_id=list_occurrences(commune).rows[0].id, measured=Decimal("1e400"))
    assert refused.value.code is Code.TOO_LONG


def test_a_pipe_is_no_evidence(commune: App, tmp_path: Path) -> None:
    import os

    pipe = tmp_path / "ong"
    os.mkfifo(pipe)
    with pytest.raises(PapiError) as refused:
        record(commune, pipe)
    assert refused.value.code is Code.FILE_UNREADABLE


def test_a_link_to_a_result_that_is_gone_fills_nothing(commune: App, sample_files: dict[str, Path]) -> None:
    row = next(row for row in list_occurrences(commune).rows if row.expected == 1)
    (slot,) = task_detail(commune, occurrence_id=row.id).slots
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind=slot.kind), files=[sample_files["pdf"]], expected_id=slot.id)
    assert task_detail(commune, occurrence_id=row.id).row.filled == 1
    with commune.engine.begin() as connection:
        connection.execute(text("UPDATE expected_result SET deleted = 1 WHERE id = :id"), {"id": slot.id.hex})
    assert task_detail(commune, occurrence_id=row.id).row.filled == 0


def test_evidence_brought_back_by_undo_is_found_again(commune: App, sample_files: dict[str, Path]) -> None:
    result = record(commune, sample_files["photo"], kind="photo")
    words = sample_files["photo"].stem
    assert len(list_evidence(commune, search=words)) == 1
    delete_evidence(commune, evidence_ids=[result.evidence])
    undo(commune)
    assert len(list_evidence(commune, search=words)) == 1
