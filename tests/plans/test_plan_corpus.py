"""Real plans of the corpus, where it lies beside the project: what reading gives against what a careful clerk typed."""

import importlib.util
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from papi_desktop.plans.reading import read_plan
from papi_desktop.plans.report import plan_as_json

CORPUS = Path(os.environ.get("PAPI_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real plans is not beside the project")
Truth = dict[str, Any]


def scorer() -> Callable[[Truth, Truth], str]:
    spec = importlib.util.spec_from_file_location("score_import", CORPUS / "score_import.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("Callable[[Truth, Truth], str]", module.score)


def truth(name: str) -> Truth:
    return cast("Truth", json.loads((CORPUS / "truth" / f"{name}.json").read_text(encoding="utf-8-sig")))


@pytest.mark.parametrize("name", ["hungyen2024", "tanquang2023"])
@pytest.mark.parametrize("suffix", ["docx", "xlsx", "txt", "pdf"])
def test_tables_read_as_the_clerk_typed_them(name: str, suffix: str) -> None:
    expected = truth(name)
    plan = plan_as_json(read_plan(CORPUS / "docs" / f"{name}.{suffix}"))
    line = scorer()(expected, plan)
    figures = {key: float(value) for key, value in re.findall(r"(\w+)=([\d.]+)", line)}
    wanted = ("P", "R", "index", "component", "target", "result", "lead", "coord", "timing", "dates")
    least = 1.0 if suffix in ("docx", "xlsx") else 0.97
    assert (figures["P"], figures["R"]) == (1.0, 1.0), line
    assert all(figures[key] >= least for key in wanted), line
    assert plan["unread"] == []
    assert [plan[key] for key in ("title", "number", "issuer", "year", "index_system")] == [
        expected[key] for key in ("title", "number", "issuer", "year", "index_system")
    ]
    assert plan["date"] == expected.get("date")


@pytest.mark.parametrize("suffix", ["docx", "txt", "pdf"])
def test_a_letter_without_a_table_reads_as_the_clerk_typed_it(suffix: str) -> None:
    expected = truth("hungyen_letter2024")
    plan = plan_as_json(read_plan(CORPUS / "docs" / f"hungyen_letter2024.{suffix}"))
    line = scorer()(expected, plan)
    figures = {key: float(value) for key, value in re.findall(r"(\w+)=([\d.]+)", line)}
    wanted = ("P", "R", "index", "component", "target", "result", "lead", "coord", "timing")
    assert {key: figures[key] for key in wanted} == dict.fromkeys(wanted, 1.0), line
    assert plan["unread"] == []
    assert (plan["title"], plan["year"], plan["index_system"]) == (expected["title"], expected["year"], expected["index_system"])
