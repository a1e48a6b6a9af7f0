"""What the index holds of a scenario: the terms of every field, both languages together."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.glossary import Glossary
from bot.domain.scenario import Scenario
from bot.domain.search.names import Mention, NameBook, longest
from bot.domain.search.tokens import normalise, terms, words


class DocumentReader:
    """Turns scenarios into terms, and keeps every word it has seen."""

    def __init__(self, glossary: Glossary) -> None:
        self._terms = {term.name: term for term in glossary}
        self.names = NameBook(glossary)
        self.words = {word for term in glossary for name in term.names() for word in words(normalise(name))}

    def read(self, scenario: Scenario) -> tuple[list[str], ...]:
        """The terms of each field, in the order of `postings.FIELDS`."""
        claims = (text for point in scenario.rubric for text in point.text)
        return (
            self._running(scenario.id),
            self._running(*scenario.questions.en, *scenario.questions.ja),
            self._services(scenario),
            self._running(*scenario.answer, *claims),
            self._running(*scenario.situation),
        )

    def _running(self, *texts: str) -> list[str]:
        """Words and the names of the glossary, whichever form they have."""
        return [
            term for text in map(normalise, texts) for term in (*self._plain(text), *self._concepts(text))
        ]

    def _services(self, scenario: Scenario) -> list[str]:
        """The services, and the words of everything else they are called."""
        read = [term for text in map(normalise, scenario.services) for term in self._concepts(text)]
        called = dict.fromkeys(scenario.services)
        for service in scenario.services:
            for mention in self.names.find(normalise(service)):
                called.update(dict.fromkeys(self._clear_names(mention)))
        return [*read, *(term for name in called for term in self._plain(normalise(name)))]

    def _plain(self, text: str) -> Iterator[str]:
        self.words.update(words(text))
        return terms(text)

    def _concepts(self, text: str) -> Iterator[str]:
        """Names within longer names count too, unless they have another meaning."""
        mentions = list(self.names.find_all(text))
        outer = frozenset(longest(mentions))
        for mention in mentions:
            if mention in outer or not self.names.is_ambiguous(mention.name):
                yield from self.names.index_terms(mention.name)

    def _clear_names(self, mention: Mention) -> tuple[str, ...]:
        concepts = map(self._terms.__getitem__, self.names.concepts(mention.name))
        return tuple(name for term in concepts for name in term.names() if name not in term.ambiguous)
