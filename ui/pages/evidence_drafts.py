"""What was typed about evidence and is not recorded yet: kept per evidence and field until it is."""

from collections.abc import Mapping
from uuid import UUID

from ui.pages.evidence_fields import Raw


class Drafts:
    """Survives refreshes, other selections and failed writes, because nothing but a recorded value takes a draft away."""

    def __init__(self) -> None:
        self._typed: dict[UUID, dict[str, Raw]] = {}
        self._sent: dict[UUID, dict[str, Raw]] = {}
        self._failed: set[tuple[UUID, str]] = set()

    def of(self, evidence: UUID) -> Mapping[str, Raw]:
        return self._typed.get(evidence, {})

    def keep(self, evidence: UUID, field: str, raw: Raw) -> None:
        self._typed.setdefault(evidence, {})[field] = raw
        self._failed.discard((evidence, field))

    def drop(self, evidence: UUID, field: str) -> None:
        typed = self._typed.get(evidence, {})
        typed.pop(field, None)
        self._failed.discard((evidence, field))
        if not typed:
            self._typed.pop(evidence, None)

    def forget(self, evidence: UUID) -> None:
        """It is in the bin or gone: what was typed of it can never be recorded."""
        for field in tuple(self.of(evidence)):
            self.drop(evidence, field)

    def is_under_way(self, evidence: UUID, field: str, raw: Raw | None = None) -> bool:
        """Whether the field is being recorded, or with ``raw`` whether that very text is."""
        sent = self._sent.get(evidence, {})
        return field in sent and raw in {None, sent[field]}

    def send(self, evidence: UUID, sent: Mapping[str, Raw]) -> None:
        self._sent.setdefault(evidence, {}).update(sent)

    def end(self, evidence: UUID, sent: Mapping[str, Raw], *, failed: bool) -> None:
        """The work that recorded ``sent`` has ended, well or not."""
        under_way = self._sent.get(evidence, {})
        for field, raw in sent.items():
            if under_way.get(field) == raw:
                del under_way[field]
            if failed and self.of(evidence).get(field) == raw:
                self._failed.add((evidence, field))

    def recorded(self, evidence: UUID, sent: Mapping[str, Raw]) -> None:
        """``sent`` is safe; what was typed in the same field since stays a draft."""
        for field, raw in sent.items():
            if self.of(evidence).get(field) == raw:
                self.drop(evidence, field)

    def waiting(self) -> tuple[UUID, ...]:
        """The evidence that has drafts."""
        return tuple(self._typed)

    def failed(self, evidence: UUID | None = None) -> int:
        """How many fields, of one evidence or of all, hold what could not be recorded when that was last tried."""
        return sum(evidence in {None, each} for each, _field in self._failed)

    def left(self, evidence: UUID | None = None) -> int:
        """How many fields, of one evidence or of all, hold what is not being recorded and was not tried either."""
        chosen = self._typed if evidence is None else {evidence: self.of(evidence)}
        waiting = ((each, name, raw) for each, typed in chosen.items() for name, raw in typed.items())
        return sum(not self.is_under_way(each, name, raw) and (each, name) not in self._failed for each, name, raw in waiting)
