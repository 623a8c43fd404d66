"""The overview says what the task list says, names the most urgent, and knows what came back and what was sent."""

from pathlib import Path

from papi_desktop.domain.vocabulary import OccurrenceStatus, ReviewVerdict, SyncState
from papi_desktop.services.app import App
from papi_desktop.services.bin import delete_evidence
from papi_desktop.services.bulk import set_not_applicable
from papi_desktop.services.bundles import last_reply, last_sent
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.figures import work_figures
from papi_desktop.services.overview import SOON_SHOWN, overview
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.reviews import list_reviews, review_evidence
from papi_desktop.services.sending import export_bundles, write_replies
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences
from papi_desktop.services.ticks import tick_occurrence

COMMENT = "Ảnh niêm yết không đọc được ngày."


def rows_of(app: App) -> tuple[OccurrenceRow, ...]:
    return list_occurrences(app).rows


def record(app: App, file: Path, number: str, *rows: OccurrenceRow) -> None:
    fields = EvidenceFields(kind="thong_bao", number=number, abstract=f"Thông báo {number}")
    add_evidence(app, task_ids=[row.id for row in rows], fields=fields, files=[file])


def test_the_counts_are_those_of_the_task_list(commune: App) -> None:
    listed, seen = list_occurrences(commune), overview(commune, year=2026)
    assert (seen.total, seen.done, seen.overdue, seen.due_this_week, seen.lacking, seen.returned_work) == (
        len(listed.rows),
        listed.done,
        listed.overdue,
        listed.due_this_week,
        listed.lacking,
        listed.returned,
    )
    assert sum(each.total for each in seen.progress) == seen.total
    assert sum(each.late for each in seen.progress) == seen.overdue
    assert len({each.dimension for each in seen.progress}) == 8
    assert (seen.reply, seen.returned, seen.sent) == (None, (), None)


def test_the_most_urgent_are_the_earliest(commune: App) -> None:
    seen = overview(commune, year=2026)
    late = [row.due for row in rows_of(commune) if row.status is OccurrenceStatus.OVERDUE and row.due is not None]
    ahead = [row.due for row in rows_of(commune) if row.due is not None and row.due >= seen.today]
    assert seen.longest_overdue is not None
    assert seen.longest_overdue.due == min(late)
    assert seen.next_due is not None
    assert seen.next_due.due == min(ahead)
    assert [row.due for row in seen.soon] == sorted(ahead)[:SOON_SHOWN]


def test_a_tick_moves_the_numbers(commune: App) -> None:
    before = overview(commune, year=2026)
    assert before.longest_overdue is not None
    row = next(row for row in rows_of(commune) if before.longest_overdue.id == row.id)
    assert (before.longest_overdue.text, before.longest_overdue.due) == (row.text, row.due)
    assert row.expected
    tick_occurrence(commune, occurrence_id=row.id, note="Bổ sung sau")
    after = overview(commune, year=2026)
    assert (after.done, after.overdue) == (before.done + 1, before.overdue - 1)
    assert (after.lacking, after.lacking_done) == (before.lacking, 1)
    changed = [one for one, other in zip(after.progress, before.progress, strict=True) if one != other]
    assert [(each.dimension, each.index) for each in changed] == [(row.dimension, row.index)]
    assert after.longest_overdue != before.longest_overdue


def test_what_does_not_apply_counts_nowhere(commune: App) -> None:
    before = overview(commune, year=2026)
    ahead = next(row for row in rows_of(commune) if row.status is OccurrenceStatus.TODO and row.due is not None)
    late = next(row for row in rows_of(commune) if row.status is OccurrenceStatus.OVERDUE)
    set_not_applicable(commune, occurrence_ids=[ahead.id, late.id], reason="Không có chợ (mẫu)")
    after = overview(commune, year=2026)
    assert (after.total, after.overdue, after.lacking) == (before.total, before.overdue - 1, before.lacking - 1)
    assert sum(each.total for each in after.progress) == before.total - 2
    assert not {ahead.id, late.id} & {row.id for row in after.soon}


