"""A dialog that reads beside the window."""

from PySide6.QtWidgets import QDialog, QWidget

from ui.jobs import Job


class ReadingDialog(QDialog):
    """However it closes, what it still reads is dropped: nothing comes back to a dialog that is no more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reads: list[Job] = []

    def until_closed(self, read: Job) -> Job:
        """``read``, which is dropped when the dialog closes."""
        self._reads = [job for job in self._reads if job.ending is None]
        self._reads.append(read)
        return read

    def done(self, result: int) -> None:
        for read in self._reads:
            read.cancel()
        super().done(result)
