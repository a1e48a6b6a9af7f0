"""Workspaces apart: in channels that several share, and where an organisation takes one out of its grant."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)

KEYS = {
    "subscriptions": ("channel_id", "team_id"),
    "posts": ("channel_id", "day", "team_id"),
    "recaps": ("channel_id", "week", "team_id"),
}
"""What names a row from now on. The shorter keys of before forbid more, and stay for the version before."""


def upgrade() -> None:
    """Add the keys that leave each workspace its own rows, when Slack said whether an organisation's
    installation covers a workspace, and which revision a version must know."""
    for table, columns in KEYS.items():
        op.create_index(f"uq_{table}_{'_'.join(columns)}", table, columns, unique=True)
    op.add_column("workspaces", sa.Column("granted_at", INSTANT))
    op.add_column("workspaces", sa.Column("revoked_at", INSTANT))
    op.create_table(
        "compatibility",
        sa.Column("oldest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("oldest", name="pk_compatibility"),
    )
