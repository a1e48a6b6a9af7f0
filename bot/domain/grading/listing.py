"""Names strung together: lists, pasted keywords, a pile of services. None of them is a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bot.domain.grading.names import Mention, Names, longest
from bot.domain.grading.ruling import Ruling
from bot.domain.reading.lexicon import ENGLISH_VERBS, FUNCTION_WORDS, JAPANESE_ACTIONS
from bot.domain.reading.text import Reading, Script, Span, Word

_LIST_FRAGMENTS = 5  # bare pieces in a row that make a list
_LIST_PIECES, _LIST_SHARE = 8, 0.8  # pieces, and bare ones among them, that make a list of all
_LEAD_WORDS = 6
_FRAGMENT_WORDS = 4
_SOUP_WORDS = 10
_SOUP_JAPANESE = 8

_MORE = re.compile(
    r"\b(?:also|plus|additionally|in addition|as well|on top|while we'?re (?:at|there)|furthermore)\b"
    "|ついでに|さらに|加えて|あわせて|併せて|それと|そのほか|おまけに"
)

_Ends = Mapping[int, int]  # where names end, by where they start


def lists(reading: Reading, mentions: Sequence[Mention]) -> Iterator[Ruling]:
    """Stretches that only string names together; nothing in them is a claim."""
    names = dict(mention.span for mention in longest(list(mentions)))
    only_names = _only_names(reading)
    for sentence in reading.sentences:
        clauses = [clause for clause in _within(reading.clauses, sentence) if reading.words_in(clause)]
        pieces = [reading.words_in(clause) for clause in clauses]
        if any(map(_has_no_grammar, pieces)) or (only_names and any(_is_bare(words, {}) for words in pieces)):
            yield _ruling(reading, sentence)
        else:
            open_ = [clause for clause in clauses if not _in_brackets(reading.plain, sentence, clause)]
            yield from (_ruling(reading, span) for span in _enumerations(reading, open_, names))


def _only_names(reading: Reading) -> bool:
    """Is nearly every piece between commas short, and says nothing about the next? What a whole sentence
    says is no part of the list."""
    pieces = [words for clause in reading.clauses if (words := reading.words_in(clause))]
    bare = sum(_is_bare(words, {}) for words in pieces)
    return len(pieces) >= _LIST_PIECES and bare >= _LIST_SHARE * len(pieces)


def unrelated_services(
    mentions: Sequence[Mention], names: Names, answering: frozenset[int], negated: Sequence[Ruling]
) -> set[frozenset[int]]:
    """The services proposed that belong to no part of the answer."""
    return {
        mention.terms
        for mention in longest(list(mentions))
        if not mention.weak
        and not mention.terms & answering
        and names.are_services(mention.terms)
        and not any(ruling.covers((mention.span,)) for ruling in negated)
    }


def added(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """The names in sentences that add to what was said before."""
    adding = [sentence for sentence in reading.sentences if _MORE.search(reading.plain, *sentence)]
    return [m for m in mentions if any(start <= m.span[0] < end for start, end in adding)]


def _enumerations(reading: Reading, clauses: Sequence[Span], names: _Ends) -> Iterator[Span]:
    """Runs of bare names, with the short pieces that lead in and out: "use A, B, C, D, E and F".

    A piece that only borders on the run with a name counts half, so that what follows a list without
    punctuation does not hide it.
    """
    bare = [_is_bare(reading.words_in(clause), names) for clause in clauses]
    for first, last in _runs(bare):
        before, after = clauses[max(first - 1, 0) : first], clauses[last + 1 : last + 2]
        bordering = [
            *(c for c in before if _ends_in_name(c, names)),
            *(c for c in after if _starts_with_name(c, names)),
        ]
        if (last - first + 1) + 0.5 * len(bordering) >= _LIST_FRAGMENTS:
            short = [c for c in (*before, *after) if len(reading.words_in(c)) <= _LEAD_WORDS]
            spans = [clauses[first], clauses[last], *short]
            yield min(spans)[0], max(spans)[1]


def _in_brackets(plain: str, sentence: Span, clause: Span) -> bool:
    """Examples in brackets after words of one's own are no list: "the global ones (A, B, C)"."""
    before = plain[sentence[0] : clause[0]]
    opened = max(before.rfind("("), before.rfind("["))
    return opened > 0 and not any(mark in before[opened:] for mark in ")]")


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last place of every run of True."""
    place = 0
    for flag, run in groupby(flags):
        length = len(list(run))
        if flag:
            yield place, place + length - 1
        place += length


def _ends_in_name(clause: Span, names: _Ends) -> bool:
    return any(clause[1] - 2 <= end <= clause[1] for end in names.values())


def _starts_with_name(clause: Span, names: _Ends) -> bool:
    return clause[0] in names or clause[0] + 1 in names


def _ruling(reading: Reading, span: Span) -> Ruling:
    """The ruling shows the first three words of the list."""
    words = reading.words_in(span)[:3]
    return Ruling(span, (words[0].start, words[-1].end))


def _within(spans: Sequence[Span], outer: Span) -> Iterator[Span]:
    return (span for span in spans if outer[0] <= span[0] < outer[1])


def _is_bare(words: Sequence[Word], names: _Ends) -> bool:
    first, last = words[0], words[-1]
    if words[0].text in ("and", "or", "then"):
        words = words[1:]
    if names.get(first.start, 0) >= last.end:
        return True
    if not words or len(words) > _FRAGMENT_WORDS or _glue(words):
        return False
    return words[0].text not in ENGLISH_VERBS and not last.text.endswith(JAPANESE_ACTIONS)


def _has_no_grammar(words: Sequence[Word]) -> bool:
    """A clause of many words with hardly any that join them: pasted keywords without punctuation."""
    latin = sum(word.script is Script.LATIN for word in words)
    if latin >= 0.8 * len(words):
        return latin >= _SOUP_WORDS and _glue(words) <= 0.06 * len(words)
    actions = sum(word.text.endswith(JAPANESE_ACTIONS) for word in words)
    joints = sum(word.script is Script.HIRAGANA for word in words)
    return len(words) >= _SOUP_JAPANESE and joints <= 0.1 * len(words) and actions <= 0.2 * len(words)


def _glue(words: Sequence[Word]) -> int:
    """How many words hold a sentence together."""
    return sum(
        word.text in FUNCTION_WORDS
        if word.script is Script.LATIN
        else word.script is Script.HIRAGANA and word.text not in "のとや"
        for word in words
    )
