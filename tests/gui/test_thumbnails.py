"""Small pictures for lists: they come in the background, the newest first, within bounds; failures are not tried again and again."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from pytestqt.qtbot import QtBot

from papi_desktop.domain.errors import Code, EvidenceError
from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, add_evidence, list_evidence
from papi_desktop.services.tasks import AttachmentView, list_occurrences, task_detail
from ui import thumbnails as module
from ui.jobs import Jobs
from ui.pages.task_files import TaskFiles
from ui.thumbnails import Thumbnails, filling, type_icon
from ui.tour import settle

JPEG = "image/jpeg"
ROOM = 3


@pytest.fixture
def files(commune: App, sample_files: dict[str, Path]) -> dict[str, AttachmentView]:
    """The sample files as evidence, by "pdf", "photo" and "docx"."""
    task = list_occurrences(commune).rows[0].id
    add_evidence(commune, task_ids=[task], fields=EvidenceFields("photo"), files=list(sample_files.values()))
    by_name = {file.name: file for file in list_evidence(commune)[0].attachments}
    return {kind: by_name[path.name] for kind, path in sample_files.items()}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, commune: App, files: dict[str, AttachmentView]) -> list[str]:
    """What is read, in order; every hash answers with the thumbnail of the photo."""
    photo = files["photo"]
    jpeg = module.thumbnail(commune, sha256=photo.sha256, media_type=photo.media_type)
    seen: list[str] = []

    def read(_app: App, *, sha256: str, media_type: str) -> bytes | None:
        del media_type
        seen.append(sha256)
        return jpeg

    monkeypatch.setattr(module, "thumbnail", read)
    return seen


@pytest.mark.parametrize("kind", ["pdf", "photo"])
def test_picture_arrives(commune: App, jobs: Jobs, files: dict[str, AttachmentView], kind: str) -> None:
    small, file, arrived = Thumbnails(commune, jobs), files[kind], list[str]()
    small.arrived.connect(arrived.append)
    assert small.pixmap(file.sha256, file.media_type) is None
    settle(jobs)
    assert arrived == [file.sha256]
    picture = small.pixmap(file.sha256, file.media_type)
    assert picture is not None
    assert max(picture.width(), picture.height()) == 256
    assert not jobs.busy


def test_kind_without_a_picture_is_never_read(commune: App, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    assert Thumbnails(commune, jobs).pixmap(files["docx"].sha256, files["docx"].media_type) is None
    assert not jobs.busy


def test_newest_is_read_first_and_the_oldest_are_dropped(
    commune: App, jobs: Jobs, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gallery scrolled quickly past 5,000 files."""
    monkeypatch.setattr(module, "MOST_WAITING", ROOM)
    small = Thumbnails(commune, jobs)
    for number in range(5000):
        assert small.pixmap(f"{number:064}", JPEG) is None
    assert len(jobs.jobs) == 1
    settle(jobs)
    assert [int(sha256) for sha256 in asked] == [0, 4999, 4998, 4997]


def test_what_is_asked_for_again_comes_before_the_rest(commune: App, jobs: Jobs, asked: list[str]) -> None:
    small = Thumbnails(commune, jobs)
    for name in ("a", "b", "c", "b"):
        small.pixmap(name, JPEG)
    settle(jobs)
    assert asked == ["a", "b", "c"]


def test_memory_is_bounded_and_what_is_looked_at_stays(commune: App, jobs: Jobs, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", ROOM * 256 * 192 * 4)
    small = Thumbnails(commune, jobs)
    for name in ("a", "b", "c", "d"):
        small.pixmap(name, JPEG)
        settle(jobs)
        small.pixmap("a", JPEG)
    settle(jobs)
    assert asked == ["a", "b", "c", "d"]
    assert small.pixmap("a", JPEG) is not None
    assert small.pixmap("b", JPEG) is None


@pytest.mark.parametrize(("code", "tries"), [(Code.UNREADABLE_PICTURE, 1), (Code.PICTURE_LOCKED, 1), (Code.FILE_MISSING, 3)])
def test_failures_are_remembered_but_a_missing_file_may_come(
    commune: App, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, code: Code, tries: int
) -> None:
    seen: list[str] = []

    def read(_app: App, *, sha256: str, media_type: str) -> bytes | None:
        del media_type
        seen.append(sha256)
        raise EvidenceError(code, name="")

    monkeypatch.setattr(module, "thumbnail", read)
    small, arrived = Thumbnails(commune, jobs), list[str]()
    small.arrived.connect(arrived.append)
    for _time in range(3):
        assert small.pixmap("a", JPEG) is None
        settle(jobs)
    assert len(seen) == tries
    assert arrived == []


def test_thumbnail_that_cannot_be_unpacked_counts_as_failed(commune: App, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def read(_app: App, *, sha256: str, media_type: str) -> bytes | None:
        del media_type
        seen.append(sha256)
        return b"no picture"

    monkeypatch.setattr(module, "thumbnail", read)
    small = Thumbnails(commune, jobs)
    for _time in range(2):
        assert small.pixmap("a", JPEG) is None
        settle(jobs)
    assert seen == ["a"]


def test_nothing_more_is_read_once_the_window_is_built_anew(commune: App, jobs: Jobs, asked: list[str]) -> None:
    small = Thumbnails(commune, jobs)
    for number in range(20):
        small.pixmap(str(number), JPEG)
    for job in jobs.jobs:
        job.cancel()
    settle(jobs)
    assert len(asked) <= 1
    small.pixmap("later", JPEG)
    settle(jobs)
    assert asked[-1] == "later"


@pytest.mark.parametrize(("size", "ratio"), [(QSize(44, 33), 1.0), (QSize(88, 62), 1.5), (QSize(30, 90), 2.0)])
def test_filling_covers_all_of_its_room(qtbot: QtBot, size: QSize, ratio: float) -> None:
    del qtbot
    picture = QPixmap(256, 192)
    picture.fill(QColor("red"))
    cut = filling(picture, size, ratio)
    image = cut.toImage()
    assert image.size() == size * ratio
    assert image.pixelColor(2, 2) == image.pixelColor(image.width() - 3, image.height() - 3) == QColor("red")


@pytest.mark.parametrize(("media_type", "name"), [(JPEG, "image"), ("audio/mpeg", "broadcast"), ("video/mp4", "broadcast"), ("", "file")])
def test_icon_of_a_kind(media_type: str, name: str) -> None:
    assert type_icon(media_type) == name


def test_files_of_a_task_show_pdf_and_photo(qtbot: QtBot, commune: App, jobs: Jobs, files: dict[str, AttachmentView]) -> None:
    task = next(row for row in list_occurrences(commune).rows if row.evidence)
    rows = TaskFiles(commune, jobs)
    qtbot.addWidget(rows)
    rows.show_files(task_detail(commune, occurrence_id=task.id).evidence)
    rows.resize(360, 130)
    rows.show()
    qtbot.waitExposed(rows)
    settle(jobs)
    sizes: dict[str, QSize] = {}
    for number, file in enumerate(rows.files()):
        drawn = rows.item(number).data(Qt.ItemDataRole.DecorationRole)
        assert isinstance(drawn, QIcon)
        sizes[file.sha256] = drawn.actualSize(QSize(100, 100))
    assert sizes[files["pdf"].sha256] == sizes[files["photo"].sha256] == QSize(44, 33)
    assert sizes[files["docx"].sha256] != QSize(44, 33)
