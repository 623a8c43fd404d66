"""The first schema: offices, plans, evidence, reviews, the journal, exchange."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _envelope() -> list[sa.Column[object]]:
    """What every row that travels carries."""
    return [
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("deleted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("audience_unit", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "bundle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ours", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("peer", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("from_stream", sa.Uuid(), nullable=False),
        sa.Column("from_rev", sa.BigInteger(), nullable=False),
        sa.Column("to_stream", sa.Uuid(), nullable=False),
        sa.Column("to_rev", sa.BigInteger(), nullable=False),
        sa.Column("noted_rev", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("encrypted", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
    )
    op.create_index(op.f("ix_bundle_peer_ours_sequence"), "bundle", ["peer", "ours", "sequence"])
    op.create_table(
        "evidence",
        *_envelope(),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("posted_from", sa.Date(), nullable=True),
        sa.Column("posted_to", sa.Date(), nullable=True),
        sa.Column("personal_data", sa.Boolean(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_stream_rev"), "evidence", ["stream", "rev"])
    op.create_table(
        "index_system",
        *_envelope(),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_index_system")),
    )
    op.create_index(op.f("ix_index_system_owner_code"), "index_system", ["owner", "code"])
    op.create_index(op.f("ix_index_system_stream_rev"), "index_system", ["stream", "rev"])
    op.create_table(
        "key_ring",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("age_recipient", sa.Text(), nullable=False),
        sa.Column("by_passphrase", sa.LargeBinary(), nullable=False),
        sa.Column("by_recovery_code", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_key_ring")),
    )
    op.create_table(
        "message",
        *_envelope(),
        sa.Column("about_owner", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_stream_rev"), "message", ["stream", "rev"])
    op.create_table(
        "plan",
        *_envelope(),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("index_systems", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("source_owner", sa.Uuid(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("document_sha256", sa.String(64), nullable=True),
        sa.Column("document_name", sa.Text(), nullable=False),
        sa.Column("objectives", sa.JSON(), nullable=False),
        sa.Column("unread", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "previous_id"],
            ["plan.owner", "plan.id"],
            name=op.f("fk_plan_owner_previous_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_stream_rev"), "plan", ["stream", "rev"])
    op.create_table(
        "proposal",
        *_envelope(),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_stream_rev"), "proposal", ["stream", "rev"])
    op.create_table(
        "reporting_period",
        *_envelope(),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_reporting_period")),
    )
    op.create_index(op.f("ix_reporting_period_stream_rev"), "reporting_period", ["stream", "rev"])
    op.create_table(
        "review",
        *_envelope(),
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("subject_owner", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("judged_stream", sa.Uuid(), nullable=False),
        sa.Column("judged_rev", sa.BigInteger(), nullable=False),
        sa.Column("judged_digest", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("points", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_stream_rev"), "review", ["stream", "rev"])
    op.create_index(op.f("ix_review_subject_owner_subject_id"), "review", ["subject_owner", "subject_id"])
    op.create_table(
        "setting",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "stored_object",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("crc32", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_object")),
    )
    op.create_table(
        "stream",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.Column("parent_stream", sa.Uuid(), nullable=True),
        sa.Column("parent_rev", sa.BigInteger(), nullable=True),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["parent_stream"], ["stream.id"], name=op.f("fk_stream_parent_stream")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream")),
    )
    op.create_index(op.f("ix_stream_unit"), "stream", ["unit"])
    op.create_table(
        "trusted_card",
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.String(16), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("age_recipient", sa.Text(), nullable=False),
        sa.Column("trusted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("unit", "number", name=op.f("pk_trusted_card")),
    )
    op.create_index(op.f("ix_trusted_card_fingerprint"), "trusted_card", ["fingerprint"])
    op.create_table(
        "unit",
        *_envelope(),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("parent_owner", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("predecessors", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_stream_rev"), "unit", ["stream", "rev"])
    op.create_table(
        "attachment",
        *_envelope(),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latitude", sa.String(40), nullable=True),
        sa.Column("longitude", sa.String(40), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "evidence_id"],
            ["evidence.owner", "evidence.id"],
            name=op.f("fk_attachment_owner_evidence_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_owner_evidence_id"), "attachment", ["owner", "evidence_id"])
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"])
    op.create_index(op.f("ix_attachment_stream_rev"), "attachment", ["stream", "rev"])
    op.create_table(
        "bundle_proof",
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundle.id"], name=op.f("fk_bundle_proof_bundle_id")),
        sa.PrimaryKeyConstraint("bundle_id", "name", name=op.f("pk_bundle_proof")),
    )
    op.create_table(
        "delivery",
        sa.Column("peer", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundle.id"], name=op.f("fk_delivery_bundle_id")),
        sa.PrimaryKeyConstraint("peer", "sha256", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_peer_state"), "delivery", ["peer", "state"])
    op.create_table(
        "dimension",
        *_envelope(),
        sa.Column("index_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "index_id"],
            ["index_system.owner", "index_system.id"],
            name=op.f("fk_dimension_owner_index_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_dimension")),
    )
    op.create_index(op.f("ix_dimension_owner_key"), "dimension", ["owner", "key"])
    op.create_index(op.f("ix_dimension_stream_rev"), "dimension", ["stream", "rev"])
    op.create_table(
        "holding",
        sa.Column("unit", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["stored_object.sha256"], name=op.f("fk_holding_sha256")),
        sa.PrimaryKeyConstraint("unit", "sha256", name=op.f("pk_holding")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("action", sa.String(32), nullable=True),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name=op.f("fk_journal_entry_stream_id")),
        sa.PrimaryKeyConstraint("stream_id", "rev", name=op.f("pk_journal_entry")),
    )
    op.create_table(
        "officer",
        *_envelope(),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "unit_id"], ["unit.owner", "unit.id"], name=op.f("fk_officer_owner_unit_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_officer")),
    )
    op.create_index(op.f("ix_officer_stream_rev"), "officer", ["stream", "rev"])
    op.create_table(
        "peer_position",
        sa.Column("peer", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("sent_rev", sa.BigInteger(), nullable=False),
        sa.Column("held_rev", sa.BigInteger(), nullable=False),
        sa.Column("receipt_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name=op.f("fk_peer_position_stream_id")),
        sa.PrimaryKeyConstraint("peer", "stream_id", name=op.f("pk_peer_position")),
    )
    op.create_table(
        "component",
        *_envelope(),
        sa.Column("dimension_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.String(600), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "dimension_id"],
            ["dimension.owner", "dimension.id"],
            name=op.f("fk_component_owner_dimension_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_component")),
    )
    op.create_index(op.f("ix_component_owner_key"), "component", ["owner", "key"])
    op.create_index(op.f("ix_component_stream_rev"), "component", ["stream", "rev"])
    op.create_table(
        "task",
        *_envelope(),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("index_id", sa.Uuid(), nullable=True),
        sa.Column("dimension_id", sa.Uuid(), nullable=True),
        sa.Column("component_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("target_text", sa.Text(), nullable=False),
        sa.Column("result_text", sa.Text(), nullable=False),
        sa.Column("lead_text", sa.Text(), nullable=False),
        sa.Column("coordinating_text", sa.Text(), nullable=False),
        sa.Column("implementing_text", sa.Text(), nullable=False),
        sa.Column("lead_units", sa.JSON(), nullable=False),
        sa.Column("coordinating_units", sa.JSON(), nullable=False),
        sa.Column("implementing_units", sa.JSON(), nullable=False),
        sa.Column("timing_text", sa.Text(), nullable=False),
        sa.Column("timing_kinds", sa.JSON(), nullable=False),
        sa.Column("timing_start", sa.Date(), nullable=True),
        sa.Column("timing_end", sa.Date(), nullable=True),
        sa.Column("timing_offset_days", sa.Integer(), nullable=True),
        sa.Column("source_table", sa.Integer(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("source_page", sa.Integer(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("points_max", sa.String(40), nullable=True),
        sa.Column("points_self", sa.String(40), nullable=True),
        sa.Column("points_reason", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "component_id"],
            ["component.owner", "component.id"],
            name=op.f("fk_task_owner_component_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner", "dimension_id"],
            ["dimension.owner", "dimension.id"],
            name=op.f("fk_task_owner_dimension_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner", "index_id"],
            ["index_system.owner", "index_system.id"],
            name=op.f("fk_task_owner_index_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner", "officer_id"],
            ["officer.owner", "officer.id"],
            name=op.f("fk_task_owner_officer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner", "plan_id"], ["plan.owner", "plan.id"], name=op.f("fk_task_owner_plan_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_owner_plan_id_number"), "task", ["owner", "plan_id", "number"])
    op.create_index(op.f("ix_task_stream_rev"), "task", ["stream", "rev"])
    op.create_table(
        "expected_result",
        *_envelope(),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "task_id"],
            ["task.owner", "task.id"],
            name=op.f("fk_expected_result_owner_task_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_expected_result")),
    )
    op.create_index(op.f("ix_expected_result_owner_task_id"), "expected_result", ["owner", "task_id"])
    op.create_index(op.f("ix_expected_result_stream_rev"), "expected_result", ["stream", "rev"])
    op.create_table(
        "occurrence",
        *_envelope(),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("status_note", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("reporting_owner", sa.Uuid(), nullable=True),
        sa.Column("reporting_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner", "officer_id"],
            ["officer.owner", "officer.id"],
            name=op.f("fk_occurrence_owner_officer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner", "task_id"], ["task.owner", "task.id"], name=op.f("fk_occurrence_owner_task_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_occurrence")),
    )
    op.create_index(op.f("ix_occurrence_owner_due"), "occurrence", ["owner", "due"])
    op.create_index(op.f("ix_occurrence_owner_task_id"), "occurrence", ["owner", "task_id"])
    op.create_index(op.f("ix_occurrence_stream_rev"), "occurrence", ["stream", "rev"])
    op.create_table(
        "target",
        *_envelope(),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("comparator", sa.String(16), nullable=False),
        sa.Column("value", sa.String(40), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "task_id"], ["task.owner", "task.id"], name=op.f("fk_target_owner_task_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_target")),
    )
    op.create_index(op.f("ix_target_owner_task_id"), "target", ["owner", "task_id"])
    op.create_index(op.f("ix_target_stream_rev"), "target", ["stream", "rev"])
    op.create_table(
        "link",
        *_envelope(),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("expected_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner", "evidence_id"],
            ["evidence.owner", "evidence.id"],
            name=op.f("fk_link_owner_evidence_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner", "expected_id"],
            ["expected_result.owner", "expected_result.id"],
            name=op.f("fk_link_owner_expected_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner", "occurrence_id"],
            ["occurrence.owner", "occurrence.id"],
            name=op.f("fk_link_owner_occurrence_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_owner_evidence_id"), "link", ["owner", "evidence_id"])
    op.create_index(op.f("ix_link_owner_occurrence_id"), "link", ["owner", "occurrence_id"])
    op.create_index(op.f("ix_link_stream_rev"), "link", ["stream", "rev"])
    op.create_table(
        "tick",
        *_envelope(),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("measured", sa.String(40), nullable=True),
        sa.Column("numerator", sa.String(40), nullable=True),
        sa.Column("denominator", sa.String(40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "occurrence_id"],
            ["occurrence.owner", "occurrence.id"],
            name=op.f("fk_tick_owner_occurrence_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner", "officer_id"],
            ["officer.owner", "officer.id"],
            name=op.f("fk_tick_owner_officer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_tick")),
    )
    op.create_index(op.f("ix_tick_owner_occurrence_id"), "tick", ["owner", "occurrence_id"])
    op.create_index(op.f("ix_tick_stream_rev"), "tick", ["stream", "rev"])
