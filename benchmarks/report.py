"""What the commands of this folder share: their options and their exit."""

import argparse
import compileall
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.archive import sizes


@dataclass(frozen=True)
class Options:
    archives: Path
    sizes: list[float]
    runs: int


def arguments(description: str, *, runs: int) -> Options:
    """The command line of one benchmark; ``runs`` is how often it measures when nothing is said."""
    parser = argparse.ArgumentParser(description=description)
    kept = Path(tempfile.gettempdir()) / "papi-archives"
    parser.add_argument("--archives", type=Path, default=kept, metavar="DIR", help=f"where archives are kept (default {kept})")
    parser.add_argument("--size", type=sizes, default=[1.0], help="1, or several as 0.1,0.33,1")
    parser.add_argument("--runs", type=int, default=runs, help=f"how often to measure (default {runs})")
    chosen = parser.parse_args()
    return Options(chosen.archives, chosen.size, chosen.runs)


def child_environment(archives: Path) -> dict[str, str]:
    """For the processes that are measured: with compiled modules, as an installed program has them, kept beside the archives."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": _compiled(archives)}


def use_compiled_modules(archives: Path) -> None:
    """For what is measured in this process: none of our modules is compiled while it is being waited for."""
    sys.pycache_prefix, sys.dont_write_bytecode = _compiled(archives), False
    for package in ("db", "papi_desktop", "resources", "ui"):
        compileall.compile_dir(Path(__file__).parents[1] / package, quiet=2)


def _compiled(archives: Path) -> str:
    return str(archives.absolute() / "compiled")


def finish(*, within: bool) -> None:
    """Leaves the process: 0 within the budget, 1 beyond it."""
    print("within the budget" if within else "BEYOND THE BUDGET")
    sys.exit(0 if within else 1)
