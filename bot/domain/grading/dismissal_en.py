"""What an English reply turns down, with the stretch that it turns down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.domain.grading import dismissal_scorn_en as scorn
from bot.domain.grading import dismissal_words_en as words
from bot.domain.grading.ruling import Ruling
from bot.domain.reading.lexicon import ENGLISH_VERBS, FUNCTION_WORDS
from bot.domain.reading.text import Reading, Span

_QUESTION_BEFORE = 3  # sentences
_PHRASE = re.compile("[a-z']+,? [a-z']+")  # names alone don't make a Japanese sentence English
_COMMA = re.compile(", ")
_MOST = 24  # sentences, and places in one of them, that are looked at


def english_dismissals(reading: Reading) -> Iterator[Ruling]:
    """The stretches; what stands before a plain "no" too."""
    sentences = [span for span in reading.sentences if reading.words_in(span)]
    for at, span in enumerate(sentences[:_MOST]):
        if reading.plain[slice(*span)].isascii() or _PHRASE.search(reading.plain, *span):
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

    def dismissed(self) -> Iterator[Ruling]:
        """All that is turned down here, and the reasons for it in the sentences behind."""
        found = [
            *self._announced(),
            *self._answered_no(),
            *self._judged(),
            *self._asked(),
            *self._reported(),
            *self._mocked(),
            *self._objects(),
            *self._subjects(),
        ]
        yield from found
        last = next((ruling for ruling in found if ruling.scope[1] == self._stop), None)
        if last:
            for stretch in self._reasons():
                yield Ruling(stretch, last.cue)

    def _announced(self) -> Iterator[Ruling]:
        """ "Don't do this: X. Y." "The following is wrong. X. Y." """
        announces = words.ANNOUNCES.search(self._plain, self._start, self._stop) if not self._at else None
        if not announces:
            return
        cues = (words.ON_OBJECT, words.ON_SUBJECT, words.LABEL)
        for cue in (found for each in cues for found in self._each(each)):
            named = self._names_something(self._start, min(cue.start(), announces.start()))
            named = named or self._names_something(cue.end(), announces.start())
            if cue.start() < announces.end() and not named:
                turn = words.INSTEAD.search(self._plain, announces.end())
                yield Ruling((announces.end(), self._stop if turn else len(self._plain)), cue.span())

    def _answered_no(self) -> Iterator[Ruling]:
        """ "A NACL? Hardly." "X costs a lot, so no." """
        doubts = (
            self._at and self._asks(self._at - 1) and english_doubt(self._plain, (self._start, self._stop))
        )
        no = words.NO.match(self._plain, self._start, self._stop)
        cue = no.span() if no else (self._start, self._start)
        if doubts or no:
            for stretch in self._before():
                yield Ruling(stretch, cue)
        if doubts:
            yield Ruling((self._start, self._turn(self._start, self._stop)), cue)
        for comma in self._each(words.COMMA):
            if no := words.NO.match(self._plain, comma.end(), self._stop):
                yield Ruling((self._start, comma.end()), no.span())
                if self._at and self._asks(self._at - 1):
                    for stretch in self._before():
                        yield Ruling(stretch, no.span())

    def _judged(self) -> Iterator[Ruling]:
        """ "That's all wrong." "…, none of that is needed." "… and decided against it." """
        for cue in self._each(scorn.JUDGED_WHOLE):
            yield Ruling((self._sentences[0][0], cue.start()), cue.span())
        for cue in self._each(scorn.DROPPED):
            yield Ruling((self._start, cue.end()), cue.span())
            if not self._names_something(self._start, cue.start()):
                yield from self._meant(self._start, cue.span())

    def _asked(self) -> Iterator[Ruling]:
        """ "Who in their right mind would use X when …" """
        for cue in self._each(words.ASKED):
            weighed = words.WEIGHED.search(self._plain, cue.end(), self._stop)
            yield Ruling((cue.start(), weighed.start() if weighed else self._stop), cue.span())

    def _reported(self) -> Iterator[Ruling]:
        """ "Everybody says X, but …" """
        for cue in self._each(words.REPORTED):
            turn = words.CONTRAST.search(self._plain, max(cue.start(), cue.end() - len("but ")), self._stop)
            if turn:
                yield Ruling((self._start, turn.start()), cue.span())
            elif self._is_countered():
                yield Ruling((self._start, self._stop), cue.span())
        for cue in self._each(scorn.BLAMED):
            yield Ruling((cue.start(), self._stop), cue.span())

    def _is_countered(self) -> bool:
        behind = self._sentences[self._at + 1 : self._at + 2]
        return any(words.COUNTERED.match(self._plain, *span) for span in behind)

    def _mocked(self) -> Iterator[Ruling]:
        """ "Sure, X, and pray." "Brilliant, X. What could possibly go wrong?" """
        praise = scorn.PRAISES.match(self._plain, self._start, self._stop)
        if not praise:
            return
        if scorn.JEERS.match(self._plain, self._start, self._stop):
            yield Ruling((self._start, self._stop), praise.span())
        for start, stop in self._sentences[self._at : self._at + 2]:
            bite = scorn.BITES.search(self._plain, max(start, praise.end()), stop)
            if bite:
                yield Ruling((self._start, bite.end()), praise.span())
                return

    def _objects(self) -> Iterator[Ruling]:
        """ "I wouldn't use X", "don't bother", but not "if we don't"."""
        for cue in self._each(words.ON_OBJECT):
            if words.DESCRIBES.search(self._plain[self._start : cue.start()].rstrip()):
                continue
            end = self._turn(cue.end(), self._stop)
            yield Ruling((cue.start(), end), cue.span())
            named = self._names_something(cue.end(), end)
            if not named or words.ON_WHAT_WAS_SAID.match(self._plain, cue.end()):
                yield from self._meant(cue.start(), cue.span())

    def _subjects(self) -> Iterator[Ruling]:
        """ "X would be overkill", "that won't help"."""
        for cue in self._each(words.ON_SUBJECT):
            begin = self._opening(cue)
            if words.DESCRIBES.search(self._plain, self._start, begin):
                continue
            if words.LACKS.search(self._plain, begin, cue.start()):
                continue
            named = self._names_something(begin, cue.start())
            points_back = self._points_back(begin, cue.start())
            if named or points_back:
                yield Ruling((begin, self._turn(cue.end(), self._stop)), cue.span())
            if points_back and (not named or words.CONCLUDES.search(self._plain, self._start, begin)):
                yield from self._meant(begin, cue.span())

    def _points_back(self, start: int, end: int) -> bool:
        """Does the subject stand for something said before? So does none at all: "Doesn't help"."""
        said = self._reading.words_in((start, end))
        return not said or words.POINTS_BACK.search(self._plain, start, end) is not None

    def _opening(self, cue: re.Match[str]) -> int:
        """Where the clause begins whose verb this is; "X and Y are" is one."""
        begin = self._start
        if words.PARENTHESIS.search(self._plain, begin, cue.start()):  # "X, which …, would be overkill"
            return begin
        for joint in words.JOINT.finditer(self._plain, self._start, cue.start()):
            if joint[0] == "that" and not self._reading.words_in((self._start, joint.start())):
                continue  # a subject
            if joint[0] != "and" or self._has_verb(begin, joint.start()):
                begin = joint.end()
        return begin

    def _has_verb(self, start: int, end: int) -> bool:
        first = self._reading.words_from(start, 1)
        return first[0].text in ENGLISH_VERBS or words.VERBAL.search(self._plain, start, end) is not None

    def _meant(self, upto: int, cue: Span) -> Iterator[Ruling]:
        """What "it" or nothing at all stands for: what the sentence said so far, or those before."""
        if self._names_something(self._start, upto):
            yield Ruling((self._start, upto), cue)
        else:
            for stretch in self._before():
                yield Ruling(stretch, cue)

    def _each(self, cue: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return islice(cue.finditer(self._plain, self._start, self._stop), _MOST)

    def _before(self) -> Iterator[Span]:
        """The sentences that a bare "no" is said to: back to a question that it answers."""
        asked = [at for at in range(max(0, self._at - _QUESTION_BEFORE), self._at) if self._asks(at)]
        first = asked[-1] if asked else self._at - 1
        if not asked and self._concludes():
            first = min(first, 0)
        while first > 0 and not asked and words.GOES_ON.match(self._plain, *self._sentences[first]):
            first -= 1
        while first > 0 and self._plain[: self._sentences[first][0]].rstrip().endswith(".."):
            first -= 1
        if first >= 0:
            yield (self._sentences[first][0], self._start)

    def _concludes(self) -> bool:
        """Is this the last word on all that was said? Not on what others would do, unless it says so."""
        behind = self._sentences[self._at + 1 :]
        if any(self._names_something(*sentence) for sentence in behind):
            return False
        before = self._sentences[max(0, self._at - 1)]
        of_all = words.OF_ALL.search(self._plain, self._start, self._stop)
        return of_all is not None or not words.OF_OTHERS.search(self._plain, *before)

    def _asks(self, at: int) -> bool:
        return self._plain[slice(*self._sentences[at])].rstrip('" ').endswith("?")

    def _reasons(self) -> Iterator[Span]:
        for start, stop in self._sentences[self._at + 1 :]:
            reason = words.REASON.match(self._plain, start, stop)
            sour = reason and words.SOUR.search(self._plain, start, stop)
            if not (sour or words.ALSO.match(self._plain, start, stop)):
                return
            yield (start, self._turn(start, stop))

    def _turn(self, start: int, stop: int) -> int:
        """Where something else begins: at a turn, or behind a comma that no reason follows."""
        turns = (turn.search(self._plain, start, stop) for turn in words.TURNS)
        end = min((found.start() for found in turns if found), default=stop)
        commas = (found.start() for found in _COMMA.finditer(self._plain, start, end))
        return next((at for at in commas if not words.GOES_ALONG.match(self._plain, at)), end)

    def _names_something(self, start: int, end: int) -> bool:
        said = self._reading.words_in((start, end))
        return any(word.text not in FUNCTION_WORDS and word.text not in words.EMPTY for word in said)
