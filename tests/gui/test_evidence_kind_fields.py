"""The fields of a kind in the form of the evidence page: shown with their kind, saved by themselves, never lost by a slip of the key."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.services.app import App
from papi_desktop.services.changes import EVERYTHING
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.evidence_editing import change_evidence
from papi_desktop.services.evidence_listing import evidence_detail
from resources.i18n import use_language
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages.evidence import EvidencePage
from ui.pages.evidence_fields import FormField
from ui.pages.evidence_form import EvidenceForm
from ui.tour import settle

Key = Qt.Key


def record(app: App, folder: Path, name: str, fields: EvidenceFields) -> UUID:
    file = folder / f"{name}.txt"
    file.write_text(f"Văn bản {name} (mẫu)", "utf-8")
    return add_evidence(app, task_ids=[], fields=fields, files=[file]).evidence


@pytest.fixture
def evidence(commune: App, tmp_path: Path) -> UUID:
    return record(commune, tmp_path, "hop", EvidenceFields(kind="meeting", issued=date(2026, 11, 3)))


@pytest.fixture
def page(qtbot: QtBot, commune: App, jobs: Jobs, evidence: UUID, tmp_path: Path) -> Iterator[EvidencePage]:
    yield from shown(qtbot, commune, jobs, evidence, tmp_path)


def shown(qtbot: QtBot, app: App, jobs: Jobs, evidence: UUID, folder: Path) -> Iterator[EvidencePage]:
    def pages() -> list[EvidencePage]:
        page = EvidencePage(app, jobs)
        page.year = 2026
        return [page]

    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(jobs=jobs, settings=settings, make_pages=pages)
    qtbot.addWidget(window)
    window.resize(1366, 689)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    page = window.page
    assert isinstance(page, EvidencePage)
    page.arrive(evidence)
    settle(jobs)
    yield page
    settle(jobs)


def own(form: EvidenceForm, name: str) -> FormField:
    return next(field for field in form.kind_rows.fields if field.name == name)


def visible(form: EvidenceForm) -> list[str]:
    return [field.name for field in form.kind_rows.fields if field.widget.isVisible()]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def enter(form: EvidenceForm, name: str, text: str) -> None:
    """Writes ``text`` over what stands in a field, and leaves it with Enter."""
    field = own(form, name).widget
    field.setFocus()
    QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Key.Key_Return)


def choose(form: EvidenceForm, kind: str) -> None:
    form.kind.setCurrentIndex(form.kind.findData(kind))
    form.kind.activated.emit(form.kind.currentIndex())


def said(form: EvidenceForm, name: str) -> str:
    return own(form, name).widget.accessibleDescription()


def details(app: App, evidence: UUID) -> dict[str, str]:
    return dict(evidence_detail(app, evidence_id=evidence).fields.details)


def test_a_meeting_is_described_by_keyboard_alone(page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID) -> None:
    form = page.form
    assert visible(form) == ["invited", "present", "agreed", "households"]
    page.list.view.setFocus()
    QTest.keyClick(page.list.view, Key.Key_Return)
    assert form.kind.hasFocus()
    for _step in range(5):
        QTest.keyClick(focused(), Key.Key_Tab)
    for text in ("1.200", "744", "700"):
        QTest.keyClicks(focused(), text)
        QTest.keyClick(focused(), Key.Key_Tab)
    QTest.keyClicks(focused(), "Ho ba Dao (mau): du")
    QTest.keyClick(focused(), Key.Key_Return)
    QTest.keyClicks(focused(), "Ho ong Le (mau): vang")
    QTest.keyClick(focused(), Key.Key_Tab)
    assert form.personal.hasFocus()
    settle(jobs)
    assert details(commune, evidence) == {
        "invited": "1200",
        "present": "744",
        "agreed": "700",
        "households": "Ho ba Dao (mau): du\nHo ong Le (mau): vang",
    }
    assert said(form, "present") == "62\N{NO-BREAK SPACE}% of the households invited were present"


def test_each_kind_shows_its_own_fields(page: EvidencePage, jobs: Jobs) -> None:
    for kind, names in {
        "posting": ["opening_minutes", "closing_minutes"],
        "broadcast_log": ["times"],
        "link": ["address", "date_seen"],
        "thong_bao": [],
    }.items():
        choose(page.form, kind)
        settle(jobs)
        assert sorted(visible(page.form)) == sorted(names)


def test_what_is_wrong_is_said_beside_its_field_and_kept(page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID) -> None:
    form = page.form
    enter(form, "invited", "nhieu")
    enter(form, "agreed", "5")
    settle(jobs)
    assert "whole number" in said(form, "invited")
    assert details(commune, evidence) == {"agreed": "5"}, "the rest is saved"
    assert "mended" in form.state.text()
    page.refresh(EVERYTHING)
    settle(jobs)
    assert own(form, "invited").raw() == "nhieu"
    enter(form, "invited", "10")
    settle(jobs)
    assert said(form, "invited") == ""
    assert details(commune, evidence) == {"invited": "10", "agreed": "5"}


def test_more_cannot_come_than_were_invited(page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID) -> None:
    form = page.form
    refused: list[object] = []
    form.failed.connect(refused.append)
    enter(form, "invited", "10")
    settle(jobs)
    enter(form, "present", "11")
    settle(jobs)
    assert refused == [], "it is not even tried"
    assert "more than were invited" in said(form, "present")
    assert details(commune, evidence) == {"invited": "10"}
    assert own(form, "present").raw() == "11"
    enter(form, "invited", "22")
    settle(jobs)
    assert details(commune, evidence) == {"invited": "22", "present": "11"}
    assert said(form, "present").startswith("50")


def test_a_field_that_is_emptied_is_taken_away(page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID) -> None:
    enter(page.form, "agreed", "5")
    settle(jobs)
    field = own(page.form, "agreed").widget
    field.setFocus()
    QTest.keyClick(field, Key.Key_Backspace)
    QTest.keyClick(field, Key.Key_Return)
    settle(jobs)
    assert details(commune, evidence) == {}


@pytest.mark.parametrize("waiting", [False, True])
def test_a_slip_to_another_kind_and_back_loses_nothing(page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID, waiting: bool) -> None:
    form = page.form
    enter(form, "invited", "120")
    enter(form, "present", "chua dem")
    settle(jobs)
    for kind in ("posting", "meeting"):
        choose(form, kind)
        if waiting:
            settle(jobs)
            page.refresh(EVERYTHING)
            settle(jobs)
            assert details(commune, evidence) == ({"invited": "120"} if kind == "meeting" else {})
    settle(jobs)
    assert (own(form, "invited").raw(), own(form, "present").raw()) == ("120", "chua dem")
    assert details(commune, evidence) == {"invited": "120"}


def test_a_reading_that_comes_late_between_two_slips_loses_nothing(page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID) -> None:
    enter(page.form, "invited", "120")
    settle(jobs)
    late = evidence_detail(commune, evidence_id=evidence)
    choose(page.form, "posting")
    page.form.show_detail(late)
    choose(page.form, "meeting")
    settle(jobs)
    assert details(commune, evidence) == {"invited": "120"}


def test_fields_the_kind_does_not_have_hold_nothing_up(page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID) -> None:
    enter(page.form, "present", "chua dem")
    choose(page.form, "posting")
    enter(page.form, "opening_minutes", "05/BB-UBND")
    settle(jobs)
    assert details(commune, evidence) == {"opening_minutes": "05/BB-UBND"}
    assert page.put_away() == ""


def test_a_page_of_the_web_has_its_address_and_day(page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID) -> None:
    form = page.form
    choose(form, "link")
    enter(form, "address", "mau.example/ngan-sach")
    enter(form, "date_seen", "31/2/2026")
    settle(jobs)
    assert "https://" in said(form, "address")
    assert "31/02/2026" in said(form, "date_seen")
    enter(form, "address", "https://mau.example/ngan-sach")
    enter(form, "date_seen", "3/11/2026")
    settle(jobs)
    assert details(commune, evidence) == {"address": "https://mau.example/ngan-sach", "date_seen": "2026-11-03"}
    page.form.kind.setFocus()
    page.refresh(EVERYTHING)
    settle(jobs)
    assert own(form, "date_seen").raw() == "03/11/2026"


def test_what_another_change_gives_is_shown_but_for_the_field_in_hand(page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID) -> None:
    field = own(page.form, "invited").widget
    field.setFocus()
    QTest.keyClicks(field, "12")
    change_evidence(commune, evidence_ids=[evidence], values=EvidenceFields(kind="", details={"agreed": "5"}), only={"details"})
    page.refresh(EVERYTHING)
    settle(jobs)
    assert (own(page.form, "invited").raw(), own(page.form, "agreed").raw()) == ("12", "5")


def test_another_evidence_shows_its_own(page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID, tmp_path: Path) -> None:
    enter(page.form, "invited", "120")
    other = record(commune, tmp_path, "khac", EvidenceFields(kind="meeting", issued=date(2026, 11, 4)))
    page.refresh(EVERYTHING)
    page.arrive(other)
    settle(jobs)
    assert page.form.evidence == other
    assert own(page.form, "invited").raw() == ""
    assert details(commune, evidence) == {"invited": "120"}


def test_a_number_given_twice_is_said_beside_the_number(
    page: EvidencePage, commune: App, jobs: Jobs, evidence: UUID, tmp_path: Path
) -> None:
    record(commune, tmp_path, "truoc", EvidenceFields(kind="thong_bao", number="05/TB-UBND", issued=date(2026, 3, 1)))
    form = page.form
    choose(form, "thong_bao")
    form.number.setFocus()
    QTest.keyClicks(form.number, "5/TB-UBND")
    QTest.keyClick(form.number, Key.Key_Return)
    settle(jobs)
    assert evidence_detail(commune, evidence_id=evidence).fields.number == "5/TB-UBND"
    assert "01/03/2026" in form.number.accessibleDescription()
    QTest.keyClicks(form.number, "-VP")
    QTest.keyClick(form.number, Key.Key_Return)
    settle(jobs)
    assert form.number.accessibleDescription() == ""


def test_the_form_keeps_its_width_in_vietnamese(qtbot: QtBot, commune: App, jobs: Jobs, evidence: UUID, tmp_path: Path) -> None:
    use_language("vi")
    for page in shown(qtbot, commune, jobs, evidence, tmp_path):
        for kind in ("meeting", "posting", "link", "broadcast_log"):
            choose(page.form, kind)
            settle(jobs)
            assert page.minimumSizeHint().width() <= 1190
            assert page.form.minimumSizeHint().width() <= page.side.width()
