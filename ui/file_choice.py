"""Choosing files and folders in the system's own dialog, without stopping the window."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_folder(parent: QWidget, title: str, then: Callable[[Path], object]) -> None:
    """Calls ``then`` with the folder chosen; not at all when the person cancels."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, lambda paths: then(paths[0]))


def ask_files(parent: QWidget, title: str, name_filters: Sequence[str], then: Callable[[list[Path]], object], *, many: bool = True) -> None:
    """Calls ``then`` with the files chosen, at least one."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(list(name_filters))
    _open(dialog, then)


def ask_new_file(
    parent: QWidget, title: str, name: str, then: Callable[[Path], object], *, closed: Callable[[], object] | None = None
) -> None:
    """Calls ``then`` with a file to be written, ``name`` being proposed. The dialog asks before an existing one is replaced.

    ``closed`` is called once it is closed, whether a file was named or not.
    """
    dialog = _dialog(parent, title)
    if closed is not None:
        dialog.finished.connect(partial(_call, closed))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(name)
    _open(dialog, lambda paths: then(paths[0]))


def _open(dialog: QFileDialog, then: Callable[[list[Path]], object]) -> None:
    def chosen(names: list[str]) -> None:
        then([Path(name) for name in names])

    dialog.filesSelected.connect(chosen)
    dialog.open()


def _call(closed: Callable[[], object], _result: int) -> None:
    closed()


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
