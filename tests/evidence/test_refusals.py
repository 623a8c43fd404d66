"""What cannot be evidence however it is dressed, and what is taken in with a warning: told by content, not by name."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from papi_desktop.domain.errors import Code, EvidenceError
from papi_desktop.evidence.containers import OLE_HEAD, ZIP_HEADS, look_inside
from papi_desktop.evidence.file_facts import FileFacts, read_facts, refuse_unfit
from tests.evidence.ole_file import write_ole

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCM = "application/vnd.ms-word.document.macroenabled.12"
CONTENT_TYPES = '<Types><Override PartName="/word/document.xml" ContentType="{}"/></Types>'
DOCX_TYPES = CONTENT_TYPES.format(DOCX + ".main+xml")
DOCM_TYPES = CONTENT_TYPES.format("application/vnd.ms-word.document.macroEnabled.main+xml")


def facts_of(path: Path) -> FileFacts:
    return read_facts(path, refuse_unfit(path))


def write_zip(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def write_pdf(path: Path, change: Callable[[Any], object]) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    change(writer)
    writer.write(path)
    return path


PROGRAMS = [
    pytest.param("anh.jpg", b"MZ\x90\x00" + bytes(90), id="a program named as a photo"),
    pytest.param("a.txt", b"#!/bin/sh\nrm -rf .", id="a shell script"),
    pytest.param("a.txt", b"\xef\xbb\xbf\r\n  #!/bin/sh", id="a script behind a byte order mark"),
    pytest.param("a.txt", "\ufeff@echo off\r\ndel *".encode("utf-16"), id="a batch file in UTF-16"),
    pytest.param("a.txt", b'On Error Resume Next\r\nSet a = CreateObject("x")', id="Visual Basic as text"),
    pytest.param("a.pdf", b"<?php system($_GET[0]);", id="PHP named as a PDF"),
    pytest.param("a.svg", b'<?xml version="1.0"?><svg xmlns="x"><script>alert(1)</script></svg>', id="a picture that runs a script"),
    pytest.param("a.svg", b'<svg xmlns="x"><g onload="alert(1)"/></svg>', id="a picture with a handler"),
    pytest.param("a.pdf", b"<!DOCTYPE html><html><body><SCRIPT src=x></SCRIPT></body></html>", id="a web page named as a PDF"),
    pytest.param("a.html", b"<html>" + b" " * 9000 + b"<a href='javascript:x()'>", id="a script far down"),
    pytest.param("a.bin", b"\0asm\x01\0\0\0", id="WebAssembly"),
    pytest.param("a.bin", b"!<arch>\ndebian-binary", id="a Debian package"),
    pytest.param("a.pdf", bytes(0x8001) + b"CD001" + bytes(9), id="a picture of a disk"),
    pytest.param("bao cao.docx.exe", b"plain text", id="a program by its name"),
    pytest.param("bang.xll", b"plain text", id="an extension of Excel by its name"),
    pytest.param("thu.ps1xml. ", b"plain text", id="dots and blanks behind the name"),
    pytest.param("anh\u202egpj.scr", b"plain text", id="a name that reads backwards"),
]


@pytest.mark.parametrize(("name", "content"), PROGRAMS)
def test_programs_and_scripts_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(EvidenceError) as caught:
        refuse_unfit(path)
    assert caught.value.code is Code.FILE_EXECUTABLE


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("bien-ban.txt", "Biên bản họp thôn Đoài\n#!không phải tập lệnh".encode(), id="a minute"),
        pytest.param("so-do.svg", b'<svg xmlns="x"><path d="M0 0"/></svg>', id="a drawing"),
        pytest.param("trang.html", "<html><body>Công khai ngân sách</body></html>".encode(), id="a page without a script"),
        pytest.param("bang.csv", b"thon,so ho\nDoai,12\n", id="a table"),
    ],
)
def test_documents_that_only_look_alike_are_not(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refuse_unfit(path) == content[:4096]


@pytest.mark.parametrize(
    "parts",
    [
        {"META-INF/MANIFEST.MF": "Manifest-Version: 1.0", "a/B.class": "x"},
        {"AndroidManifest.xml": "x", "classes.dex": "x"},
        {"anh/1.jpg": "x", "cai-dat.exe": "x"},
    ],
    ids=["a Java program", "an Android program", "a program among photos"],
)
def test_a_program_inside_a_zip_is_refused_by_name(tmp_path: Path, parts: dict[str, str]) -> None:
    path = write_zip(tmp_path / "minh chứng.docx", parts)
    with pytest.raises(EvidenceError) as caught:
        refuse_unfit(path)
    assert caught.value.code is Code.FILE_EXECUTABLE
    assert str(caught.value.params["name"]).startswith("minh chứng.docx (")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"[Content_Types].xml": DOCX_TYPES}, FileFacts(DOCX)),
        ({"[Content_Types].xml": DOCM_TYPES}, FileFacts(DOCM, macros=True)),
        ({"[Content_Types].xml": DOCX_TYPES, "word/vbaProject.bin": "x"}, FileFacts(DOCX, macros=True)),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, FileFacts("application/vnd.oasis.opendocument.text")),
        (
            {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<m:encryption-data/>", "Basic/a.xml": ""},
            FileFacts("application/vnd.oasis.opendocument.text", macros=True, locked=True),
        ),
        ({"anh/1.jpg": "x"}, FileFacts("application/zip")),
    ],
    ids=["Word", "Word with macros", "macros under another type", "OpenDocument", "locked OpenDocument with macros", "photos"],
)
def test_what_a_zip_holds_tells_its_type(tmp_path: Path, parts: dict[str, str], expected: FileFacts) -> None:
    assert facts_of(write_zip(tmp_path / "a.docx", parts)) == expected


def test_a_zip_with_a_password_is_locked(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"anh.jpg": "x"})
    data = bytearray(path.read_bytes())
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(data)
    assert facts_of(path).locked


def test_an_endless_table_of_contents_is_not_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"anh.jpg": "x"})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.rindex(b"PK\x05\x06") + 12, 0xFFFFFFF0)
    path.write_bytes(data)
    assert (facts_of(path).media_type, bool(facts_of(path).unread)) == ("application/zip", True)


WORD, EXCEL = "application/msword", "application/vnd.ms-excel"
PLAIN_WORD = bytes(12)
LOCKED_WORD = bytes(10) + b"\x00\x01"
PLAIN_BOOK = struct.pack("<HH", 0x809, 8) + bytes(8) + struct.pack("<HH", 0x0A, 0)
LOCKED_BOOK = struct.pack("<HH", 0x809, 8) + bytes(8) + struct.pack("<HH", 0x2F, 54)


@pytest.mark.parametrize(
    ("streams", "storages", "expected"),
    [
        ({"WordDocument": PLAIN_WORD}, (), FileFacts(WORD)),
        ({"WordDocument": PLAIN_WORD}, ("Macros",), FileFacts(WORD, macros=True)),
        ({"WordDocument": LOCKED_WORD}, (), FileFacts(WORD, locked=True)),
        ({"Workbook": PLAIN_BOOK}, (), FileFacts(EXCEL)),
        ({"Workbook": LOCKED_BOOK}, ("_VBA_PROJECT_CUR",), FileFacts(EXCEL, macros=True, locked=True)),
        ({"EncryptedPackage": b"x"}, (), FileFacts(DOCX, locked=True)),
        ({"__properties_version1.0": b"x"}, (), FileFacts("application/vnd.ms-outlook")),
    ],
    ids=["Word", "with macros", "with a password", "Excel", "with both", "new Word with a password", "a letter of Outlook"],
)
def test_what_an_old_office_file_holds(tmp_path: Path, streams: dict[str, bytes], storages: tuple[str, ...], expected: FileFacts) -> None:
    assert facts_of(write_ole(tmp_path / "a.docx", streams, storages)) == expected


def test_an_installer_is_refused_under_any_name(tmp_path: Path) -> None:
    path = write_ole(tmp_path / "cong van.doc", {"x": b""}, clsid=UUID("000C1084-0000-0000-C000-000000000046"))
    with pytest.raises(EvidenceError) as caught:
        refuse_unfit(path)
    assert caught.value.code is Code.FILE_EXECUTABLE


SCRIPT = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})


def run_at_opening(writer: Any) -> None:
    writer.root_object[NameObject("/OpenAction")] = SCRIPT


def name_a_script(writer: Any) -> None:
    tree = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), SCRIPT])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})


def start_a_program(writer: Any) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("a.exe")})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)


def ask_for_password(writer: Any) -> None:
    writer.encrypt("mẫu", algorithm="AES-256")


def ask_for_password_to_change(writer: Any) -> None:
    writer.encrypt("", "mẫu", algorithm="AES-256")


def open_on_a_page(writer: Any) -> None:
    writer.open_destination = "/Fit"


@pytest.mark.parametrize(
    ("change", "macros", "locked"),
    [
        pytest.param(run_at_opening, True, False, id="a script"),
        pytest.param(name_a_script, True, False, id="a script by name"),
        pytest.param(start_a_program, True, False, id="a program started"),
        pytest.param(ask_for_password, False, True, id="a password"),
        pytest.param(ask_for_password_to_change, False, False, id="a password only for changes"),
        pytest.param(open_on_a_page, False, False, id="a place to open at"),
    ],
)
def test_what_a_pdf_does_when_it_is_opened(tmp_path: Path, change: Callable[[Any], object], macros: bool, locked: bool) -> None:
    facts = facts_of(write_pdf(tmp_path / "a.pdf", change))
    assert (facts.macros, facts.locked, facts.pages) == (macros, locked, None if locked else 1)


@given(head=st.sampled_from([*ZIP_HEADS, OLE_HEAD]), rest=st.binary(max_size=2000))
def test_no_damage_breaks_the_look_inside(tmp_path_factory: pytest.TempPathFactory, head: bytes, rest: bytes) -> None:
    path = tmp_path_factory.mktemp("damaged") / "a.doc"
    path.write_bytes(head + rest)
    inside = look_inside(path, head + rest)
    assert inside.unread or inside.media_type == "application/zip", "of nothing but noise no more can be said than that it is a ZIP"
    assert not inside.program
    assert not inside.macros
