"""The list models: order, filter, roles, and what stays put on a refresh."""

import time
from dataclasses import dataclass, replace
from datetime import date

import pytest
from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QBrush, QFont, QIcon
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from ui.colours import DARK, LIGHT, Ink
from ui.models.columns import ROW_ROLE, SORT_ROLE, Column, Facts
from ui.models.grouped_model import Group, GroupedRowsModel
from ui.models.table_model import RowsModel
from ui.theme import Theme, ThemeChoice
from ui.widgets.grouped_view import GroupedView

ROLE = Qt.ItemDataRole


@dataclass(frozen=True)
class Line:
    id: int
    title: str
    due: date | None
    late: bool


COLUMNS = (
    Column[Line]("Task", lambda line: line.title, tooltip=lambda line: line.title),
    Column[Line]("Due", lambda line: f"{line.due:%d/%m/%Y}" if line.due else "", sort=lambda line: line.due, right=True),
    Column[Line](
        "Status",
        lambda line: "Overdue" if line.late else "To do",
        icon=lambda line: "exclamation-circle" if line.late else "circle",
        ink=lambda line: Ink.RED if line.late else Ink.GREY,
        spoken=lambda line: "Overdue, needs work" if line.late else "To do",
    ),
)
LINES = (
    Line(1, "Niêm yết danh sách hộ nghèo", date(2026, 11, 13), True),
    Line(2, "Đối thoại với Nhân dân", None, False),
    Line(3, "Công khai dự toán ngân sách", date(2026, 1, 15), False),
    Line(4, "An ninh trật tự", date(2026, 12, 31), False),
)


def by_id(line: Line) -> int:
    return line.id


@pytest.fixture
def model() -> RowsModel[Line]:
    model = RowsModel(COLUMNS, key=by_id)
    model.set_rows(LINES)
    return model


@pytest.fixture
def grouped() -> GroupedRowsModel[Line]:
    model = GroupedRowsModel(COLUMNS, key=by_id)
    model.set_groups((Group("1. Participation", 1, 2, LINES[:2]), Group("2. Transparency", 0, 2, LINES[2:])))
    return model


def ids(model: RowsModel[Line]) -> list[int]:
    return [line.id for line in model.rows]


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_table_keeps_the_rules_of_item_models(model: RowsModel[Line]) -> None:
    tester = watched(model)
    model.sort(1)
    model.set_search("niem yet")
    model.set_search("")
    model.set_condition(lambda line: line.late)
    model.set_rows(LINES[::-1])
    model.set_condition(None)
    model.set_rows(())
    assert tester.model() is model


def test_groups_keep_the_rules_of_item_models(grouped: GroupedRowsModel[Line]) -> None:
    tester = watched(grouped)
    grouped.sort(1, Qt.SortOrder.DescendingOrder)
    grouped.set_search("doi thoai")
    grouped.set_search("")
    grouped.set_groups(grouped.groups[:1])
    grouped.set_groups(())
    grouped.set_groups((Group("Empty", 0, 0, tuple[Line, ...]()),))
    assert tester.model() is grouped


def test_roles_say_all_there_is_about_a_cell(model: RowsModel[Line]) -> None:
    index = model.index(0, 2)
    assert index.data(ROLE.DisplayRole) == "Overdue"
    icon, brush = index.data(ROLE.DecorationRole), index.data(ROLE.ForegroundRole)
    assert isinstance(icon, QIcon)
    assert not icon.isNull()
    assert isinstance(brush, QBrush)
    assert brush.color().name().upper() == LIGHT.red.colour
    assert index.data(ROLE.AccessibleTextRole) == "Status: Overdue, needs work"
    assert index.data(ROW_ROLE) is LINES[0]
    assert model.index(0, 1).data(SORT_ROLE) == date(2026, 11, 13)
    assert model.index(0, 0).data(ROLE.ToolTipRole) == LINES[0].title
    assert model.index(0, 0).data(ROLE.DecorationRole) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Due"


def test_colours_follow_the_scheme(model: RowsModel[Line], theme: Theme) -> None:
    assert model.index(0, 2).data(ROLE.ForegroundRole).color().name().upper() == LIGHT.red.colour
    theme.choose(ThemeChoice.DARK)
    assert model.index(0, 2).data(ROLE.ForegroundRole).color().name().upper() == DARK.red.colour


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (0, Qt.SortOrder.AscendingOrder, [4, 3, 2, 1]),
        (0, Qt.SortOrder.DescendingOrder, [1, 2, 3, 4]),
        (1, Qt.SortOrder.AscendingOrder, [3, 1, 4, 2]),
        (1, Qt.SortOrder.DescendingOrder, [4, 1, 3, 2]),
        (-1, Qt.SortOrder.AscendingOrder, [1, 2, 3, 4]),
    ],
)
def test_sorts_by_meaning_with_the_undated_last(model: RowsModel[Line], column: int, order: Qt.SortOrder, expected: list[int]) -> None:
    model.sort(0)
    model.sort(column, order)
    assert ids(model) == expected


