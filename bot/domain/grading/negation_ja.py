"""Japanese negation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.grading.reading import Reading
from bot.domain.grading.ruling import Ruling

_POSITIVE = re.compile(
    r"な(?:けれ|くて)は?ば?(?:なら|いけ)(?:ない|ません)|ない(?:と|とは)(?:いけ|なら|だめ|ダメ)|しか(?:ない|ありません)"
    r"|(?:だけ|のみ)(?:で|では|じゃ)なく|のみならず|間違いな|違いな|かもしれ(?:ない|ません)|忘れ(?:ず|ない|なく)|ませんか"
    r"|少な[いく]|必ず|まず(?=[^にい])|わけではな|欠かせ(?:ない|ません)|もちろん|なければ(?:、|$)"
)
_OF_NOUN = re.compile(r"(?<!の)(?<!ん)(?:では|じゃ|で)(?:なく|ない|ありません)(?:て)?|の代わりに|に代えて")
_OF_CLAUSE = re.compile(
    r"(?:の|ん)(?:では|じゃ|で)(?:なく|ない)(?:て)?|代わりに|べきで(?:は)?(?:ない|なく|ありません)"
    r"|[てで]は(?:いけ|なら|だめ|ダメ|駄目)(?:ない|ません)?|(?:不要|不適切|やりすぎ|過剰|だめ|ダメ|駄目|ng\b)"
    r"|必要(?:は|が|も)?(?:ない|なく|ありません|無い|なし)|(?:いら|要ら)(?:ない|なく|ず|ん)|意味(?:は|が)?(?:ない|ありません)"
    r"|(?:を|は)?(?:やめ|止め(?=[るてた])|避け)|(?:せ|さ|わ|ら|か|た|ば|ま|け|れ|べ|め|げ|え|[一-鿿])ず(?:に)?(?!つ)"
    r"|(?:し|わ|ら|か|さ|た|ば|ま|べ|め|げ|け|え|れ|せ)(?:ない|なく|ません)(?:で|て)?"
)
_WEAKLY_POTENTIAL = re.compile(r"(?:でき|出来|られ)(?:ない|ません|なく|ず)")
_WEAKLY = re.compile(
    r"(?:が|も|は)?(?:ない|なく|ありません|無い)|なし(?:で|に|の)?|以外|抜き"
)
# A negated verb before a noun, a purpose, a condition: it describes, it does not direct.
_ATTRIBUTIVE = re.compile(r"(?!方|様|為|で)[一-鿿ァ-ヶa-z0-9]|よう|ため|場合|ので|から|の(?:で|を|が|は)|こと|限り|まま|と(?![い])")
_CLAUSE_BREAK = re.compile(
    r"[。!?;\n.]|(?<![はをにでがもとのへや])[、,]|が[、,]|(?:けど|けれど(?:も)?|ので|たら|なら|れば)[、,]?|[のた]ため[、,]"
    r"|(?:し|っ|い|け|れ|せ|め|べ|て|え|り)て[、,]?(?!は(?:いけ|なら|だめ|ダメ|駄目)|い[なまる]|ください|下さい|おく|も|の)"
    r"|(?:せ|わ|ら|か|さ|れ)ず(?:に)?[、,]?|(?:では|じゃ)なく(?:て)?[、,]?"
)
_NOUN_BREAK = re.compile(r"[をがへ]|は(?=[^、])|で(?!の)|に(?!よる)|から|[、,]|って|して")


def japanese_negations(reading: Reading) -> Iterator[Ruling]:
    """The cue comes last and rules out what precedes it in its clause, or in its noun phrase."""
    plain = reading.plain
    if plain.isascii():
        return
    taken = [found.span() for found in _POSITIVE.finditer(plain)]
    for regex, strong, noun in (
        (_WEAKLY_POTENTIAL, False, False),
        (_OF_CLAUSE, True, False),
        (_OF_NOUN, True, True),
        (_WEAKLY, False, True),
    ):
        for found in regex.finditer(plain):
            cue = found.span()
            if any(start < cue[1] and cue[0] < end for start, end in taken):
                continue
            taken.append(cue)
            attributive = regex is _OF_CLAUSE and found[0].endswith("い") and _ATTRIBUTIVE.match(plain, cue[1])
            start = _scope_start(plain, cue[0], noun=noun)
            yield Ruling((start, cue[1]), cue, strong and not attributive)


def _scope_start(plain: str, end: int, *, noun: bool) -> int:
    start = 0
    for found in _CLAUSE_BREAK.finditer(plain, 0, end):
        if found.end() < end:
            start = found.end()
    if noun:
        for found in _NOUN_BREAK.finditer(plain, start, end):
            if found.end() < end:
                start = found.end()
    return start
