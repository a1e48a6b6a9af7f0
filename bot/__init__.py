"""scs-bot: one "what would you do?" scenario a day in Slack, scored, with streaks and a searchable index."""

__version__ = "0.1.0"
