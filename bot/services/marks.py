"""Scores for one use case: graded before the transaction that stores them, by what holds inside it.

Grading takes milliseconds of processor time, and an open transaction holds up others, or loses its race
against them. So a transaction that wants the score of a text which has not been graded yet, by just the
phrasings that it sees, gives up, and comes again when it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.domain.appeals import Alias
from bot.domain.daily import Post
from bot.domain.errors import BotError
from bot.domain.grading import Score
from bot.domain.library import Library
from bot.domain.phrasings import Phrasing, phrasings_of
from bot.ports import Beforehand, UnitOfWork


@dataclass(frozen=True, slots=True)
class About:
    """A scenario as a workspace has it."""

    team_id: str
    pack_id: str
    scenario_id: str


def about(post: Post) -> About:
    """What a post is about."""
    return About(post.team_id, post.pack_id, post.scenario_id)


KEPT_ACCEPTED = 1_000
"""Scenarios of workspaces; a guess that is wrong costs one more grading."""

_Key = tuple[About, frozenset[Phrasing], str]


class Accepted:
    """What workspaces accept besides the packs, as it was when it was last read here."""

    def __init__(self) -> None:
        self._seen: dict[About, Sequence[Alias]] = {}

    def of(self, about: About) -> Sequence[Alias]:
        """Nothing where nothing is known, which is most often right."""
        return self._seen.get(about, ())

    def note(self, about: About, aliases: Sequence[Alias]) -> None:
        """Remember this. Several threads do so at once."""
        if not aliases:
            self._seen.pop(about, None)
            return
        if len(self._seen) >= KEPT_ACCEPTED:
            self._seen.clear()
        self._seen[about] = aliases


class Marks:
    """What has been graded so far. `accepted` is told what is read."""

    def __init__(self, library: Library, accepted: Accepted | None = None) -> None:
        self._library = library
        self._accepted = accepted
        self._known: dict[_Key, Score | BotError] = {}

    def __bool__(self) -> bool:
        """Whether anything has been graded: if not, a transaction is only looking."""
        return bool(self._known)

    def of(self, work: UnitOfWork, about: About, text: str) -> Score:
        """The score of a text; see `of_all`."""
        return self.of_all(work, about, (text,))[0]

    def of_all(self, work: UnitOfWork, about: About, texts: Sequence[str]) -> list[Score]:
        """The scores of texts, by the pack's rubric and what the workspace accepts besides. Raises
        `Beforehand` if one isn't graded yet, `UnknownPack` or `UnknownScenario`."""
        aliases = work.aliases.of_scenario(about.team_id, about.pack_id, about.scenario_id)
        if self._accepted is not None:
            self._accepted.note(about, aliases)
        keys = self._keys(about, aliases, texts)
        if not self._known.keys() >= set(keys):
            raise Beforehand(partial(self.grade, about, aliases, texts))
        return [_told(self._known[key]) for key in keys]

    def grade(self, about: About, aliases: Sequence[Alias], texts: Iterable[str]) -> None:
        """Grade these now, by these phrasings. Takes its time: neither on the loop nor in a transaction."""
        for key in self._keys(about, aliases, texts):
            if key not in self._known:
                try:
                    score = self._library.grade(about.pack_id, about.scenario_id, key[-1], aliases)
                except BotError as error:  # for whoever asks for the score
                    self._known[key] = error
                else:
                    self._known[key] = score

    @staticmethod
    def _keys(about: About, aliases: Sequence[Alias], texts: Iterable[str]) -> list[_Key]:
        phrasings = phrasings_of(aliases)
        return [(about, phrasings, text) for text in texts]


def _told(known: Score | BotError) -> Score:
    if isinstance(known, BotError):
        raise known
    return known
