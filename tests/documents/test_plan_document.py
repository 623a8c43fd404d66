import re
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from papi_desktop.documents.plan_docx import write_plan_document
from papi_desktop.domain.errors import Code, StorageError
from papi_desktop.domain.vocabulary import TimingKind
from papi_desktop.plans.reading import read_plan
from resources.sample_plan import sample_plan


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.docx"
    write_plan_document(path, sample_plan(2026))
    return path


def test_the_table_holds_every_task_under_its_dimension_and_component(plan_file: Path) -> None:
    plan = sample_plan(2026)
    table = Document(str(plan_file)).tables[1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == [
        "TT",
        "Chỉ số nội dung",
        "Nội dung thành phần",
        "Nhiệm vụ",
        "Chỉ tiêu",
        "Kết quả",
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Thời gian thực hiện",
    ]
    expected = [
        [
            str(task.no),
            f"{dimension.number}. {dimension.name}",
            f"{component.label}. {component.name}",
            task.text,
            task.target,
            task.result,
            task.lead,
            task.coordinating,
            task.timing,
        ]
        for dimension in plan.dimensions
        for component in dimension.components
        for task in component.tasks
    ]
    assert [[re.sub(r"\n+$", "", text) for text in row] for row in rows[1:]] == expected


def test_the_program_reads_back_every_task(plan_file: Path) -> None:
    plan, read = sample_plan(2026), read_plan(plan_file)
    assert (read.number, read.date, read.year) == (plan.number, plan.date, plan.year)
    found = [
        [
            (t.no, t.dimension_no, t.dimension_name, t.component_label, t.component_name),
            (t.text, t.target, t.result, t.lead_text, t.coordinating_text, t.timing.text),
        ]
        for t in read.tasks
    ]
    assert found == [
        [
            (t.no, dimension.number, dimension.name, component.label, component.name),
            (t.text, t.target, t.result, t.lead, t.coordinating, t.timing),
        ]
        for dimension in plan.dimensions
        for component in dimension.components
        for t in component.tasks
    ]
    assert TimingKind.UNSPECIFIED not in {t.timing.kind for t in read.tasks}


def test_groups_are_merged_downwards_and_the_header_repeats(plan_file: Path) -> None:
    plan = sample_plan(2026)
    body = Document(str(plan_file)).element.body  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] # lxml
    starts = body.findall(f".//{qn('w:vMerge')}[@{qn('w:val')}='restart']")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] # lxml
    groups = [dimension.components for dimension in plan.dimensions]
    merged = sum(len([c for c in components if len(c.tasks) > 1]) for components in groups) + len(groups)
    assert len(starts) == merged  # pyright: ignore[reportUnknownArgumentType] # lxml
    assert len(body.findall(f".//{qn('w:tblHeader')}")) == 1  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] # lxml


def test_the_head_is_that_of_an_official_plan(plan_file: Path) -> None:
    document = Document(str(plan_file))
    head = [cell.text for cell in document.tables[0].rows[0].cells]
    assert head[0].split("\n")[:2] == ["ỦY BAN NHÂN DÂN", "XÃ TÂN PHÚ (MẪU)"]
    assert "Số: 45/KH-UBND" in head[0]
    assert "Tân Phú, ngày 12 tháng 02 năm 2026" in head[1]
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts[0] == "KẾ HOẠCH"
    assert texts[1].startswith("Nâng cao Chỉ số Hiệu quả quản trị")
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert "Lê Minh Đức" in document.tables[-1].rows[0].cells[1].text


def test_a_folder_in_the_way_is_a_failed_write(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        write_plan_document(tmp_path, sample_plan(2026))
    assert caught.value.code is Code.WRITE_FAILED
