"""Database addresses as people write them."""

import pytest

from bot.settings import read_settings
from bot.storage import BadDatabaseAddress
from bot.storage.address import parse, shown


@pytest.mark.parametrize(
    "address",
    [
        "postgres://bot:pw@db.example:5433/scs?sslmode=require",
        "postgresql://bot:pw@db.example:5433/scs?sslmode=require",
        "postgresql+psycopg://bot:pw@db.example:5433/scs?sslmode=require",
    ],
)
def test_every_spelling_of_postgresql_means_the_same(address: str) -> None:
    url = parse(address)
    assert url.render_as_string(hide_password=False) == (
        "postgresql+psycopg://bot:pw@db.example:5433/scs?sslmode=require"
    )


def test_a_sqlite_path_may_be_relative_or_absolute() -> None:
    assert parse("sqlite:///data/scs.sqlite3").database == "data/scs.sqlite3"
    assert parse("sqlite:////data/scs.sqlite3").database == "/data/scs.sqlite3"


def test_the_default_is_a_file() -> None:
    assert parse(read_settings({}).database_url).drivername == "sqlite"


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("", ""),
        ("scs.sqlite3", ""),
        ("mysql://root:hunter2@db/scs", "mysql"),
        ("postgresql+asyncpg://bot:hunter2@db/scs", "postgresql+asyncpg"),
        ("postgresql://bot:hunter2@db:port/scs", "postgresql"),
        ("sqlite://", "sqlite"),
        ("sqlite:///:memory:", "sqlite"),
        ("sqlite://scs.sqlite3", "sqlite"),
        ("sqlite:///file:scs?mode=memory&uri=true", "sqlite"),
        ("hunter2", ""),
    ],
)
def test_anything_else_is_refused_without_repeating_a_password(address: str, scheme: str) -> None:
    with pytest.raises(BadDatabaseAddress) as caught:
        parse(address)
    assert caught.value.facts == {"scheme": scheme}
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_what_is_shown_of_an_address_tells_where_it_is_but_not_who_may_enter() -> None:
    url = parse("postgres://bot:hunter2@db.example:5433/scs?password=hunter3")
    assert shown(url) == "postgresql://db.example:5433/scs"
    assert shown(parse("sqlite:////data/scs.sqlite3")) == "sqlite:////data/scs.sqlite3"
