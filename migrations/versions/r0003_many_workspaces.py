"""Installations in many workspaces with their tokens, organisations; recaps as a choice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# SQLite numbers rows by itself only in a column that is called INTEGER.
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what serves more than one workspace. Channels that are there keep their recaps."""
    _create_installations()
    _create_workspaces()
    _extend_subscriptions()


def _extend_subscriptions() -> None:
    recaps: sa.Column[bool] = sa.Column("recaps", sa.Boolean(), nullable=False, server_default=sa.true())
    op.add_column("subscriptions", recaps)


def _create_installations() -> None:
    op.create_table(
        "installations",
        sa.Column("id", IDENTIFIER, sa.Identity(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.String(), nullable=False),
        sa.Column("bot_user_id", sa.String(), nullable=False),
        sa.Column("bot_id", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("installed_at", INSTANT, nullable=False),
        sa.Column("bot_token", sa.Text()),
        sa.Column("refresh_token", sa.Text()),
        sa.Column("expires_at", INSTANT),
        sa.Column("refresh_at", INSTANT),
        sa.Column("gone_at", INSTANT),
        sa.Column("delete_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_installations"),
        sa.UniqueConstraint("team_id", "enterprise_id", name="uq_installations_team_id_enterprise_id"),
    )
    for column in ("refresh_at", "delete_at"):
        owed = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_installations_{column}",
            "installations",
            [column],
            sqlite_where=owed,
            postgresql_where=owed,
        )
    op.create_table(
        "oauth_states",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_oauth_states"),
    )
    op.create_index("ix_oauth_states_expires_at", "oauth_states", ["expires_at"])


def _create_workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name="pk_workspaces"),
    )
    op.create_index("ix_workspaces_enterprise_id", "workspaces", ["enterprise_id"])
