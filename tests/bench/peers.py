"""The rankers that our search is measured beside, each as plain as its own manual would have it.

Every one reads a scenario's title, situation, answer and questions in both languages, but for the scan over
titles. Text is folded alike for all that index it: NFKC, no case. Those of the dependency group `bench` take
part only if they are installed.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from abc import ABC, abstractmethod
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

from rapidfuzz import fuzz, process

from bot.domain.calibration import Calibration
from bot.domain.glossary import Glossary
from bot.domain.scenario import Scenario
from bot.domain.search import SearchIndex
from bot.wordbook.loader import load_vectors

Hits = tuple[list[str], float]
"""The ids of the first three scenarios, and how sure the ranker is of the first."""

LIMIT = 3
_ASCII_OR_NOT = re.compile(r"[0-9a-z_]+|[^\W0-9a-z_]+")
"""A word, or a run of letters of another script."""

_STOP_WORD = re.compile(
    "and|are|but|for|into|not|such|that|the|their|then|there|these|they|this|was|will|with"
)
"""The English stop words of Lucene that have three letters or more."""


def build_ours(
    scenarios: Iterable[Scenario], glossary: Glossary, calibration: Calibration | None = None
) -> SearchIndex:
    """The index that the product builds."""
    return SearchIndex.build(scenarios, glossary, load_vectors(), calibration)


def ask(index: SearchIndex, question: str) -> Hits:
    """What our search says, in the form of the peers' answers."""
    found = index.search(question)
    return [match.scenario_id for match in found.matches[:LIMIT]], found.confidence


def title(scenario: Scenario) -> str:
    return scenario.id.replace("-", " ")


def whole_text(scenario: Scenario) -> str:
    """Everything that the peers read of a scenario."""
    return " ".join(
        (
            title(scenario),
            *scenario.situation,
            *scenario.answer,
            *scenario.questions.en,
            *scenario.questions.ja,
        )
    )


class Peer(ABC):
    """A ranker. `package` is what has to be installed for it; no input makes `search` raise."""

    name: ClassVar[str]
    package: ClassVar[str]

    @abstractmethod
    def build(self, ids: Sequence[str], texts: Iterable[str]) -> None:
        """Take in the scenarios' texts, in the order of their ids."""

    @abstractmethod
    def search(self, question: str) -> Hits:
        """The best first; no ids and 0 if nothing has anything in common with the question."""

    @classmethod
    def installed(cls) -> bool:
        return find_spec(cls.package) is not None

    @staticmethod
    def text(scenario: Scenario) -> str:
        """What this peer reads of a scenario."""
        return whole_text(scenario)


class TitleScan(Peer):
    """rapidfuzz's WRatio of the question and every title."""

    name = "WRatio over titles"
    package = "rapidfuzz"
    scorer = staticmethod(fuzz.WRatio)

    def build(self, ids: Sequence[str], texts: Iterable[str]) -> None:
        self._ids, self._texts = ids, list(texts)

    def search(self, question: str) -> Hits:
        found = process.extract(question, self._texts, scorer=self.scorer, limit=LIMIT)
        return [self._ids[row] for _, _, row in found], found[0][1]

    @staticmethod
    def text(scenario: Scenario) -> str:
        return title(scenario)


class TextScan(TitleScan):
    """rapidfuzz's token_set_ratio of the question and every whole text."""

    name = "token_set_ratio over everything"
    scorer = staticmethod(fuzz.token_set_ratio)

    @staticmethod
    def text(scenario: Scenario) -> str:
        return whole_text(scenario)


