"""What an English reply turns down, with the stretch that it turns down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.domain.grading import dismissal_words_en as words
from bot.domain.reading.lexicon import FUNCTION_WORDS
from bot.domain.reading.text import Reading, Span

_QUESTION_BEFORE = 3  # sentences
_MOST = 24  # sentences, and places in one of them, that are looked at


def english_dismissals(reading: Reading) -> Iterator[Span]:
    """The stretches; what stands before a plain "no" too."""
    sentences = [span for span in reading.sentences if reading.words_in(span)]
    for at in range(min(len(sentences), _MOST)):
        yield from _Sentence(reading, sentences, at).dismissed()


def english_doubt(plain: str, sentence: Span) -> bool:
    """Does it doubt what was asked before? "X? You'd be paying for nothing." """
    cue = words.DOUBTED.match(plain, *sentence)
    return cue is not None and words.SOUR.search(plain, cue.end(), sentence[1]) is not None


class _Sentence:
    """One sentence among the others."""

    def __init__(self, reading: Reading, sentences: Sequence[Span], at: int) -> None:
        self._reading, self._plain = reading, reading.plain
        self._sentences, self._at = sentences, at
        self._start, self._stop = sentences[at]

    def dismissed(self) -> Iterator[Span]:
        """All that is turned down here, and the reasons for it in the sentences behind."""
        found = [
            *self._answered_no(),
            *self._asked(),
            *self._reported(),
            *self._objects(),
            *self._subjects(),
        ]
        yield from found
        if any(end == self._stop for _, end in found):
            yield from self._reasons()

    def _answered_no(self) -> Iterator[Span]:
        """ "A NACL? Hardly." "X costs a lot, so no." """
        doubts = (
            self._at and self._asks(self._at - 1) and english_doubt(self._plain, (self._start, self._stop))
        )
        if doubts or words.NO.match(self._plain, self._start, self._stop):
            yield from self._before()
        if doubts:
            yield (self._start, self._turn(self._start, self._stop))
        for comma in self._each(words.COMMA):
            if words.NO.match(self._plain, comma.end(), self._stop):
                yield (self._start, comma.end())
                if self._at and self._asks(self._at - 1):
                    yield from self._before()

    def _asked(self) -> Iterator[Span]:
        """ "Who in their right mind would use X when …" """
        for cue in self._each(words.ASKED):
            weighed = words.WEIGHED.search(self._plain, cue.end(), self._stop)
            yield (cue.start(), weighed.start() if weighed else self._stop)

    def _reported(self) -> Iterator[Span]:
        """ "Everybody says X, but …" """
        for cue in self._each(words.REPORTED):
            turn = words.CONTRAST.search(self._plain, max(cue.start(), cue.end() - len("but ")), self._stop)
            if turn:
                yield (self._start, turn.start())
            elif self._is_countered():
                yield (self._start, self._stop)

    def _is_countered(self) -> bool:
        behind = self._sentences[self._at + 1 : self._at + 2]
        return any(words.COUNTERED.match(self._plain, *span) for span in behind)

    def _objects(self) -> Iterator[Span]:
        """ "I wouldn't use X", "don't bother", but not "if we don't"."""
        for cue in self._each(words.ON_OBJECT):
            if words.DESCRIBES.search(self._plain[self._start : cue.start()].rstrip()):
                continue
            end = self._turn(cue.end(), self._stop)
            yield (cue.start(), end)
            named = self._names_something(cue.end(), end)
            if not named or words.ON_WHAT_WAS_SAID.match(self._plain, cue.end()):
                yield from self._meant(cue.start())

    def _subjects(self) -> Iterator[Span]:
        """ "X would be overkill", "that won't help"."""
        for cue in self._each(words.ON_SUBJECT):
            joints = [joint.end() for joint in words.JOINT.finditer(self._plain, self._start, cue.start())]
            begin = joints[-1] if joints else self._start
            if words.DESCRIBES.search(self._plain, self._start, begin):
                continue
            named = self._names_something(begin, cue.start())
            if named or words.POINTS_BACK.search(self._plain, begin, cue.start()):
                yield (begin, self._turn(cue.end(), self._stop))
            if not named and words.POINTS_BACK.search(self._plain, begin, cue.start()):
                yield from self._meant(begin)

    def _meant(self, upto: int) -> Iterator[Span]:
        """What "it" or nothing at all stands for: what the sentence said so far, or those before."""
        if self._names_something(self._start, upto):
            yield (self._start, upto)
        else:
            yield from self._before()

    def _each(self, cue: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return islice(cue.finditer(self._plain, self._start, self._stop), _MOST)

    def _before(self) -> Iterator[Span]:
        """The sentences that a bare "no" is said to: back to a question that it answers."""
        asked = [at for at in range(max(0, self._at - _QUESTION_BEFORE), self._at) if self._asks(at)]
        first = asked[-1] if asked else self._at - 1
        while first > 0 and not asked and words.GOES_ON.match(self._plain, *self._sentences[first]):
            first -= 1
        if first >= 0:
            yield (self._sentences[first][0], self._start)

    def _asks(self, at: int) -> bool:
        return self._plain[slice(*self._sentences[at])].rstrip('" ').endswith("?")

    def _reasons(self) -> Iterator[Span]:
        for start, stop in self._sentences[self._at + 1 :]:
            reason = words.REASON.match(self._plain, start, stop)
            if not (reason and words.SOUR.search(self._plain, start, stop)):
                return
            yield (start, self._turn(start, stop))

    def _turn(self, start: int, stop: int) -> int:
        """Where something else begins: at a turn, or behind a comma that no reason follows."""
        turns = (turn.search(self._plain, start, stop) for turn in words.TURNS)
        end = min((found.start() for found in turns if found), default=stop)
        commas = (found.start() for found in re.finditer(", ", self._plain[start:end]))
        return next((start + at for at in commas if not words.REASON.match(self._plain, start + at)), end)

    def _names_something(self, start: int, end: int) -> bool:
        said = self._reading.words_in((start, end))
        return any(word.text not in FUNCTION_WORDS and word.text not in words.EMPTY for word in said)
