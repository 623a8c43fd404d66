"""Checklists as services make them: what they cover, whose they are, what can be chosen, and what cancelling leaves."""

import errno
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from papi_desktop.documents.papers import Checklist
from papi_desktop.domain.errors import Code, PapiError, StorageError
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App, Clock, open_app
from papi_desktop.services.bulk import assign_officer
from papi_desktop.services.office import init_office, office_view
from papi_desktop.services.paper_choices import checklist_options
from papi_desktop.services.papers import ChecklistChoice, gather_checklist, save_paper, write_checklist
from papi_desktop.services.tasks import list_occurrences

Invented = Any
PASSPHRASE = "mat khau mau"


def tasks_of(paper: Checklist) -> list[str]:
    return [row.task for group in paper.groups for row in group.rows]


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_a_checklist_covers_the_year_asked_for(commune: App) -> None:
    rows = list_occurrences(commune).rows
    paper = gather_checklist(commune, choice=ChecklistChoice(year=2026))
    assert len(tasks_of(paper)) == len(rows)
    assert (paper.subtitle, paper.form_code) == ("Năm 2026", f"{commune.office.code}-2026")
    empty = gather_checklist(commune, choice=ChecklistChoice(year=2025))
    assert tasks_of(empty) == []
    assert empty.basis == ""
    assert paper.basis.startswith("(Theo Kế hoạch số ")


def test_without_a_choice_everything_is_covered(commune: App) -> None:
    paper = gather_checklist(commune, choice=ChecklistChoice())
    assert (paper.subtitle, paper.form_code) == ("Tất cả nhiệm vụ", f"{commune.office.code}-TC")
    assert len(tasks_of(paper)) == len(list_occurrences(commune).rows)


def test_period_index_and_officer_narrow_it_together(commune: App) -> None:
    fourth = [row for row in list_occurrences(commune).rows if row.period == "2026-Q4" and row.index]
    assign_officer(commune, task_ids=[fourth[0].task_id, fourth[-1].task_id], officer=office_view(commune).officers[0].full_name)
    rows = list_occurrences(commune).rows
    options = checklist_options(commune, year=2026)
    quarter, index, officer = Period.of_quarter(2026, 4), options.indexes[-1], options.officers[0]
    paper = gather_checklist(commune, choice=ChecklistChoice(period=quarter, index=index, officer=officer, year=2026))
    wanted = [row for row in rows if quarter.takes(row.period, row.due) and row.index == index and row.officer == officer]
    assert 0 < len(wanted) < len(rows)
    assert sorted(tasks_of(paper)) == sorted(row.text for row in wanted)
    assert paper.subtitle == f"Quý IV năm 2026, bộ chỉ số {index}, người phụ trách: {officer}"
    assert paper.form_code == f"{commune.office.code}-2026-Q4"


def test_what_is_offered_has_something_in_it(commune: App) -> None:
    options = checklist_options(commune, year=2026)
    rows = list_occurrences(commune).rows
    assert (options.units, options.owner, options.occurrences) == ((), commune.office.unit, len(rows))
    for period in options.periods:
        assert any(period.takes(row.period, row.due) for row in rows), period
    left_out = [Period.of_month(2026, number) for number in range(1, 13) if Period.of_month(2026, number) not in options.periods]
    assert not [row for row in rows for period in left_out if period.takes(row.period, row.due)]
    assert [period.key for period in options.periods[:6]] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026-H1", "2026-H2"]
    assert set(options.indexes) == {row.index for row in rows if row.index}
    assert checklist_options(commune, year=2025).occurrences == 0


