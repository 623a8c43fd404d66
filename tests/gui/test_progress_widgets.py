"""Tiles, progress rows, links and lines that are cut, short lists: what each shows in little room, and that keys press it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.colours import LIGHT, Ink
from ui.widgets.elided_link import ElidedLink
from ui.widgets.lines_label import LinesLabel
from ui.widgets.part_list import PartList
from ui.widgets.progress_row import ProgressRow
from ui.widgets.tile import Tile

Key = Qt.Key


def lines_of(qtbot: QtBot, text: str, *, lines: int, width: int) -> list[str]:
    label = LinesLabel(lines)
    qtbot.addWidget(label)
    label.resize(width, 80)
    label.show()
    label.say(text)
    assert label.toolTip() == text
    assert label.accessibleName() == text
    return label.text().split("\n")


def test_short_words_stay_whole(qtbot: QtBot) -> None:
    assert lines_of(qtbot, "Hội nghị", lines=2, width=200) == ["Hội nghị"]
    assert lines_of(qtbot, "", lines=2, width=200) == [""]


def test_only_the_last_line_is_cut(qtbot: QtBot) -> None:
    first, second = lines_of(qtbot, "công khai kế hoạch sử dụng đất năm nay " * 300, lines=2, width=200)
    assert first.startswith("công khai")
    assert not first.endswith("…")
    assert second.endswith("…")


def test_letters_of_two_units_are_not_torn(qtbot: QtBot) -> None:
    """Qt counts an emoji as two; cutting by Python's count would lose letters after it."""
    text = "🏠 niêm yết 🏠 tại nhà văn hóa thôn 🏠 và trụ sở"
    assert " ".join(lines_of(qtbot, text, lines=9, width=90)) == text


@pytest.mark.parametrize("width", [0, 1, 5])
def test_no_room_at_all_is_no_error(qtbot: QtBot, width: int) -> None:
    assert len(lines_of(qtbot, "Kế hoạch", lines=2, width=width)) <= 2


def test_a_link_is_cut_to_its_room_and_grows_back(qtbot: QtBot) -> None:
    link = ElidedLink()
    qtbot.addWidget(link)
    link.resize(120, 24)
    link.show()
    link.say("Công khai & minh bạch trong việc ra quyết định", "lời đọc")
    assert link.button.text().endswith("…")
    assert link.button.width() <= 120
    assert link.button.accessibleName() == "lời đọc"
    link.resize(600, 24)
    assert link.button.text() == "Công khai && minh bạch trong việc ra quyết định"
    assert link.button.width() < 600, "only the words are a link, not the empty room beside them"


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space])
def test_keys_press_links_and_tiles(qtbot: QtBot, key: Qt.Key) -> None:
    link, tile = ElidedLink(), Tile("Quá hạn", "exclamation-circle", Ink.RED)
    link.say("Kế hoạch")
    for widget, button in ((link, link.button), (tile, tile)):
        qtbot.addWidget(widget)
        widget.show()
        with qtbot.waitSignal(button.clicked):
            QTest.keyClick(button, key)


def test_a_tile_takes_the_click_on_its_words(qtbot: QtBot) -> None:
    tile = Tile("Quá hạn", "exclamation-circle", Ink.RED)
    qtbot.addWidget(tile)
    tile.resize(300, 90)
    tile.show()
    number = tile._number
    assert tile.childAt(number.geometry().center()) is None, "the mouse goes to the tile itself"
    with qtbot.waitSignal(tile.clicked):
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=number.geometry().center())


def test_a_tile_is_red_only_when_there_is_something(qtbot: QtBot) -> None:
    tile = Tile("Overdue", "exclamation-circle", Ink.RED)
    qtbot.addWidget(tile)

    def ink() -> str:
        return tile._number.palette().windowText().color().name().upper()

    tile.set_number(3, "Longest: 12 days")
    assert (ink(), tile.accessibleName(), tile.toolTip()) == (LIGHT.red.colour, "Overdue: 3. Longest: 12 days", "Longest: 12 days")
    tile.set_number(0, "")
    assert (ink(), tile.line) == (LIGHT.secondary, "None")


def test_a_brief_tile_keeps_its_line_in_the_tooltip(qtbot: QtBot) -> None:
    tile = Tile("Overdue", "exclamation-circle", Ink.RED)
    qtbot.addWidget(tile)
    tile.set_number(3, "Longest: 12 days")
    wide = tile.sizeHint().height()
    tile.set_brief(brief=True)
    tile.show()
    assert not tile._line.isVisible()
    assert "12 days" in tile.toolTip()
    tile.set_brief(brief=False)
    assert tile._line.isVisible()
    assert tile.sizeHint().height() == wide


def test_the_bars_of_all_rows_are_of_one_length(qtbot: QtBot) -> None:
    rows = [ProgressRow(), ProgressRow(), ProgressRow()]
    for row, (name, late) in zip(rows, (("1", 0), ("2. Công khai, minh bạch " * 9, 99), ("", 1)), strict=True):
        qtbot.addWidget(row)
        row.resize(640, 40)
        row.show_progress(name, done=3, total=19, late=late)
        row.show()
    QApplication.processEvents()
    assert len({(row.bar.x(), row.bar.width()) for row in rows}) == 1
    assert [row.late.isVisible() for row in rows] == [False, True, True]
    assert rows[0].bar.accessibleName() == "1: 3 of 19 occurrences done"
    assert rows[1].late.button.text() == "99 overdue"
    assert all(row.late.geometry().right() < row.width() for row in rows)


def test_nothing_due_is_an_empty_bar(qtbot: QtBot) -> None:
    row = ProgressRow()
    qtbot.addWidget(row)
    row.show_progress("1", done=0, total=0, late=0)
    assert (row.bar.value(), row.bar.maximum(), row.count.text()) == (0, 1, "0/0")


def test_a_list_keeps_the_parts_it_has(qtbot: QtBot) -> None:
    made: list[int] = []

    def make(number: int) -> QLabel:
        made.append(number)
        return QLabel(str(number))

    parts = PartList(make, least=40)
    qtbot.addWidget(parts)
    parts.resize(200, 60)
    parts.show()
    first = parts.fit(3)[0]
    assert parts.fit(12)[0] is first
    assert made == list(range(12))
    qtbot.waitUntil(parts.verticalScrollBar().isVisible)
    parts.set_whole(whole=True)
    assert parts.minimumHeight() >= 12 * first.sizeHint().height()
    parts.set_whole(whole=False)
    assert parts.minimumHeight() == 40
    assert parts.fit(1) == [first]
    qtbot.waitUntil(lambda: not parts.verticalScrollBar().isVisible())
