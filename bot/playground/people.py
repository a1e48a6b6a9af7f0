"""Who and where: the people, the channels and the app of a workspace.

Ids keep Slack's shape (a letter for the kind, then capitals and digits), but can be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

TEAM_ID = "T0PLAYGRND"
TEAM_NAME = "Playground"
TEAM_DOMAIN = "playground"
TEAM_URL = "https://playground.slack.example/"
APP_ID = "A0SCSBOT01"
BOT_ID = "B0SCSBOT01"
BOT_USER = "U0SCSBOT01"
SLACKBOT = "USLACKBOT"

Json: TypeAlias = dict[str, Any]  # an object
JsonValue: TypeAlias = Any  # anything JSON can say


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the workspace, or somebody of another one (`team`) in a shared channel; `locale` is an IETF
    tag, `zone` an IANA time zone."""

    id: str
    name: str
    real_name: str
    locale: str = "en-US"
    zone: str = "UTC"
    admin: bool = False
    bot: bool = False
    guest: bool = False
    single_channel: bool = False  # a guest who sees one channel only
    team: str = TEAM_ID
    left: bool = False  # the account is deactivated


@dataclass(slots=True)
class Channel:
    """A conversation. `kind` is Slack's `channel_type`: channel, group (private) or im (direct)."""

    id: str
    name: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False

    @property
    def direct(self) -> bool:
        return self.kind == "im"

    @property
    def partner(self) -> str:
        """The person at the other end of a direct conversation with the bot."""
        return next(member for member in self.members if member != BOT_USER)


PEOPLE = (
    Person("U0MIKA0001", "mika", "Mika Tanaka", "ja-JP", "Asia/Tokyo", admin=True),
    Person("U0KENJI001", "kenji", "Kenji Sato", "ja-JP", "Asia/Tokyo"),
    Person("U0ANNA0001", "anna", "Anna Novak", "en-US", "Europe/London"),
    Person("U0SAM00001", "sam", "Sam Lee", "en-US", "America/New_York"),
)
BOT = Person(BOT_USER, "scs-bot", "SCS Bot", bot=True)
DAILY = "C0DAILY001"
RANDOM = "C0RANDOM01"


def direct_id(person_id: str) -> str:
    """The id of a person's direct conversation with the bot."""
    return f"D{person_id[1:]}"


def first_channels() -> list[Channel]:
    """What stands there at first: the bot is in the one it posts to, not yet in the other."""
    everyone = {person.id for person in PEOPLE}
    return [
        Channel(DAILY, "daily-security", members={*everyone, BOT_USER}),
        Channel(RANDOM, "random", members=set(everyone)),
    ]
