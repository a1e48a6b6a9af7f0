"""Column types that hold domain values, the same to the last microsecond on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, Text, TypeDecorator

from bot.domain.grading import Remark, Score
from bot.domain.scenario import Language

REMARKS = frozenset(remark.value for remark in Remark)

# SQLite numbers rows by itself only in a column that is called INTEGER.
Identifier = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept and given back in UTC; naive ones are refused with `ValueError`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a naive datetime can't be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Prose(TypeDecorator[str]):
    """What a person wrote. The two things that engines can't keep, NUL (PostgreSQL) and unpaired
    surrogates (UTF-8), become U+FFFD, so that no message is refused each time Slack sends it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Languages(TypeDecorator[tuple[Language, ...]]):
    """Languages in their order, as `ja,en`."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[Language, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else ",".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Language, ...] | None:
        return None if value is None else tuple(Language(code) for code in value.split(",") if code)


class Weekdays(TypeDecorator[frozenset[int]]):
    """Days of the week, 0 (Monday) to 6, as digits: `01234`."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> str | None:
        return None if value is None else "".join(str(day) for day in sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[int] | None:
        return None if value is None else frozenset(int(digit) for digit in value)


class Names(TypeDecorator[tuple[str, ...]]):
    """Names in their order, as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> object:
        return None if value is None else list(value)

    def process_result_value(self, value: object, dialect: Dialect) -> tuple[str, ...] | None:
        return tuple(str(name) for name in value) if isinstance(value, list) else None


class NameSet(TypeDecorator[frozenset[str]]):
    """A set of names, as a sorted JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: frozenset[str] | None, dialect: Dialect) -> object:
        return None if value is None else sorted(value)

    def process_result_value(self, value: object, dialect: Dialect) -> frozenset[str] | None:
        return frozenset(str(name) for name in value) if isinstance(value, list) else None


class Days(TypeDecorator[frozenset[date]]):
    """A set of dates, as a sorted JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: frozenset[date] | None, dialect: Dialect) -> object:
        return None if value is None else [day.isoformat() for day in sorted(value)]

    def process_result_value(self, value: object, dialect: Dialect) -> frozenset[date] | None:
        return frozenset(map(date.fromisoformat, value)) if isinstance(value, list) else None


class Seconds(TypeDecorator[timedelta]):
    """A length of time in whole seconds; fractions are refused with `ValueError`."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value % timedelta(seconds=1):
            raise ValueError(f"only whole seconds can be stored: {value!r}")
        return value // timedelta(seconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(seconds=value)


class Grade(TypeDecorator[Score]):
    """A whole score as JSON, so that what a person was told can be told again word for word.

    Remarks of a newer version, which may run beside this one while replicas are replaced, are left out: a
    reply that can't be read would hold up its post's close and its author's next reply.
    """

    impl = JSON
    cache_ok = True
    _adapter = TypeAdapter(Score)

    def process_bind_param(self, value: Score | None, dialect: Dialect) -> object:
        return None if value is None else self._adapter.dump_python(value, mode="json")

    def process_result_value(self, value: object, dialect: Dialect) -> Score | None:
        if isinstance(value, dict):
            remarks = value.get("remarks", ())
            value = {**value, "remarks": [remark for remark in remarks if remark in REMARKS]}
        return None if value is None else self._adapter.validate_python(value)
