"""Several workspaces in one channel: the keys by channel alone go."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

contracts = True
"""The version before names rows by the channel alone."""


def upgrade() -> None:
    """Drop the keys by which a channel could have one subscription, one post a day and one recap a week."""
    with op.batch_alter_table("posts") as posts:
        posts.drop_constraint("uq_posts_channel_id_day", type_="unique")
    with op.batch_alter_table("recaps") as recaps:
        recaps.drop_constraint("uq_recaps_channel_id_week", type_="unique")
    op.drop_index("uq_subscriptions_channel_id_team_id", "subscriptions")
    with op.batch_alter_table("subscriptions") as subscriptions:
        subscriptions.drop_constraint("pk_subscriptions", type_="primary")
        subscriptions.create_primary_key("pk_subscriptions", ["channel_id", "team_id"])
