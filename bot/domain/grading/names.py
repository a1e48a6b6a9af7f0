"""Glossary names in a text, each as good as another: official, acronym, old, short, Japanese."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from bot.domain.glossary import Glossary, Term
from bot.domain.grading.japanese import stands_alone
from bot.domain.reading.spelling import mistyped, stem
from bot.domain.reading.text import Reading, Script, Span, Word, read, read_known

_LONG_WORD = 7  # letters
_REMEMBERED = 16_384  # words, and phrases of a pack: they come up again and again
_VENDOR_SHARE = 0.10  # a first word of so many names names nothing itself ("AWS", "Amazon")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text. `terms` are places in the glossary: a name may belong to several; it is
    `weak` where it is ambiguous for all of them."""

    span: Span
    terms: frozenset[int]
    weak: bool


@dataclass(frozen=True, slots=True)
class _Form:
    stems: tuple[str, ...]  # of Latin names
    plain: str  # of names with Japanese characters
    term: int
    weak: bool


class Names:
    """The glossary, compiled: finds names, and knows the words that many names begin with.

    `others` are things that a glossary need not list; those that it doesn't list by any name are `outside`,
    and no part of what the glossary's names are used for."""

    def __init__(self, glossary: Glossary, others: Iterable[Term] = ()) -> None:
        self.terms = tuple(glossary)
        listed = {name.casefold() for term in glossary for name in term.names()}
        more = [term for term in others if listed.isdisjoint(map(str.casefold, term.names()))]
        self.outside = Names(Glossary(tuple(more))) if more else None
        self.vendors = _vendors(glossary)
        self.of_phrase: dict[str, set[int]] = defaultdict(set)
        self._latin: dict[str, list[_Form]] = defaultdict(list)
        # Names of one long word, by first letter and length.
        self._long: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._mixed: dict[str, list[_Form]] = defaultdict(list)
        self._tails = {tail for term in glossary for name in term.names() for tail in self._tails_of(name)}
        for index, term in enumerate(self.terms):
            ambiguous = {name.casefold() for name in term.ambiguous}
            for name in term.names():
                self._add(index, name, weak=name.casefold() in ambiguous)
        single = (key for key, forms in self._latin.items() if any(len(form.stems) == 1 for form in forms))
        # Of two letters at least, or "I am" would be IAM.
        self._beginnings = frozenset(key[:end] for key in single for end in range(2, len(key)))
        self._mixed_beginning = _any_of({key[0] for key in self._mixed})
        self._words = frozenset(word for name in self.of_phrase for word in name.split())
        self._keys = lru_cache(_REMEMBERED)(self._called)
        self._forms = lru_cache(_REMEMBERED)(self._beginning_with)
        self.named = lru_cache(_REMEMBERED)(self._named)

    def _add(self, term: int, name: str, *, weak: bool) -> None:
        reading = read(name)
        stems = self._stems(reading)
        if not stems:
            return
        self.of_phrase[" ".join(stems)].add(term)
        if all(word.script is Script.LATIN for word in reading.words):
            self._latin[stems[0]].append(_Form(stems, "", term, weak))
            if len(stems) == 1:
                self._add_long(stems[0])
            if len(joined := "".join(stems)) > 5 and len(stems) > 1:
                self._latin[joined].append(_Form((joined,), "", term, weak))
                self._add_long(joined)
        else:
            first = reading.words[0]
            plain = reading.plain[first.end :].lstrip() if self.drops_vendor(reading) else reading.plain
            self._mixed[plain[:2]].append(_Form((), plain, term, weak))

    def _add_long(self, name: str) -> None:
        if len(name) >= _LONG_WORD and name.isalpha():
            alike = self._long[name[0], len(name)]
            if name not in alike:
                alike.append(name)

    def _stems(self, reading: Reading) -> tuple[str, ...]:
        """The words of a name by which it is known, without the vendor's. Acronyms are not stemmed,
        or SHARR would be "sharing"."""
        stems = tuple(
            word.text if reading.original((word.start, word.end)).isupper() else stem(word.text)
            for word in reading.words
        )
        short = tuple(s for s in stems if s not in self.vendors)
        return stems if not short or (len(short) < len(stems) and short in self._tails) else short

    def _tails_of(self, name: str) -> Iterator[tuple[str, ...]]:
        """What may be left at the end of a name that begins with something else than a vendor: two words
        or more, or four characters of a Japanese one."""
        reading = read(name)
        stems = tuple(stem(word.text) for word in reading.words)
        if stems and stems[0] not in self.vendors:
            yield from (stems[start:] for start in range(1, len(stems) - 1))
            if not reading.plain.isascii():
                yield from ((reading.plain[start:],) for start in range(1, len(reading.plain) - 3))

    def drops_vendor(self, reading: Reading) -> bool:
        """False for a name that its vendor tells from another: "AWS managed key"."""
        return len(self._stems(reading)) < len(reading.words)

    def may_name(self, words: Iterable[Word]) -> bool:
        """Can a name be made of these words and others? False says surely not."""
        known, vendors = self._words, self.vendors
        return all(
            word.text in known or word.text in vendors or (key := stem(word.text)) in known or key in vendors
            for word in words
        )

    def _named(self, phrase: str) -> frozenset[int]:
        """The terms that are called exactly so; `phrase` is a text of a pack."""
        return frozenset(self.of_phrase.get(" ".join(self._stems(read_known(phrase))), ()))

    def elsewhere(self, texts: Iterable[Reading]) -> frozenset[int]:
        """Which of the things outside the glossary these texts name."""
        if not self.outside:
            return frozenset()
        return frozenset().union(*(m.terms for text in texts for m in self.outside.mentions(text)))

    def are_services(self, terms: frozenset[int]) -> bool:
        """Is each of these terms a service?"""
        return all(self.terms[term].kind == "service" for term in terms)

    def mentions(self, reading: Reading) -> list[Mention]:
        """Every name in the text, in order; a longer name does not hide a shorter one in it."""
        found: dict[Span, list[_Form]] = defaultdict(list)
        words = reading.words
        for index, word in enumerate(words):
            if word.script is not Script.LATIN:
                continue
            alone, longer = self._forms(word.text)
            if alone:
                found[word.start, word.end] += alone
            for form in self._begun(words, index, longer) if longer else ():
                found[word.start, words[index + len(form.stems) - 1].end].append(form)
            if word.text in self._beginnings and (joined := _joined(reading, index)):
                for form in self._latin.get(joined, ()):
                    if len(form.stems) == 1:
                        found[word.start, words[index + 1].end].append(form)
        if not reading.plain.isascii():
            self._find_mixed(reading.plain, found)
        return [
            Mention(span, frozenset(form.term for form in forms), all(form.weak for form in forms))
            for span, forms in sorted(found.items())
        ]

    def _beginning_with(self, word: str) -> tuple[list[_Form], dict[str, list[_Form]]]:
        """The names in English letters that are this word, and by their second stems those that begin so."""
        alone: list[_Form] = []
        longer: dict[str, list[_Form]] = defaultdict(list)
        for form in chain.from_iterable(self._latin.get(key, ()) for key in self._keys(word)):
            (alone if len(form.stems) == 1 else longer[form.stems[1]]).append(form)
        return alone, longer

    def _begun(self, words: Sequence[Word], index: int, longer: dict[str, list[_Form]]) -> Iterator[_Form]:
        """Those of these names, kept by their second stems, that the words behind `index` complete."""
        if index + 1 < len(words) and words[index + 1].script is Script.LATIN:
            for key in self._keys(words[index + 1].text):
                for form in longer.get(key, ()):
                    if self._goes_on(words[index + 2 : index + len(form.stems)], form.stems[2:]):
                        yield form

    def _goes_on(self, words: Sequence[Word], stems: Sequence[str]) -> bool:
        """Do these words go by these stems, none missing?"""
        return len(words) == len(stems) and all(
            word.script is Script.LATIN and stem_ in self._keys(word.text)
            for word, stem_ in zip(words, stems, strict=True)
        )

    def _called(self, word: str) -> tuple[str, ...]:
        """What the word may be called by; a long one that names nothing may be a name mistyped."""
        keys = _keys(word)
        if len(word) < _LONG_WORD or any(key in self._latin for key in keys):
            return keys
        near = (self._long.get((word[0], length), ()) for length in range(len(word) - 1, len(word) + 2))
        return (*keys, *(name for name in chain.from_iterable(near) if mistyped(word, name)))

    def _find_mixed(self, plain: str, found: dict[Span, list[_Form]]) -> None:
        for start in [first.start() for first in self._mixed_beginning.finditer(plain)]:
            for form in self._mixed.get(plain[start : start + 2], ()):
                end = start + len(form.plain)
                if plain.startswith(form.plain, start) and _bounded(plain, start, end):
                    found[start, end].append(form)


