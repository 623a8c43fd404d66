"""What is said of every piece of work: results that are missing, figures against targets."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from papi_desktop.domain.plan_document import Measure
from papi_desktop.domain.progress import Finding, FindingCode, Level
from papi_desktop.domain.targets import is_met


def worst_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    order = list(Level)
    return tuple(sorted(found, key=lambda finding: order.index(finding.level)))


def result_findings(missing: Sequence[str], expected: int) -> list[Finding]:
    """Which of the ``expected`` results have no evidence; that all have it where none is missing."""
    if expected and not missing:
        return [Finding(FindingCode.ALL_RESULTS, Level.GOOD, {"count": str(expected)})]
    return [Finding(FindingCode.MISSING_RESULT, Level.WARNING, {"result": text}) for text in missing]


def target_findings(measures: Sequence[Measure], measured: Decimal | None) -> list[Finding]:
    """How a measured value stands against the first figure of the target; nothing while there is no value or no figure."""
    if measured is None or not measures:
        return []
    met = is_met(measures[0], measured)
    if met is None:
        return []
    params = {"target": measures[0].text, "measured": str(measured), "unit": measures[0].unit}
    if met:
        return [Finding(FindingCode.TARGET_MET, Level.GOOD, params)]
    return [Finding(FindingCode.TARGET_MISSED, Level.BAD, params)]
