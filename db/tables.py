"""All tables under one roof, and which of them travel under which record type."""

from db.base import Base, Travelling
from db.evidence_tables import Attachment, Evidence, Link, Message, Proposal, Review
from db.office_tables import Officer, Setting, Unit
from db.plan_tables import Component, Dimension, ExpectedResult, IndexSystem, Occurrence, Plan, ReportingPeriod, Target, Task, Tick
from db.sync_tables import (
    Bundle,
    BundleProof,
    Delivery,
    Holding,
    JournalEntry,
    KeyRing,
    PeerPosition,
    StoredObject,
    Stream,
    TrustedCard,
)

RECORD_TABLES: dict[str, type[Travelling]] = {
    "unit": Unit,
    "officer": Officer,
    "plan": Plan,
    "index": IndexSystem,
    "dimension": Dimension,
    "component": Component,
    "task": Task,
    "target": Target,
    "expected": ExpectedResult,
    "period": ReportingPeriod,
    "occurrence": Occurrence,
    "evidence": Evidence,
    "attachment": Attachment,
    "link": Link,
    "tick": Tick,
    "review": Review,
    "message": Message,
    "proposal": Proposal,
}
"""Record type of ``4-bundle.md`` to table, parents before children."""

__all__ = [
    "RECORD_TABLES",
    "Attachment",
    "Base",
    "Bundle",
    "BundleProof",
    "Component",
    "Delivery",
    "Dimension",
    "Evidence",
    "ExpectedResult",
    "Holding",
    "IndexSystem",
    "JournalEntry",
    "KeyRing",
    "Link",
    "Message",
    "Occurrence",
    "Officer",
    "PeerPosition",
    "Plan",
    "Proposal",
    "ReportingPeriod",
    "Review",
    "Setting",
    "StoredObject",
    "Stream",
    "Target",
    "Task",
    "Tick",
    "Travelling",
    "TrustedCard",
    "Unit",
]
