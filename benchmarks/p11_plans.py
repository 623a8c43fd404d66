"""P11 and the figures of reading: every plan of the corpus beside what a careful clerk typed, and the time beside a bare walk of the file.

``python -m benchmarks.p11_plans [--corpus DIR] [--runs 5]``. The corpus is ``PAPI_CORPUS``, else ``../shared/corpus``. Budgets: 10 times
the bare python-docx walk, 2 times the bare pdfplumber walk; every task found and none besides, fields right in 0.97 of the cases (0.95 in a
PDF, 0.93 in a letter). Leaves with 1 beyond one of them.
"""

import argparse
import importlib.util
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from benchmarks.report import finish

RATIOS = {"docx": 10.0, "pdf": 2.0}
FIELDS = ("index", "component", "target", "result", "lead", "coord", "timing", "dates")
LEAST_TABLE, LEAST_PDF, LEAST_LETTER, LEAST_FOUND_PDF, LEAST_FOUND_LETTER = 0.97, 0.95, 0.93, 0.97, 0.95


def main() -> None:
    parser = argparse.ArgumentParser(description="What reading the plans of the corpus gives, and how long it takes.")
    usual = os.environ.get("PAPI_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus"
    parser.add_argument("--corpus", type=Path, default=usual, help="the folder with docs, truth and the scorer")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if not (options.corpus / "docs").is_dir():
        sys.exit(f"no corpus in {options.corpus}")
    within = [_scored(path, options.corpus) for path in sorted((options.corpus / "docs").iterdir())]
    within += [_timed(options.corpus / "docs" / f"hungyen2024.{kind}", kind, options.runs) for kind in RATIOS]
    finish(within=all(within))


def _scored(path: Path, corpus: Path) -> bool:
    from papi_desktop.plans.reading import read_plan
    from papi_desktop.plans.report import plan_as_json

    truth = json.loads((corpus / "truth" / f"{path.stem}.json").read_text("utf-8-sig"))
    line = _scorer(corpus)(truth, plan_as_json(read_plan(path)))
    figures = {name: float(value) for name, value in re.findall(r"(\w+)=([\d.]+)", line)}
    letter, pdf = "letter" in path.stem, path.suffix == ".pdf"
    found = LEAST_FOUND_LETTER if letter else LEAST_FOUND_PDF if pdf else 1.0
    least = LEAST_LETTER if letter else LEAST_PDF if pdf else LEAST_TABLE
    within = min(figures["P"], figures["R"]) >= found and all(figures.get(name, 1.0) >= least for name in FIELDS)
    print(f"{path.name:24} {'' if within else 'BEYOND '}{line}")
    return within


def _scorer(corpus: Path) -> Callable[[Any, Any], str]:
    spec = importlib.util.spec_from_file_location("score_import", corpus / "score_import.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("Callable[[Any, Any], str]", module.score)


def _timed(path: Path, kind: str, runs: int) -> bool:
    from papi_desktop.plans.reading import read_plan

    walk = _walk_docx if kind == "docx" else _walk_pdf
    for act in (walk, read_plan):
        act(path)
    pairs = [(_seconds(walk, path), _seconds(read_plan, path)) for _ in range(runs)]
    bare, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"{path.name}: bare walk {1000 * bare:.0f} ms, reading {1000 * ours:.0f} ms, ratio {ours / bare:.2f} (budget {RATIOS[kind]:g})")
    return ours / bare <= RATIOS[kind]


def _seconds(act: Callable[[Path], object], path: Path) -> float:
    begun = time.perf_counter()
    act(path)
    return time.perf_counter() - begun


def _walk_docx(path: Path) -> None:
    import docx

    for table in docx.Document(str(path)).tables:
        for row in table.rows:
            for cell in row.cells:
                assert cell.text is not None


def _walk_pdf(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


if __name__ == "__main__":
    main()