def test_order_holds_for_rows_that_come_later(model: RowsModel[Line]) -> None:
    model.sort(1)
    model.set_rows((*LINES, Line(5, "Mới", date(2026, 6, 1), False)))
    assert ids(model) == [3, 5, 1, 4, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NIEM YET", [1]),
        ("đối thoại", [2]),
        ("doi nhan", [2]),
        ("cong khai ngan", [3]),
        ("overdue", [1]),
        ("xyz", []),
        ("  ", [1, 2, 3, 4]),
    ],
)
def test_search_ignores_diacritics_and_wants_every_word(model: RowsModel[Line], text: str, expected: list[int]) -> None:
    model.set_search(text)
    assert ids(model) == expected
    assert model.total == 4


def test_search_and_condition_hold_together(model: RowsModel[Line]) -> None:
    model.set_condition(lambda line: line.due is not None)
    model.set_search("a")
    assert model.filtered
    assert ids(model) == [1, 3, 4]
    model.set_search("")
    model.set_condition(None)
    assert not model.filtered


def test_search_reads_new_rows(model: RowsModel[Line]) -> None:
    model.set_search("niem")
    model.set_rows((replace(LINES[0], title="Họp dân"), *LINES[1:]))
    assert ids(model) == []


def test_selection_survives_sorting_and_a_refresh_of_the_same_rows(qtbot: QtBot, model: RowsModel[Line]) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setCurrentIndex(model.index_of(3))
    model.sort(0)
    assert model.row_at(view.currentIndex()) == LINES[2]
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_rows(tuple(replace(line, late=True) for line in LINES))
    current = model.row_at(view.currentIndex())
    assert current is not None
    assert (current.id, current.late) == (3, True)


def test_index_of_what_is_hidden_is_invalid(model: RowsModel[Line]) -> None:
    model.set_search("niem")
    assert not model.index_of(3).isValid()
    assert model.index_of(1).isValid()


def test_group_rows_carry_title_and_count_in_bold(grouped: GroupedRowsModel[Line]) -> None:
    index = grouped.index(0, 0)
    assert index.data() == "1. Participation\u20031/2"
    assert index.data(ROLE.AccessibleTextRole) == "1. Participation: 1/2"
    font = index.data(ROLE.FontRole)
    assert isinstance(font, QFont)
    assert font.weight() == QFont.Weight.DemiBold
    assert grouped.index(0, 1).data() is None
    assert grouped.index(1, 0).data() == LINES[0].title


def test_search_hides_groups_without_hits_but_not_their_count(grouped: GroupedRowsModel[Line]) -> None:
    grouped.set_search("ngan sach")
    assert [(group.title, group.count, len(group.rows)) for group in grouped.groups] == [("2. Transparency", "0/2", 1)]
    assert grouped.total == 4


def test_sorting_stays_within_groups_and_keeps_the_selection(qtbot: QtBot, grouped: GroupedRowsModel[Line]) -> None:
    view = GroupedView("Tasks", grouped)
    qtbot.addWidget(view)
    view.setCurrentIndex(grouped.index_of(4))
    group = QPersistentModelIndex(grouped.index(3, 0))
    grouped.sort(0)
    assert [[line.id for line in group.rows] for group in grouped.groups] == [[2, 1], [4, 3]]
    assert grouped.row_at(view.currentIndex()) == LINES[3]
    assert group.row() == 3


