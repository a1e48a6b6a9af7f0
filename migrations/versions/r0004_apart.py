"""Workspaces taken out of an organisation's grant."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add when Slack said that an organisation's installation covers a workspace, and that it doesn't."""
    op.add_column("workspaces", sa.Column("granted_at", INSTANT))
    op.add_column("workspaces", sa.Column("revoked_at", INSTANT))
    op.create_table(
        "compatibility",
        sa.Column("oldest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("oldest", name="pk_compatibility"),
    )
