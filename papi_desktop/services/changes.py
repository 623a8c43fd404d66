"""What an action changed, so that every open page knows whether it shows something old."""

from enum import StrEnum


class Area(StrEnum):
    """A part of the data that pages show."""

    OFFICE = "office"
    PLANS = "plans"
    TASKS = "tasks"
    EVIDENCE = "evidence"
    BUNDLES = "bundles"
    CARDS = "cards"
    REVIEWS = "reviews"


Changed = frozenset[Area]

WORK: Changed = frozenset({Area.TASKS, Area.EVIDENCE, Area.BUNDLES})
"""What recording and ticking change: the task list, the evidence, and what is new since the last receipt."""
EVERYTHING: Changed = frozenset(Area)
