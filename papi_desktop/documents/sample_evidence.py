"""Files for the demonstration: short official papers as PDF and drawn photos of notice boards, each marked as a sample."""

from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from papi_desktop.disk import write_whole
from papi_desktop.documents.fonts import SerifFont, find_serif
from papi_desktop.documents.letterhead import SIZE, SignatureBlock, draw_letterhead
from papi_desktop.documents.papers import Letterhead, Signature
from papi_desktop.documents.pdf import A4, LEADING, MM, Align, PdfPages
from papi_desktop.documents.typesetting import Run, Style, Typeface
from papi_desktop.domain.text import fold
from resources.kinds import evidence_kind
from resources.sample_plan import SampleEvidence, SamplePlan

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageDraw import ImageDraw as Pen

_LEFT, _RIGHT, _TOP, _BOTTOM = 30 * MM, 15 * MM, 20 * MM, 20 * MM
_PHOTO = (1600, 1200)
_WALLS = ((238, 222, 178), (203, 222, 214), (226, 205, 196), (214, 218, 236), (236, 230, 214))
_ROOFS = ((150, 72, 52), (122, 84, 66), (104, 92, 98), (158, 92, 60), (92, 84, 78))
_SKIES = ((190, 219, 240), (212, 226, 234), (176, 208, 236), (222, 224, 226), (200, 226, 232))
_MAKE, _MODEL, _TAKEN, _EXIF_IFD = 0x010F, 0x0110, 0x9003, 0x8769


@dataclass(frozen=True)
class WrittenEvidence:
    """The files made for one evidence of the plan."""

    evidence: SampleEvidence
    files: tuple[Path, ...]


def write_sample_evidence(folder: Path, sample: SamplePlan) -> list[WrittenEvidence]:
    """Makes the files of every evidence of ``sample`` in ``folder``; the same plan gives the same bytes.

    Raises ``PapiError`` ``NO_FONT``, ``StorageError`` with ``DISK_FULL`` or ``WRITE_FAILED``.
    """
    font = find_serif()
    written: list[WrittenEvidence] = []
    photos_before = 0
    for number, evidence in enumerate(sample.evidences, 1):
        stem = f"{number:02d}-{_file_name(evidence.abstract)}"
        if evidence.photos:
            contents = [(f"-{i}.jpg", _photo(font, evidence, i, look=photos_before + i)) for i in range(1, len(evidence.photos) + 1)]
            photos_before += len(evidence.photos)
        else:
            contents = [(".pdf", _paper(font, sample, evidence))]
        for ending, content in contents:
            write_whole(folder / (stem + ending), content)
        written.append(WrittenEvidence(evidence, tuple(folder / (stem + ending) for ending, _ in contents)))
    return written


def write_sample_paper(target: Path, sample: SamplePlan, paper: SampleEvidence) -> Path:
    """Makes the PDF of one paper of the plan; the errors are those of ``write_sample_evidence``."""
    write_whole(target, _paper(find_serif(), sample, paper))
    return target


def _file_name(abstract: str) -> str:
    """A short name in plain letters, as phones and scanners make them."""
    letters = "".join(c if c.isalnum() else " " for c in fold(abstract))
    return "-".join(letters.split()[:8])


def _paper(font: SerifFont, sample: SamplePlan, evidence: SampleEvidence) -> bytes:
    face = Typeface(font)
    office = sample.commune
    kind = evidence_kind(evidence.kind)
    pages = PdfPages(face, A4, title=evidence.abstract, author=office.name)
    width = pages.width - _LEFT - _RIGHT
    letterhead = Letterhead(office.body, office.proper_name, office.place)
    number = f"Số: {evidence.number}" if evidence.number else ""
    y = draw_letterhead(pages, face, letterhead, evidence.date, number=number, x=_LEFT, y=_TOP, width=width) + 18
    matter = evidence.abstract[len(kind.name) :].strip()
    for text, size in ((kind.name.upper(), 14.0), (matter[0].upper() + matter[1:], 14.0)):
        lines = face.wrap([Run(text, Style.BOLD)], size=size, width=width * 0.86)
        y = pages.text(lines, x=_LEFT, y=y, width=width, size=size, align=Align.CENTRE)
    y += 12
    for paragraph in (*evidence.paragraphs, f"Địa điểm: {evidence.place}.", "Văn bản mẫu, dùng để làm quen với chương trình."):
        y = 6 + pages.text(face.wrap([Run(paragraph)], size=SIZE, width=width), x=_LEFT, y=y, width=width, size=SIZE, align=Align.LEFT)
    block, left = _signatures(face, sample, evidence, width)
    if y + block.height + SIZE * LEADING > pages.height - _BOTTOM:
        pages.end_page()
        y = _TOP
    block.draw(pages, x=_LEFT + left, y=y + SIZE * LEADING)
    pages.end_page()
    return pages.finish()


def _signatures(face: Typeface, sample: SamplePlan, evidence: SampleEvidence, width: float) -> tuple[SignatureBlock, float]:
    """The signature block and where it starts: several signatures share the width, a single one stands on the right."""
    if evidence.signers:
        signatures = tuple(Signature((title,), "(mẫu)", name) for title, name in evidence.signers)
    else:
        signer = sample.chairman
        signatures = (Signature(("TM. ỦY BAN NHÂN DÂN", signer.title.upper()), "(mẫu)", signer.name),)
    share = width if len(signatures) > 1 else width / 2
    return SignatureBlock(face, signatures, share), width - share


