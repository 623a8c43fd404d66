"""Editions and years of a plan, and plans that hold work for many offices."""

from pathlib import Path

import pytest

from papi_desktop.documents.plan_docx import write_plan_document
from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.app import App
from papi_desktop.services.plan_difference import diff_plan
from papi_desktop.services.plan_reading import open_plan, read_again
from papi_desktop.services.plans import OF_OTHERS, import_plan, list_plans
from papi_desktop.services.tasks import OccurrenceFilter, list_occurrences
from resources.sample_plan import sample_plan

HEAD = "TT\tNhiệm vụ\tChỉ tiêu\tĐơn vị chủ trì\tThời gian\tKinh phí"
LINES = (
    "1\tBan hành hướng dẫn chung\t100%\tSở Nội vụ\tQuý II\t10 triệu",
    "2\tNiêm yết công khai danh sách hộ nghèo\t100% thôn\tUBND cấp xã\tQuý II\t",
    "3\tTổ chức đối thoại với nhân dân\tÍt nhất 02 cuộc\tUBND xã Tân Phú\tQuý III\t",
)


@pytest.fixture
def provincial(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach-tinh.txt"
    title = "KẾ HOẠCH NÂNG CAO CHỈ SỐ PAPI TỈNH BÌNH GIANG (MẪU) NĂM 2026"
    path.write_text("\n".join((title, "", HEAD, *LINES)), "utf-8")
    return path


def test_next_years_plan_is_held_against_this_years(commune: App, tmp_path: Path) -> None:
    path = tmp_path / "nam-sau.docx"
    write_plan_document(path, sample_plan(2027))
    difference = diff_plan(commune, path=path)
    this_year = list_plans(commune)[0]
    assert difference.previous is None
    assert (difference.earlier, difference.earlier_year) == (this_year.number, 2026)
    assert len(difference.kept) + len(difference.changed) == this_year.tasks
    before = list_occurrences(commune, chosen=OccurrenceFilter(year=2026)).rows
    import_plan(commune, path=path)
    assert sorted(plan.year for plan in list_plans(commune)) == [2026, 2027], "another plan, no edition of the old one"
    assert list_occurrences(commune, chosen=OccurrenceFilter(year=2026)).rows == before


def test_only_our_own_tasks_become_work(commune: App, provincial: Path) -> None:
    before = list_occurrences(commune).done
    import_plan(commune, path=provincial, ours_only=True)
    rows = {row.text: row for row in list_occurrences(commune).rows}
    others = rows["Ban hành hướng dẫn chung"]
    assert (others.status, others.status_note) == (OccurrenceStatus.NOT_APPLICABLE, OF_OTHERS)
    assert rows["Niêm yết công khai danh sách hộ nghèo"].status is not OccurrenceStatus.NOT_APPLICABLE
    assert rows["Tổ chức đối thoại với nhân dân"].status is not OccurrenceStatus.NOT_APPLICABLE
    assert list_occurrences(commune).done == before


def test_without_saying_so_every_task_is_work(commune: App, provincial: Path) -> None:
    import_plan(commune, path=provincial)
    rows = {row.text: row for row in list_occurrences(commune).rows}
    assert rows["Ban hành hướng dẫn chung"].status is not OccurrenceStatus.NOT_APPLICABLE


def test_a_document_is_opened_once_and_read_as_often_as_columns_change(provincial: Path) -> None:
    opened = open_plan(provincial)
    assert [task.notes for task in opened.plan.tasks] == ["Kinh phí: 10 triệu", "", ""]
    provincial.unlink()
    columns = ["" if field == "target" else field for field in opened.plan.tables[0].columns]
    again = read_again(opened.source, {opened.plan.tables[0].number: columns})
    assert [task.target for task in again.tasks] == ["", "", ""]
    assert again.tasks[0].notes == "Chỉ tiêu: 100%\nKinh phí: 10 triệu"
