"""The JSON of a plan as read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from papi_desktop.plans.reading import read_plan
from papi_desktop.plans.report import plan_as_json

Writer = Callable[..., Path]


def as_json(path: Path) -> dict[str, Any]:
    """What the command prints, once through JSON."""
    return cast("dict[str, Any]", json.loads(json.dumps(plan_as_json(read_plan(path)))))


def test_everything_that_is_promised_is_there(word: Writer) -> None:
    rows = [
        ("TT", "Nhiệm vụ", "Chỉ tiêu", "Kết quả", "Chủ trì", "Thời gian"),
        ("1", "Họp dân", "trên 95%", "Biên bản", "UBND xã", "Quý II/2026"),
    ]
    plan = as_json(word(rows, texts=["Số: 5/KH-UBND", "KẾ HOẠCH PAPI NĂM 2026"]))
    assert plan["number"] == "5/KH-UBND"
    assert (plan["title"], plan["year"], plan["index_system"]) == ("Kế hoạch PAPI năm 2026", 2026, "PAPI")
    (task,) = plan["tasks"]
    assert task["timing"] == {
        "kind": "by_quarter",
        "kinds_all": ["by_quarter"],
        "start": "2026-04-01",
        "end": "2026-06-30",
        "periods": ["2026-Q2"],
        "offset_days": None,
    }
    assert task["expected"] == [{"text": "Biên bản", "kind": "bien_ban"}]
    assert plan["targets"] == [
        {"task": 1, "text": "trên 95%", "measures": [{"text": "trên 95%", "comparator": "gt", "value": "95", "unit": "%", "what": ""}]}
    ]
    assert plan["objectives"] == plan["unread"] == []


def test_implementing_units_count_as_coordinating_where_no_column_names_those(word: Writer) -> None:
    (task,) = as_json(word([("Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị thực hiện"), ("Việc", "UBND xã", "Các thôn")]))["tasks"]
    assert task["implementing_units"] == task["coordinating_units"] == ["Các thôn"]


def test_they_stay_apart_where_one_does(word: Writer) -> None:
    rows = [("Nhiệm vụ", "Chủ trì", "Đơn vị thực hiện", "Phối hợp"), ("Việc", "UBND xã", "Các thôn", "")]
    (task,) = as_json(word(rows))["tasks"]
    assert (task["implementing_units"], task["coordinating_units"]) == (["Các thôn"], [])


def test_unread_rows_say_where_they_stand(word: Writer) -> None:
    plan = as_json(word([("Nhiệm vụ", "Chủ trì"), ("Việc", "UBND xã"), ("Tổng cộng", "")]))
    assert plan["unread"] == [{"table": 1, "row": 3, "page": None, "text": "Tổng cộng"}]