def _photo(font: SerifFont, evidence: SampleEvidence, number: int, *, look: int) -> bytes:
    """A drawn photo: a board with papers before a village house. ``look`` varies colours and light."""
    from PIL import Image, ImageDraw

    picture: Picture = Image.new("RGB", _PHOTO)
    pen: Pen = ImageDraw.Draw(picture)
    _scene(pen, look)
    _board(pen, font, evidence.photos[number - 1], look)
    _caption(pen, font, evidence)
    exif = Image.Exif()
    exif[_MAKE], exif[_MODEL] = "papi-desktop", "sample"
    taken = datetime.combine(evidence.date, time(8, 15 + number))  # cameras write local time without a zone
    exif.get_ifd(_EXIF_IFD)[_TAKEN] = f"{taken:%Y:%m:%d %H:%M:%S}"
    content = BytesIO()
    picture.save(content, "JPEG", quality=85, exif=exif)
    return content.getvalue()


def _scene(pen: "Pen", look: int) -> None:
    wall, roof, sky = (colours[look % len(colours)] for colours in (_WALLS, _ROOFS, _SKIES))
    width, height = _PHOTO
    for y in range(600):  # the sky grows lighter towards the roofs
        share = y / 600
        pen.line((0, y, width, y), fill=_blend(sky, (250, 250, 246), share))
    pen.ellipse((1180 - 60 * (look % 4), 90, 1300 - 60 * (look % 4), 210), fill=(255, 240, 190))
    for x in range(-80, width, 190):  # trees behind the house
        top = 300 + (x * 7 + look * 53) % 90
        pen.ellipse((x, top, x + 300, top + 320), fill=_blend((92, 134, 84), (60, 106, 70), (x % 5) / 5))
    pen.rectangle((0, 560, width, 900), fill=(96, 140, 84))
    pen.rectangle((0, 900, width, height), fill=(186, 172, 150))
    pen.rectangle((0, 900, width, 912), fill=(150, 138, 120))
    for x in range(-400, width, 220):  # joints of the paved yard
        pen.line((x + 300, 912, x - 60, height), fill=(170, 156, 136), width=3)
    pen.rectangle((140, 430, 1460, 900), fill=wall)
    pen.rectangle((140, 850, 1460, 900), fill=_blend(wall, (90, 80, 70), 0.4))
    pen.polygon([(80, 430), (260, 250), (1340, 250), (1520, 430)], fill=roof)
    for step in range(1, 6):  # rows of tiles
        y = 250 + step * 30
        pen.line((260 - step * 30, y, 1340 + step * 30, y), fill=_blend(roof, (40, 30, 30), 0.35), width=4)
    for x in (190, 1270):
        pen.rectangle((x, 520, x + 140, 720), fill=(96, 74, 58))
        pen.rectangle((x + 10, 530, x + 130, 710), fill=(158, 190, 200))
        pen.line((x + 70, 530, x + 70, 710), fill=(96, 74, 58), width=8)
        pen.line((x + 10, 615, x + 130, 615), fill=(96, 74, 58), width=8)


def _board(pen: "Pen", font: SerifFont, title: str, look: int) -> None:
    from PIL import ImageFont

    for x in (470, 1110):  # posts
        pen.rectangle((x, 480, x + 26, 1040), fill=(84, 66, 52))
    pen.rectangle((430, 450, 1176, 900), fill=(84, 66, 52))
    pen.rectangle((446, 466, 1160, 884), fill=(52, 94, 78) if look % 2 else (58, 84, 122))
    heading = ImageFont.truetype(str(font.bold), 46)
    pen.text((803, 510), "BẢNG TIN", font=heading, fill=(250, 246, 230), anchor="mm")
    pen.text((803, 566), title, font=ImageFont.truetype(str(font.regular), 36), fill=(250, 246, 230), anchor="mm")
    for sheet in range(4):
        x, y = 476 + sheet * 170, 610 + (sheet * 37 + look * 23) % 24
        pen.rectangle((x + 5, y + 6, x + 145, y + 226), fill=(34, 56, 56))
        pen.rectangle((x, y, x + 140, y + 220), fill=(252, 251, 246))
        pen.ellipse((x + 64, y + 4, x + 76, y + 16), fill=(196, 52, 44))
        pen.line((x + 40, y + 32, x + 100, y + 32), fill=(60, 60, 60), width=5)
        for line in range(9):
            pen.line(
                (x + 14, y + 56 + line * 16, x + 126 - (line * 29 + sheet * 17 + look * 11) % 44, y + 56 + line * 16),
                fill=(140, 140, 140),
                width=3,
            )


def _caption(pen: "Pen", font: SerifFont, evidence: SampleEvidence) -> None:
    from PIL import ImageFont

    words = ImageFont.truetype(str(font.regular), 34)
    pen.text((40, 1150), f"{evidence.place}, {evidence.date:%d/%m/%Y}", font=words, fill=(60, 50, 40), anchor="lm")
    pen.text((1560, 1150), "Ảnh vẽ, dữ liệu mẫu", font=words, fill=(60, 50, 40), anchor="rm")


def _blend(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
