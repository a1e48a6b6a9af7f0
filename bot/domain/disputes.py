"""What use cases have to say about appeals, and why one may be refused."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.appeals import Alias, Appeal, Deed
from bot.domain.daily import Reply
from bot.domain.errors import BotError
from bot.domain.grading import PointResult, grantable
from bot.domain.results import Feedback
from bot.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Case:
    """An appeal with the breakdown of the reply that it is about. `owner` is who set the channel up, None
    where nobody is known to have. `playing` says that whoever is shown it may still answer the scenario: so
    neither what was detected is for them nor what others answered privately."""

    appeal: Appeal
    feedback: Feedback
    owner: str | None
    playing: bool = False

    @property
    def points(self) -> tuple[PointResult, ...]:
        """What may be granted. It names what is missing, so it is for whoever decides and nobody else."""
        known = {point.id for point in self.feedback.scenario.rubric}
        return tuple(point for point in grantable(self.feedback.score) if point.id in known)


@dataclass(frozen=True, slots=True)
class Disputed:
    """The breakdown of a disputed reply, and its appeal if it is new and its notice therefore owed."""

    feedback: Feedback
    opened: Appeal | None


@dataclass(frozen=True, slots=True)
class Ruled:
    """An appeal as it stands after somebody ruled on it. `new` says that they decided it and nobody before
    them; then `rescored` are the replies whose scores rose, which are owed feedback, and `kept` is the phrase
    that is accepted from now on, if they kept one."""

    case: Case
    new: bool
    rescored: tuple[Reply, ...] = ()
    kept: Alias | None = None


@dataclass(frozen=True, slots=True)
class KeptPhrase:
    """A phrase that is accepted besides those of the pack; its scenario is None once it has gone."""

    alias: Alias
    scenario: Scenario | None


@dataclass(frozen=True, slots=True)
class KeptPhrases:
    """What the workspace has kept for the channel's pack, newest first; `more` were left off."""

    channel_id: str
    phrases: tuple[KeptPhrase, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class LogLine:
    """A deed, and whom it concerned if that was a person."""

    deed: Deed
    about: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelLog:
    """A channel's latest deeds, newest first, and the appeals that wait for a decision, oldest first;
    `more` of those were left off."""

    channel_id: str
    lines: tuple[LogLine, ...]
    open: tuple[Case, ...]
    more: int = 0


class ReplyNotFound(BotError):
    """The button belongs to a reply of somebody else, of another channel, or to none."""

    key = "error.reply-not-found"


class NothingToDispute(BotError):
    """The reply earns nothing whatever it says, has all points already, or was deleted."""

    key = "error.nothing-to-dispute"


class AppealNotFound(BotError):
    """The button or form belongs to no appeal of this workspace."""

    key = "error.appeal-not-found"


class MayNotDecide(BotError):
    """Only the person who set the channel up, or an admin, decides appeals and reads the log."""

    key = "error.may-not-decide"


class OwnAppeal(BotError):
    """To accept is to see what is missing, which nobody who answers may before the close."""

    key = "error.own-appeal"


class StillPlaying(BotError):
    """The same for somebody else's appeal, to one who may still answer the scenario."""

    key = "error.still-playing"


class ReplyChanged(BotError):
    """The reply was edited, withdrawn or scored again since the form was opened."""

    key = "error.reply-changed"


class NothingGranted(BotError):
    """An appeal is accepted for at least one of the points that the reply lacks."""

    key = "error.nothing-granted"


class NotGranted(BotError):
    """A phrase is kept for one of the points that are granted."""

    key = "error.not-granted"
