"""scs-bot: one "what would you do?" scenario a day in Slack, scored, with streaks and a searchable index."""
