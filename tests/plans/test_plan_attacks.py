"""Documents made to hurt: each stops within bounds, with an error that has a name."""

import resource
import time
import zlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from papi_desktop.domain.errors import Code, PapiError, PlanError
from papi_desktop.plans.blocks import MAX_ROWS
from papi_desktop.plans.pdf import MAX_STREAM
from papi_desktop.plans.reading import open_source, read_plan
from papi_desktop.services.plan_reading import open_plan

Attack = Callable[[Path], bytes]


def pdf_of(stream: bytes, said: str = "/Filter /FlateDecode") -> bytes:
    """A PDF of one page with ``stream`` as what is drawn on it."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d %s >>\nstream\n" % (len(stream), said.encode()) + stream + b"\nendstream",
    ]
    body, places = b"%PDF-1.7\n", list[int]()
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def bomb(_folder: Path) -> bytes:
    return pdf_of(zlib.compress(b" " * (60 * MAX_STREAM), 9))


def bomb_in_a_bomb(_folder: Path) -> bytes:
    inner = zlib.compress(b"\0" * 200_000_000, 9)
    return pdf_of(zlib.compress(inner, 9), "/Filter [/FlateDecode /FlateDecode]")


def deeply_nested(_folder: Path) -> bytes:
    return pdf_of(zlib.compress(b"[" * 200_000 + b"]" * 200_000))


def cut_short(folder: Path) -> bytes:
    path = folder / "whole.pdf"
    drawn = canvas.Canvas(str(path))
    drawn.drawString(72, 720, "Ke hoach")
    drawn.save()
    return path.read_bytes()[:400]


def too_many_rows(_folder: Path) -> bytes:
    row = "1\tNiêm yết công khai\t100%\tUBND xã\tQuý II\n"
    return ("TT\tNhiệm vụ\tChỉ tiêu\tChủ trì\tThời gian\n" + row * (MAX_ROWS + 1)).encode()


def noise(_folder: Path) -> bytes:
    return bytes(number * 7919 % 251 for number in range(2_000_000))


@pytest.mark.parametrize("attack", [bomb, bomb_in_a_bomb, deeply_nested, cut_short, too_many_rows, noise])
def test_it_is_refused_by_name_within_bounds(attack: Attack, tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.pdf"
    path.write_bytes(attack(tmp_path))
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(PlanError) as refused:
        read_plan(path)
    assert refused.value.code in {Code.DOCUMENT_CORRUPT, Code.SCANNED, Code.NOT_A_PLAN, Code.DOCUMENT_TOO_LARGE}
    assert time.process_time() - begun < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000, "kilobytes"


def test_a_long_document_tells_its_pages_and_can_be_left(tmp_path: Path) -> None:
    path = tmp_path / "dai.pdf"
    drawn = canvas.Canvas(str(path))
    for number in range(40):
        drawn.drawString(72, 720, f"Trang {number}")
        drawn.showPage()
    drawn.save()
    told: list[tuple[int, int]] = []
    open_source(path, lambda done, total: told.append((done, total)))
    assert told[0] == (0, 40)
    assert told[-1] == (40, 40)
    asked = count()
    with pytest.raises(PapiError) as left:
        open_plan(path, cancelled=lambda: next(asked) > 10)
    assert left.value.code is Code.CANCELLED
