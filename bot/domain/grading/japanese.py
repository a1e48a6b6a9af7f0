"""Japanese phrases as regular expressions: there are no spaces to cut words at, so a phrase is
looked for as it is, with room for particles, inflection and the usual ways to write katakana."""

from __future__ import annotations

import re
from functools import lru_cache

_RUN = re.compile(r"[ァ-ヺ][ァ-ヺー]*|[ぁ-ゖー]+|[㐀-鿿々〆]+")
_PARTICLES = re.compile(
    r"の|を|に|へ|で|は|が|も|と|から|まで|での|への|との|として|による|によって|した|する|された"
)
_BETWEEN = "[ぁ-ゖ、]{0,3}?"
_VARYING = re.compile(r"\[[^]]*\](?:\{0,3\}\?)?|ー\?")  # in a regular expression made here
_SMALL = {
    kana: f"[{small}{large}]"
    for small, large in zip("ァィゥェォッャュョ", "アイウエオツヤユヨ", strict=True)
    for kana in (small, large)
}
# The five bases of a verb by the last kana of its dictionary form, with those of its te-form.
_BASES = {
    "う": "わいうえおっ",
    "く": "かきくけこい",
    "ぐ": "がぎぐげごい",
    "す": "さしすせそ",
    "つ": "たちつてとっ",
    "ぬ": "なにぬねのん",
    "ぶ": "ばびぶべぼん",
    "む": "まみむめもん",
    "る": "らりるれろっ",
}
# Any of these kana right after kanji belongs to that verb's forms; い is too common to tell.
_ROW = {kana: bases for bases in reversed(_BASES.values()) for kana in bases[:5] if kana != "い"}
_STEM_OF_ONE = frozenset("いきしちにひみりぎじびえけせてねへめれげぜでべ")
_SUFFIX = re.compile(
    r"(?:に|を|と)?(?:する|します|した|して|される|された)$|化(?:する)?$|(?<=[^ぁ-ゖ])[をにへはがでとのも]$"
)
_NEGATIVE = re.compile(
    r"(?:(?:は|が|も)?(?:でき|出来))?(?:ないように|ない|ません|なく|なし|せず|ず|不可)$|(?<=[^ぁ-ゖ])し(?:ない|ません)$"
)
# Not beyond a te-form: 止めて消さない stops, and keeps something else.
_NEGATED = "(?:(?![てで][一-鿿ァ-ヶa-z])[^。、.,!?\n]){0,6}?(?:な[いくけし]|ません|[^必ま]ず|不可|禁止|不能)"
_PREFIXED = "(?<![不未非無])"
_HIDDEN = frozenset(
    {"コントロール", "ログアウト", "ダイアログ", "スクロール", "プログラム", "アナログ", "カタログ"}
)


def is_negative(phrase: str) -> bool:
    """True when the phrase itself denies something: 操作できない."""
    return _NEGATIVE.search(phrase) is not None


@lru_cache(maxsize=4096)
def headword(phrase: str) -> str:
    """The phrase without する, 化 and a last particle: one key for the forms of a word."""
    return _SUFFIX.sub("", phrase) or phrase


@lru_cache(maxsize=65_536)  # phrases come from packs only; several hundred scenarios fit
def phrase_regex(phrase: str) -> re.Pattern[str]:
    """What finds the phrase (Japanese characters only, already normalised) in a plain text."""
    negative = _NEGATIVE.search(phrase)
    if negative and not negative.start():  # nothing but the denial: せず, なし
        return re.compile(re.escape(phrase))
    prefixed = _PREFIXED if "㐀" <= phrase[0] <= "鿿" else ""
    return re.compile(prefixed + _asserting(phrase) + (_NEGATED if negative else ""))


@lru_cache(maxsize=65_536)
def landmark(phrase: str) -> str:
    """The longest stretch of a phrase that is written in one way only: a text without it doesn't hold the
    phrase. Of a long word in katakana the first kana, since the others may be mistyped. It may be empty."""
    fixed = _VARYING.split(_asserting(phrase))
    return fixed[0][:1] if is_long_katakana(phrase) else max(fixed, key=len)


def is_long_katakana(phrase: str) -> bool:
    """Is it a word in katakana that is long enough to be known with a typing error?"""
    return len(phrase) > 5 and all("ァ" <= kana <= "ー" for kana in phrase)


def _asserting(phrase: str) -> str:
    """The regular expression for what the phrase says, its denial left out unless there is nothing else."""
    negative = _NEGATIVE.search(phrase)
    body = (phrase[: negative.start()] if negative else "") or phrase
    runs = _RUN.findall(headword(body))
    parts: list[str] = []
    for index, run in enumerate(runs):
        inner = 0 < index < len(runs) - 1
        if inner and _PARTICLES.fullmatch(run):
            continue
        parts.append(_run_regex(run, last=index == len(runs) - 1))
    return _BETWEEN.join(parts) if parts else re.escape(phrase)


def _run_regex(run: str, *, last: bool) -> str:
    if "ァ" <= run[0] <= "ヺ":
        return "".join(_SMALL.get(kana, "ー?" if kana == "ー" and len(run) > 3 else kana) for kana in run)
    if "ぁ" <= run[0] <= "ゖ" and last:
        return _inflected(run)
    return re.escape(run)


def _inflected(kana: str) -> str:
    """The last kana of a verb or adjective in all its forms."""
    stem, end = kana[:-1], kana[-1]
    if end == "る" and stem and stem[-1] in _STEM_OF_ONE:
        return re.escape(stem)
    if bases := _BASES.get(end) or (_ROW.get(end) if not stem else None):
        return re.escape(stem) + f"[{bases}]"
    if end == "い" and not stem:
        return "[いくかけ]"
    return re.escape(kana)


def stands_alone(plain: str, start: int, end: int) -> bool:
    """False for a short katakana word inside another: ロール in コントロール, ログ in ログイン."""
    if end - start > 3 or not all("ァ" <= kana <= "ー" for kana in plain[start:end]):
        return True
    left, right = start, end
    while left and "ァ" <= plain[left - 1] <= "ー":
        left -= 1
    while right < len(plain) and "ァ" <= plain[right] <= "ー":
        right += 1
    whole = plain[left:right]
    if any(hidden in whole for hidden in _HIDDEN):
        return False
    return all(rest == 0 or rest >= 3 for rest in (start - left, right - end))
