"""Use cases are tried in the whole product: a pretend Slack, a real database, only the clock is set."""

from tests.slack.conftest import library, office

__all__ = ["library", "office"]
