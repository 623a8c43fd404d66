"""P8: memory of the window with every page visited, and of an empty PySide6 window. Budget 200 MB, aim 120.

``python -m benchmarks.p8_memory [--archives DIR] [--size 1]``. Linux only: it reads ``/proc``. The print page is measured by itself: it
makes the paper of the whole year, which is no work of the window (P10). The part of P8 that is about exporting and importing 8 GiB belongs
to the work on bundles and is not measured here.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.window import open_empty, open_window

BUDGET_MB = 200
_PATIENCE_MS = 120_000


def main() -> None:
    if len(sys.argv) == 2 and sys.argv[1] == "--empty":
        open_empty()
        _say_memory()
        return
    if len(sys.argv) > 2 and sys.argv[1] == "--window":
        _visit(Path(sys.argv[2]), sys.argv[3:])
        return
    # what makes the archives would count in the processes that are measured
    from benchmarks.archive import archive
    from benchmarks.report import arguments, child_environment, finish

    options = arguments("Memory of the window.", runs=1)
    within = True
    for size in options.sizes:
        home = str(archive(options.archives, size))
        environment = child_environment(options.archives)
        empty, _ = _measured(environment, "--empty")
        lists, _ = _measured(environment, "--window", home)
        now, peak = _measured(environment, "--window", home, "printPage")
        print(f"size {size:g}: empty window {empty:.0f} MB, every page visited {lists:.0f} MB (budget {BUDGET_MB} MB);")
        print(f"  after the print page made the paper of the whole year {now:.0f} MB, at most {peak:.0f} MB")
        within = within and lists <= BUDGET_MB
    finish(within=within)


def _visit(home: Path, last: Sequence[str]) -> None:
    """Every page but the print page, then the pages of ``last``."""
    from ui.tour import settle

    with open_window(home) as opened:
        for name in (*(name for name in opened.window.names if name != "printPage"), *last):
            opened.window.open_page(name)
            settle(opened.jobs, _PATIENCE_MS)
            opened.window.page.show_example()
            settle(opened.jobs, _PATIENCE_MS)
        _say_memory()


def _say_memory() -> None:
    """Resident memory now and at most, in MB."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    now, peak = (int(status[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))
    sys.stdout.write(f"{now} {peak}\n")


def _measured(environment: dict[str, str], *arguments_: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.p8_memory", *arguments_]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    now, peak = done.stdout.splitlines()[-1].split()
    return float(now), float(peak)


if __name__ == "__main__":
    main()
