"""The model of a list that is read a slice at a time."""

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ui.models.columns import Column
from ui.models.slices_model import SlicesModel

Row = tuple[int, str]


def made() -> SlicesModel[Row]:
    return SlicesModel([Column[Row]("Name", lambda row: row[1])], key=lambda row: row[0])


def test_more_is_asked_for_once_until_it_has_come(qtbot: QtBot) -> None:
    model, asked = made(), list[bool]()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.more_wanted.connect(lambda: asked.append(True))
    assert not model.canFetchMore()
    model.set_rows([(1, "a"), (2, "b")], complete=False)
    for _time in range(3):
        model.fetchMore()
    assert asked == [True]
    model.add_rows([(2, "b again"), (3, "c")], complete=False)
    assert [row[1] for row in model.rows] == ["a", "b", "c"]
    model.fetchMore()
    model.add_rows([], complete=True)
    model.fetchMore()
    assert asked == [True, True]
    assert model.index_of(3).row() == 2
    assert not model.index_of(9).isValid()
    del qtbot


def test_the_same_rows_keep_their_places(qtbot: QtBot) -> None:
    model = made()
    model.set_rows([(1, "a"), (2, "b")], complete=True)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        assert model.set_rows([(1, "a"), (2, "new")], complete=True) is False
    assert model.rows[1] == (2, "new")
    with qtbot.waitSignal(model.modelReset):
        assert model.set_rows([(2, "b"), (1, "a")], complete=True) is True
    assert model.index_of(1).row() == 1
