"""The office, its people and its keys: what can be changed, what is refused, and that all of it can be taken back."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from papi_desktop.domain.errors import Code, KeyringError, PapiError, RequestError, StorageError
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App, open_app
from papi_desktop.services.cards import write_own_card
from papi_desktop.services.changes import Area
from papi_desktop.services.checking import check
from papi_desktop.services.first_dues import first_dues
from papi_desktop.services.office import OfficerRow, edit_office, init_office, office_view
from papi_desktop.services.office_paper import paper_look
from papi_desktop.services.officers import add_officer, choose_signatory, edit_officer, put_to_work, set_officer_active
from papi_desktop.services.own_keys import change_passphrase, groups_to_prove, propose_recovery_code, proves_code, replace_recovery_code
from papi_desktop.services.papers import ChecklistChoice, gather_checklist
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.services.ticks import tick_occurrence
from papi_desktop.services.undo import undo

PASSPHRASE, CHOSEN = "mat khau mau", "bon tu de nho"


def people(app: App) -> dict[str, OfficerRow]:
    return {officer.full_name: officer for officer in office_view(app).officers}


def at_work(app: App) -> list[str]:
    return [name for name, officer in people(app).items() if officer.at_work]


def test_a_new_name_is_on_papers_and_cards_at_once_and_can_be_taken_back(commune: App, tmp_path: Path) -> None:
    result = edit_office(commune, name="  Ủy ban nhân dân xã Tân Hòa (mẫu) ")
    assert Area.OFFICE in result.changed
    assert commune.office.name == "Ủy ban nhân dân xã Tân Hòa (mẫu)"
    assert gather_checklist(commune, choice=ChecklistChoice()).letterhead.name == "xã Tân Hòa (mẫu)"
    assert gather_checklist(commune, choice=ChecklistChoice()).letterhead.place == "Tân Hòa"
    assert write_own_card(commune, out=tmp_path / "the.papi.card").name == "Ủy ban nhân dân xã Tân Hòa (mẫu)"
    assert undo(commune).action == "office.edit"
    assert commune.office.name == office_view(commune).name == "UBND xã Tân Phú (mẫu)"


def test_an_empty_name_changes_nothing(commune: App, snapshot: Any) -> None:
    before = snapshot(commune)
    with pytest.raises(RequestError) as caught:
        edit_office(commune, name="  ", place="Nơi khác")
    assert caught.value.code is Code.BAD_VALUE
    assert snapshot(commune) == before


def test_place_and_level_above_are_settings_that_undo_puts_back(commune: App) -> None:
    before = office_view(commune)
    edit_office(commune, place="Long Thành", superior="Sở Nội vụ tỉnh (mẫu)")
    view = office_view(commune)
    assert (view.place, view.superior) == ("Long Thành", "Sở Nội vụ tỉnh (mẫu)")
    assert gather_checklist(commune, choice=ChecklistChoice()).letterhead.place == "Long Thành"
    undo(commune)
    assert (office_view(commune).place, office_view(commune).superior) == (before.place, before.superior)


def test_a_place_that_the_name_says_follows_the_name(commune: App) -> None:
    edit_office(commune, place="Tân Phú")
    edit_office(commune, name="UBND xã Tân Hòa (mẫu)")
    assert office_view(commune).place == "Tân Hòa"
    edit_office(commune, place="Long Thành")
    edit_office(commune, place="")
    assert office_view(commune).place == "Tân Hòa"


def test_undo_of_a_setting_that_was_changed_again_is_refused(commune: App) -> None:
    edit_office(commune, place="Một")
    with commune.unit_of_work("elsewhere") as uow:
        from db.office_queries import write_setting

        write_setting(uow.session, "place", "Hai")
        uow.note(place="Hai")
        uow.commit()
    with pytest.raises(StorageError) as caught:
        undo(commune)
    assert caught.value.code is Code.CONFLICT
    assert office_view(commune).place == "Hai"


def test_officers_come_are_corrected_and_leave(commune: App) -> None:
    added = add_officer(commune, full_name=" Đỗ Văn Nam (mẫu) ", position="Công chức (mẫu)").officer
    assert at_work(commune) == ["Nguyễn Thị Hạnh"], "whoever is at work stays"
    edit_officer(commune, officer_id=added, full_name="Đỗ Văn Năm (mẫu)", position="Phó Chủ tịch (mẫu)")
    put_to_work(commune, officer_id=added)
    choose_signatory(commune, officer_id=added)
    view = office_view(commune)
    assert view.signatory is not None
    assert (view.signatory.full_name, view.signatory.position) == ("Đỗ Văn Năm (mẫu)", "Phó Chủ tịch (mẫu)")
    assert gather_checklist(commune, choice=ChecklistChoice()).signatures[0].name == "Đỗ Văn Năm (mẫu)"
    row = list_occurrences(commune).rows[0]
    tick_occurrence(commune, occurrence_id=row.id)
    set_officer_active(commune, officer_id=added, active=False)
    assert not people(commune)["Đỗ Văn Năm (mẫu)"].active
    assert at_work(commune) == []
    assert office_view(commune).signatory is None
    for action in ("officer.active", "tick", "officer.signatory", "officer.at_work", "officer.edit", "officer.add"):
        assert undo(commune).action == action
    assert "Đỗ Văn Nam (mẫu)" not in people(commune)
    assert at_work(commune) == ["Nguyễn Thị Hạnh"]


def test_who_has_left_is_neither_put_to_work_nor_signs(commune: App) -> None:
    officer = people(commune)["Trần Quốc Việt"]
    set_officer_active(commune, officer_id=officer.id, active=False)
    for choose in (put_to_work, choose_signatory):
        with pytest.raises(RequestError) as caught:
            choose(commune, officer_id=officer.id)
        assert caught.value.code is Code.NOT_FOUND
    set_officer_active(commune, officer_id=officer.id, active=True)
    put_to_work(commune, officer_id=officer.id)
    assert at_work(commune) == ["Trần Quốc Việt"]


@pytest.mark.parametrize("name", ["", "  "])
def test_an_officer_needs_a_name(commune: App, name: str, snapshot: Any) -> None:
    before = snapshot(commune)
    known = people(commune)["Trần Quốc Việt"].id
    for enter in (
        lambda: add_officer(commune, full_name=name, position=""),
        lambda: edit_officer(commune, officer_id=known, full_name=name, position=""),
    ):
        with pytest.raises(RequestError) as caught:
            enter()
        assert caught.value.code is Code.BAD_VALUE
    assert snapshot(commune) == before


def test_an_officer_who_is_not_there_is_said(commune: App) -> None:
    with pytest.raises(RequestError) as caught:
        edit_officer(commune, officer_id=uuid4(), full_name="Ai đó (mẫu)", position="")
    assert caught.value.code is Code.NOT_FOUND


def test_the_code_that_was_proven_opens_the_keys_of_a_new_office(tmp_path: Path) -> None:
    code = propose_recovery_code()
    made = init_office(
        tmp_path / "xa", role=Role.COMMUNE, code="99002", name="UBND xã (mẫu)", passphrase=CHOSEN,
        officers=[("Người Một (mẫu)", "")], recovery_code=code,
    )  # fmt: skip
    assert made.recovery_code == code
    with open_app(made.home) as app:
        app.unlock(code.lower().replace("-", " "))
        view = office_view(app)
        assert at_work(app) == ["Người Một (mẫu)"]
        assert view.signatory is None, "the only officer is no head of the office"


def test_a_part_of_the_code_proves_that_it_is_on_paper() -> None:
    code = "7K2M-9QXR-0VCB-TZ4F-3SPY-54PX-A3AW"
    assert proves_code("9qxr 54px", code, (2, 6))
    assert proves_code("9QXR54PX", code, (2, 6))
    assert proves_code("oVCB tz4f", code, (3, 4)), "o is read as 0"
    assert proves_code(code, code, (2, 6))
    assert not proves_code("54PX-9QXR", code, (2, 6))
    assert not proves_code("9QXR", code, (2, 6))
    assert not proves_code("", code, (2, 6))
    asked = {groups_to_prove(code) for _ in range(60)}
    assert len(asked) > 1
    assert {group for groups in asked for group in groups} <= set(range(1, 8))


def test_a_new_recovery_code_makes_the_old_one_worthless(commune: App, template: Any) -> None:
    code = propose_recovery_code()
    with pytest.raises(KeyringError):
        replace_recovery_code(commune, secret=CHOSEN, code=code)
    replace_recovery_code(commune, secret=PASSPHRASE, code=code)
    commune.unlock(code)
    commune.unlock(PASSPHRASE)
    with pytest.raises(KeyringError) as caught:
        commune.unlock(template.recovery_code)
    assert caught.value.code is Code.WRONG_PASSPHRASE
    assert check(commune).problems == ()


def test_a_passphrase_is_changed_with_the_old_one_or_the_code(commune: App, template: Any) -> None:
    with pytest.raises(KeyringError) as caught:
        change_passphrase(commune, secret=PASSPHRASE, new_passphrase=CHOSEN[:5])
    assert caught.value.code is Code.WEAK_PASSPHRASE
    change_passphrase(commune, secret=template.recovery_code, new_passphrase=CHOSEN)
    commune.unlock(CHOSEN)
    commune.unlock(template.recovery_code)
    with pytest.raises(KeyringError):
        commune.unlock(PASSPHRASE)


def test_how_papers_will_look_is_what_papers_say(commune: App) -> None:
    view = office_view(commune)
    look = paper_look(name=view.name, role=view.role, superior=view.superior, officer="Nguyễn Thị Hạnh", day=commune.today())
    paper = gather_checklist(commune, choice=ChecklistChoice())
    assert look.office == (paper.letterhead.body.upper(), paper.letterhead.name.upper())
    assert (look.signs_as, look.maker) == (paper.signatures[0].title, paper.signatures[0].name)
    assert look.dated == "Tân Phú, ngày 16 tháng 11 năm 2026"
    assert look.superior == ""


def test_a_department_stands_under_the_office_above_it(authority: App) -> None:
    edit_office(authority, superior="UBND tỉnh Mẫu")
    assert gather_checklist(authority, choice=ChecklistChoice()).letterhead.superior == "Ủy ban nhân dân tỉnh Mẫu"
    look = paper_look(name="Sở Nội vụ", role=Role.AUTHORITY, superior="UBND tỉnh Mẫu", officer="", day=authority.today(), place="Mẫu")
    assert (look.superior, look.office, look.dated) == ("ỦY BAN NHÂN DÂN TỈNH MẪU", ("SỞ NỘI VỤ",), "Mẫu, ngày 16 tháng 11 năm 2026")


def test_first_dues_name_each_task_once_in_the_order_of_the_year(commune: App) -> None:
    rows = list_occurrences(commune).rows
    found = first_dues(commune)
    assert {each.task_id for each in found} == {row.task_id for row in rows}
    assert sum(each.times for each in found) == len(rows)
    dated = [each.due for each in found if each.due is not None]
    assert dated == sorted(dated)
    assert all(each.due is None for each in found[len(dated) :])
    for each in found[:5]:
        assert each.due == min(row.due for row in rows if row.task_id == each.task_id and row.due is not None)


def test_checking_can_be_stopped(commune: App, sample_files: dict[str, Path]) -> None:
    from papi_desktop.services.evidence import EvidenceFields, add_evidence

    row = list_occurrences(commune).rows[0]
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="other"), files=[sample_files["pdf"]])
    with pytest.raises(PapiError) as caught:
        check(commune, cancelled=lambda: True)
    assert caught.value.code is Code.CANCELLED
