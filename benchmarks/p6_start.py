"""P6: from starting the process to a usable first page, as a multiple of an empty PySide6 window. Budget 8, aim 5.

``python -m benchmarks.p6_start [--archives DIR] [--size 1] [--runs 7]``. Both are fresh processes, started in turns; medians count.
Where others use the machine, processor time tells more than the clock.
"""

import statistics
import subprocess
import sys
import time

from benchmarks.archive import archive
from benchmarks.report import arguments, child_environment, finish

BUDGET = 8.0


def main() -> None:
    options = arguments("Time from start to a usable first page.", runs=7)
    ratios: dict[float, float] = {}
    for size in options.sizes:
        home = str(archive(options.archives, size))
        environment = child_environment(options.archives)
        for _ in range(2):  # compiles the modules and warms the disk's cache
            _started(environment)
            _started(environment, home)
        pairs = [(_started(environment), _started(environment, home)) for _ in range(options.runs)]
        (empty, empty_cpu), (window, window_cpu) = (map(statistics.median, zip(*times, strict=True)) for times in zip(*pairs, strict=True))
        ratios[size] = window / empty
        times_ms = f"empty window {1000 * empty:.0f} ms, first page {1000 * window:.0f} ms"
        cpu_ms = f"processor time {1000 * empty_cpu:.0f} and {1000 * window_cpu:.0f} ms, ratio {window_cpu / empty_cpu:.1f}"
        print(f"size {size:g}: {times_ms}, ratio {ratios[size]:.1f} (budget {BUDGET:g}); {cpu_ms}")
    finish(within=max(ratios.values()) <= BUDGET)


def _started(environment: dict[str, str], *home: str) -> tuple[float, float]:
    """Seconds from the start of a process to its first painted page, by the clock and of processor time in all its threads."""
    command = [sys.executable, "-m", "benchmarks.window", *home]
    begun = time.monotonic()
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    moment, cpu = map(float, done.stdout.split())
    return moment - begun, cpu


if __name__ == "__main__":
    main()
