"""The settings as an officer uses them: each section finishes a piece of work by keyboard; what is wrong is said; typed text stays."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.errors import KeyringError
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import Relation, Role
from papi_desktop.services.app import App, Progress
from papi_desktop.services.cards import list_cards, read_card_file, revoke_card
from papi_desktop.services.changes import EVERYTHING
from papi_desktop.services.checking import CheckResult, Problem, check
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.office import edit_office, office_view
from papi_desktop.services.officers import add_officer
from papi_desktop.services.periods import list_reporting_periods, set_reporting_period
from papi_desktop.services.rules import RuleRow, change_rule, list_rules
from papi_desktop.services.tasks import list_occurrences
from resources.i18n import Language, use_language
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages import settings_data
from ui.pages.cards import TrustCardDialog
from ui.pages.settings import SettingsPage
from ui.pages.settings_cards import CardsSection
from ui.pages.settings_data import DataSection
from ui.pages.settings_keys import KeysSection
from ui.pages.settings_office import OfficeSection
from ui.pages.settings_officers import OfficersSection
from ui.pages.settings_periods import PeriodsSection
from ui.pages.settings_rules import RulesSection
from ui.recovery_dialog import RecoveryDialog
from ui.theme import Theme, ThemeChoice
from ui.tour import settle
from ui.undoing import undo_last

PASSPHRASE, CHOSEN = "mat khau mau", "mưa rào tháng bảy"
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def give_up(window: QWidget) -> None:
    """Nothing stays typed: closing would ask about it and wait for an answer."""
    assert isinstance(window, MainWindow)
    page = window.page
    assert isinstance(page, SettingsPage)
    for section in page.sections:
        section.escape()
    assert page.put_away() == ""


def a_window(qtbot: QtBot, app: App, jobs: Jobs, tmp_path: Path) -> MainWindow:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(jobs=jobs, settings=settings, make_pages=lambda: [SettingsPage(app, jobs, ThemeChoice.LIGHT)])
    window.undo_requested.connect(lambda: undo_last(app, jobs, show=window.show_message, announce=window.page.changed.emit))
    qtbot.addWidget(window, before_close_func=give_up)
    window.resize(1366, 689)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    settle(jobs)
    return window


@pytest.fixture
def window(qtbot: QtBot, commune: App, jobs: Jobs, tmp_path: Path, theme: Theme) -> Iterator[MainWindow]:
    del theme
    window = a_window(qtbot, commune, jobs, tmp_path)
    yield window
    settle(jobs)


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    page = window.page
    assert isinstance(page, SettingsPage)
    return page


@pytest.fixture
def above(qtbot: QtBot, authority: App, jobs: Jobs, tmp_path: Path, theme: Theme) -> Iterator[SettingsPage]:
    del theme
    window = a_window(qtbot, authority, jobs, tmp_path)
    assert isinstance(window.page, SettingsPage)
    yield window.page
    settle(jobs)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifier)


def type_in(text: str) -> None:
    """Over whatever stands in the field that has the focus."""
    field = focused()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(field, letter)
        else:
            field.insert(letter)


def tab_to(widget: QWidget) -> None:
    for _step in range(30):
        if focused() is widget:
            return
        press(Key.Key_Tab)
    pytest.fail(f"{widget.accessibleName()} is not reached by Tab")


def go_to(page: SettingsPage, name: str) -> None:
    """Down the list to the section, then into it."""
    page.list.setFocus()
    names = [section.name for section in page.sections]
    for _step in range(len(names)):
        press(Key.Key_Up)
    for _step in range(names.index(name)):
        press(Key.Key_Down)
    assert page.section.name == name
    press(Key.Key_Return)
    assert page.section.isAncestorOf(focused())


def messages(page: SettingsPage) -> list[str]:
    window = page.window()
    assert isinstance(window, MainWindow)
    return [f"{bar.message.heading} {bar.message.sentence}".strip() for bar in window.messages.bars]


# this office


def test_the_name_is_changed_and_taken_back(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "office")
    section = page.section
    assert isinstance(section, OfficeSection)
    assert focused() is section.name_field
    type_in("Ủy ban nhân dân xã Tân Hòa (mẫu)")
    assert "XÃ TÂN HÒA (MẪU)" in section.preview.text
    assert "Tân Hòa, ngày" in section.preview.text
    press(Key.Key_Return)
    settle(jobs)
    assert commune.office.name == "Ủy ban nhân dân xã Tân Hòa (mẫu)"
    assert section.place_field.text() == "Tân Hòa", "a place that the name says follows it"
    assert not section.unsaved()
    assert messages(page) == ["The details of the office are saved."]
    QTest.keyClick(page, Key.Key_Z, CTRL)
    settle(jobs)
    assert section.name_field.text() == commune.office.name == "UBND xã Tân Phú (mẫu)"


def test_an_empty_name_is_refused_where_it_stands(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "office")
    section = page.section
    assert isinstance(section, OfficeSection)
    type_in(" ")
    press(Key.Key_S, CTRL)
    settle(jobs)
    assert "as on the seal" in section._checked.note.text
    assert commune.office.name == "UBND xã Tân Phú (mẫu)"
    press(Key.Key_Escape)
    assert section.name_field.text() == "UBND xã Tân Phú (mẫu)"


def test_what_is_being_typed_survives_a_refresh_and_is_named_before_leaving(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "office")
    assert page.put_away() == ""
    type_in("UBND xã chưa lưu (mẫu)")
    edit_office(commune, superior="Sở khác (mẫu)")
    page.take(EVERYTHING)
    settle(jobs)
    section = page.section
    assert isinstance(section, OfficeSection)
    assert section.name_field.text() == "UBND xã chưa lưu (mẫu)"
    assert "“This office”" in page.put_away()
    QTest.keyClick(page, Key.Key_Escape)
    assert page.put_away() == ""


def test_the_level_above_sets_what_stands_over_its_name(above: SettingsPage, authority: App, jobs: Jobs) -> None:
    go_to(above, "office")
    section = above.section
    assert isinstance(section, OfficeSection)
    tab_to(section.superior_field)
    type_in("UBND tỉnh Mẫu")
    assert "ỦY BAN NHÂN DÂN TỈNH MẪU" in section.preview.text
    press(Key.Key_Return)
    settle(jobs)
    assert office_view(authority).superior == "UBND tỉnh Mẫu"


def test_what_is_typed_while_a_save_is_under_way_is_not_taken_for_saved(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "office")
    section = page.section
    assert isinstance(section, OfficeSection)
    type_in("UBND xã Một (mẫu)")
    press(Key.Key_Return)
    type_in("UBND xã Hai (mẫu)")
    settle(jobs)
    assert commune.office.name == "UBND xã Một (mẫu)"
    assert section.name_field.text() == "UBND xã Hai (mẫu)"
    assert "“This office”" in page.put_away()
    assert section.save_button.isEnabled()
    press(Key.Key_S, CTRL)
    settle(jobs)
    assert commune.office.name == "UBND xã Hai (mẫu)"
    assert page.put_away() == ""


# officers


def test_an_officer_is_entered_put_to_work_and_leaves(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "officers")
    section = page.section
    assert isinstance(section, OfficersSection)
    press(Key.Key_N, CTRL)
    assert focused() is section.name_field
    type_in("Đỗ Văn Nam (mẫu)")
    press(Key.Key_Tab)
    type_in("Công chức (mẫu)")
    press(Key.Key_Return)
    settle(jobs)
    added = next(officer for officer in office_view(commune).officers if officer.full_name == "Đỗ Văn Nam (mẫu)")
    assert added.position == "Công chức (mẫu)"
    assert section.name_field.text() == "", "ready for the next one"
    section.list.selectRow(section.rows.index_of(added.id).row())
    for button in (section.work_button, section.signs_button):
        tab_to(button)
        press(Key.Key_Space)
        settle(jobs)
    view = office_view(commune)
    assert [officer.full_name for officer in view.officers if officer.at_work] == ["Đỗ Văn Nam (mẫu)"]
    assert view.signatory is not None
    assert view.signatory.id == added.id
    assert section.rows.data(section.rows.index(section.list.currentIndex().row(), 2)) == "At work now, signs papers"
    tab_to(section.left_button)
    press(Key.Key_Space)
    settle(jobs)
    assert section.rows.data(section.rows.index(section.list.currentIndex().row(), 2)) == "No longer here"
    assert section.left_button.text() == "Works here again"
    assert not section.work_button.isEnabled()
    assert office_view(commune).signatory is None


def test_an_officer_is_corrected(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "officers")
    section = page.section
    assert isinstance(section, OfficersSection)
    assert section.name_field.text() == "Nguyễn Thị Hạnh", "whoever is at work is chosen first"
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert focused() is section.name_field
    name = section.name_field.text()
    press(Key.Key_Tab)
    type_in("Phó Chủ tịch (mẫu)")
    press(Key.Key_S, CTRL)
    settle(jobs)
    assert next(officer for officer in office_view(commune).officers if officer.full_name == name).position == "Phó Chủ tịch (mẫu)"
    assert section.name_field.text() == name, "the same officer stays chosen"


def test_an_officer_without_a_name_is_refused(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "officers")
    section = page.section
    assert isinstance(section, OfficersSection)
    before = office_view(commune).officers
    press(Key.Key_N, CTRL)
    press(Key.Key_Tab)
    type_in("Công chức (mẫu)")
    press(Key.Key_Return)
    settle(jobs)
    assert "full name" in section._checked.note.text
    assert focused() is section.name_field
    assert office_view(commune).officers == before
    type_in("Có Tên (mẫu)")
    assert section._checked.note.text == ""


def test_another_list_of_officers_keeps_the_one_being_corrected(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "officers")
    section = page.section
    assert isinstance(section, OfficersSection)
    press(Key.Key_Return)
    type_in("Tên đang sửa (mẫu)")
    changed = add_officer(commune, full_name="An Bình (mẫu)", position="").changed
    page.take(changed)
    settle(jobs)
    assert section.rows.total == 4
    assert section.name_field.text() == "Tên đang sửa (mẫu)"


def test_enter_twice_enters_one_officer(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "officers")
    section = page.section
    assert isinstance(section, OfficersSection)
    before = len(office_view(commune).officers)
    press(Key.Key_N, CTRL)
    type_in("Chỉ Một (mẫu)")
    press(Key.Key_Return)
    press(Key.Key_Return)
    assert not section.save_button.isEnabled()
    settle(jobs)
    assert len(office_view(commune).officers) == before + 1
    type_in("Người Sau (mẫu)")
    assert section.save_button.isEnabled()
    press(Key.Key_Return)
    settle(jobs)
    assert len(office_view(commune).officers) == before + 2


def test_the_next_officer_may_be_typed_while_one_is_entered(page: SettingsPage, jobs: Jobs) -> None:
    go_to(page, "officers")
    section = page.section
    assert isinstance(section, OfficersSection)
    press(Key.Key_N, CTRL)
    type_in("Người Trước (mẫu)")
    press(Key.Key_Tab)
    type_in("Công chức (mẫu)")
    press(Key.Key_Return)
    section.name_field.setFocus()
    type_in("Người Sau (mẫu)")
    settle(jobs)
    assert (section.name_field.text(), section.position_field.text()) == ("Người Sau (mẫu)", "")
    assert section.unsaved()


def test_a_correction_is_not_taken_for_saved_while_an_older_one_is(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "officers")
    section = page.section
    assert isinstance(section, OfficersSection)
    press(Key.Key_Return)
    type_in("Sửa Một (mẫu)")
    press(Key.Key_Return)
    type_in("Sửa Hai (mẫu)")
    settle(jobs)
    assert "Sửa Một (mẫu)" in {officer.full_name for officer in office_view(commune).officers}
    assert section.name_field.text() == "Sửa Hai (mẫu)"
    assert section.unsaved()


def test_an_unsaved_correction_waits_while_others_are_looked_at(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "officers")
    section = page.section
    assert isinstance(section, OfficersSection)
    press(Key.Key_Return)
    type_in("Chưa Lưu (mẫu)")
    here = section.list.currentIndex().row()
    section.list.selectRow(here + 1)
    other = section.rows.rows[here + 1].full_name
    assert section.name_field.text() == other
    assert not section.save_button.isEnabled(), "nothing was typed of this one"
    assert "“Officers”" in page.put_away()
    page.take(EVERYTHING)
    settle(jobs)
    section.begin_new()
    assert section.name_field.text() == ""
    section.list.selectRow(here)
    assert section.name_field.text() == "Chưa Lưu (mẫu)"
    press(Key.Key_Return)
    section.list.selectRow(here + 1)
    settle(jobs)
    assert "Chưa Lưu (mẫu)" in {officer.full_name for officer in office_view(commune).officers}
    assert section.name_field.text() == other
    assert page.put_away() == "", "it was saved although another one was looked at meanwhile"


def test_esc_gives_up_what_waits_with_other_officers_last(page: SettingsPage) -> None:
    go_to(page, "officers")
    section = page.section
    assert isinstance(section, OfficersSection)
    press(Key.Key_Return)
    type_in("Chưa Lưu (mẫu)")
    here = section.list.currentIndex().row()
    section.list.selectRow(here + 1)
    section.name_field.setFocus()
    type_in("Cũng chưa (mẫu)")
    assert section.escape()
    assert section.name_field.text() == section.rows.rows[here + 1].full_name
    assert "“Officers”" in page.put_away()
    assert section.escape()
    assert page.put_away() == ""
    assert not section.escape()


# other offices


def test_a_card_is_revoked_only_after_a_question_with_verbs(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "cards")
    section = page.section
    assert isinstance(section, CardsSection)
    assert "Bundles are sealed for" in section.said.text()
    section.list.selectRow(0)
    tab_to(section.revoke_button)
    press(Key.Key_Space)
    for answer in ("Keep trusting it", "Trust it no longer"):
        box = next(box for box in page.window().findChildren(QMessageBox) if box.isVisible())
        next(button for button in box.findChildren(QPushButton) if button.text() == answer).click()
        settle(jobs)
        assert [card.revoked_at is None for card in list_cards(commune)] == [answer == "Keep trusting it"]
        section.revoke_button.click()  # a screen without a window manager does not give the focus back; without a card it does nothing
    assert "No card of the level above yet" in section.said.text()
    assert not section.revoke_button.isEnabled()


def test_a_card_is_taken_in_by_its_fingerprint(
    page: SettingsPage, commune: App, jobs: Jobs, template: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    revoke_card(commune, code="99000")
    card = template.home / "99000.papi.card"

    def choose(_parent: QWidget, then: Callable[[Path], object]) -> None:
        then(card)

    monkeypatch.setattr("ui.pages.cards.ask_for_card", choose)
    go_to(page, "cards")
    press(Key.Key_O, CTRL)
    settle(jobs)
    [dialog] = page.window().findChildren(TrustCardDialog)
    dialog.field.setText(read_card_file(card).fingerprint)
    QTest.keyClick(dialog.field, Key.Key_Return)
    settle(jobs)
    section = page.section
    assert isinstance(section, CardsSection)
    assert "Bundles are sealed for" in section.said.text()


def test_the_name_of_the_level_above_is_a_text_of_its_own(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "cards")
    section = page.section
    assert isinstance(section, CardsSection)
    assert focused() is section.superior_field
    type_in("Sở Nội vụ tỉnh (mẫu)")
    assert section.unsaved()
    press(Key.Key_Return)
    settle(jobs)
    assert office_view(commune).superior == "Sở Nội vụ tỉnh (mẫu)"
    assert not section.unsaved()


def test_a_name_typed_while_one_is_saved_is_not_saved_yet(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "cards")
    section = page.section
    assert isinstance(section, CardsSection)
    type_in("Sở Một (mẫu)")
    press(Key.Key_Return)
    type_in("Sở Hai (mẫu)")
    settle(jobs)
    assert office_view(commune).superior == "Sở Một (mẫu)"
    assert section.superior_field.text() == "Sở Hai (mẫu)"
    assert section.unsaved()
    assert section.save_button.isEnabled()


def test_the_level_above_sees_its_communes(above: SettingsPage, authority: App) -> None:
    go_to(above, "cards")
    section = above.section
    assert isinstance(section, CardsSection)
    assert section.title.text() == "Communes and wards"
    assert [card.code for card in section.rows.rows] == ["99001"]
    assert {card.relation for card in list_cards(authority)} == {Relation.SUBORDINATE}


# card and key


def test_the_fingerprint_is_read_out_in_groups(page: SettingsPage, commune: App) -> None:
    go_to(page, "keys")
    section = page.section
    assert isinstance(section, KeysSection)
    assert section.fingerprint.text().split() == office_view(commune).fingerprint.split("-")


def test_the_passphrase_is_changed(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "keys")
    section = page.section
    assert isinstance(section, KeysSection)
    tab_to(section.old)
    type_in("khong phai")
    for field in (section.new.first, section.new.second):
        tab_to(field)
        type_in(CHOSEN)
    assert section.new.notes == ("Strong.", "The same as above.")
    press(Key.Key_Return)
    settle(jobs, 60_000)
    assert "does not open the key" in section.old_note.text
    assert focused() is section.old
    type_in(PASSPHRASE)
    press(Key.Key_S, CTRL)
    settle(jobs, 60_000)
    assert messages(page) == ["The passphrase was changed. The recovery code stays valid."]
    assert (section.old.text(), section.new.text) == ("", "")
    commune.unlock(CHOSEN)
    with pytest.raises(KeyringError):
        commune.unlock(PASSPHRASE)


def test_a_new_recovery_code_counts_only_when_it_is_on_paper(page: SettingsPage, commune: App, jobs: Jobs, template: Any) -> None:
    go_to(page, "keys")
    section = page.section
    assert isinstance(section, KeysSection)
    section.code_button.setFocus()
    press(Key.Key_Space)
    [dialog] = page.window().findChildren(RecoveryDialog)
    QTest.keyClick(dialog, Key.Key_Return)
    assert "write the code down" in dialog.code.note
    QTest.keyClick(dialog, Key.Key_Escape)
    settle(jobs)
    commune.unlock(template.recovery_code)
    section.code_button.click()
    dialog = next(each for each in page.window().findChildren(RecoveryDialog) if each.isVisible())
    code = dialog.code.code
    parts = code.split("-")
    dialog.code.field.setText("".join(parts[group - 1] for group in dialog.code.groups))
    QTest.keyClick(dialog.code.field, Key.Key_Return)
    assert dialog.note.text == "Please enter the passphrase."
    dialog.secret.setText(PASSPHRASE)
    QTest.keyClick(dialog.secret, Key.Key_Return)
    settle(jobs, 60_000)
    assert not any(each.isVisible() for each in page.window().findChildren(RecoveryDialog))
    commune.unlock(code)
    with pytest.raises(KeyringError):
        commune.unlock(template.recovery_code)
    assert "valid from now on" in messages(page)[0]


# reporting periods


def test_a_deadline_is_set_and_taken_back(above: SettingsPage, authority: App, jobs: Jobs) -> None:
    go_to(above, "periods")
    section = above.section
    assert isinstance(section, PeriodsSection)
    tab_to(section.kind)
    while section.kind.currentData() != "-Q4":
        press(Key.Key_Down)
    tab_to(section.year)
    type_in("2026")
    tab_to(section.deadline)
    type_in("31/09/2026")
    press(Key.Key_Return)
    assert "There is no day 31/09/2026" in section._deadline.note.text
    type_in("05/01/2026")
    assert "before the period begins (01/10/2026)" in section._deadline.note.text
    type_in("05/01/2027")
    assert section._deadline.note.text == ""
    press(Key.Key_Return)
    settle(jobs)
    [row] = list_reporting_periods(authority)
    assert (row.key, row.deadline, row.name) == ("2026-Q4", date(2027, 1, 5), "Quarter IV/2026")
    assert [shown.id for shown in section.rows.rows] == [row.id]
    QTest.keyClick(above, Key.Key_Z, CTRL)
    settle(jobs)
    assert list_reporting_periods(authority) == ()


def test_a_row_fills_the_form_and_setting_it_again_moves_the_deadline(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    page.take(set_reporting_period(commune, period=Period("2026-H1"), name="Sơ kết (mẫu)", deadline=date(2026, 7, 5)).changed)
    settle(jobs)
    go_to(page, "periods")
    section = page.section
    assert isinstance(section, PeriodsSection)
    section.list.selectRow(0)
    press(Key.Key_Return)
    assert focused() is section.deadline
    assert (section.kind.currentData(), section.year.text(), section.name_field.text()) == ("-H1", "2026", "Sơ kết (mẫu)")
    type_in("10/07/2026")
    press(Key.Key_Return)
    settle(jobs)
    assert [(row.key, row.deadline, row.name) for row in list_reporting_periods(commune)] == [
        ("2026-H1", date(2026, 7, 10), "Sơ kết (mẫu)")
    ]


def test_an_edited_deadline_of_a_chosen_row_is_asked_about(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    page.take(set_reporting_period(commune, period=Period("2026-H1"), name="Sơ kết (mẫu)", deadline=date(2026, 7, 5)).changed)
    settle(jobs)
    go_to(page, "periods")
    section = page.section
    assert isinstance(section, PeriodsSection)
    section.list.selectRow(0)
    assert page.put_away() == ""
    section.deadline.setFocus()
    type_in("10/07/2026")
    assert "“Reporting periods”" in page.put_away()
    page.take(EVERYTHING)
    settle(jobs)
    assert section.deadline.text() == "10/07/2026", "a refresh keeps what is typed"
    type_in("05/07/2026")
    assert page.put_away() == ""
    page.take(set_reporting_period(commune, period=Period("2026-H1"), name="Sơ kết (mẫu)", deadline=date(2026, 7, 9)).changed)
    settle(jobs)
    assert section.deadline.text() == "09/07/2026", "what is not being edited follows the row"
    press(Key.Key_Escape)
    section.name_field.setFocus()
    type_in("Chưa có hạn (mẫu)")
    assert "“Reporting periods”" in page.put_away()


def test_a_period_typed_while_one_is_being_set_stays(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    go_to(page, "periods")
    section = page.section
    assert isinstance(section, PeriodsSection)
    section.deadline.setFocus()
    type_in("05/01/2027")
    press(Key.Key_Return)
    type_in("06/01/2027")
    settle(jobs)
    assert [row.deadline for row in list_reporting_periods(commune)] == [date(2027, 1, 5)]
    assert section.deadline.text() == "06/01/2027"
    assert section.unsaved()


# data


def test_a_whole_data_folder_is_said_to_be_whole(page: SettingsPage, jobs: Jobs) -> None:
    go_to(page, "data")
    section = page.section
    assert isinstance(section, DataSection)
    press(Key.Key_R, CTRL)
    settle(jobs)
    assert section.result.text.startswith("Everything is in order.")
    assert section.list.isHidden()


def test_an_altered_file_is_found_and_named(page: SettingsPage, commune: App, jobs: Jobs, sample_files: dict[str, Path]) -> None:
    row = list_occurrences(commune).rows[0]
    add_evidence(commune, task_ids=[row.id], fields=EvidenceFields(kind="other"), files=[sample_files["pdf"]])
    stored = next(path for path in (commune.home / "objects").rglob("*") if path.is_file())
    stored.chmod(0o600)
    stored.write_bytes(b"khac")
    go_to(page, "data")
    section = page.section
    assert isinstance(section, DataSection)
    press(Key.Key_R, CTRL)
    settle(jobs)
    assert "1 problem was found" in section.result.text
    shown = section.problems.data(section.problems.index(0, 1))
    assert str(shown).startswith("A stored file was altered: ")
    shutil.rmtree(commune.home / "objects")


def test_checking_is_stopped_by_escape(page: SettingsPage, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(app: App, *, progress: Progress, cancelled: Callable[[], bool]) -> CheckResult:
        while not cancelled():
            progress(1, 2)
        return replace(check(app), problems=(Problem("CHAIN", "nobody waits for this"),))

    monkeypatch.setattr(settings_data, "check", endless)
    go_to(page, "data")
    section = page.section
    assert isinstance(section, DataSection)
    section.check()
    assert not section.check_button.isEnabled()
    QTest.keyClick(page, Key.Key_Escape)
    settle(jobs)
    assert section.result.text == ""
    assert section.check_button.isEnabled()


def test_the_data_folder_is_shown_by_the_system(page: SettingsPage, commune: App, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    go_to(page, "data")
    section = page.section
    assert isinstance(section, DataSection)
    assert section.folder.text() == str(commune.home)
    tab_to(section.open_button)
    press(Key.Key_Space)
    assert opened == [QUrl.fromLocalFile(str(commune.home))]


# the page


# rules


def kept_rule(app: App, rule_id: str) -> RuleRow:
    return next(row for row in list_rules(app) if row.rule.id == rule_id)


def to_rules(page: SettingsPage) -> RulesSection:
    go_to(page, "rules")
    section = page.section
    assert isinstance(section, RulesSection)
    assert focused() is section.list
    return section


def test_a_rule_is_changed_marked_as_compared_undone_and_reset_by_keyboard(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    section = to_rules(page)
    assert section.rows.data(section.rows.index(0, 1)) == "3 working days"
    assert section.rows.data(section.rows.index(0, 3)) == "To be verified"
    assert not section.reset_button.isEnabled()
    press(Key.Key_End, CTRL)
    assert "đơn vị sửa theo văn bản áp dụng, noted on 20/11/2026" in section.basis.text()
    press(Key.Key_Return)
    assert focused() is section.days
    type_in("07")
    press(Key.Key_Tab)
    press(Key.Key_Down)
    tab_to(section.verified)
    press(Key.Key_Space)
    assert section.unsaved()
    press(Key.Key_S, CTRL)
    settle(jobs)
    row = kept_rule(commune, "posting")
    assert (row.rule.days, row.rule.working, row.rule.verified, row.changed) == (7, True, True, True)
    assert not section.unsaved()
    assert section.rows.data(section.rows.index(5, 1)) == "7 working days"
    assert section.rows.data(section.rows.index(5, 3)) == "Verified"
    assert messages(page) == ["Rule saved: Postings in general"]
    press(Key.Key_R, CTRL)
    settle(jobs)
    assert not kept_rule(commune, "posting").changed
    assert section.days.text() == "30"
    assert not section.reset_button.isEnabled()
    QTest.keyClick(page, Key.Key_Z, CTRL)
    settle(jobs)
    assert kept_rule(commune, "posting").rule.days == 7
    assert section.days.text() == "7"


def test_a_rule_of_a_meeting_asks_for_its_share_alone(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    section = to_rules(page)
    press(Key.Key_Down)
    assert section.rows.data(section.rows.index(1, 2)) == "70\N{NO-BREAK SPACE}%; of others 20\N{NO-BREAK SPACE}%"
    assert not section.days.isVisible()
    press(Key.Key_Return)
    assert focused() is section.quorum
    type_in("75")
    press(Key.Key_Return)
    settle(jobs)
    assert kept_rule(commune, "poor_household_meeting").rule.quorum == 75
    assert kept_rule(commune, "poor_household_meeting").rule.days is None


@pytest.mark.parametrize("typed", ["0", "367", "", "ba", "3.5", "９"])
def test_days_that_cannot_be_are_refused_where_they_stand(page: SettingsPage, commune: App, jobs: Jobs, typed: str) -> None:
    section = to_rules(page)
    press(Key.Key_Return)
    section.days.setText(typed)
    press(Key.Key_S, CTRL)
    settle(jobs)
    assert section._days.note.text == "Please enter a whole number from 1 to 366."
    assert focused() is section.days
    assert not kept_rule(commune, "poor_household_posting").changed
    press(Key.Key_Escape)
    assert section.days.text() == "3"


def test_what_was_typed_for_a_rule_waits_while_another_is_looked_at(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    section = to_rules(page)
    press(Key.Key_Return)
    type_in("5")
    section.list.setFocus()
    press(Key.Key_Down)
    press(Key.Key_Down)
    assert section.days.text() == "15"
    change_rule(commune, rule_id="land_use_plan", days=20)
    page.take(EVERYTHING)
    settle(jobs)
    assert section.days.text() == "20", "nothing was typed here, so what is set now is shown"
    assert "“Posting and meetings”" in page.put_away()
    press(Key.Key_Up)
    press(Key.Key_Up)
    assert section.days.text() == "5"
    change_rule(commune, rule_id="poor_household_posting", days=9)
    page.take(EVERYTHING)
    settle(jobs)
    assert section.days.text() == "5", "what is being typed survives"
    press(Key.Key_Escape)
    assert section.days.text() == "9"
    assert page.put_away() == ""


def test_another_rule_may_be_looked_at_while_one_is_saved(page: SettingsPage, commune: App, jobs: Jobs) -> None:
    section = to_rules(page)
    press(Key.Key_Return)
    type_in("5")
    press(Key.Key_S, CTRL)
    section.list.setFocus()
    press(Key.Key_Down)
    settle(jobs)
    assert kept_rule(commune, "poor_household_posting").rule.days == 5
    assert page.put_away() == "", "what was saved does not wait any more"
    press(Key.Key_Up)
    assert section.days.text() == "5"


def test_arriving_opens_a_section_and_the_page_remembers_it(page: SettingsPage) -> None:
    page.arrive("keys")
    assert page.section.name == page.place() == "keys"
    page.return_to("data")
    assert page.section.name == "data"
    page.arrive("nothing of the kind")
    assert page.section.name == "data"


def test_a_language_that_could_not_be_taken_is_not_shown_as_chosen(page: SettingsPage, jobs: Jobs) -> None:
    page.arrive("look")
    wanted: list[str] = []
    page.language_chosen.connect(wanted.append)
    look = page.section
    look._languages["vi"].click()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - the section that is open
    assert wanted == ["vi"]
    page.refresh(EVERYTHING)
    settle(jobs)
    assert look._languages["en"].isChecked()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - the same


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("role", list(Role))
def test_every_section_fits_without_scrolling(
    qtbot: QtBot, commune: App, authority: App, jobs: Jobs, tmp_path: Path, language: Language, role: Role, theme: Theme
) -> None:
    del theme
    use_language(language)
    window = a_window(qtbot, commune if role is Role.COMMUNE else authority, jobs, tmp_path)
    page = window.page
    assert isinstance(page, SettingsPage)
    least = page.minimumSizeHint()
    assert (least.width() <= 1190, least.height() <= 600) == (True, True), least
    for section in page.sections:
        page.arrive(section.name)
        QApplication.processEvents()
        assert (window.width(), window.height()) == (1366, 689)
        area = page._stack.currentWidget()
        assert isinstance(area, QScrollArea)
        assert (area.horizontalScrollBar().maximum(), area.verticalScrollBar().maximum()) == (0, 0), section.name
        for field in section.findChildren(QLineEdit):
            label = any(label.buddy() is field for label in section.findChildren(QLabel))
            assert label or field.accessibleName()


@pytest.mark.parametrize("width", [1093, 683])
def test_in_a_narrow_window_list_and_section_take_turns(page: SettingsPage, window: MainWindow, width: int) -> None:
    window.resize(width, 614 if width > 1000 else 384)
    QApplication.processEvents()
    page.list.setFocus()
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert page.section.isVisible()
    assert page.list.isVisible() == (width > 1000)
    QTest.keyClick(page, Key.Key_Escape)
    assert page.list.isVisible()
    assert page.list.hasFocus()
