"""When are two words the same? Light English stemming, and typing errors within reason."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

_VOWELS = frozenset("aeiouy")
_LONG_ENOUGH = 7
_SHORT_FOR = {
    "mgmt": "management",
    "acct": "account",
    "accts": "account",
    "svc": "service",
    "creds": "credential",
    "perms": "permission",
    "pwd": "password",
    "pwds": "password",
    "pw": "password",
    "cfg": "config",
    "infra": "infrastructure",
    "env": "environment",
    "envs": "environment",
}
_DIGITS = {
    word: str(number)
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 2
    )
}


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The word without plural, -ing, -ed, -ion and a final e; words up to three letters, and any
    with a digit, stay as they are; small numbers become digits.
    Porter's first steps, and no more: enough for phrasing."""
    word = word.removesuffix("'s").replace("'", "")
    word = _SHORT_FOR.get(word, word)
    if word in _DIGITS:
        return _DIGITS[word]
    if len(word) <= 3 or not word.isalpha():
        return word
    return _undoubled(_without_verb_ending(_singular(word)))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and _VOWELS & set(root):
            return root
    if word.endswith(("tion", "sion")) and len(word) >= 6:
        return word[:-3]
    return word


def _undoubled(word: str) -> str:
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        word = word[:-1]
    return word


def mistyped(word: str, meant: str) -> bool:
    """One edit apart, the longer of seven letters or more: catches errors inside an ending ("rotaton")."""
    return (
        max(len(word), len(meant)) >= _LONG_ENOUGH
        and abs(len(word) - len(meant)) <= 1
        and word[0] == meant[0]
        and OSA.distance(word, meant, score_cutoff=1) == 1
    )


def same_spelling(stem_a: str, stem_b: str) -> bool:
    """Equal, or a typing error apart (OSA: a swap is one edit): one edit, from nine letters on two,
    about .86 alike. Of words of four letters only a swap or a slip in length, of shorter ones nothing;
    never the first letter, never a word with a digit."""
    if stem_a == stem_b:
        return True
    shorter, longer = len(stem_a), len(stem_b)
    if shorter > longer:
        shorter, longer = longer, shorter
    if shorter < 4 or longer - shorter > 2 or stem_a[0] != stem_b[0]:
        return False
    if not (stem_a.isalpha() and stem_b.isalpha()):
        return False
    if shorter == longer == 4 and sorted(stem_a) != sorted(stem_b):
        return False
    allowed = 2 if shorter >= 9 else 1
    return OSA.distance(stem_a, stem_b, score_cutoff=allowed) <= allowed
