"""What Slack sends, one file for each kind of request, each with a table of handlers.

Bolt tries its listeners one after another, so there is one for each kind, not one for each command
or button. Listeners catch nothing: `bot.slack.errors` answers whatever goes wrong.
"""
