"""Making the sample offices in the background, whole or not at all."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from papi_desktop.disk import disk_error
from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.services.app import Cancelled, Progress
from papi_desktop.services.demo import STEPS, DemoStep, run_demo
from papi_desktop.services.files import remove_folder


class SampleRun(QObject):
    """Makes the sample offices in the folder ``target``, which must not exist yet. ``step`` names each step when it is done."""

    step = Signal(str)

    def __init__(self, target: Path) -> None:
        super().__init__()
        self._target = target

    @property
    def commune(self) -> Path:
        return self._target / "commune"

    def make(self, *, progress: Progress, cancelled: Cancelled) -> Path:
        """Runs on a thread of its own: the commune's data folder. Raises ``PapiError``; then nothing is left."""
        half = self._target.with_name(f"{self._target.name}.part")

        def tell(done: DemoStep) -> None:
            self.step.emit(f"{done.title}: {done.made}")
            progress(done.number, STEPS)
            if cancelled():
                raise PapiError(Code.CANCELLED)

        try:
            remove_folder(half)
            progress(0, STEPS)
            run_demo(half, step=tell)
            half.rename(self._target)
        except OSError as error:
            raise disk_error(error, half) from error
        finally:
            remove_folder(half)
        return self.commune
