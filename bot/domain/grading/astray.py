"""Sentences of a reply that have nothing to do with its scenario: weather, lunch, the cat.

Some use a word of the scenario's ("I lost my house key again"): those are told by a fitted classifier. A
refusal sounds like talk too; so what seems to be talk and might refuse or doubt stays in the reply, but it
earns no more with such a sentence than without (`readings_without_asides`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import combinations, takewhile

import numpy as np

from bot.domain.grading.comparer import Comparer
from bot.domain.grading.dismissal import says_no
from bot.domain.grading.hedges import says_it_is_open
from bot.domain.grading.talk import is_courtesy
from bot.domain.grading.vocabulary import Floats
from bot.domain.reading.course import turns_and_opening_in
from bot.domain.reading.meaning import unit
from bot.domain.reading.small_talk import SmallTalk
from bot.domain.reading.text import Reading, Span
from bot.domain.reading.tone import turns_in
from bot.domain.wordbook import WordBook

_CONNECTED = 0.55  # cosine from which a sentence that sounds like small talk has to do with a scenario
_DOUBTFUL, _NEARLY_CONNECTED = -1.0, 0.45  # the same where its odds are no better than that
_FAR = 0.3  # the same for a sentence's end only
_PLAINLY_FAR = 0.35  # so far off, even a "no" may be said to something else, …
_MERE_NO = 3  # … if it is longer than so many words
_PLAINLY_TALK = 3.0  # odds from which an end may be as near as that
_LONGEST_END = 8  # words at a sentence's end that may belong to another one
_FEWEST_WORDS = 3  # of shorter sentences ("scratch that") nobody can tell
_CLEARLY_ASIDE = 1.0  # log-odds; of 3,849 right replies to learn from none is so in all its sentences
_MOST_ASIDES = 2  # of more, not every choice is tried: it would cost a grading each
_MANY_WORDS = 150.0  # of a longer reply no choice is tried, for the same reason


def unconnected(
    comparer: Comparer, book: WordBook, outside: Sequence[Span] = (), *, of_asides: bool = False
) -> list[Span]:
    """The sentences about everyday life that are also far from everything in the scenario, as far as they are
    far; and such ends of sentences, since chat leaves out full stops, unless the whole sentence may be an
    aside. What takes sides belongs to what it is said of, and who names a thing, be it one of those `outside`
    the glossary, talks about systems. With `of_asides`, ends of such sentences too, and the plainly far ones
    that take sides: leaving these out is one way to read the reply, and not the only one."""

    def names_something(span: Span) -> bool:
        return comparer.names_in(span) or any(span[0] <= start < span[1] for start, _ in outside)

    reading, words = comparer.reading, comparer.words
    starts = [word.span[0] for word in words]
    courtesies = {sentence for sentence in reading.sentences if is_courtesy(reading.plain[slice(*sentence)])}
    ranges = []  # of words: each sentence, then its ends, the shortest first
    for sentence in reading.sentences:
        first, last = (bisect_left(starts, edge) for edge in sentence)
        if last - first >= _FEWEST_WORDS and sentence not in courtesies:
            longest = min(_LONGEST_END, last - first - 1)
            ends = [(last - count, last) for count in range(_FEWEST_WORDS, longest + 1)]
            ranges.append((sentence, [(first, last), *ends]))
    odds, near = _heard(comparer, book.small_talk, [each for _, found in ranges for each in found])
    found = list(courtesies)
    at = 0
    for sentence, parts in ranges:
        first, last = parts[0]
        if _is_far(odds[at], near[at]) and not names_something(sentence):
            plainly = odds[at] > 0.0 and near[at] < _PLAINLY_FAR and last - first > _MERE_NO
            if not _takes_sides(reading.plain, sentence) or (plainly and of_asides):
                found.append(sentence if of_asides else _without_head(comparer, book, sentence, parts[0]))
        else:
            # A word that tells nothing ("it") belongs to the end behind it.
            begins = [words[first - 1].span[1] if of_asides else starts[first] for first, _ in parts[1:]]
            ends = [(begin, sentence[1]) for begin in begins]
            nameless = list(takewhile(lambda end: not names_something(end), ends))
            others = [end for i, end in enumerate(nameless, at + 1) if _is_another(odds[i], near[i])]
            if (
                others
                and not _takes_sides(reading.plain, others[-1])
                and (of_asides or not seeming_asides(comparer, book, [sentence]))
            ):
                found.append(others[-1])
        at += len(parts)
    return sorted(found)


def seeming_asides(comparer: Comparer, book: WordBook, sentences: Sequence[Span]) -> dict[Span, float]:
    """Those of the sentences that seem to be about something else than the scenario, with the log-odds."""
    if book.asides is None:
        return {}
    everyday = book.small_talk.all_odds(comparer.directions(sentences)).tolist()
    said = comparer.said_of(sentences).tolist()
    plain = comparer.reading.plain
    heard = (
        book.asides.odds(plain[slice(*sentence)], odds, share)
        for sentence, odds, share in zip(sentences, everyday, said, strict=True)
    )
    return {sentence: odds for sentence, odds in zip(sentences, heard, strict=True) if odds > 0.0}


def readings_without_asides(
    comparer: Comparer, book: WordBook, outside: Sequence[Span], is_accepted: Callable[[], bool]
) -> list[Comparer]:
    """The ways to read a reply, six at most: without the sentences that seem to be about something else and
    can do the rest no harm; then also without one or more of the others (of many, always without those that
    seem so most); and without whatever is far off (`unconnected`). Of a long one, just the first. Where all
    of it seems so, what seems so least stays, unless that is clear too and nothing in it `is_accepted` for
    sure: then there is none. Who names one of the things `outside` the glossary proposes something."""
    reading = comparer.reading
    sentences = [sentence for sentence in reading.sentences if reading.words_in(sentence)]
    found = seeming_asides(comparer, book, sentences)
    for sentence in [each for each in found if any(each[0] <= start < each[1] for start, _ in outside)]:
        del found[sentence]
    if found and len(found) == len(sentences):
        mildest = min(found, key=lambda sentence: found[sentence])
        if found[mildest] > _CLEARLY_ASIDE and not is_accepted():
            return []
        del found[mildest]
    gone = [each for each in found if _is_harmless(comparer, book, each)]
    if is_long(reading):
        return [comparer.without(gone)]
    barest = comparer.without(unconnected(comparer, book, outside, of_asides=True))
    least = [barest] if barest is not comparer and barest.reading.words else []
    if not found:
        return [comparer, *least]
    open_ = sorted((each for each in found if each not in gone), key=lambda each: found[each])
    clearest, others = open_[_MOST_ASIDES:], open_[:_MOST_ASIDES]
    choices = [(*clearest, *some) for count in range(len(others) + 1) for some in combinations(others, count)]
    if clearest:
        choices.insert(0, ())
    ways = [comparer.without(sorted((*gone, *choice))) for choice in choices]
    return [*ways, *least]


def _takes_sides(plain: str, span: Span) -> bool:
    """Does this part of a reply say no to something, or that a choice is left open? That belongs to what it
    is said of, far as its words may be from it."""
    return says_no(plain, span) or says_it_is_open(plain[slice(*span)])


def may_turn_it(comparer: Comparer, book: WordBook, sentence: Span) -> bool:
    """May this sentence refuse, or leave open, what else the reply says?"""
    reading, refusal = comparer.reading, book.refusal
    plain = reading.plain[slice(*sentence)]
    return (
        _takes_sides(reading.plain, sentence)
        or (refusal is not None and refusal.tone.odds_of(turns_and_opening_in(reading, plain)) >= 0.0)
        or book.tones.undecided.odds_of(turns_in(reading, plain)) >= 0.0
    )


def is_long(reading: Reading) -> bool:
    """Is a reply so long that reading it in several ways would cost more than it may?"""
    return reading.place[-1] > _MANY_WORDS


def _is_harmless(comparer: Comparer, book: WordBook, sentence: Span) -> bool:
    """Does it name nothing, and neither refuse nor leave open what else the reply says? What does sounds
    like talk too, and has to be heard."""
    return not comparer.names_in(sentence) and not may_turn_it(comparer, book, sentence)


def _without_head(comparer: Comparer, book: WordBook, sentence: Span, words: Span) -> Span:
    """The sentence, whose words have these numbers, from where it no longer has to do with the scenario: talk
    behind an answer without a full stop must not take it away, nor a "no" that is none without its end."""
    first, last = words
    _, near = _heard(comparer, book.small_talk, [(first, end) for end in range(first + _FEWEST_WORDS, last)])
    connected = np.flatnonzero(near >= _CONNECTED)
    if not connected.size:
        return sentence
    return comparer.words[first + _FEWEST_WORDS + int(connected[-1]) - 1].span[1], sentence[1]


def _is_far(odds: float, near: float) -> bool:
    """Is it about everyday life, and not about the scenario?"""
    return (odds > 0.0 and near < _CONNECTED) or (odds > _DOUBTFUL and near < _NEARLY_CONNECTED)


def _is_another(odds: float, near: float) -> bool:
    """The same for a sentence's end."""
    return odds > 0.0 and near < (_PLAINLY_FAR if odds > _PLAINLY_TALK else _FAR)


def _heard(comparer: Comparer, small_talk: SmallTalk, ranges: Sequence[Span]) -> tuple[Floats, Floats]:
    """The odds that these ranges of words are about everyday life, and how near each is to the scenario."""
    edges = np.array(ranges, np.int64).reshape(-1, 2)
    totals = np.cumsum(comparer.weighted, axis=0)
    totals = np.concatenate([np.zeros_like(totals[:1]), totals]) if len(totals) else totals
    directions = unit(totals[edges[:, 1]] - totals[edges[:, 0]]) if len(edges) else totals[:0]
    return small_talk.all_odds(directions), comparer.references.nearest(directions)
