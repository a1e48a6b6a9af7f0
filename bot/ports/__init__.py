"""What the use cases need from the world, as protocols. Technology fulfils them one floor up.

Two kinds. The asynchronous ones (`Messenger`, `Database`) leave the process. Repositories are
synchronous: they exist only inside a transaction, which is one plain function that `Database`
runs in one hop to a thread, so no transaction can be open across a network call.
"""

from bot.ports.appeals import AliasRepository, AppealRepository, DeedRepository
from bot.ports.daily import (
    PointerRepository,
    PostRepository,
    QuestionRepository,
    RecapRepository,
    ReplyRepository,
    SubscriptionRepository,
)
from bot.ports.database import Backlog, Beforehand, Database, UnitOfWork, Waiting, drivers_code
from bot.ports.installations import InstallationRepository, StateRepository, TokenOffice
from bot.ports.messenger import Messenger, NotNow, OutcomeUnknown, Refused
from bot.ports.metering import UNMETERED, Meter, Unmetered
from bot.ports.people import (
    AbsenceRepository,
    CardRepository,
    PeopleDirectory,
    PersonRepository,
    PrivacyRepository,
    ReviewRepository,
)
from bot.ports.world import Calendars, Charts, Clock, Memory

__all__ = [
    "UNMETERED",
    "AbsenceRepository",
    "AliasRepository",
    "AppealRepository",
    "Backlog",
    "Beforehand",
    "Calendars",
    "CardRepository",
    "Charts",
    "Clock",
    "Database",
    "DeedRepository",
    "InstallationRepository",
    "Memory",
    "Messenger",
    "Meter",
    "NotNow",
    "OutcomeUnknown",
    "PeopleDirectory",
    "PersonRepository",
    "PointerRepository",
    "PostRepository",
    "PrivacyRepository",
    "QuestionRepository",
    "RecapRepository",
    "Refused",
    "ReplyRepository",
    "ReviewRepository",
    "StateRepository",
    "SubscriptionRepository",
    "TokenOffice",
    "UnitOfWork",
    "Unmetered",
    "Waiting",
    "drivers_code",
]
