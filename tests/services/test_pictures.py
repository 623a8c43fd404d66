"""Pictures of stored files: thumbnails are made once and kept, whatever the disk does; files that are away or damaged say so."""

import io
from pathlib import Path
from typing import NoReturn

import pytest
from PIL import Image

from papi_desktop.domain.errors import Code, EvidenceError
from papi_desktop.services import pictures
from papi_desktop.services.app import App, open_app
from papi_desktop.services.checking import check
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.pictures import THUMBNAIL, page_picture, paper_picture, thumbnail
from papi_desktop.services.tasks import list_occurrences
from papi_desktop.wording import error_message

PDF, JPEG = "application/pdf", "image/jpeg"


def recorded(app: App, file: Path) -> tuple[str, str]:
    """The hash and type of ``file`` once it is evidence."""
    task = list_occurrences(app).rows[0].id
    (taken,) = add_evidence(app, task_ids=[task], fields=EvidenceFields("photo"), files=[file]).attachments
    return taken.sha256, taken.media_type


def kept(app: App, sha256: str) -> Path:
    return app.home / "thumbnails" / sha256[:2] / f"{sha256}.jpg"


def size_of(jpeg: bytes | None) -> tuple[int, int]:
    assert jpeg is not None
    with Image.open(io.BytesIO(jpeg)) as picture:
        return picture.size


def draws_no_more(*_args: object, **_named: object) -> NoReturn:
    raise AssertionError


@pytest.mark.parametrize("kind", ["pdf", "photo"])
def test_thumbnail_is_drawn_once_and_kept(commune: App, sample_files: dict[str, Path], kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256, media_type = recorded(commune, sample_files[kind])
    first = thumbnail(commune, sha256=sha256, media_type=media_type)
    assert max(size_of(first)) == THUMBNAIL
    assert kept(commune, sha256).read_bytes() == first
    monkeypatch.setattr(pictures, "draw_page", draws_no_more)
    assert thumbnail(commune, sha256=sha256, media_type=media_type) == first


@pytest.mark.parametrize("left", [b"", b"\xff\xd8\xff\xe0 half", b"\0" * 4096])
def test_what_a_power_cut_left_of_a_thumbnail_is_drawn_anew(commune: App, sample_files: dict[str, Path], left: bytes) -> None:
    sha256, media_type = recorded(commune, sample_files["photo"])
    whole = thumbnail(commune, sha256=sha256, media_type=media_type)
    kept(commune, sha256).write_bytes(left)
    assert thumbnail(commune, sha256=sha256, media_type=media_type) == whole
    assert kept(commune, sha256).read_bytes() == whole


def test_disk_that_takes_nothing_does_not_stop_it_from_being_shown(commune: App, sample_files: dict[str, Path]) -> None:
    sha256, media_type = recorded(commune, sample_files["pdf"])
    (commune.home / "thumbnails").write_bytes(b"in the way")
    assert max(size_of(thumbnail(commune, sha256=sha256, media_type=media_type))) == THUMBNAIL
    assert list(commune.temporary.iterdir()) == []


def test_thumbnails_disturb_neither_the_check_nor_the_next_start(commune: App, sample_files: dict[str, Path]) -> None:
    sha256, media_type = recorded(commune, sample_files["pdf"])
    thumbnail(commune, sha256=sha256, media_type=media_type)
    (commune.temporary / "half.jpg").write_bytes(b"what a kill left")
    found = check(commune)
    assert (found.problems, found.notes) == ((), ())
    commune.close()
    with open_app(commune.home) as again:
        assert again.cleaned == 1
        assert thumbnail(again, sha256=sha256, media_type=media_type) is not None


def test_other_kinds_have_no_picture(commune: App, sample_files: dict[str, Path]) -> None:
    sha256, media_type = recorded(commune, sample_files["docx"])
    assert thumbnail(commune, sha256=sha256, media_type=media_type) is None
    with pytest.raises(EvidenceError) as raised:
        page_picture(commune, sha256=sha256, media_type=media_type)
    assert raised.value.code is Code.NO_PICTURE


def test_file_that_vanished_from_the_store(commune: App, sample_files: dict[str, Path]) -> None:
    sha256, media_type = recorded(commune, sample_files["pdf"])
    commune.store.remove(sha256)
    for ask in (thumbnail, page_picture):
        with pytest.raises(EvidenceError) as raised:
            ask(commune, sha256=sha256, media_type=media_type)
        assert raised.value.code is Code.FILE_MISSING


def test_damaged_file_has_no_thumbnail_and_none_is_kept(commune: App, sample_files: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "hong.jpg").write_bytes(sample_files["photo"].read_bytes()[:2000])
    sha256, media_type = recorded(commune, tmp_path / "hong.jpg")
    for ask in (thumbnail, page_picture):
        with pytest.raises(EvidenceError) as raised:
            ask(commune, sha256=sha256, media_type=media_type)
        assert raised.value.code is Code.UNREADABLE_PICTURE
    assert not kept(commune, sha256).exists()


def test_page_is_drawn_at_the_side_and_turn_asked_for(commune: App, sample_files: dict[str, Path]) -> None:
    sha256, media_type = recorded(commune, sample_files["pdf"])
    upright = page_picture(commune, sha256=sha256, media_type=media_type, side=400)
    turned = page_picture(commune, sha256=sha256, media_type=media_type, side=400, turned=450)
    assert (upright.height, upright.page, upright.pages) == (400, 0, 1)
    assert (turned.width, turned.height) == (400, upright.width)


def test_paper_just_made_is_drawn(sample_files: dict[str, Path], tmp_path: Path) -> None:
    assert paper_picture(path=sample_files["pdf"], side=300).height == 300
    with pytest.raises(EvidenceError) as raised:
        paper_picture(path=tmp_path / "none.pdf")
    assert raised.value.code is Code.FILE_MISSING


@pytest.mark.parametrize("code", [Code.NO_PICTURE, Code.UNREADABLE_PICTURE, Code.PICTURE_LOCKED, Code.PICTURE_TOO_LARGE])
def test_every_reason_has_words(code: Code) -> None:
    said = error_message(EvidenceError(code))
    assert said.what.endswith(".")
    assert said.todo.endswith(".")
