"""A reply as the grader reads it: plain text without markup, its words, and how far apart they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise, takewhile
from typing import NamedTuple

from bot.domain.reading.traced import Edit, Traced, normalised

MAX_COLUMNS = 1_300  # bounds the work a reply can cause; a good answer has a fifth of it
_MAX_ORIGINAL = 8_000  # markup such as long links may be cut away without reading it

CJK = "ぁ-ゖァ-ヺー㐀-鿿々〆"
_WORD = re.compile(
    rf"(?P<katakana>[ァ-ヺ][ァ-ヺー]*)|(?P<hiragana>[ぁ-ゖー]+)|(?P<kanji>[㐀-鿿々〆]+)"
    rf"|(?P<latin>[^\W_{CJK}]+(?:'[^\W_{CJK}]+)*)"
)
_MARKUP = re.compile(
    r"<(?:[@!#][^<>]*|(?:https?:|mailto:)[^<>|]*)>"  # mentions, channels, bare links
    r"|<(?:https?:|mailto:)[^<>|]*\|(?P<label>[^<>]*)>"
    r"|https?://[!-~]+"
    r"|(?<![a-z0-9:]):[a-z][a-z0-9_+'-]*:(?![a-z0-9:])"  # emoji codes, but not arn:aws:s3
    r"|&(?:amp|lt|gt);"
    r"|[`*]+"
)
# None of these characters has another form, and without two colons or a link there is no markup among them.
_SIMPLE = re.compile(r"[ !\"#$%'()+,\-./0-9:;=>?@A-Z\[\\\]^_a-z{|}~ぁ-ゖァ-ヺ・ー一-鿿々〆、。「」—〜→]*")
_SPACE_TO_GO = re.compile("  |^ | $|(?<=[ぁ-鿿々〆、。「」]) | (?=[ぁ-鿿々〆、。「」])")
_SPACE_BESIDE_CJK = re.compile(" (?:(?<=[ぁ-鿿々〆、。「」] )|(?=[ぁ-鿿々〆、。「」]))")
_RUN = re.compile(rf"([{CJK}]+)|([^\W_{CJK}]+(?:'[^\W_{CJK}]+)*)")
_BREAK = re.compile(r"[^\S\n]*\n\s*")
_BULLET = re.compile(r"(?:^|(?<=\n))\s*(?:[-*•‣▪]|\d{1,2}[.)])\s+")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(rf"[!?。;\n]|\.(?=\s|$|[^\w\s]|[{CJK}])|(?<=[^\x00-\x7f])\.")
_COMMA = re.compile(
    r"[,、()\[\]{}\"“”「」『』|・]|(?<![a-z0-9]):|:(?![a-z0-9])|\s[-–/]+>?\s|[—→]|->|=>|\s/|/\s"
)


class Script(Enum):
    """What a word is written in; Japanese words are runs of one script."""

    LATIN = "latin"
    KANJI = "kanji"
    KATAKANA = "katakana"
    HIRAGANA = "hiragana"


_SCRIPTS: dict[str | None, Script] = {script.value: script for script in Script}

Span = tuple[int, int]


class Word(NamedTuple):
    """A run of letters and digits in the plain text."""

    text: str
    start: int
    end: int
    script: Script


def joined(spans: Iterable[Span], gap: int = 0) -> list[Span]:
    """The spans as given, those as one that overlap the one before or begin at most `gap` behind it."""
    found: list[Span] = []
    for start, end in spans:
        if found and start <= found[-1][1] + gap:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def begins_in(at: int, spans: Sequence[Span]) -> bool:
    """Does what begins here begin in one of the spans?"""
    return any(start <= at < end for start, end in spans)


def share_in(words: Sequence[Span], spans: Sequence[Span]) -> float:
    """The share of the words that begin in one of the spans; 0 of none."""
    return sum(begins_in(at, spans) for at, _ in words) / len(words) if words else 0.0


@dataclass(frozen=True)
class Reading:
    """The plain text (one space between Latin words, none beside Japanese) and what it is made of."""

    traced: Traced
    cut: bool = False

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, in order."""
        return tuple(
            Word(found[0], found.start(), found.end(), _SCRIPTS[found.lastgroup])
            for found in _WORD.finditer(self.plain)
        )

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Spans that together cover the text."""
        return _spans(self._ends, len(self.plain))

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """Finer ones, that cover it too."""
        return _spans(sorted({*self._ends, *self._commas}), len(self.plain))

    @cached_property
    def place(self) -> tuple[float, ...]:
        """How many words there are before each character, and at the end; a Japanese character counts as 0.4
        words, punctuation adds distance."""
        return _places(len(self.plain), self.words, self._ends, self._commas)

    @property
    def length(self) -> float:
        """How long it is in words, and pauses as words: three for the end of a sentence, half a one for a
        comma."""
        return self.place[-1]

    @cached_property
    def turns(self) -> dict[str, frozenset[str]]:
        """The turns of phrase of the parts of it that somebody has asked for: several tones ask for the
        same, and nothing that a person wrote is kept for longer than its reading."""
        return {}

    @cached_property
    def heard(self) -> dict[int, dict[str, float]]:
        """What tones (by identity) have been heard in its sentences, for the same reasons."""
        return {}

    @cached_property
    def boundaries(self) -> dict[int, float]:
        """The odds that a sentence begins at the places that somebody has asked for, for the same reasons."""
        return {}

    @cached_property
    def _ends(self) -> list[int]:
        return [found.end() for found in _SENTENCE_END.finditer(self.plain)]

    @cached_property
    def _commas(self) -> list[int]:
        return [found.end() for found in _COMMA.finditer(self.plain)]

    @property
    def plain(self) -> str:
        return self.traced.text

    def original(self, span: Span) -> str:
        """The words as they stand in the reply."""
        return self.traced.words(*span)

    def without(self, spans: Iterable[Span]) -> Reading:
        """The reading with these spans taken out, a sentence end in the place of each but at the edges: it
        reads as if what stood before or behind it had never been there."""
        traced = self.traced.edited((start, end, "\n") for start, end in spans)
        return self if traced is self.traced else Reading(_unended(traced.stripped(" \n")), self.cut)

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    def words_in(self, span: Span) -> tuple[Word, ...]:
        """The words that start inside the span."""
        return self.words[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]

    def words_from(self, at: int, count: int) -> tuple[Word, ...]:
        """The next `count` words that start at `at` or later."""
        first = bisect_left(self._starts, at)
        return self.words[first : first + count]


def read(reply: str) -> Reading:
    """Read any text; what is beyond `MAX_COLUMNS` is left unread, and so is the punctuation that ends it:
    with or without a full stop it is the same text."""
    if _is_simple(reply):
        text = Traced(reply.lower(), reply, range(len(reply)), range(1, len(reply) + 1))
        text = text.edited(_spaces(text.text)) if _SPACE_TO_GO.search(reply) else text
        cut = False
    else:
        text = normalised(reply[:_MAX_ORIGINAL], _MAX_ORIGINAL)
        text = text.edited(_markup(text.text))
        text = text.edited(_line_breaks(text.text))
        text = text.edited(_spaces(text.text))
        cut = len(reply) > _MAX_ORIGINAL
    readable = _readable(text.text)
    return Reading(_unended(text.cut(readable)), cut or readable < len(text.text))


def plain(text: str) -> str:
    """What `read(text).plain` is, for less: without remembering where it came from."""
    if not _is_simple(text):
        return read(text).plain
    text = " ".join(text.lower().split())
    text = text if text.isascii() else _SPACE_BESIDE_CJK.sub("", text)
    return text[: _without_ending(text[: _readable(text)])]


def _readable(text: str) -> int:
    """How many characters stand in the first `MAX_COLUMNS`, where a Japanese one takes two as in a terminal
    (East Asian Width, UAX #11): it says as much as two of English."""
    if len(text) * 2 <= MAX_COLUMNS or text.isascii():
        return min(len(text), MAX_COLUMNS)
    columns = accumulate(2 if _is_cjk(character) else 1 for character in text[:MAX_COLUMNS])
    return sum(1 for _ in takewhile(lambda column: column <= MAX_COLUMNS, columns))


def _unended(traced: Traced) -> Traced:
    return traced.cut(_without_ending(traced.text))


def _without_ending(text: str) -> int:
    """The length of a text without the punctuation that ends it."""
    length = len(text)
    while length and not text[length - 1].isalnum():
        length -= 1
    return length


def _is_simple(text: str) -> bool:
    """Is nothing in it markup, and would it stay as it is but for case and spaces?"""
    return (
        len(text) <= _MAX_ORIGINAL
        and _SIMPLE.fullmatch(text) is not None
        and text.count(":") <= 1
        and "://" not in text
    )


def runs(plain: str) -> list[tuple[str, str]]:
    """The words of a plain text, each as Japanese, whatever scripts it mixes, or else as Latin."""
    return _RUN.findall(plain)


@lru_cache(maxsize=16_384)
def read_known(text: str) -> Reading:
    """The same for a text of a pack, such as an accepted phrasing: those come up again and again. Nothing
    that a person wrote belongs here, since it would be kept."""
    return read(text)


def _markup(text: str) -> Iterator[Edit]:
    for found in _MARKUP.finditer(text):
        if (label := found["label"]) is None:
            yield found.start(), found.end(), "" if found[0][0] in "`*" else " "
        else:
            yield found.start(), found.start("label"), " "
            yield found.start("label") + len(label), found.end(), " "


def _line_breaks(text: str) -> Iterator[Edit]:
    """A line break ends a sentence only between lines long enough to be sentences themselves, so
    that mere wrapping changes nothing; a bullet always starts a new one, and a blank line is no wrapping."""
    for found in _BREAK.finditer(text):
        before = text[: found.start()].rpartition("\n")[2]
        after = text[found.end() :].partition("\n")[0]
        bullet = _BULLET.match(text, found.end())
        end = bullet.end() if bullet else found.end()
        blank = found[0].count("\n") > 1
        yield found.start(), end, "\n" if bullet or blank or (_is_line(before) and _is_line(after)) else " "


def _is_line(text: str) -> bool:
    return sum(2 if found.lastgroup == "latin" else 1 for found in _WORD.finditer(text[:60])) >= 5


def _spaces(text: str) -> Iterator[Edit]:
    for found in _SPACE.finditer(text):
        if "\n" in found[0]:
            new = "\n"
        elif not 0 < found.start() <= found.end() < len(text):
            new = ""
        else:
            new = "" if _is_cjk(text[found.start() - 1]) or _is_cjk(text[found.end()]) else " "
        if new != found[0]:
            yield found.start(), found.end(), new


def _is_cjk(character: str) -> bool:
    return "ぁ" <= character <= "鿿" or character in "々〆、。「」"


def _spans(ends: list[int], length: int) -> tuple[Span, ...]:
    edges = [0, *ends, length]
    return tuple((start, end) for start, end in pairwise(edges) if start < end)


def _places(length: int, words: tuple[Word, ...], ends: list[int], commas: list[int]) -> tuple[float, ...]:
    steps = [0.0] * (length + 1)
    for word in words:
        if word.script is Script.LATIN:
            steps[word.end] += 1.0
        else:
            for index in range(word.start + 1, word.end + 1):
                steps[index] += 0.4
    for end in commas:
        steps[end] += 0.5
    for end in ends:
        steps[end] += 3.0
    return tuple(accumulate(steps))
