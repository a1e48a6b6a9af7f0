"""Sentences of a reply that have nothing to do with its scenario: weather, lunch, the cat.

Some use a word of the scenario's ("I lost my house key again"): a fitted classifier tells them. A refusal
sounds like talk too, and chat leaves out the full stop in front of another sentence; so what seems to be talk
and might refuse or doubt, or may only be the end of a sentence, stays in the reply, but it earns no more with
it than without (`readings_without_asides`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from bot.domain.grading.comparer import Comparer
from bot.domain.grading.dismissal import says_no
from bot.domain.grading.hedges import says_it_is_open
from bot.domain.reading.asides import Asides, odds_of_another
from bot.domain.reading.boundary import places
from bot.domain.reading.course import turns_and_opening_in
from bot.domain.reading.text import Reading, Span
from bot.domain.reading.tone import turns_in
from bot.domain.wordbook import WordBook

_CLEARLY_ASIDE = 1.0  # log-odds; of 3,849 right replies to learn from none is so in all its sentences
_PLAINLY_ASIDE = 5.0  # the same for a sentence whose tone need not be asked
_MOST_AT_AN_END = 2  # sentences that may stand behind another without a full stop
_UNLIKELY = -5.0  # log-odds of a boundary that nothing behind it makes up for
_MOST_ASIDES = 2  # of more, not every choice is tried: it would cost a grading each
_MANY_WORDS = 150.0  # and pauses: of a longer reply no choice is tried, for the same reason


def seeming_asides(comparer: Comparer, book: WordBook, spans: Sequence[Span]) -> dict[Span, float]:
    """Those of the spans that seem to be about something else than the scenario, with the log-odds."""
    if book.asides is None:
        return {}
    found = zip(spans, _odds(comparer, book, book.asides, spans), strict=True)
    return {span: odds for span, odds in found if odds > 0.0}


def _odds(comparer: Comparer, book: WordBook, asides: Asides, spans: Sequence[Span]) -> Iterator[float]:
    everyday = book.small_talk.all_odds(comparer.directions(spans)).tolist()
    said = comparer.said_of(spans).tolist()
    plain = comparer.reading.plain
    return (
        asides.odds(plain[slice(*span)], *each) for span, *each in zip(spans, everyday, said, strict=True)
    )


def readings_without_asides(
    comparer: Comparer, book: WordBook, outside: Sequence[Span], is_accepted: Callable[[], bool]
) -> list[Comparer]:
    """The ways to read a reply, five at most: without the sentences that seem to be about something else and
    can do the rest no harm; then also without one or more of the others (of many, always without those that
    seem so most). Of a long one, just the first. Where all of it seems so, what seems so least stays, unless
    that is clear too and nothing in it `is_accepted` for sure: then there is none. Who names one of the
    things `outside` the glossary proposes something."""
    reading = comparer.reading
    sentences = [sentence for sentence in reading.sentences if reading.words_in(sentence)]
    found = seeming_asides(comparer, book, sentences)
    for sentence in [each for each in found if _names_one(each, outside)]:
        del found[sentence]
    if found and len(found) == len(sentences):
        mildest = min(found, key=lambda sentence: found[sentence])
        if found[mildest] > _CLEARLY_ASIDE and not is_accepted():
            return []
        del found[mildest]

    def is_harmless(sentence: Span) -> bool:
        return _is_harmless(comparer, book, sentence, found[sentence])

    if is_long(reading):
        return [comparer.without(filter(is_harmless, found))]
    doubtful: dict[Span, float] = {}
    for sentence in sentences:
        more = _behind(comparer, book, sentence, outside)
        head = sentence[0], min((at for at, _ in more), default=sentence[1])
        if more and not seeming_asides(comparer, book, [head]):
            found.pop(sentence, None)
            doubtful |= more
    gone = list(filter(is_harmless, found))
    doubtful |= {each: odds for each, odds in found.items() if each not in gone}
    open_ = sorted(doubtful, key=doubtful.__getitem__)
    clearest, others = open_[_MOST_ASIDES:], open_[:_MOST_ASIDES]
    choices = [(*clearest, *some) for count in range(len(others) + 1) for some in combinations(others, count)]
    if clearest:
        choices.insert(0, ())
    return [comparer.without(sorted((*gone, *choice))) for choice in choices]


def _behind(comparer: Comparer, book: WordBook, sentence: Span, outside: Sequence[Span]) -> dict[Span, float]:
    """What seems to be another sentence behind this one, without a full stop in front of it, and about
    something else; it names nothing. With the log-odds."""
    found: dict[Span, float] = {}
    asides, reading = book.asides, comparer.reading
    if asides is None:
        return found
    _, end = sentence
    likely = {
        at: odds
        for at in places(reading, sentence)
        if (odds := asides.odds_of_boundary(reading, at)) > _UNLIKELY
    }
    for _ in range(_MOST_AT_AN_END):
        spans = [(at, end) for at in likely if at < end]
        nameless = [span for span in spans if not comparer.names_in(span) and not _names_one(span, outside)]
        if not nameless:
            break
        heard = zip(nameless, _odds(comparer, book, asides, nameless), strict=True)
        odds, best = max((odds_of_another(likely[span[0]], aside), span) for span, aside in heard)
        if odds <= 0.0:
            break
        found[best] = odds
        end = best[0]
    return found


def _names_one(span: Span, outside: Sequence[Span]) -> bool:
    return any(span[0] <= start < span[1] for start, _ in outside)


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
    return reading.length > _MANY_WORDS


def _is_harmless(comparer: Comparer, book: WordBook, sentence: Span, odds: float) -> bool:
    """Does it name nothing, and neither refuse nor leave open what else the reply says? What does sounds
    like talk too, and has to be heard; where these are the odds of talk, only for what it says plainly."""
    if comparer.names_in(sentence):
        return False
    if odds > _PLAINLY_ASIDE:
        return not _takes_sides(comparer.reading.plain, sentence)
    return not may_turn_it(comparer, book, sentence)
