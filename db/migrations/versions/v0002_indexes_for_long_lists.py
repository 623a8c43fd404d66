"""Indexes that answer by themselves what lists ask of every row: whether it lives, when it was issued, what it is linked to."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_evidence_owner_deleted_issued"), "evidence", ["owner", "deleted", "issued"])
    op.drop_index(op.f("ix_attachment_owner_evidence_id"), "attachment")
    op.create_index(op.f("ix_attachment_owner_evidence_id_deleted"), "attachment", ["owner", "evidence_id", "deleted"])
    op.drop_index(op.f("ix_link_owner_evidence_id"), "link")
    op.create_index(op.f("ix_link_owner_evidence_id_deleted_occurrence_id"), "link", ["owner", "evidence_id", "deleted", "occurrence_id"])
    op.drop_index(op.f("ix_link_owner_occurrence_id"), "link")
    op.create_index(
        op.f("ix_link_owner_occurrence_id_deleted_evidence_id_expected_id"),
        "link",
        ["owner", "occurrence_id", "deleted", "evidence_id", "expected_id"],
    )
