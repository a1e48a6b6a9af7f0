"""Database addresses as people write them, made into what SQLAlchemy understands."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.storage.errors import BadDatabaseAddress

_POSTGRES = {"postgres", "postgresql", "postgresql+psycopg"}


def parse(address: str) -> URL:
    """The address as a URL whose driver is `sqlite` or `postgresql+psycopg`.

    Takes `sqlite:///path` (four slashes for an absolute path), `postgresql://…`,
    `postgresql+psycopg://…` and the older `postgres://…`. Raises `BadDatabaseAddress` for anything
    else, an in-memory SQLite included: it would forget everything with its only connection.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise _refusal(address) from None  # the cause may quote the password
    if url.drivername in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    in_a_file = url.database not in (None, "", ":memory:") and not url.host and not url.query
    if url.drivername == "sqlite" and in_a_file:
        return url
    raise _refusal(address)


def shown(url: URL) -> str:
    """The address for logs: no user, password or options, which may hold a password too."""
    safe = URL.create(url.get_backend_name(), host=url.host, port=url.port, database=url.database)
    return safe.render_as_string()


def _refusal(address: str) -> BadDatabaseAddress:
    return BadDatabaseAddress(scheme=address.partition(":")[0][:30] if ":" in address else "")
