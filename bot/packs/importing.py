"""Topics of study notes as drafts of scenarios, each with an id of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby
from pathlib import PurePath

from bot.domain.scenario import Bilingual, Language
from bot.packs.draft import Draft
from bot.packs.notes import Topic
from bot.packs.notes.plain import is_japanese
from bot.packs.surroundings import Surroundings
from bot.texts import say

WORDS = 6
"""Words of a title that an id is made of, at most."""

LONGEST = 50
"""Characters of an id, before the number that tells it from another."""

LONGEST_NAME = 200
"""Characters of a heading that may name a domain."""

_NUMBER = re.compile(r"\W*(?:(?:content )?domain\s*\d+|第\s*\d+\s*分野|分野\s*\d+|[\d.]+)?\W*", re.IGNORECASE)
_SHARE = re.compile(r"\W*\d+\s*%\W*$")
_STOP = {"a", "an", "the", "of", "to", "in", "on", "for", "and", "or", "is", "are", "be", "with", "by", "it"}


def drafts_of(topics: Sequence[Topic], file: str, around: Surroundings, language: Language) -> list[Draft]:
    """A draft for every topic, in the same order; `file` is the name of the notes."""
    taken = set(around.taken)
    return [_draft(topic, file, around, taken, language) for topic in topics]


def ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers as people write them: `3–5, 9`."""
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    spans = ([number for _, number in run] for _, run in runs)
    return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans)


def _draft(topic: Topic, file: str, around: Surroundings, taken: set[str], language: Language) -> Draft:
    scenario_id = _unused(_id_of(topic, file), taken)
    taken.add(scenario_id)
    origin = say(language, "draft.from", file=file, lines=ranges(topic.lines))
    if topic.path:
        origin = f"{origin} {say(language, 'draft.under', headings=' › '.join(topic.path))}"
    return Draft(
        id=scenario_id,
        exam=around.exam,
        title=topic.title,
        origin=origin,
        domain=_domain(topic, around),
        confusable_with=around.neighbours.get(scenario_id, ()),
        situation=_in_its_language(topic.situation),
        points=tuple(map(_in_its_language, topic.points)),
        misconceptions=tuple(map(_in_its_language, topic.traps)),
        notes=topic.notes,
    )


def _in_its_language(text: str) -> Bilingual[str]:
    return Bilingual("", text) if is_japanese(text) else Bilingual(text, "")


def _domain(topic: Topic, around: Surroundings) -> str:
    """The exam domain that the topic or a heading above it is named after; empty if none is."""
    names = [name for name in (topic.title, topic.situation, *reversed(topic.path)) if name]
    known = filter(None, (around.domain(said) for name in names for said in (name, _bare(name))))
    return next(known, "") if around.domains else ""


def _bare(name: str) -> str:
    """A domain's name without its number and its share of the exam: `Domain 2: Data Protection (18%)`."""
    plain = _NUMBER.sub("", unicodedata.normalize("NFKC", name[:LONGEST_NAME]), count=1)
    return _SHARE.sub("", plain).replace("&", "and").strip()


def _id_of(topic: Topic, file: str) -> str:
    """English titles make an id; Japanese ones hold too few Latin letters, so the file and the line do."""
    first, *_ = re.split(r"[.?!]\s", topic.situation)
    for text in (topic.title, first, topic.situation):
        words = [word for word in _words(text) if word not in _STOP]
        if len(words) > 1 and not is_japanese(text):
            return "-".join(words[:WORDS])[:LONGEST].strip("-")
    name = "-".join(_words(PurePath(file).stem))[:LONGEST].strip("-") or "notes"
    return f"{name}-{topic.lines[0]}"


def _words(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    yield from re.findall(r"[a-z0-9]+", plain.replace("'", ""))


def _unused(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(name for number in count(2) if (name := f"{wanted}-{number}") not in taken)
