"""Files on their way in: what a document says of itself, what is kept out whatever it costs, what is taken in with a warning."""

import os
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from docx import Document
from PIL import ExifTags, Image

from papi_desktop.domain.errors import Code, EvidenceError
from papi_desktop.evidence import store
from papi_desktop.services import incoming_files
from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.evidence_listing import evidence_detail
from papi_desktop.services.files import look_at_files
from papi_desktop.wording import warning_text

OFFICE = ("ỦY BAN NHÂN DÂN", "XÃ TÂN PHÚ (MẪU)")
NOTICE = (*OFFICE, "Số: 62/TB-UBND", "Tân Phú, ngày 02 tháng 11 năm 2026", "THÔNG BÁO", "Niêm yết danh sách hộ nghèo")


def write_document(path: Path, *lines: str) -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def kept_files(app: App) -> list[Path]:
    return [path for path in app.home.rglob("*") if path.is_file() and not path.name.startswith(("papi.db", ".", "papi.lock"))]


def test_a_document_says_what_it_is(commune: App, tmp_path: Path) -> None:
    [look] = look_at_files(commune, paths=[write_document(tmp_path / "a.docx", *NOTICE)])
    heading = look.heading
    assert (heading.number, heading.issued, heading.kind) == ("62/TB-UBND", date(2026, 11, 2), "thong_bao")
    assert heading.abstract == "Niêm yết danh sách hộ nghèo"
    assert look.warnings == ()


def test_a_classified_paper_leaves_nothing_behind(commune: App, tmp_path: Path) -> None:
    secret = write_document(tmp_path / "bao-cao.docx", *OFFICE, "MẬT", *NOTICE[2:])
    before = {path: path.read_bytes() for path in kept_files(commune)}
    [look] = look_at_files(commune, paths=[secret])
    assert look.refusal is not None
    assert look.refusal.code is Code.FILE_CLASSIFIED
    with pytest.raises(EvidenceError) as caught:
        add_evidence(commune, task_ids=[], fields=EvidenceFields(kind="bao_cao"), files=[secret])
    assert caught.value.params == {"name": "bao-cao.docx", "secret": "MẬT"}
    plain = write_document(tmp_path / "thong-bao.docx", *NOTICE)
    result = add_evidence(commune, task_ids=[], fields=EvidenceFields(kind="thong_bao"), files=[secret, plain])
    assert [(file.name, file.state) for file in result.attachments] == [("thong-bao.docx", "stored"), ("bao-cao.docx", "refused")]
    after = {path: path.read_bytes() for path in kept_files(commune)}
    assert len(after) == len(before) + 1
    assert not [path for path, content in after.items() if content == secret.read_bytes()]
    assert not list(commune.home.rglob("*bao-cao*"))


def test_a_file_that_changes_while_it_is_copied_is_not_kept(commune: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scanner still writes to it."""
    scan = tmp_path / "scan.txt"
    scan.write_bytes(b"trang 1\n")
    read = store._read

    def read_while_it_grows(file: BinaryIO, source: Path) -> bytes:
        chunk = read(file, source)
        if not chunk:
            with source.open("ab") as scanner:
                scanner.write(b"trang sau\n")
        return chunk

    monkeypatch.setattr(store, "_read", read_while_it_grows)
    before = kept_files(commune)
    with pytest.raises(EvidenceError) as caught:
        add_evidence(commune, task_ids=[], fields=EvidenceFields(kind="other"), files=[scan])
    assert caught.value.code is Code.FILE_CHANGED
    assert kept_files(commune) == before
    assert list_evidence(commune) == ()
    monkeypatch.setattr(store, "_read", read)
    add_evidence(commune, task_ids=[], fields=EvidenceFields(kind="other"), files=[scan])
    assert len(list_evidence(commune)) == 1


def test_a_file_replaced_after_it_was_looked_at_is_not_kept(commune: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_document(tmp_path / "a.docx", *NOTICE)
    look = incoming_files.read_facts

    def look_and_replace(file: Path, head: bytes) -> object:
        facts = look(file, head)
        os.utime(file, ns=(1, 1))
        return facts

    monkeypatch.setattr(incoming_files, "read_facts", look_and_replace)
    with pytest.raises(EvidenceError) as caught:
        add_evidence(commune, task_ids=[], fields=EvidenceFields(kind="thong_bao"), files=[path])
    assert caught.value.code is Code.FILE_CHANGED


def test_what_whoever_opens_it_will_stumble_over_is_said(commune: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming_files, "LARGE_BYTES", 1000)
    path = tmp_path / "so-lieu.txt"
    path.write_bytes(b"1\n" * 600)
    [look] = look_at_files(commune, paths=[path])
    assert [each.code for each in look.warnings] == ["LARGE"]
    result = add_evidence(commune, task_ids=[], fields=EvidenceFields(kind="other"), files=[path])
    assert [warning_text(each.code, each.params) for each in result.warnings] == [
        "“so-lieu.txt” có dung lượng lớn (1,2\N{NO-BREAK SPACE}kB): gửi đi mất nhiều thời gian và tốn chỗ trên USB."
    ]


def write_photo(path: Path, taken: str, place: dict[int, Any] | None = None) -> Path:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if place is not None:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    Image.new("RGB", (64, 48), "white").save(path, exif=exif)
    return path


@pytest.mark.parametrize(
    ("taken", "day"),
    [
        ("2026:11:03 08:16:00", date(2026, 11, 3)),
        ("2026:11:16 00:00:00", date(2026, 11, 16)),
        ("2026:11:17 00:00:00", None),
        ("2000:01:01 00:00:10", None),
        ("2000:01:02 00:00:10", date(2000, 1, 2)),
        ("1970:01:01 00:00:00", None),
    ],
    ids=["a past day", "today", "tomorrow", "a clock at its beginning", "a day later", "no clock"],
)
def test_the_clock_of_a_camera_is_not_believed_whatever_it_says(commune: App, tmp_path: Path, taken: str, day: date | None) -> None:
    photo = write_photo(tmp_path / "anh.jpg", taken)
    [look] = look_at_files(commune, paths=[photo])
    assert (look.taken_on, [each.code for each in look.warnings]) == (day, [] if day else ["CAMERA_CLOCK"])
    result = add_evidence(commune, task_ids=[], fields=EvidenceFields(kind="photo"), files=[photo])
    assert list_evidence(commune)[0].issued == day
    assert [each.code for each in result.warnings] == [each.code for each in look.warnings]


def test_the_place_of_a_photo_is_kept(commune: App, tmp_path: Path) -> None:
    north_east = {1: "N", 2: (20.0, 56.0, 30.0), 3: "E", 4: (106.0, 3.0, 0.0)}
    result = add_evidence(
        commune,
        task_ids=[],
        fields=EvidenceFields(kind="photo"),
        files=[write_photo(tmp_path / "anh.jpg", "2026:11:03 08:16:00", north_east)],
    )
    [file] = evidence_detail(commune, evidence_id=result.evidence).files
    assert (file.latitude, file.longitude) == (pytest.approx(20.941667), pytest.approx(106.05))
