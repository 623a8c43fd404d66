"""Drawing photos and PDF pages: what good ones look like, what damaged and hostile ones end in, and within what memory and time."""

import io
import struct
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from papi_desktop.domain.errors import Code, EvidenceError, PapiError
from papi_desktop.evidence import pdf_pages, pictures
from papi_desktop.evidence.pictures import MOST_PIXELS, MOST_SIDE, PagePicture, as_jpeg, draw_page, has_picture

PDF, JPEG, PNG, TIFF = "application/pdf", "image/jpeg", "image/png", "image/tiff"
RED, WHITE = (200, 30, 30), (255, 255, 255)


def write_pdf(path: Path, *, pages: int = 1, size: tuple[float, float] = (595, 842)) -> Path:
    """Pages with a red square in the top left quarter and their number."""
    canvas = Canvas(str(path), pagesize=size)
    for number in range(pages):
        canvas.setFillColorRGB(*(part / 255 for part in RED))
        canvas.rect(0, size[1] / 2, size[0] / 2, size[1] / 2, stroke=0, fill=1)
        canvas.drawString(size[0] * 0.6, size[1] * 0.2, str(number + 1))
        canvas.showPage()
    canvas.save()
    return path


def a_photo(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """White, with its top left quarter red."""
    photo = Image.new("RGB", size, "white")
    ImageDraw.Draw(photo).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill=RED)
    return photo


def corners(picture: PagePicture) -> list[bool]:
    """Which corners are red: top left, top right, bottom right, bottom left."""
    drawn = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
    x, y = picture.width - 3, picture.height - 3
    seen: list[bool] = []
    for corner in ((2, 2), (x, 2), (x, y), (2, y)):
        pixel = drawn.getpixel(corner)
        assert isinstance(pixel, tuple)
        seen.append(sum(abs(a - b) for a, b in zip(pixel, RED, strict=True)) < 60)
    return seen


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds one row of nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def refusal(path: Path, media_type: str, side: int = 300) -> Code:
    with pytest.raises(EvidenceError) as raised:
        draw_page(path, media_type, side=side)
    return raised.value.code


