"""The Slack room: requests in through Bolt, messages out through the Web API, Block Kit in between."""
