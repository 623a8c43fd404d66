"""A plan in words: the line by which it is known, and what a new edition of it changes."""

from papi_desktop.domain.plan_document import ReadPlan
from papi_desktop.services.plan_correction import PlanHeading
from papi_desktop.services.plan_difference import PlanDifference
from papi_desktop.wording import date_text
from resources.i18n import gettext as _
from resources.i18n import pgettext

_NAMED, _NAMED_TASKS = 100, 8
"""How much of a task's words, and of how many tasks, the tooltip of the difference has."""


def heading_text(heading: PlanHeading) -> str:
    parts = [
        _("Plan No. {number}").format(number=heading.number) if heading.number else _("Plan without a number"),
        _("dated {date}").format(date=date_text(heading.issued)) if heading.issued else "",
        heading.issuer,
        _("year {year}").format(year=heading.year) if heading.year else "",
    ]
    return ", ".join(filter(None, parts))


def difference_text(plan: ReadPlan, difference: PlanDifference) -> str:
    if difference.previous is None:
        return _("Beside plan {name} of {year}: {added} added, {changed} changed, {dropped} dropped, {kept} kept.").format(
            name=difference.earlier,
            year=difference.earlier_year,
            added=len(difference.added),
            changed=len(difference.changed),
            dropped=len(difference.dropped),
            kept=len(difference.kept),
        )
    return _("New edition of plan {name}: {added} added, {changed} changed, {dropped} dropped, {kept} kept.").format(
        name=plan.number or f"“{plan.title}”",
        added=len(difference.added),
        changed=len(difference.changed),
        dropped=len(difference.dropped),
        kept=len(difference.kept),
    )


def difference_details(difference: PlanDifference) -> str:
    """The first tasks of each sort, for the tooltip."""
    sorts = (
        (pgettext("tasks", "Added"), difference.added),
        (pgettext("tasks", "Changed"), difference.changed),
        (pgettext("tasks", "Dropped"), difference.dropped),
    )
    return "\n".join(f"{name}: {' '.join(text[:_NAMED].split())}" for name, texts in sorts for text in texts[:_NAMED_TASKS])
