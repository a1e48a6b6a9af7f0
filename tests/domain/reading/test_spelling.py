"""Which words count as the same."""

from __future__ import annotations

import pytest

from bot.domain.reading.spelling import same_spelling, stem


@pytest.mark.parametrize(
    "forms",
    [
        ("share", "shares", "shared", "sharing"),
        ("policy", "policies"),
        ("rotate", "rotates", "rotating", "rotation"),
        ("deny", "denies", "denied"),
        ("log", "logs", "logging"),
        ("access", "accesses"),
        ("encrypt", "encrypted", "encryption"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("subents", "subnets"), ("organizatons", "organizations"), ("mvoe", "move"), ("acess", "access")],
)
def test_a_typing_error_is_forgiven(typed: str, meant: str) -> None:
    assert same_spelling(stem(typed), stem(meant))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ram", "rum"),
        ("ecs", "eks"),
        ("role", "rule"),
        ("s3", "s2"),
        ("sha256", "sha512"),
        ("inbound", "outbound"),
        ("encrypt", "decrypt"),
        ("public", "publish"),
        ("detective", "detection"),
    ],
)
def test_short_words_numbers_and_opposites_stay_apart(one: str, other: str) -> None:
    assert not same_spelling(stem(one), stem(other))
