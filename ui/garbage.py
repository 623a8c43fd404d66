"""Python's garbage is collected on the window's thread only.

Python collects on whatever thread happens to allocate; when the garbage holds widgets, they are then destroyed on a thread of the
background work, which Qt does not survive. So the automatic collection is off, and a timer of the window does it.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class GarbageTimer(QObject):
    """Collects, while it lives, on the thread it was made on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self.destroyed.connect(gc.enable)
        timer = QTimer(self)
        timer.setInterval(_EVERY_MS)
        timer.timeout.connect(collect_due)
        timer.start()


def collect_due() -> None:
    """Collects the oldest generation that Python's own thresholds say is due; nothing while none is."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = next((generation for generation in (2, 1, 0) if counts[generation] > thresholds[generation]), None)
    if due is not None:
        gc.collect(due)
