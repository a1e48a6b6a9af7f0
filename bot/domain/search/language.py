"""In which language a question is asked, if in any: SSM, WAF and GuardDuty are the same in all of them."""

from __future__ import annotations

from unicodedata import normalize

from bot.domain.scenario import Language
from bot.domain.search.names import NameBook
from bot.domain.search.stop_words import ENGLISH, VENDORS
from bot.domain.search.tokens import detect_language, normalise, pieces


def language_of(question: str, names: NameBook) -> Language | None:
    """Japanese if it has any kana or kanji, English if it has a word that is no name; else None."""
    if detect_language(question) is Language.JA:
        return Language.JA
    text = normalise(question)
    spelt = {normalise(piece): piece for piece in pieces(normalize("NFKC", question))}
    named = [range(mention.start, mention.end) for mention in names.find(text)]
    at = 0
    for piece in pieces(text):
        at = text.index(piece, at)
        known = piece in VENDORS or any(at in name for name in named)
        if not known and not _is_spelt_like_a_name(spelt.get(piece, piece)):
            return Language.EN
        at += len(piece)
    return None


def _is_spelt_like_a_name(word: str) -> bool:
    """With two capitals or a digit: ECR, IMDSv2, CloudHSM, 2024. In capitals a plain word is one still."""
    if word.casefold() in ENGLISH:
        return False
    return sum(map(str.isupper, word)) > 1 or any(map(str.isdigit, word))
