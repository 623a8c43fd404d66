"""Files that are no readable plan, each with the code that says why; and documents that attack the reader."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papi_desktop.domain.errors import Code, PlanError
from papi_desktop.plans.reading import read_plan

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Writer = Callable[..., Path]


def office_zip(**parts: bytes) -> bytes:
    """A Word container with the given parts under ``word/``."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<Types><Override ContentType="application/x.wordprocessingml.document.main+xml"/></Types>')
        relations = "http://schemas.openxmlformats.org/package/2006/relationships"
        target = '<Relationship Id="1" Type="x/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{relations}">{target}</Relationships>')
        for name, data in parts.items():
            archive.writestr(f"word/{name}.xml", data)
    return content.getvalue()


def plain_zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("photo.txt", "x")
    return content.getvalue()


def docx_bytes() -> bytes:
    content = io.BytesIO()
    docx.Document().save(content)
    return content.getvalue()


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
    body = "<w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body>"
    return f'<!DOCTYPE d [{entities}]><w:document xmlns:w="{MAIN}">{body}</w:document>'.encode()


def outside_entity() -> bytes:
    return (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w="{MAIN}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p>'
        "</w:body></w:document>"
    ).encode()


BAD_FILES: dict[str, tuple[Callable[[], bytes], Code]] = {
    "zero bytes": (lambda: b"", Code.DOCUMENT_EMPTY),
    "old Word format": (lambda: OLE + bytes(600), Code.OLD_FORMAT),
    "password": (lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), Code.DOCUMENT_LOCKED),
    "broken PDF": (lambda: b"%PDF-1.7\n", Code.DOCUMENT_CORRUPT),
    "picture": (lambda: bytes.fromhex("ffd8ffe000104a464946"), Code.SCANNED),
    "another ZIP": (plain_zip, Code.NOT_A_PLAN),
    "no table": (docx_bytes, Code.NOT_A_PLAN),
    "cut short": (lambda: docx_bytes()[:2000], Code.DOCUMENT_CORRUPT),
    "only the signature of a ZIP": (lambda: b"PK\x03\x04", Code.DOCUMENT_CORRUPT),
    "no main part": (office_zip, Code.DOCUMENT_CORRUPT),
    "broken XML": (lambda: office_zip(document=b"<w:document"), Code.DOCUMENT_CORRUPT),
    "empty XML": (lambda: office_zip(document=b""), Code.DOCUMENT_CORRUPT),
    "entities that multiply": (lambda: office_zip(document=entity_bomb()), Code.DOCUMENT_CORRUPT),
    "entity from outside": (lambda: office_zip(document=outside_entity()), Code.DOCUMENT_CORRUPT),
    "a part that unpacks a thousandfold": (lambda: office_zip(document=bytes(20_000_000)), Code.DOCUMENT_CORRUPT),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files_say_why(name: str, tmp_path: Path) -> None:
    content, code = BAD_FILES[name]
    path = tmp_path / "tệp mẫu.docx"
    path.write_bytes(content())
    with pytest.raises(PlanError) as refusal:
        read_plan(path)
    assert refusal.value.code is code
    assert refusal.value.params["name"] == "tệp mẫu.docx"


def test_more_xml_than_a_plan_can_have(word: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    path = word([("Nhiệm vụ", "Chủ trì"), ("Việc", "UBND xã")])
    monkeypatch.setattr("papi_desktop.plans.package.MAX_XML_BYTES", 1000)
    with pytest.raises(PlanError) as refusal:
        read_plan(path)
    assert refusal.value.code is Code.DOCUMENT_CORRUPT


def test_what_was_looked_for_is_named(tmp_path: Path) -> None:
    path = tmp_path / "thư.docx"
    path.write_bytes(docx_bytes())
    with pytest.raises(PlanError) as refusal:
        read_plan(path)
    looked_for = refusal.value.params["looked_for"]
    assert isinstance(looked_for, list)
    assert looked_for[0] == "nhiệm vụ"
    assert "thời gian" in looked_for


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "không có.docx", Code.FILE_MISSING), (tmp_path, Code.FILE_UNREADABLE)):
        with pytest.raises(PlanError) as refusal:
            read_plan(path)
        assert refusal.value.code is code


def test_a_plan_table_without_tasks(word: Writer) -> None:
    with pytest.raises(PlanError) as refusal:
        read_plan(word([("TT", "Nhiệm vụ", "Chủ trì"), ("", "", "")]))
    assert refusal.value.code is Code.NO_TASKS


def test_the_format_is_known_by_content(excel: Writer) -> None:
    path = excel([("Nhiệm vụ", "Chủ trì"), ("Việc", "UBND xã")])
    renamed = path.rename(path.with_suffix(".docx"))
    assert read_plan(renamed).tasks[0].text == "Việc"


def test_reading_leaves_the_file_as_it_was(word: Writer) -> None:
    path = word([("Nhiệm vụ", "Chủ trì"), ("Việc", "UBND xã")])
    before = path.read_bytes(), path.stat().st_mtime_ns
    path.chmod(0o444)
    read_plan(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_workbook_with_entities_is_refused(excel: Writer, tmp_path: Path) -> None:
    source = excel([("Nhiệm vụ", "Chủ trì"), ("Việc", "UBND xã")])
    attack = tmp_path / "attack.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(attack, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "b">]>' + data.replace(b"Vi\xe1\xbb\x87c", b"&a;")
            new.writestr(name, data)
    with pytest.raises(PlanError) as refusal:
        read_plan(attack)
    assert refusal.value.code is Code.DOCUMENT_CORRUPT


def test_a_stray_cell_and_a_merged_area_to_the_end_of_a_sheet_cost_nothing(excel: Writer, tmp_path: Path) -> None:
    source = excel([("Nhiệm vụ", "Chủ trì"), ("Việc", "UBND xã")])
    path = tmp_path / "lớn.xlsx"
    stray = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row></sheetData>'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            end = stray + b'<mergeCells count="1"><mergeCell ref="A3:XFD1048575"/></mergeCells>'
            new.writestr(name, old.read(name).replace(b"</sheetData>", end))
    assert [t.text for t in read_plan(path).tasks] == ["Việc"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prefix=st.sampled_from([b"", b"PK\x03\x04", OLE, b"%PDF"]), noise=st.binary(max_size=300))
def test_random_bytes_give_a_plan_error_only(tmp_path: Path, prefix: bytes, noise: bytes) -> None:
    path = tmp_path / "noise"
    path.write_bytes(prefix + noise)
    with pytest.raises(PlanError):
        read_plan(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), make=st.sampled_from(["word", "excel"]))
def test_damaged_documents_give_a_plan_or_a_plan_error(request: pytest.FixtureRequest, data: st.DataObject, make: str) -> None:
    path: Path = request.getfixturevalue(make)([("Nhiệm vụ", "Chủ trì"), ("Việc", "UBND xã")])
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        # the length differs with the time that the document bears: it cannot bound what is drawn
        content[data.draw(st.integers(0, 1_000_000)) % len(content)] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with suppress(PlanError):
        assert read_plan(path).tasks
