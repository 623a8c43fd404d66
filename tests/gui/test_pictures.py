"""Every page beside a stored picture of itself: a page that looks otherwise by more than a tolerance fails.

The pictures in ``pictures/`` are half the size of the window, in Vietnamese, light, of the sample offices on the tests' own day. After a
change that is meant, ``python -m pytest tests/gui/test_pictures.py --keep-pictures`` stores what is there now; look at what it stored.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import Clock, open_app
from resources.i18n import use_language
from ui.jobs import Jobs
from ui.theme import Theme
from ui.tour import save_pages, settle
from ui.window_state import open_settings
from ui.workplace import Workplace

STORED = Path(__file__).parent / "pictures"
TILE = (28, 21)
"""Points of a half-size picture. Held against each other tile by tile, so that a missing card is not lost in the rest of the page."""
SHADE = 6
"""By how many of 255 grey levels a blurred tile may differ on average: other versions of a font, another fingerprint, pass."""
TILES_APART = 0.03
"""The share of tiles that may differ by more."""


@pytest.fixture(params=list(Role), ids=lambda role: role.value)
def place(
    request: pytest.FixtureRequest, qtbot: QtBot, season: Path, clock: Clock, jobs: Jobs, theme: Theme, tmp_path: Path
) -> Iterator[Workplace]:
    with open_app(season / request.param.value, clock=clock) as app:
        use_language("vi")
        place = Workplace(app, jobs, open_settings(tmp_path / "window.ini"), theme)
        qtbot.addWidget(place.window)
        place.window.resize(1366, 689)
        place.window.show()
        settle(jobs)
        yield place
        settle(jobs)


def tiles_apart(one: Image.Image, other: Image.Image) -> float:
    """The share of tiles in which two pictures of one size differ by more than ``SHADE``."""
    soft = ImageFilter.GaussianBlur(2)
    difference = ImageChops.difference(one.convert("L").filter(soft), other.convert("L").filter(soft))
    shades = difference.reduce(TILE).tobytes()
    return sum(shade > SHADE for shade in shades) / len(shades)


def test_every_page_looks_as_stored(place: Workplace, jobs: Jobs, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    apart: dict[str, float] = {}
    role = place.role.value
    for path in save_pages(place.window, jobs, tmp_path, "vi"):
        with Image.open(path) as whole:
            picture = whole.convert("RGB").reduce(2)
        stored = STORED / f"{role}-{path.name.split('-')[1].split('.')[0]}.png"
        if request.config.getoption("--keep-pictures"):
            picture.quantize(128).save(stored, optimize=True)
        with Image.open(stored) as before:
            apart[stored.name] = tiles_apart(picture, before.convert("RGB"))
    assert apart
    print(apart)
    assert {name: share for name, share in apart.items() if share > TILES_APART} == {}


def test_a_card_that_is_missing_is_seen(place: Workplace, jobs: Jobs, tmp_path: Path) -> None:
    """The comparison itself: two pages are never taken for one another, nor a page for itself without its largest part."""
    window = place.window
    paths = save_pages(window, jobs, tmp_path, "vi")
    pictures: list[Image.Image] = []
    for path in paths:
        with Image.open(path) as whole:
            pictures.append(whole.convert("RGB").reduce(2))
    pairs = [(one, other) for number, one in enumerate(pictures) for other in pictures[number + 1 :]]
    assert min(tiles_apart(one, other) for one, other in pairs) > TILES_APART
    window.open_page(window.names[0])
    settle(jobs)
    parts = [part for part in window.page.findChildren(QWidget) if part.isVisible() and not isinstance(part, QLabel)]
    max(parts, key=lambda part: part.width() * part.height()).hide()
    settle(jobs)
    window.grab().save(str(tmp_path / "less.png"))
    with Image.open(tmp_path / "less.png") as less:
        assert tiles_apart(pictures[0], less.convert("RGB").reduce(2)) > TILES_APART


def test_every_stored_picture_is_of_a_page_there_is(place: Workplace) -> None:
    role = place.role.value
    assert {file.stem for file in STORED.glob(f"{role}-*.png")} == {f"{role}-{name}" for name in place.window.names}
