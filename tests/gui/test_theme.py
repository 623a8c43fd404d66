"""Colours, contrast and type: what 7-look promises, measured."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTreeView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import fonts
from ui.colours import DARK, LIGHT, Ink, Scheme, contrast, current_scheme, palette_of, system_scheme
from ui.fonts import TextStyle, text_font
from ui.start import no_letters
from ui.theme import Theme, ThemeChoice
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.message_bar import Message, MessageBar, MessageKind

STATES = (Ink.RED, Ink.AMBER, Ink.GREEN, Ink.BLUE, Ink.TEAL, Ink.PLUM, Ink.GREY)
AA = 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
@pytest.mark.parametrize("ink", STATES)
def test_state_colours_are_readable_on_tint_card_and_selected_row(scheme: Scheme, ink: Ink) -> None:
    state = scheme.state(ink)
    for ground in (state.tint, scheme.card, scheme.selected_row, scheme.field):
        assert contrast(QColor(state.colour), QColor(ground)) >= AA, (ink, ground)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
def test_text_is_readable_on_every_surface(scheme: Scheme) -> None:
    for ground in (scheme.window, scheme.side_bar, scheme.card, scheme.field, scheme.alternate_row):
        assert contrast(QColor(scheme.text), QColor(ground)) >= 10
        assert contrast(QColor(scheme.secondary), QColor(ground)) >= AA
        assert contrast(QColor(scheme.link), QColor(ground)) >= AA
    assert contrast(QColor(scheme.on_accent), QColor(scheme.accent)) >= AA
    assert contrast(QColor(scheme.on_selected_row), QColor(scheme.selected_row)) >= AA


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#1A5A96"), QColor("white")) == pytest.approx(7.1, abs=0.05)


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_painted_primary_button_keeps_its_words_readable(qtbot: QtBot, theme: Theme, choice: ThemeChoice) -> None:
    theme.choose(choice)
    button = PrimaryButton("Mark as done")
    qtbot.addWidget(button)
    button.resize(200, 30)
    picture = button.grab().toImage()
    ground = [picture.pixelColor(QPoint(8, y)) for y in range(4, picture.height() - 4)]
    worst = min(contrast(QColor("white"), colour) for colour in ground)
    assert worst >= AA
    assert max(contrast(QColor("white"), colour) for colour in ground) < 12, "painted as a plain button"


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)
def test_plain_button_keeps_its_words_readable(qtbot: QtBot, theme: Theme, scheme: Scheme) -> None:
    theme.choose(ThemeChoice(scheme.name))
    button = PlainButton("Cancel")
    qtbot.addWidget(button)
    button.resize(200, 30)
    picture = button.grab().toImage()
    ground = [picture.pixelColor(QPoint(8, y)) for y in range(4, picture.height() - 4)]
    assert min(contrast(QColor(scheme.text), colour) for colour in ground) >= AA


def test_choice_changes_what_is_open_without_restart(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    card, chip, bar = Card("Title"), Chip("Overdue", "exclamation-circle", Ink.RED), MessageBar(Message(MessageKind.ERROR, "It failed."))
    tree, field, inside = QTreeView(), QLineEdit(), QLabel("word")
    card.content.addWidget(field)
    inside.setParent(bar)
    for widget in (card, chip, bar, tree):
        column.addWidget(widget)
    window.show()
    assert current_scheme() is LIGHT
    theme.choose(ThemeChoice.DARK)
    assert current_scheme() is DARK
    qtbot.waitUntil(lambda: card.palette().color(QPalette.ColorRole.Window) == QColor(DARK.card))
    qtbot.waitUntil(lambda: DARK.red.tint in chip.styleSheet() and DARK.red.tint in bar.styleSheet())
    assert inside.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.text)
    assert field.palette().color(QPalette.ColorRole.Base) == QColor(DARK.field)
    assert tree.palette().color(QPalette.ColorRole.Highlight) == QColor(DARK.selected_row)


def test_system_choice_is_light_where_the_system_does_not_say(theme: Theme) -> None:
    theme.choose(ThemeChoice.DARK)
    theme.choose(ThemeChoice.SYSTEM)
    assert current_scheme() in (LIGHT, DARK)
    assert theme.choice is ThemeChoice.SYSTEM


def test_high_contrast_palette_of_the_system_is_left_alone(qtbot: QtBot, theme: Theme) -> None:
    palette = palette_of(LIGHT)
    for role, colour in (
        (QPalette.ColorRole.Window, "black"),
        (QPalette.ColorRole.WindowText, "yellow"),
        (QPalette.ColorRole.Button, "black"),
        (QPalette.ColorRole.ButtonText, "yellow"),
    ):
        palette.setColor(role, QColor(colour))
    QApplication.setPalette(palette)
    try:
        scheme = current_scheme()
        assert not scheme.own
        assert {scheme.state(ink).colour for ink in STATES} == {QColor("yellow").name()}
        chip, button = Chip("Overdue", "exclamation-circle", Ink.RED), PrimaryButton("Seal")
        qtbot.addWidget(chip)
        qtbot.addWidget(button)
        assert "1px solid #ffff00" in chip.styleSheet()
        assert button.palette().color(QPalette.ColorRole.Button) == QColor("black")
        assert system_scheme(palette) == scheme
    finally:
        theme.choose(ThemeChoice.LIGHT)


@pytest.mark.parametrize(
    ("style", "pixels"),
    [
        (TextStyle.TILE_NUMBER, 34),
        (TextStyle.WIZARD_TITLE, 22),
        (TextStyle.PAGE_TITLE, 19),
        (TextStyle.CARD_TITLE, 14),
        (TextStyle.BODY, 13),
        (TextStyle.CAPTION, 12),
    ],
)
def test_type_scale_at_the_size_it_was_drawn_for(style: TextStyle, pixels: int) -> None:
    assert QFontInfo(text_font(style)).pixelSize() == pixels


def test_type_scale_follows_the_system_font(theme: Theme, vietnamese_font: QFont) -> None:
    del theme
    larger = QFont(vietnamese_font)
    larger.setPixelSize(26)
    QApplication.setFont(larger)
    try:
        assert text_font(TextStyle.PAGE_TITLE).pixelSize() == 38
        assert text_font(TextStyle.CAPTION).pixelSize() == 25, "never below the base by more than a pixel"
    finally:
        QApplication.setFont(vietnamese_font)


def test_only_two_weights_and_one_italic() -> None:
    fonts = [text_font(style) for style in TextStyle]
    assert {font.weight() for font in fonts} == {QFont.Weight.Normal, QFont.Weight.DemiBold}
    assert text_font(TextStyle.SOURCE).italic()


def test_a_font_without_vietnamese_letters_gives_way_to_one_that_has_them(vietnamese_font: QFont) -> None:
    without = next((family for family in QFontDatabase.families() if not fonts._covers(QFont(family))), None)
    if without is None:
        pytest.skip("every font here has the letters of Vietnamese")
    plain = QFont(without)
    plain.setPixelSize(15)
    chosen = fonts.covering_font(plain)
    assert chosen is not None
    assert fonts._covers(chosen)
    assert (chosen.pixelSize(), chosen.family() != without) == (15, True)
    assert fonts.covering_font(vietnamese_font) is vietnamese_font


def test_without_any_such_font_the_window_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def covers_nothing(font: QFont) -> bool:
        del font
        return False

    monkeypatch.setattr(fonts, "_covers", covers_nothing)
    assert fonts.covering_font(QFont()) is None
    said = no_letters()
    assert said.kind is MessageKind.WARNING
    assert "Vietnamese letters" in said.heading
    assert "not touched" in said.sentence
