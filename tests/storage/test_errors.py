"""What people are told when the database is at fault."""

import pytest

from bot.domain.errors import BotError
from bot.domain.scenario import Language
from bot.storage import BadDatabaseAddress, DatabaseTooNew, DatabaseUnavailable
from bot.texts import say_error


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "error",
    [
        DatabaseUnavailable(address="postgresql://db/scs"),
        BadDatabaseAddress(scheme="mysql"),
        DatabaseTooNew(found="0007", known="0003"),
    ],
)
def test_every_error_says_what_is_wrong_in_both_languages(error: BotError, language: Language) -> None:
    assert say_error(language, error)


def test_where_the_database_is_stays_with_the_operator() -> None:
    assert "db" not in say_error(Language.JA, DatabaseUnavailable(address="postgresql://db/scs"))
