"""What is read from a PDF, and that no PDF, however large and damaged, keeps anybody waiting."""

import os
import time
from pathlib import Path

import pytest
from pypdf import PdfWriter

from papi_desktop.evidence.file_facts import FileFacts, read_facts, refuse_unfit

MEGABYTE = 1024 * 1024


def write_pdf(path: Path, pages: int) -> Path:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(path)
    return path


def write_hollow(path: Path, end: bytes, size: int) -> Path:
    """A file of ``size`` bytes with the head of a PDF and ``end`` at its end; the rest takes no room on the disk."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(size - len(end))
        file.seek(0, os.SEEK_END)
        file.write(end)
    return path


def facts_of(path: Path) -> FileFacts:
    return read_facts(path, refuse_unfit(path))


def test_pages_of_a_pdf_are_counted_even_with_letters_after_its_end(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", pages=3)
    assert facts_of(path) == FileFacts("application/pdf", pages=3)
    path.write_bytes(path.read_bytes() + b"\r\n\0\0\r\n")
    assert facts_of(path) == FileFacts("application/pdf", pages=3)


@pytest.mark.parametrize(
    ("end", "size", "unread"),
    [
        pytest.param(b"", 300 * MEGABYTE, True, id="no end"),
        pytest.param(b"\n%%EOF\n", 300 * MEGABYTE, True, id="end without a place"),
        pytest.param(b"\nstartxref 7 %%EOF and more", 300 * MEGABYTE, False, id="too large to be searched"),
        pytest.param(b"\nstartxref\n100000\n%%EOF\n", 60 * MEGABYTE, True, id="wrong place"),
    ],
)
def test_large_damaged_pdf_is_soon_left_unread(tmp_path: Path, end: bytes, size: int, unread: bool) -> None:
    path = write_hollow(tmp_path / "a.pdf", end, size)
    began = time.process_time()
    facts = facts_of(path)
    assert time.process_time() - began < 2
    assert (facts.media_type, facts.pages, bool(facts.unread)) == ("application/pdf", None, unread)
