"""What is no plan changes nothing, and says in one sentence what it is and what to do."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from papi_desktop.domain.errors import Code, PlanError
from papi_desktop.services.app import App
from papi_desktop.services.plans import import_plan, list_plans
from papi_desktop.wording import error_message

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def letter() -> bytes:
    document = docx.Document()
    document.add_paragraph("Thư mời họp (mẫu)")
    return saved(document.save)


def empty_table() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("TT", "Nhiệm vụ", "Chỉ tiêu", "Thời gian thực hiện"), strict=True):
        cell.text = text
    return saved(document.save)


def accounts() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Ngày", "Số tiền"])
    sheet.append(["01/02/2026", 1000])
    return saved(book.save)


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


def truncated() -> bytes:
    return letter()[:-400]


def other_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("anh.txt", "không phải văn bản")
    return buffer.getvalue()


def encrypted() -> bytes:
    """As Word saves with a password: an OLE file with a stream named EncryptedPackage."""
    return OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)


CASES: dict[str, tuple[str, bytes | None, set[Code]]] = {
    "vanished": ("mat.docx", None, {Code.FILE_MISSING}),
    "zero bytes": ("rong.docx", b"", {Code.DOCUMENT_EMPTY}),
    "a letter": ("thu-moi.docx", letter(), {Code.NOT_A_PLAN}),
    "a sheet of accounts": ("so-thu.xlsx", accounts(), {Code.NOT_A_PLAN}),
    "a plan table without a task": ("trong.docx", empty_table(), {Code.NO_TASKS}),
    "cut off": ("cut.docx", truncated(), {Code.DOCUMENT_CORRUPT}),
    "random bytes": ("la.docx", bytes(range(256)) * 20, {Code.NOT_A_PLAN, Code.DOCUMENT_CORRUPT}),
    "another zip": ("nen.docx", other_zip(), {Code.NOT_A_PLAN, Code.DOCUMENT_CORRUPT}),
    "with a password": ("khoa.docx", encrypted(), {Code.DOCUMENT_LOCKED}),
    "an old Word file": ("cu.doc", OLE + bytes(2048), {Code.OLD_FORMAT}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_document_that_is_no_plan_changes_nothing(commune: App, tmp_path: Path, snapshot: Callable[[App], object], case: str) -> None:
    name, content, codes = CASES[case]
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    before = snapshot(commune)
    with pytest.raises(PlanError) as refused:
        import_plan(commune, path=path)
    assert refused.value.code in codes
    message = error_message(refused.value)
    assert name in message.what
    assert "…" not in message.what + message.todo
    assert snapshot(commune) == before


def test_a_second_reading_of_the_same_document_keeps_everything(commune: App, sample_files: dict[str, Path]) -> None:
    (before,) = list_plans(commune)
    result = import_plan(commune, path=sample_files["docx"])
    assert (result.added, result.changed_tasks, result.dropped, result.kept) == (0, 0, 0, before.tasks)
    assert list_plans(commune) == (before,)