def test_refresh_of_the_same_rows_keeps_selection_and_folding(qtbot: QtBot, grouped: GroupedRowsModel[Line]) -> None:
    view = GroupedView("Tasks", grouped)
    qtbot.addWidget(view)
    grouped.fold(0, folded=True)
    view.selectionModel().setCurrentIndex(grouped.index_of(3), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    with qtbot.waitSignal(grouped.dataChanged), qtbot.assertNotEmitted(grouped.modelReset):
        grouped.set_groups(
            tuple(replace(group, done=2, rows=tuple(replace(line, late=True) for line in group.rows)) for group in grouped.groups)
        )
    current = grouped.row_at(view.currentIndex())
    assert current is not None
    assert current.late
    assert grouped.is_folded(0)
    assert grouped.index(0, 0).data() == "1. Participation\u20032/2"


def test_headings_span_the_whole_width_wherever_they_stand(qtbot: QtBot, grouped: GroupedRowsModel[Line]) -> None:
    view = GroupedView("Tasks", grouped)
    qtbot.addWidget(view)
    assert [view.columnSpan(line, 0) for line in range(6)] == [3, 1, 1, 3, 1, 1]
    grouped.fold(0, folded=True)
    assert [view.columnSpan(line, 0) for line in range(4)] == [3, 3, 1, 1]
    grouped.set_groups((Group("Others", 0, 4, LINES),))
    assert [view.columnSpan(line, 0) for line in range(5)] == [3, 1, 1, 1, 1]


def test_a_group_without_a_title_is_a_flat_table(grouped: GroupedRowsModel[Line]) -> None:
    grouped.set_groups((Group("", 0, 4, LINES),))
    assert [grouped.row_at(grouped.index(line, 0)) for line in range(grouped.rowCount())] == list(LINES)
    assert list(grouped.headings) == []


def test_keys_fold_and_walk_the_groups(qtbot: QtBot, grouped: GroupedRowsModel[Line]) -> None:
    view = GroupedView("Tasks", grouped)
    qtbot.addWidget(view)
    view.setCurrentIndex(grouped.index_of(4))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.currentIndex().row() == 3
    assert grouped.is_folded(3)
    assert grouped.index(3, 0).data(ROLE.AccessibleTextRole) == "2. Transparency: 0/2, folded"
    assert not grouped.index_of(4).isValid()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert not grouped.is_folded(3)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert grouped.row_at(view.currentIndex()) == LINES[2]
    QTest.keyClick(view, Qt.Key.Key_End)
    assert grouped.row_at(view.currentIndex()) == LINES[3]
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0
    QTest.keyClicks(view, "doi 2")
    assert view.currentIndex().row() == 0


def test_a_click_on_the_arrow_folds_and_one_on_the_words_does_not(qtbot: QtBot, grouped: GroupedRowsModel[Line]) -> None:
    view = GroupedView("Tasks", grouped)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    corner = view.visualRect(grouped.index(0, 0)).topLeft()
    QTest.mouseClick(view.viewport(), left, none, corner + QPoint(80, 10))
    assert not grouped.is_folded(0)
    QTest.mouseClick(view.viewport(), left, none, corner + QPoint(8, 10))
    assert grouped.is_folded(0)
    QTest.mouseDClick(view.viewport(), left, none, corner + QPoint(80, 10))
    assert not grouped.is_folded(0)


def test_what_is_folded_stays_so_until_something_else_is_looked_for(grouped: GroupedRowsModel[Line]) -> None:
    tester = watched(grouped)
    grouped.fold(0, folded=True)
    grouped.set_groups((*grouped.groups, Group("3. Others", 0, 1, (Line(9, "Khác", None, False),))))
    assert grouped.is_folded(0)
    grouped.sort(0)
    assert grouped.is_folded(0)
    grouped.unfold(2)
    assert grouped.index_of(2).isValid()
    grouped.fold(0, folded=True)
    grouped.set_search("doi thoai")
    assert grouped.index_of(2).isValid()
    assert tester.model() is grouped


def test_many_rows_are_selected_and_found_again(qtbot: QtBot, grouped: GroupedRowsModel[Line]) -> None:
    view = GroupedView("Tasks", grouped, several=True)
    qtbot.addWidget(view)
    view.selectAll()
    assert grouped.rows_in(view.selectionModel().selection()) == list(LINES)
    view.selectionModel().select(grouped.selection_of([1, 4, 77]), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    grouped.sort(0)
    assert {line.id for line in grouped.rows_in(view.selectionModel().selection())} == {1, 4}


def test_facts_found_out_beforehand_are_what_is_asked(grouped: GroupedRowsModel[Line]) -> None:
    """So that nothing long is left to do on the window's thread."""
    facts = Facts(COLUMNS, lambda line: line.title, LINES)
    asked: list[int] = []

    def text(line: Line) -> str:
        asked.append(line.id)
        return line.title

    model = GroupedRowsModel([Column("Task", text)], key=by_id, search_text=text)
    model.set_groups(grouped.groups, facts)
    model.set_search("niem")
    model.sort(0)
    assert asked == []
    assert [line.id for group in model.groups for line in group.rows] == [1]


def test_ten_thousand_rows_sort_and_filter_within_a_keystroke(qtbot: QtBot) -> None:
    lines = tuple(
        Line(n, f"Nhiệm vụ số {n * 7919 % 10_000} của thôn Đoài", date(2026, 1 + n % 12, 1 + n % 28), n % 7 == 0) for n in range(10_000)
    )
    model = GroupedRowsModel(COLUMNS, key=by_id, search_text=lambda line: line.title)
    view = GroupedView("Tasks", model)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    model.set_groups(tuple(Group(str(start), 0, 1000, lines[start : start + 1000]) for start in range(0, 10_000, 1000)))
    model.set_search("doai")  # folds every row once
    began = time.perf_counter()
    model.sort(1)
    model.set_search("so 12")
    model.set_condition(lambda line: line.late)
    view.grab()
    assert time.perf_counter() - began < 1.0  # about 0.1 s on an old PC; a proxy would take many seconds
