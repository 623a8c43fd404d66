"""The icons: one style of drawing, one source for every colour."""

import re

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from papi_desktop.domain.vocabulary import ImportVerdict, OccurrenceStatus, SyncState
from resources.icon_files import icon_names, icon_svg
from ui.colours import LIGHT, Ink
from ui.icons import icon
from ui.states import mark_of
from ui.theme import Theme, ThemeChoice


@pytest.mark.parametrize("name", sorted(icon_names()))
def test_drawing_keeps_to_the_grid_and_to_one_colour(name: str) -> None:
    svg = icon_svg(name)
    assert 'viewBox="0 0 24 24"' in svg
    assert 'stroke-width="2"' in svg
    colours = set(re.findall(r'(?:stroke|fill)="([^"]+)"', svg))
    assert colours <= {"currentColor", "none"}


@pytest.mark.parametrize("name", sorted(icon_names()))
def test_every_drawing_renders_in_its_ink(name: str, theme: Theme) -> None:
    del theme
    image = icon(name, Ink.RED, 24).pixmap(24, 24).toImage()
    wanted = QColor(LIGHT.red.colour)
    pixels = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
    solid = [pixel for pixel in pixels if pixel.alpha() == 255]
    assert solid
    for pixel in solid:  # blending overlapping strokes may round by one
        assert max(abs(pixel.red() - wanted.red()), abs(pixel.green() - wanted.green()), abs(pixel.blue() - wanted.blue())) <= 2


def test_icon_is_drawn_anew_for_the_other_scheme(qtbot: QtBot, theme: Theme) -> None:
    del qtbot
    light = icon("check-circle", Ink.GREEN).pixmap(16, 16).toImage()
    theme.choose(ThemeChoice.DARK)
    assert icon("check-circle", Ink.GREEN).pixmap(16, 16).toImage() != light


def test_icon_keeps_its_colour_on_a_selected_row(theme: Theme) -> None:
    del theme
    drawn = icon("warning", Ink.AMBER)
    assert drawn.pixmap(16, 16, drawn.Mode.Selected).toImage() == drawn.pixmap(16, 16).toImage()
    assert drawn.pixmap(16, 16, drawn.Mode.Disabled).toImage() != drawn.pixmap(16, 16).toImage()


def test_unknown_icon_is_an_error() -> None:
    with pytest.raises(LookupError):
        icon("no-such-icon")


@pytest.mark.parametrize("state", [*OccurrenceStatus, *SyncState, *ImportVerdict])
def test_every_state_has_a_mark(state: OccurrenceStatus | SyncState | ImportVerdict) -> None:
    assert mark_of(state).icon in icon_names()


@pytest.mark.parametrize("states", [OccurrenceStatus, SyncState])
def test_no_two_states_share_an_icon(states: type[OccurrenceStatus] | type[SyncState]) -> None:
    marks = [mark_of(state).icon for state in states]
    assert len(set(marks)) == len(marks)
