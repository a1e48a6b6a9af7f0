"""What a Japanese reply turns down, with the stretch that it turns down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.domain.grading import dismissal_words_ja as words
from bot.domain.grading.ruling import Ruling
from bot.domain.reading.text import Reading, Span

_CONTENT = re.compile("[ァ-ヶa-z0-9一-鿿]")
_QUESTION_BEFORE = 3  # sentences
_MOST = 24  # sentences, and verdicts in one of them, that are looked at


def japanese_dismissals(reading: Reading) -> Iterator[Ruling]:
    """The stretches, each back to what the verdict at its end is about."""
    plain = reading.plain
    if plain.isascii():
        return
    sentences = _sentences(reading)
    yield from _announced(plain)
    for at, sentence in enumerate(sentences[:_MOST]):
        if plain[slice(*sentence)].isascii():
            continue
        for whole in words.WHOLE.finditer(plain, *sentence):
            yield Ruling((sentences[0][0], whole.start()), whole.span())
        for conceded in words.CONCEDES.finditer(plain, *sentence):
            trailed = plain.rfind("..", sentence[0], conceded.start())
            start = sentence[0] if trailed < 0 else trailed + len("..")
            yield Ruling((start, conceded.end()), conceded.span())
        for verdicts in (words.ASKED, words.REFUSES):
            for verdict in islice(verdicts.finditer(plain, *sentence), _MOST):
                start, end = verdict.span()
                if words.LACKS.search(plain, sentence[0], start):
                    continue
                cue = (
                    (start, start + 1) if verdicts is words.ASKED else (start, end)
                )  # 誰が…ですか spans much
                for stretch in _about(plain, sentences, at, (start, end)):
                    yield Ruling(stretch, cue)


def _announced(plain: str) -> Iterator[Ruling]:
    """「次のことはしません。…」"""
    if found := words.ANNOUNCES.match(plain):
        turn = words.INSTEAD.search(plain, found.end())
        yield Ruling((found.end(), turn.start() if turn else len(plain)), found.span())


def _sentences(reading: Reading) -> list[Span]:
    """Those with words; what trails off in dots goes on behind them."""
    found: list[Span] = []
    for start, end in reading.sentences:
        if reading.words_in((start, end)):
            goes_on = found and reading.plain.endswith("..", found[-1][1], start)
            found.append((found.pop()[0] if goes_on else start, end))
    return found


def _about(plain: str, sentences: Sequence[Span], at: int, verdict: Span) -> Iterator[Span]:
    """What the verdict is about: what its own clause names, else what the sentence has said so far, else the
    sentences before, back to a question that is answered."""
    start, end = verdict
    opening = sentences[at][0]
    places = [opening, *_breaks(plain, opening, start)]
    if words.OTHERS.search(plain, places[-1], start) or _names_something(plain, places[-1], start):
        # "A breaks this, and B is no use either": A is turned down as well.
        yield (opening if words.EITHER.search(plain, opening, start) else places[-1], end)
        return
    yield (opening, end)
    before = range(max(0, at - _QUESTION_BEFORE), at)
    asked = [i for i in before if plain[sentences[i][1] - 1] == "?"]
    if at and (asked or not any(_names_something(plain, opening, place) for place in places[1:])):
        first = 0 if _concludes(plain, sentences, at, end) else at - 1
        yield (sentences[asked[-1] if asked else first][0], opening)


def _concludes(plain: str, sentences: Sequence[Span], at: int, end: int) -> bool:
    """Is the verdict that ends here the last word on all that was said? Not on what others would do."""
    rest = words.I_THINK.sub("", plain[end : sentences[at][1]])
    is_last = at == len(sentences) - 1 and _CONTENT.search(rest) is None
    return is_last and not words.OF_OTHERS.search(plain, *sentences[at - 1])


def _breaks(plain: str, start: int, end: int) -> Iterator[int]:
    """Where clauses end; て joins where a noun is made of the whole: X を使って Y する案は."""
    for found in words.BREAK.finditer(plain, start, end):
        name = words.JOINED_BY.get(found[0])
        if not (name and name.search(plain, found.end(), end)):
            yield found.end()


def _names_something(plain: str, start: int, end: int) -> bool:
    """Does anything with content stand here?"""
    return _CONTENT.search(words.IDLE.sub("", plain[start:end])) is not None
