"""An index that finds the other documents of a kind by their numbers."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_evidence_owner_kind_number"), "evidence", ["owner", "kind", "number"])