def test_the_counts_agree_whatever_was_recorded(commune: App, sample_files: dict[str, Path]) -> None:
    """Grouped in the database or counted from the list: one truth."""
    rows = rows_of(commune)
    late = [row for row in rows if row.status is OccurrenceStatus.OVERDUE]
    record(commune, sample_files["pdf"], "1/TB-UBND", late[0], late[1], rows[-1])
    record(commune, sample_files["photo"], "2/TB-UBND", late[2])
    tick_occurrence(commune, occurrence_id=late[0].id)
    tick_occurrence(commune, occurrence_id=rows[-1].id)
    delete_evidence(commune, evidence_ids=[next(each.id for each in list_evidence(commune) if each.number == "2/TB-UBND")])
    listed, seen = list_occurrences(commune), work_figures(commune, year=2026)
    assert (seen.total, seen.done, seen.overdue, seen.lacking, seen.due_this_week) == (
        len(listed.rows),
        listed.done,
        listed.overdue,
        listed.lacking,
        listed.due_this_week,
    )
    assert seen.lacking_done == sum(row.lacks_evidence and row.status is OccurrenceStatus.DONE for row in listed.rows)
    assert seen.attention == sum(
        row.status is OccurrenceStatus.OVERDUE or row.sync is SyncState.RETURNED or row.lacks_evidence for row in listed.rows
    )
    dimensions = list(dict.fromkeys((row.index, row.dimension) for row in listed.rows))
    assert [(each.index, each.dimension) for each in seen.progress] == dimensions, "in the order of the plan"


def test_another_year_is_empty(commune: App) -> None:
    seen = overview(commune, year=2019)
    assert (seen.total, seen.progress, seen.longest_overdue, seen.soon) == (0, (), None, ())


def test_what_came_back_and_what_was_sent(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    rows = rows_of(commune)
    record(commune, sample_files["pdf"], "1/TB-UBND", rows[0], rows[1], rows[2])
    record(commune, sample_files["photo"], "2/TB-UBND", rows[3])
    export_bundles(commune, out=tmp_path / "usb")
    sent = overview(commune, year=2026).sent
    assert sent is not None
    assert (sent.sequence, sent.evidence, sent.state) == (1, 2, SyncState.SENT)
    assert last_reply(commune) is None

    import_bundles(authority, paths=[tmp_path / "usb"])
    verdicts = {"1/TB-UBND": (ReviewVerdict.RETURNED, COMMENT), "2/TB-UBND": (ReviewVerdict.ACCEPTED, "")}
    for item in list_reviews(authority):
        verdict, comment = verdicts[item.number]
        review_evidence(authority, evidence_id=item.id, verdict=verdict, comment=comment)
    write_replies(authority, out=tmp_path / "reply")
    import_bundles(commune, paths=[tmp_path / "reply"])

    seen = overview(commune, year=2026)
    assert seen.reply is not None
    assert (seen.reply.accepted, seen.reply.returned, seen.reply.peer_name) == (1, 1, authority.office.name)
    assert seen.returned_work == 3, "three occurrences wait for one evidence to be mended"
    [item] = seen.returned
    assert (item.number, item.comment, item.serves) == ("1/TB-UBND", COMMENT, 3)
    assert item.task in {row.text for row in rows[:3]}
    assert item.occurrence in {row.id for row in rows[:3]}
    assert seen.sent is not None
    assert seen.sent.state == SyncState.RETURNED
    assert overview(commune, year=2019).returned == ()

    returned = next(each for each in list_evidence(commune) if each.number == "1/TB-UBND")
    delete_evidence(commune, evidence_ids=[returned.id])
    mended = overview(commune, year=2026)
    assert (mended.returned, mended.returned_work) == ((), 0)
    assert mended.reply == seen.reply, "what the reply said stays said"


def test_the_last_bundle_is_the_newest(commune: App, authority: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    for number in (1, 2):
        record(commune, sample_files["pdf"], f"{number}/TB-UBND", rows_of(commune)[number])
        export_bundles(commune, out=tmp_path / "usb")
    last = last_sent(commune)
    assert last is not None
    assert last.sequence == 2
    import_bundles(authority, paths=[tmp_path / "usb"])
    write_replies(authority, out=tmp_path / "reply")
    import_bundles(commune, paths=[tmp_path / "reply"])
    seen = overview(commune, year=2026)
    assert seen.reply is not None
    assert (seen.reply.accepted, seen.reply.returned) == (0, 0), "a receipt judges nothing"
    assert seen.sent is not None
    assert (seen.sent.sequence, seen.sent.state) == (2, SyncState.RECEIVED)