def longest(mentions: Sequence[Mention]) -> list[Mention]:
    """Without the names that are part of a longer one."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.span[0], -m.span[1])):
        if not kept or mention.span[1] > kept[-1].span[1]:
            kept.append(mention)
    return kept


def _any_of(characters: Iterable[str]) -> re.Pattern[str]:
    """What finds each of these characters; nothing, if there are none."""
    return re.compile("|".join(map(re.escape, sorted(characters))) or "(?!)")


def _keys(word: str) -> tuple[str, ...]:
    """The word, its stem, and the singular even of two letters ("OUs")."""
    return tuple({word, stem(word), word.removesuffix("s") if len(word) == 3 else word})


def _joined(reading: Reading, index: int) -> str | None:
    """Two words that may be one: "guard duty"."""
    pair = reading.words[index : index + 2]
    if len(pair) < 2 or any(word.script is not Script.LATIN for word in pair):
        return None
    return stem(pair[0].text + pair[1].text) if pair[1].start - pair[0].end <= 1 else None


def _bounded(plain: str, start: int, end: int) -> bool:
    """Latin ends of a mixed name are whole words; short katakana is not part of another word."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    if plain[start].isascii() and before.isascii() and before.isalnum():
        return False
    if plain[end - 1].isascii() and after.isascii() and after.isalnum():
        return False
    return stands_alone(plain, start, end)


def _vendors(glossary: Glossary) -> frozenset[str]:
    firsts = Counter(
        stem(words[0].text)
        for term in glossary
        if len(words := read(term.name).words) > 1 and words[0].script is Script.LATIN
    )
    return frozenset(word for word, count in firsts.items() if count >= max(2, _VENDOR_SHARE * len(glossary)))
