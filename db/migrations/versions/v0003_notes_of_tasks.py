"""What a plan says of a task besides: the columns that are no field of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("notes", sa.Text(), nullable=False, server_default=""))