class TrigramTable(Peer):
    """SQLite's FTS5 in memory, trigram tokenizer, bm25: any of the question's words as substrings, and of
    Japanese any three characters in a row. It can't look for less than three."""

    name = "SQLite FTS5, trigrams"
    package = "sqlite3"
    most_terms = 200

    def build(self, ids: Sequence[str], texts: Iterable[str]) -> None:
        self._ids = ids
        self._table = sqlite3.connect(":memory:")
        self._table.execute("create virtual table t using fts5(body, content='', tokenize='trigram')")
        rows = enumerate(map(_folded, texts))
        self._table.executemany("insert into t(rowid, body) values (?, ?)", rows)
        self._table.execute("insert into t(t) values ('optimize')")

    def search(self, question: str) -> Hits:
        terms = list(dict.fromkeys(self._terms(question)))[: self.most_terms]
        query = " OR ".join('"{}"'.format(term.replace('"', '""')) for term in terms)
        if not query:
            return [], 0.0
        asked = "select rowid, rank from t where t match ? order by rank limit ?"
        found = self._table.execute(asked, (query, LIMIT)).fetchall()
        return [self._ids[row] for row, _ in found], -found[0][1] if found else 0.0

    @staticmethod
    def _terms(question: str) -> Iterator[str]:
        for run in _ASCII_OR_NOT.findall(_folded(question)):
            if not run.isascii():
                yield from _grams(run, 3)
            elif len(run) >= 3 and not _STOP_WORD.fullmatch(run):
                yield run


class GramIndex(Peer):
    """tantivy in memory with its n-gram tokenizer: any two or three characters in a row, bm25."""

    name = "tantivy, 2- and 3-grams"
    package = "tantivy"
    most_terms = 1000

    def build(self, ids: Sequence[str], texts: Iterable[str]) -> None:
        self._ids = ids
        self._tantivy: Any = import_module(self.package)
        builder = self._tantivy.SchemaBuilder()
        builder.add_text_field("body", tokenizer_name="grams", index_option="freq")
        builder.add_integer_field("row", fast=True)
        self._schema = builder.build()
        index = self._tantivy.Index(self._schema)
        self._grams = self._tantivy.TextAnalyzerBuilder(self._tantivy.Tokenizer.ngram(2, 3)).build()
        index.register_tokenizer("grams", self._grams)
        writer = index.writer()
        for row, text in enumerate(texts):
            writer.add_document(self._tantivy.Document(body=_folded(text), row=row))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def search(self, question: str) -> Hits:
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        grams = list(dict.fromkeys(self._grams.analyze(_folded(question))))[: self.most_terms]
        clauses = [(should, query.term_query(self._schema, "body", gram, "freq")) for gram in grams]
        hits = self._searcher.search(query.boolean_query(clauses), LIMIT, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return [self._ids[row] for row in rows], hits[0][0] if hits else 0.0


class SparseMatrix(Peer):
    """bm25s over words and any 2 or 3 characters in a row, given as numbers, its faster way to build."""

    name = "bm25s, words and grams"
    package = "bm25s"

    def build(self, ids: Sequence[str], texts: Iterable[str]) -> None:
        self._ids = ids
        vocabulary: defaultdict[str, int] = defaultdict()
        vocabulary.default_factory = vocabulary.__len__
        rows = [array("i", map(vocabulary.__getitem__, self._tokens(text))) for text in texts]
        self._index: Any = import_module(self.package).BM25()
        self._index.index((rows, dict(vocabulary)), show_progress=False)

    def search(self, question: str) -> Hits:
        known = self._index.vocab_dict
        tokens = [token for token in dict.fromkeys(self._tokens(question)) if token in known]
        if not tokens:
            return [], 0.0
        found = self._index.retrieve([tokens], k=min(LIMIT, len(self._ids)), show_progress=False)
        return [self._ids[row] for row in found.documents[0]], float(found.scores[0][0])

    @staticmethod
    def _tokens(text: str) -> list[str]:
        folded = _folded(text)
        return [*_ASCII_OR_NOT.findall(folded), *_grams(folded, 2), *_grams(folded, 3)]


PEERS: tuple[type[Peer], ...] = (TitleScan, TextScan, TrigramTable, GramIndex, SparseMatrix)


def _folded(text: str) -> str:
    """Text without differences of width and case; halves of characters, which no UTF-8 has, become `?`."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return text.encode("utf-8", "replace").decode("utf-8")


def _grams(run: str, length: int) -> Iterator[str]:
    return map("".join, zip(*(run[start:] for start in range(length)), strict=False))
