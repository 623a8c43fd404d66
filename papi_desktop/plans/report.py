"""A plan as read, as the JSON of ``papi plan read``."""

from papi_desktop.domain.plan_document import Measure, ReadPlan, ReadTask, Timing
from papi_desktop.plans.heading import systems_named


def plan_as_json(plan: ReadPlan) -> dict[str, object]:
    """Plain values for JSON: dates in ISO 8601, figures as text.

    A plan without a column of coordinating units names those beside the lead as implementing; they are given as coordinating too, since
    that is what they are to the unit that leads.
    """
    has_coordinating = any("coordinating_text" in table.columns for table in plan.tables)
    systems = systems_named(plan.title) or tuple(dict.fromkeys(task.index_system for task in plan.tasks if task.index_system))
    return {
        "title": plan.title,
        "number": plan.number,
        "issuer": plan.issuer,
        "date": plan.date.isoformat() if plan.date else None,
        "year": plan.year,
        "index_system": ", ".join(systems),
        "by_machine": plan.by_machine,
        "tasks": [_task(task, has_coordinating=has_coordinating) for task in plan.tasks],
        "objectives": list(plan.objectives),
        "targets": [
            {"task": task.no, "text": task.target, "measures": [_measure(measure) for measure in task.measures]}
            for task in plan.tasks
            if task.target
        ],
        "unread": [{"table": row.place.table, "row": row.place.row, "page": row.place.page, "text": row.text} for row in plan.unread],
    }


def _task(task: ReadTask, *, has_coordinating: bool) -> dict[str, object]:
    coordinating = (task.coordinating_text, task.coordinating_units)
    if not has_coordinating and not task.coordinating_text:
        coordinating = (task.implementing_text, task.implementing_units)
    return {
        "no": task.no,
        "group": task.group,
        "index_system": task.index_system,
        "index_no": task.dimension_no,
        "index_name": task.dimension_name,
        "component_label": task.component_label,
        "component_name": task.component_name,
        "task": task.text,
        "target": task.target,
        "result": task.result,
        "lead_text": task.lead_text,
        "lead_units": list(task.lead_units),
        "coordinating_text": coordinating[0],
        "coordinating_units": list(coordinating[1]),
        "implementing_text": task.implementing_text,
        "implementing_units": list(task.implementing_units),
        "timing_text": task.timing.text,
        "timing": _timing(task.timing),
        "measures": [_measure(measure) for measure in task.measures],
        "notes": task.notes,
        "doubtful": list(task.doubtful),
        "expected": [{"text": expected.text, "kind": expected.kind} for expected in task.expected],
        "place": {"table": task.place.table, "row": task.place.row, "page": task.place.page} if task.place else None,
    }


def _timing(timing: Timing) -> dict[str, object]:
    return {
        "kind": timing.kind.value,
        "kinds_all": [kind.value for kind in timing.kinds],
        "start": timing.start.isoformat() if timing.start else None,
        "end": timing.end.isoformat() if timing.end else None,
        "periods": [period.key for period in timing.periods],
        "offset_days": timing.offset_days,
    }


def _measure(measure: Measure) -> dict[str, object]:
    return {
        "text": measure.text,
        "comparator": measure.comparator.value,
        "value": None if measure.value is None else format(measure.value, "f"),
        "unit": measure.unit,
        "what": measure.what,
    }
