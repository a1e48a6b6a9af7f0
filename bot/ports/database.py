"""Transactions, and what stands in the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.ports.appeals import AliasRepository, AppealRepository, DeedRepository
from bot.ports.daily import (
    PointerRepository,
    PostRepository,
    QuestionRepository,
    RecapRepository,
    ReplyRepository,
    SubscriptionRepository,
)
from bot.ports.installations import InstallationRepository, StateRepository
from bot.ports.people import (
    AbsenceRepository,
    CardRepository,
    PersonRepository,
    PrivacyRepository,
    ReviewRepository,
)

T = TypeVar("T")


class UnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def subscriptions(self) -> SubscriptionRepository: ...
    @property
    def posts(self) -> PostRepository: ...
    @property
    def replies(self) -> ReplyRepository: ...
    @property
    def questions(self) -> QuestionRepository: ...
    @property
    def appeals(self) -> AppealRepository: ...
    @property
    def aliases(self) -> AliasRepository: ...
    @property
    def deeds(self) -> DeedRepository: ...
    @property
    def people(self) -> PersonRepository: ...
    @property
    def absences(self) -> AbsenceRepository: ...
    @property
    def cards(self) -> CardRepository: ...
    @property
    def reviews(self) -> ReviewRepository: ...
    @property
    def privacy(self) -> PrivacyRepository: ...
    @property
    def recaps(self) -> RecapRepository: ...
    @property
    def pointers(self) -> PointerRepository: ...
    @property
    def installations(self) -> InstallationRepository: ...
    @property
    def states(self) -> StateRepository: ...


class Beforehand(Exception):
    """Raised by a transaction's work when it needs something that takes long: the transaction is given up,
    `do` is called with none open, and the work runs again from the start, so it finds out anew all that it
    relies on. It must raise this once at most for the same thing."""

    def __init__(self, do: Callable[[], object]) -> None:
        super().__init__()
        self.do = do


class Database(Protocol):
    """Runs transactions."""

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in one transaction, in one hop to a thread: commits when it returns, rolls
        back when it raises. `work` is plain synchronous code and may run again after a lost race, or when it
        asks for something `Beforehand`."""
        ...

    async def claim(self, work: Callable[[UnitOfWork], T], first: Callable[[], object] | None = None) -> T:
        """The same for work that changes only what it has locked by a `take_…` or a `hold`, or what still is
        as it was (`advance`), and inserts only under a natural key: such transactions need not be kept from
        seeing each other, so none loses a race. Each of its reads sees what is committed by then. `first`
        is called before the transaction, in the same hop, if it is known already what is wanted
        `Beforehand`."""
        ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of one kind of work is overdue, and by how many seconds the oldest of it is."""

    pieces: int
    oldest: float


Backlog = Mapping[str, Waiting]
"""All overdue work by its kind."""


def drivers_code(error: object) -> str:
    """How a database's driver calls its error: SQLSTATE (23502), or SQLite's name (SQLITE_FULL); empty if it
    says neither."""
    return str(getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None) or "")
