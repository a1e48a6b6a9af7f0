"""What is said in Slack, and how that may end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.daily import Post, Question
from bot.domain.disputes import Case
from bot.domain.privacy import Export
from bot.domain.recaps import WeeklyRecap
from bot.domain.results import Answer, ClosedRound, DailyPost, Feedback, SubscriptionPaused


class Refused(Exception):
    """Slack said no to this call; `reason` is its error code, such as `is_archived`. `for_good` means
    that no later call in the same channel will fare better."""

    def __init__(self, reason: str, for_good: bool = False) -> None:
        self.reason = reason
        self.for_good = for_good
        super().__init__(reason)


class NotNow(Exception):
    """Nothing was sent, but it may work later, after `retry_after` seconds."""

    def __init__(self, reason: str, retry_after: float = 30.0) -> None:
        self.reason = reason
        self.retry_after = retry_after
        super().__init__(reason)


class OutcomeUnknown(Exception):
    """The connection broke after the request was sent: the message may be out or not."""


class Messenger(Protocol):
    """Everything the bot says in a channel of its own accord.

    Methods raise `Refused` when Slack said no, `NotNow` for later, `OutcomeUnknown` when nobody can tell.
    """

    async def post_scenario(self, post: DailyPost) -> str:
        """Post the daily scenario with the post's key as metadata; returns the message's ts."""
        ...

    async def find_post(self, post: DailyPost) -> str | None:
        """The ts of the post's message if it is in the channel already."""
        ...

    async def reveal(self, closed: ClosedRound) -> str:
        """Post the answer in the thread, with metadata; returns its ts."""
        ...

    async def find_reveal(self, closed: ClosedRound) -> str | None:
        """The ts of the reveal if it is in the thread already."""
        ...

    async def correct_reveal(self, closed: ClosedRound) -> None:
        """Update the answer in the thread, of which other shares are true now. Notifies nobody; may be
        repeated."""
        ...

    async def mark_closed(self, closed: ClosedRound) -> None:
        """Update the parent message: closed, how many took part, the average. May be repeated."""
        ...

    async def upload(self, team_id: str, name: str, picture: bytes) -> str:
        """Upload a PNG that only a message of ours will show; returns its id."""
        ...

    async def post_recap(self, weekly: WeeklyRecap, picture: str | None) -> str:
        """Post the week's recap with the recap's key as metadata, showing the uploaded picture; returns
        the message's ts."""
        ...

    async def find_recap(self, weekly: WeeklyRecap) -> str | None:
        """The ts of the recap's message if it is in the channel already."""
        ...

    async def point_to_thread(self, post: Post, user_id: str) -> None:
        """Tell one person, who seems to have answered in the channel, where answers are scored."""
        ...

    async def give_feedback(self, feedback: Feedback) -> None:
        """React to a public reply and tell its author alone what was found. May be repeated."""
        ...

    async def answer(self, question: Question, answer: Answer, look_first: bool) -> None:
        """Answer a mention or a direct message, to the person who asked. `look_first` says that an
        earlier try may have succeeded, so that an answer that is there already isn't repeated."""
        ...

    async def can_post(self, team_id: str, channel_id: str) -> bool:
        """False if Slack says that the bot is not in the channel or the channel is unknown."""
        ...

    async def tell_appeal(self, case: Case, look_first: bool) -> None:
        """Tell whoever set the channel up, in a direct message, that a score is disputed. `look_first` says
        that an earlier try may have succeeded. The case has an owner."""
        ...

    async def call_for_decider(self, case: Case, said_for: Sequence[int]) -> None:
        """Say in the scenario's thread that a score is disputed and an admin may decide, nothing of whose it
        is. Says nothing if it is there already for one of the appeals with these ids."""
        ...

    async def tell_decision(self, case: Case, look_first: bool) -> None:
        """Tell the author of a disputed reply, in a direct message, what became of the appeal."""
        ...

    async def tell_paused(self, paused: SubscriptionPaused, look_first: bool) -> None:
        """Tell the owner, in a direct message, that a channel's scenarios have stopped and why. `look_first`
        says that an earlier try may have succeeded. Says nothing where nobody is known to own it."""
        ...

    async def send_export(self, export: Export) -> None:
        """Send the person everything that is stored about them, as a file in a direct message. The file may
        be sent twice if this is tried again."""
        ...
