"""What is kept and known about people."""

from __future__ import annotations

from typing import Protocol

from bot.domain.people import Absence, Person
from bot.domain.practice import Card, Review
from bot.domain.privacy import Forgotten, Rows
from bot.domain.scenario import Language


class PersonRepository(Protocol):
    """What people chose for themselves."""

    def of(self, team_id: str, user_id: str) -> Person:
        """The person's settings; the defaults for somebody who has chosen nothing."""
        ...

    def save(self, person: Person) -> None:
        """Insert or replace the person's settings."""
        ...

    def hidden(self, team_id: str) -> frozenset[str]:
        """The ids of everybody in the workspace who is on no leaderboard and in no recap."""
        ...


class AbsenceRepository(Protocol):
    """Announced vacations."""

    def add(self, absence: Absence) -> Absence | None:
        """Insert and return it with its id; None if one of the person's begins on that day already."""
        ...

    def of_person(self, team_id: str, user_id: str) -> list[Absence]:
        """The person's vacations, past ones included, in order of their first day."""
        ...

    def of_team(self, team_id: str) -> list[Absence]:
        """Everybody's vacations in the workspace, in order of person and first day."""
        ...

    def remove(self, absence: Absence) -> bool:
        """Delete it; False if it is gone already."""
        ...


class CardRepository(Protocol):
    """What people remember of each scenario."""

    def save(self, card: Card) -> None:
        """Insert or replace the person's card of the scenario."""
        ...

    def of(self, team_id: str, user_id: str, pack_id: str, scenario_id: str) -> Card | None: ...

    def of_person(self, team_id: str, user_id: str) -> list[Card]:
        """All cards of the person, in order of pack and scenario."""
        ...


class ReviewRepository(Protocol):
    """Every time a scenario was answered, in practice or in a channel."""

    def add(self, review: Review) -> Review | None:
        """Insert and return it with its id; None if (team, user, origin) is already there."""
        ...

    def correct(self, review: Review) -> bool:
        """Give the review of that (team, user, origin) this rating, these points and this time; False if it
        has them already."""
        ...

    def of_person(self, team_id: str, user_id: str) -> list[Review]:
        """All reviews of the person, in order of time."""
        ...

    def of_scenario(self, team_id: str, user_id: str, pack_id: str, scenario_id: str) -> list[Review]:
        """The person's reviews of one scenario, in order of time."""
        ...

    def taken(self, team_id: str, user_id: str, origin: str) -> bool:
        """Whether this form of the person's was counted before, be it that they are forgotten since."""
        ...


class PrivacyRepository(Protocol):
    """Everything stored about a person, whatever table it is in."""

    def everything_of(self, team_id: str, user_id: str) -> Rows:
        """The person's rows by table, and those they had a hand in, without who else had."""
        ...

    def forget(self, team_id: str, user_id: str) -> Forgotten:
        """Delete the person's rows, or empty those without which something delivered once more would be
        stored again, and take their name off what they had a hand in."""
        ...


class PeopleDirectory(Protocol):
    """What the workspace knows about a person."""

    async def language(self, team_id: str, user_id: str) -> Language:
        """The language that the person chose for the bot, else that of their Slack locale; English when it
        can't be told."""
        ...

    async def time_zone(self, team_id: str, user_id: str) -> str:
        """The person's IANA time zone; `UTC` when it can't be told."""
        ...

    async def is_guest(self, team_id: str, user_id: str) -> bool:
        """True for guests, who see only some channels, for people of other workspaces, and for bots. Raises
        `PersonUnknown` when it can't be told."""
        ...

    async def is_bot(self, team_id: str, user_id: str) -> bool:
        """True for bots, wherever they come from; False when it can't be told."""
        ...

    async def has_left(self, team_id: str, user_id: str) -> bool:
        """True for somebody whose account is deactivated: messages can be sent to them and reach nobody.
        False when it can't be told."""
        ...

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        """True for admins and owners of this workspace; False when it can't be told."""
        ...