def resident_peak() -> int:
    """The most memory this process ever held, in bytes, as far back as it was last reset."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError


@pytest.mark.parametrize("page", [0, 2])
def test_pdf_page_is_drawn_upright_with_its_number(tmp_path: Path, page: int) -> None:
    drawn = draw_page(write_pdf(tmp_path / "a.pdf", pages=3), PDF, page=page, side=842)
    assert (drawn.width, drawn.height, drawn.page, drawn.pages) == (595, 842, page, 3)
    assert len(drawn.rgb) == 595 * 842 * 3
    assert corners(drawn) == [True, False, False, False]


def test_page_beyond_the_last_is_the_last(tmp_path: Path) -> None:
    drawn = draw_page(write_pdf(tmp_path / "a.pdf", pages=2), PDF, page=9, side=100)
    assert (drawn.page, drawn.pages) == (1, 2)


@pytest.mark.parametrize(("turned", "red"), [(0, 0), (90, 1), (180, 2), (270, 3)])
@pytest.mark.parametrize("kind", [PDF, JPEG])
def test_turning_is_clockwise(tmp_path: Path, kind: str, turned: int, red: int) -> None:
    path = tmp_path / "file"
    if kind == PDF:
        write_pdf(path)
    else:
        a_photo().save(path, "JPEG")
    drawn = draw_page(path, kind, side=200, turned=turned)
    assert [number for number, seen in enumerate(corners(drawn)) if seen] == [red]
    upright = (141, 200) if kind == PDF else (200, 150)
    assert (drawn.width, drawn.height) == (upright if turned % 180 == 0 else upright[::-1])


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", [JPEG, PNG, TIFF])
def test_photo_stands_as_the_camera_was_held(tmp_path: Path, kind: str, orientation: int) -> None:
    stored = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    photo = a_photo()
    for way in stored.get(orientation, []):
        photo = photo.transpose(way)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "photo"
    photo.save(path, kind.removeprefix("image/").upper(), exif=exif)
    drawn = draw_page(path, kind, side=200)
    assert (drawn.width, drawn.height) == (200, 150)
    assert corners(drawn) == [True, False, False, False]


def test_small_photo_is_not_enlarged(tmp_path: Path) -> None:
    a_photo((40, 30)).save(tmp_path / "a.png")
    drawn = draw_page(tmp_path / "a.png", PNG, side=300)
    assert (drawn.width, drawn.height) == (40, 30)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_of_storing_colour_becomes_rgb(tmp_path: Path, mode: str) -> None:
    photo = Image.new("L", (60, 40), 255)
    ImageDraw.Draw(photo).rectangle((0, 0, 29, 19), fill=0)
    path = tmp_path / "a"
    if mode == "I;16":
        Image.frombytes("I;16", photo.size, b"".join(struct.pack("<H", value * 257) for value in photo.tobytes())).save(path, "PNG")
    else:
        photo.convert(mode).save(path, "TIFF")
    drawn = draw_page(path, PNG, side=30)
    seen = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb)
    assert (drawn.width, drawn.height) == (30, 20)
    assert seen.getpixel((3, 3)) == (0, 0, 0)
    assert seen.getpixel((27, 17)) == WHITE


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert set(draw_page(tmp_path / "a.png", PNG, side=20).rgb) == {255}


def test_pages_of_a_scan_in_one_tiff_and_only_the_first_frame_of_an_animation(tmp_path: Path) -> None:
    blank = Image.new("RGB", (400, 300), "white")
    blank.save(tmp_path / "a.tif", "TIFF", save_all=True, append_images=[a_photo()])
    second = draw_page(tmp_path / "a.tif", TIFF, page=1, side=100)
    assert (second.page, second.pages) == (1, 2)
    assert corners(second) == [True, False, False, False]
    assert draw_page(tmp_path / "a.tif", TIFF, page=7, side=100) == second
    blank.save(tmp_path / "a.gif", "GIF", save_all=True, append_images=[a_photo()])
    assert draw_page(tmp_path / "a.gif", "image/gif", page=1, side=100).pages == 1


@pytest.mark.parametrize("media_type", ["audio/mpeg", "image/svg+xml", "image/heif", "text/plain", "application/octet-stream", ""])
def test_other_kinds_of_files_have_no_picture(tmp_path: Path, media_type: str) -> None:
    assert not has_picture(media_type)
    assert refusal(tmp_path / "none", media_type) is Code.NO_PICTURE


def _locked_pdf(path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(write_pdf(path.with_suffix(".open.pdf"))))
    writer.encrypt("mat khau mau")
    writer.write(path)


def _pdf_without_pages(path: Path) -> None:
    PdfWriter().write(path)


def _damaged_pdf(path: Path) -> None:
    whole = write_pdf(path).read_bytes()
    path.write_bytes(whole[:9] + bytes(reversed(whole[9:])))


def _truncated_jpeg(path: Path) -> None:
    a_photo((1200, 900)).save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:4000])


def _damaged_png(path: Path) -> None:
    a_photo().save(path, "PNG")
    whole = bytearray(path.read_bytes())
    whole[60:90] = b"x" * 30
    path.write_bytes(whole)


def _nothing(path: Path) -> None:
    del path


def holding(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


BAD: list[tuple[str, str, Callable[[Path], object], Code]] = [
    ("no PDF", PDF, _nothing, Code.FILE_MISSING),
    ("no photo", JPEG, _nothing, Code.FILE_MISSING),
    ("empty PDF", PDF, holding(b""), Code.UNREADABLE_PICTURE),
    ("empty photo", JPEG, holding(b""), Code.UNREADABLE_PICTURE),
    ("PDF by its head only", PDF, holding(b"%PDF-1.7\n" + b"\0\xff" * 5000), Code.UNREADABLE_PICTURE),
    ("damaged PDF", PDF, _damaged_pdf, Code.UNREADABLE_PICTURE),
    ("PDF without pages", PDF, _pdf_without_pages, Code.UNREADABLE_PICTURE),
    ("PDF with a password", PDF, _locked_pdf, Code.PICTURE_LOCKED),
    ("half a photo", JPEG, _truncated_jpeg, Code.UNREADABLE_PICTURE),
    ("damaged PNG", PNG, _damaged_png, Code.UNREADABLE_PICTURE),
    ("PDF called a photo", JPEG, write_pdf, Code.UNREADABLE_PICTURE),
    ("folder", JPEG, Path.mkdir, Code.UNREADABLE_PICTURE),
    ("50,000 x 50,000", PNG, holding(png_header(50_000, 50_000)), Code.PICTURE_TOO_LARGE),
    ("90 million pixels", PNG, holding(png_header(10_000, 9_000)), Code.PICTURE_TOO_LARGE),
    ("72 million pixels", PNG, holding(png_header(9_000, 8_000)), Code.PICTURE_TOO_LARGE),
]


@pytest.mark.parametrize(("media_type", "write", "code"), [pytest.param(*case, id=name) for name, *case in BAD])
def test_what_cannot_be_drawn_ends_in_its_reason(tmp_path: Path, media_type: str, write: Callable[[Path], object], code: Code) -> None:
    write(tmp_path / "file")
    began = time.monotonic()
    assert refusal(tmp_path / "file", media_type) is code
    assert time.monotonic() - began < 5


def test_owner_password_alone_does_not_lock(tmp_path: Path) -> None:
    """Printing forbidden, reading allowed: the usual thing in official PDFs."""
    writer = PdfWriter(clone_from=PdfReader(write_pdf(tmp_path / "open.pdf")))
    writer.encrypt("", "chu so huu")
    writer.write(tmp_path / "a.pdf")
    assert corners(draw_page(tmp_path / "a.pdf", PDF, side=200)) == [True, False, False, False]


def pdf_of(path: Path, *objects: str) -> Path:
    """A PDF by hand from the bodies of its objects, the first being the catalogue."""
    body, places = b"%PDF-1.4\n", list[int]()
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{each} endobj\n".encode()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    last = len(objects) + 1
    body += b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (last, table, last, len(body))
    path.write_bytes(body)
    return path


@pytest.mark.parametrize("field", ["/FT/Sig/V<</Type/Sig/Filter/Adobe.PPKLite>>", "/FT/Tx/V(X)", "/FT/Btn/Ff 65536"])
def test_stamp_of_a_signature_and_fields_are_seen(tmp_path: Path, field: str) -> None:
    """What a signing program stamps on a page is a form field with an appearance of its own."""
    stamp = "1 0 0 rg 0 0 100 100 re f"
    path = pdf_of(
        tmp_path / "a.pdf",
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[4 0 R]>>",
        f"<</Type/Annot/Subtype/Widget{field}/T(Chu ky)/F 4/Rect[50 50 150 150]/P 3 0 R/AP<</N 5 0 R>>>>",
        f"<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Length {len(stamp)}>>stream\n{stamp}\nendstream",
    )
    drawn = draw_page(path, PDF, side=200)
    middle = Image.frombytes("RGB", (200, 200), drawn.rgb)
    assert middle.getpixel((100, 100)) == (255, 0, 0)
    assert middle.getpixel((10, 10)) == WHITE


def test_photo_60000_pixels_wide_is_drawn(tmp_path: Path) -> None:
    Image.new("RGB", (60_000, 40), RED).save(tmp_path / "a.jpg")
    drawn = draw_page(tmp_path / "a.jpg", JPEG, side=1600)
    assert (drawn.width, drawn.height) == (1600, 1)
    Image.new("RGB", (60_000, 40), RED).save(tmp_path / "a.png")
    assert draw_page(tmp_path / "a.png", PNG, side=1600).width == 1600


@pytest.mark.parametrize(
    "box", ["0 0 14400 14400", "0 0 0 0", "0 0 1 14400", "0 0 0.001 0.001", "0 0 99999999 99999999", "5 5 -5 -5", "nan"]
)
def test_pages_of_any_size_are_drawn_within_the_side(tmp_path: Path, box: str) -> None:
    path = pdf_of(
        tmp_path / "a.pdf",
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>",
    )
    drawn = draw_page(path, PDF, side=500)
    assert max(drawn.width, drawn.height) == 500


def test_nobody_gets_more_than_the_largest_side(tmp_path: Path) -> None:
    assert draw_page(write_pdf(tmp_path / "a.pdf"), PDF, side=99_999).height == MOST_SIDE


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is measured on Linux only")
@pytest.mark.parametrize("kind", [JPEG, PDF])
def test_memory_is_bounded(tmp_path: Path, kind: str) -> None:
    """A photo of 130 million pixels would take 520 MB whole; read at an eighth it takes a few."""
    side = 11_400
    path = tmp_path / "large"
    if kind == JPEG:
        Image.new("L", (side, side), 90).save(path, "JPEG")
    else:
        canvas = Canvas(str(path), pagesize=(14_400, 14_400))
        canvas.rect(10, 10, 14_000, 14_000, fill=1)
        canvas.save()
    draw_page(write_pdf(tmp_path / "warm.pdf"), PDF, side=10)
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    before = resident_peak()
    assert draw_page(path, kind, side=1400).width == 1400
    assert resident_peak() - before < 60_000_000


def test_progressive_photo_that_must_be_held_whole_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100_000)
    a_photo((800, 600)).save(tmp_path / "a.jpg")
    a_photo((800, 600)).save(tmp_path / "b.jpg", progressive=True)
    assert draw_page(tmp_path / "a.jpg", JPEG, side=100).width == 100
    assert refusal(tmp_path / "b.jpg", JPEG, side=100) is Code.PICTURE_TOO_LARGE


def test_photo_too_long_to_read_through_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100_000)
    monkeypatch.setattr(pictures, "MOST_JPEG_PIXELS", 400_000)
    a_photo((800, 600)).save(tmp_path / "a.jpg")
    assert refusal(tmp_path / "a.jpg", JPEG, side=100) is Code.PICTURE_TOO_LARGE
    assert MOST_PIXELS * 4 <= 256_000_000


def busy_pdf(path: Path, lines: int = 60_000) -> Path:
    canvas = Canvas(str(path), pagesize=(600, 600))
    canvas.setLineWidth(3)
    for number in range(lines):
        canvas.line(0, number % 600, 600, (number * 7) % 600)
    canvas.save()
    return path


def test_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = busy_pdf(tmp_path / "a.pdf")
    monkeypatch.setattr(pdf_pages, "SECONDS", 0.05)
    began = time.monotonic()
    assert refusal(path, PDF, side=4000) is Code.PICTURE_TOO_LARGE
    assert time.monotonic() - began < 5


def test_page_nobody_waits_for_any_more_is_given_up(tmp_path: Path) -> None:
    """The first question comes before the drawing, the others in the midst of it."""
    path, questions, began = busy_pdf(tmp_path / "a.pdf"), count(), time.monotonic()
    with pytest.raises(PapiError) as raised:
        draw_page(path, PDF, side=4000, cancelled=lambda: next(questions) > 0)
    assert raised.value.code is Code.CANCELLED
    assert time.monotonic() - began < pdf_pages.SECONDS / 2
    with pytest.raises(PapiError) as raised:
        draw_page(tmp_path / "none.pdf", PDF, side=100, cancelled=lambda: True)
    assert raised.value.code is Code.CANCELLED


def test_one_thread_at_a_time_is_in_pdfium(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf")
    with ThreadPoolExecutor(1) as pool:
        with pdf_pages._one_at_a_time:
            drawing = pool.submit(draw_page, path, PDF, side=50)
            with pytest.raises(TimeoutError):
                drawing.result(timeout=0.3)
        assert drawing.result(timeout=10).height == 50


def test_pages_are_drawn_from_many_threads(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", pages=4)
    (tmp_path / "bad.pdf").write_bytes(path.read_bytes()[:300])

    def draw(number: int) -> object:
        if number % 5 == 4:
            return refusal(tmp_path / "bad.pdf", PDF)
        return corners(draw_page(path, PDF, page=number % 4, side=300))

    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(draw, range(60)))
    assert all(each in ([True, False, False, False], Code.UNREADABLE_PICTURE) for each in drawn)
    path.unlink()  # no document is held open
    assert refusal(path, PDF) is Code.FILE_MISSING


def test_thumbnail_bytes_are_a_jpeg_of_the_same_picture(tmp_path: Path) -> None:
    drawn = draw_page(write_pdf(tmp_path / "a.pdf"), PDF, side=256)
    with Image.open(io.BytesIO(as_jpeg(drawn))) as small:
        assert (small.format, small.size) == ("JPEG", (drawn.width, drawn.height))