def test_the_level_above_prints_the_list_of_one_unit(authority: App, invented: Invented, tmp_path: Path) -> None:
    here = invented.unit("99007", "UBND xã Hòa Bình (mẫu)")
    there = invented.unit("99008", "UBND phường Tân An (mẫu)")
    invented.unit("99009", "UBND xã Không Kế hoạch (mẫu)")
    invented.plan(here, {"2. Công khai": 3}, due=date(2026, 11, 2), done=1)
    invented.plan(there, {"3. Giải trình": 5})
    options = checklist_options(authority, year=2026, owner=there)
    assert [unit.code for unit in options.units] == ["99007", "99008"]
    assert (options.owner, options.occurrences) == (there, 5)
    assert checklist_options(authority, year=2026).owner == here
    assert checklist_options(authority, year=2025).units == ()
    paper = gather_checklist(authority, choice=ChecklistChoice(year=2026, owner=here))
    assert (paper.letterhead.name, paper.title) == (authority.office.name, "Danh mục minh chứng của Ủy ban nhân dân xã Hòa Bình (mẫu)")
    assert (paper.basis, paper.form_code, len(tasks_of(paper))) == ("(Theo Kế hoạch số 1/KH)", "99007-2026", 3)
    assert [signature.title[0] for signature in paper.signatures] == ["NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"]
    made = write_checklist(authority, out=tmp_path / "a.pdf", choice=ChecklistChoice(year=2026, owner=here))
    assert "DANH MỤC MINH CHỨNG CỦA ỦY BAN NHÂN DÂN XÃ HÒA BÌNH (MẪU)" in text_of(made.path)
    assert (made.pages, made.occurrences, made.present, made.needed) == (1, 3, 0, 0)


def test_a_commune_signs_its_own_list_as_before(commune: App) -> None:
    own = gather_checklist(commune, choice=ChecklistChoice(year=2026, owner=commune.office.unit))
    assert own.title == "Danh mục minh chứng"
    assert len(own.signatures) == 3


def test_an_office_without_a_plan_has_nothing_to_choose(tmp_path: Path, clock: Clock) -> None:
    init_office(tmp_path / "new", role=Role.COMMUNE, code="99011", name="UBND xã Mới (mẫu)", passphrase=PASSPHRASE, clock=clock)
    with open_app(tmp_path / "new", clock=clock) as app:
        options = checklist_options(app, year=2026)
    assert (options.occurrences, options.periods, options.indexes, options.officers) == (0, (), (), ())


def test_the_figures_of_a_paper_are_those_printed_on_it(commune: App, tmp_path: Path) -> None:
    made = write_checklist(commune, out=tmp_path / "a.pdf", choice=ChecklistChoice(year=2026))
    rows = list_occurrences(commune).rows
    assert made.pages == len(PdfReader(made.path).pages)
    assert (made.occurrences, made.needed) == (len(rows), sum(row.expected for row in rows))
    assert f"Có: {made.present}/{made.needed} minh chứng." in text_of(made.path)


def test_cancelled_before_the_first_row_leaves_nothing(commune: App, tmp_path: Path) -> None:
    with pytest.raises(PapiError) as caught:
        write_checklist(commune, out=tmp_path / "new" / "a.pdf", cancelled=lambda: True)
    assert caught.value.code is Code.CANCELLED
    assert not (tmp_path / "new").exists()


def test_a_saved_paper_is_the_one_that_was_looked_at(commune: App, tmp_path: Path) -> None:
    made = write_checklist(commune, out=tmp_path / "seen.pdf", choice=ChecklistChoice(year=2026))
    kept = save_paper(commune, paper=made.path, out=tmp_path / "folder" / "kept.pdf")
    assert kept.read_bytes() == made.path.read_bytes()
    assert kept.is_absolute()


def test_a_full_disk_keeps_what_was_there(commune: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    made = write_checklist(commune, out=tmp_path / "seen.pdf", choice=ChecklistChoice(year=2026))
    target = tmp_path / "kept.pdf"
    target.write_bytes(b"an older one")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError) as caught:
        save_paper(commune, paper=made.path, out=target)
    assert caught.value.code is Code.DISK_FULL
    assert target.read_bytes() == b"an older one"


def test_a_paper_that_is_gone_is_said_to_be(commune: App, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        save_paper(commune, paper=tmp_path / "gone.pdf", out=tmp_path / "kept.pdf")
    assert caught.value.code is Code.WRITE_FAILED
    assert not (tmp_path / "kept.pdf").exists()
