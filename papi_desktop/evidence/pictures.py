"""Drawing a photo or a page of a PDF as plain pixels, within bounds of time and memory whatever the file says of itself."""

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from papi_desktop.domain.errors import Code, EvidenceError
from papi_desktop.evidence.pdf_pages import draw_pdf_page

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFile import ImageFile

MOST_SIDE = 4096
"""No picture is drawn larger than this, in pixels."""
MOST_PIXELS = 64_000_000
"""Pixels held at once while a photo is read: four bytes each, so some 256 MB. A4 at 600 dpi has 35 million."""
MOST_JPEG_PIXELS = 400_000_000
"""A JPEG may be reduced while it is read, so it may say more; beyond this, reading it through takes too long."""
_QUALITY = 82
_PDF = "application/pdf"
_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp", "image/x-ms-bmp", "image/tiff"})
_FORMATS = ("PNG", "WEBP", "GIF", "BMP", "TIFF")  # JPEG is opened apart; Pillow knows many more, which no evidence needs
_JPEG_HEAD = b"\xff\xd8\xff"


@dataclass(frozen=True)
class PagePicture:
    """One page of a file, or a photo. ``rgb`` holds ``height`` rows of ``width`` times three bytes, from the top left."""

    rgb: bytes
    width: int
    height: int
    page: int
    """counted from 0"""
    pages: int


def has_picture(media_type: str) -> bool:
    """Whether files of this type can be drawn here."""
    return media_type == _PDF or media_type in _PHOTOS


def draw_page(
    path: Path, media_type: str, *, page: int = 0, side: int, turned: int = 0, cancelled: Callable[[], bool] = lambda: False
) -> PagePicture:
    """The page at most ``side`` pixels long, turned by ``turned`` degrees clockwise. A page beyond the last is the last.

    A photo is never enlarged. Raises ``EvidenceError``: FILE_MISSING, NO_PICTURE, UNREADABLE_PICTURE (damaged), PICTURE_LOCKED
    (needs a password), PICTURE_TOO_LARGE (more pixels or more work than is done here); ``PapiError(CANCELLED)``.
    """
    side = max(1, min(side, MOST_SIDE))
    if media_type == _PDF:
        drawn, number, pages = draw_pdf_page(path, page=page, side=side, turned=turned, cancelled=cancelled)
    elif media_type in _PHOTOS:
        drawn, number, pages = _draw_photo(path, page, side, turned)
    else:
        raise EvidenceError(Code.NO_PICTURE)
    return PagePicture(drawn.tobytes(), drawn.width, drawn.height, number, pages)


def as_jpeg(picture: PagePicture) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.frombytes("RGB", (picture.width, picture.height), picture.rgb).save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


def _draw_photo(path: Path, page: int, side: int, turned: int) -> "tuple[Picture, int, int]":
    from PIL import Image

    try:
        with path.open("rb") as file, _opened(file) as photo:
            pages = _frames(photo)
            number = min(page, pages - 1)
            if number:
                photo.seek(number)
            return _upright(_reduced(photo, side), photo, turned), number, pages
    except FileNotFoundError as error:
        raise EvidenceError(Code.FILE_MISSING, name=path.name) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise EvidenceError(Code.PICTURE_TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, LookupError, ArithmeticError, struct.error) as error:
        # Pillow lets Python's own errors through on damaged files
        raise EvidenceError(Code.UNREADABLE_PICTURE) from error


def _opened(file: BinaryIO) -> "ImageFile":
    from PIL import Image, JpegImagePlugin

    head = file.read(len(_JPEG_HEAD))
    file.seek(0)
    if head == _JPEG_HEAD:
        return JpegImagePlugin.JpegImageFile(file)  # without Pillow's bound: photos of 200 million pixels exist and are reduced
    return Image.open(file, formats=_FORMATS)


def _frames(photo: "ImageFile") -> int:
    """Pages of a scan in one TIFF. The frames of an animation are no pages."""
    return int(getattr(photo, "n_frames", 1)) if photo.format == "TIFF" else 1


def _reduced(photo: "ImageFile", side: int) -> "Picture":
    from PIL.Image import Resampling

    width, height = photo.size
    share = min(1.0, side / max(width, height))
    size = max(1, round(width * share)), max(1, round(height * share))
    if photo.format == "JPEG" and width * height <= MOST_JPEG_PIXELS and not photo.info.get("progressive"):
        photo.draft(None, size)  # decodes at a half, a quarter or an eighth; a progressive one is held whole all the same
    if photo.width * photo.height > MOST_PIXELS:
        raise EvidenceError(Code.PICTURE_TOO_LARGE)
    photo.load()
    whole = _in_shades(photo)
    if whole.size != size:
        whole = whole.resize(size, Resampling.BICUBIC, reducing_gap=2.0)  # pyright: ignore[reportUnknownMemberType] - names NumPy
    return _on_white(whole)


def _in_shades(photo: "Picture") -> "Picture":
    """In a mode in which neighbouring pixels can be mixed."""
    if photo.mode == "1":
        return photo.convert("L")
    if photo.mode in {"P", "PA"}:
        return photo.convert("RGBA" if "transparency" in photo.info or photo.mode == "PA" else "RGB")
    if photo.mode.startswith("I;16"):
        deep = photo.convert("I").point(lambda value: value * (1 / 256))  # pyright: ignore[reportUnknownMemberType] - names NumPy
        return deep.convert("L")
    return photo


def _on_white(picture: "Picture") -> "Picture":
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    sheet = Image.new("RGB", layer.size, "white")
    sheet.paste(layer, mask=layer.getchannel("A"))
    return sheet


def _upright(picture: "Picture", photo: "ImageFile", turned: int) -> "Picture":
    """As the camera was held, then turned. A TIFF was put upright by reading it and says so from then on."""
    from PIL.Image import Transpose

    upright = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    clockwise = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
    for way in (upright.get(_orientation(photo)), clockwise.get(turned)):
        if way is not None:
            picture = picture.transpose(way)
    return picture


def _orientation(photo: "ImageFile") -> int:
    from PIL import ExifTags

    try:
        return int(photo.getexif().get(ExifTags.Base.Orientation, 1))
    except (OSError, ValueError, SyntaxError, TypeError, LookupError, struct.error):  # the facts beside a good photo may be damaged
        return 1
