"""Labelled replies, and how well grades agree with their labels."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.grading import Score
from bot.domain.scenario import Language

REPLIES = (
    *("replies.jsonl", "strangers-tune.jsonl", "strangers-tune-hard.jsonl", "strangers-held.jsonl"),
    *("newcomers-tune.jsonl", "newcomers-held.jsonl"),
)
REJECTING = "strangers-tune-rejecting.jsonl"
"""Replies that reject the answer, or other options, in every way that their writers could think of: as hard
as they come, and apart from the others, which they would drown."""
MIXED = "strangers-tune-mixed.jsonl"
"""Replies in which right and wrong stand side by side: a neighbour set aside beside the answer, a
misconception asserted beside it, and a misconception in the answer's words."""
HELD_MIXED = "strangers-held-mixed.jsonl"
"""The same for held scenarios; never read."""
HELD_REJECTING = "strangers-held-rejecting.jsonl"
"""Replies that turn the right answer down, a third of them with reasons in the answer's own words; written
when the tone of advice against was taught by ways of saying it, and never read."""
CHOOSING = "newcomers-tune-choices.jsonl"
"""The same as `HELD_CHOICES`, to learn from, and right ones that are curt or full of negations."""
HELD_CHOICES = "newcomers-held-choices.jsonl"
"""Replies that leave the choice open in as many ways as their writer could think of, beside right ones that
sound a little like it and plain refusals; never read."""
DENYING = "denials-tune.jsonl"
"""Right answers denied, left among others or told like a manual, as plainly as it is done in a channel, and
right ones that sound a little like it."""
HELD_DENYING = "denials-held.jsonl"
"""The same for held scenarios; never read."""
FAITHFUL = "faithful-tune.jsonl"
"""Right answers told in full and then turned down in few words, most of them none of those usual for it, and
right ones with something just as odd around them."""
UNDECIDED = "undecided-tune.jsonl"
"""More replies that leave the choice open, most of them by their form alone, and right ones that sound so."""
TOGETHER = "both-tune.jsonl"
"""Replies that assert a right answer and a mistake together, choosing nothing between them, beside right ones
and hedges of the same forms."""
PAGES = "pages-tune.jsonl"
"""Pages of manuals of every kind, and right answers written like a report, to learn from."""
HELD_PAGES = "pages-held.jsonl"
"""The same for held scenarios; never read."""
PLAIN = "plain-held.jsonl"
"""Replies of every class as ordinary members of a team would write them, to scenarios of their own."""
EVERYDAY = "everyday-held.jsonl"
"""The same as `PLAIN`, by others, to twelve other scenarios."""
EVERYDAY_DENYING = "everyday-held-denials.jsonl"
"""More denials, hedges and pages to these."""
ORDINARY = "ordinary-held.jsonl"
"""The same as `PLAIN`, by others again, to eight other scenarios, with more denials, hedges and pages."""
UNMET = "unmet-held.jsonl"
"""The same as `PLAIN`, by others once more, to twelve other scenarios."""
UNSEEN = "unseen-held.jsonl"
"""The same, to twelve more."""
LATER = "later-held.jsonl"
"""The same, to another twelve, graded after rules that `UNSEEN` had suggested."""
NEWEST, LAST, RECENT = "newest-held.jsonl", "last-held.jsonl", "recent-held.jsonl"
FRESH = "fresh-held.jsonl"
"""The same, to twelve more each, with more denials, hedges and pages."""
QUOTES = "quotes-held.tsv"
"""What people put around a whole answer, with {ALL} in its place and {OTHER} in that of another one, by what
becomes of it: `for`, `against`, `open`, and `plain` for the plainest ways of being for it; never read."""
STANCES = "stances-held.tsv"
"""Ways of saying yes and no to something, with {X} in its place."""
UNCLEAR = ("hedge", "contradictory")
"""Their points are named but not upheld: precision and recall leave them out."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply and what a fair instructor would say of it: the points made, the misconceptions asserted, and
    a score of 100."""

    id: str
    pack: str
    scenario: str
    language: Language
    kind: str
    text: str
    made: frozenset[str]
    mistaken: frozenset[str]
    gold: int
    held: bool


@dataclass(frozen=True, slots=True)
class Graded:
    """A labelled reply, a grader's points of 100, and the ids of the key points it found."""

    reply: Labelled
    value: int
    found: frozenset[str]

    @classmethod
    def of(cls, reply: Labelled, score: Score) -> Graded:
        """What our grader says."""
        return cls(reply, score.value, frozenset(point.id for point in score.points if point.hit))


def labelled(folder: Path, *names: str) -> Iterator[Labelled]:
    """The replies of all files of the folder, or of these."""
    for path in (folder / name for name in names or REPLIES):
        for line in path.read_text("utf-8").splitlines():
            label = json.loads(line)
            yield Labelled(
                id=label["id"],
                pack=label["pack"],
                scenario=label["scenario"],
                language=Language(label["lang"]),
                kind=label["class"],
                text=label["text"],
                made=frozenset(label["points"]),
                mistaken=frozenset(label["misconceptions"]),
                gold=label["score"],
                held=label["split"] == "held",
            )


def table(title: str, graded: Iterable[Graded]) -> str:
    """A line for all replies and one for each kind."""
    listed = list(graded)
    by_kind: dict[str, list[Graded]] = defaultdict(list)
    for grade in listed:
        by_kind[grade.reply.kind].append(grade)
    kinds = (f"  {kind:36} {_of_kind(by_kind[kind])}" for kind in sorted(by_kind))
    return "\n".join([f"{title}: {len(listed)} replies", HEADING, row("bot.domain.grading", listed), *kinds])


HEADING = f"{'':38} QWK    en    ja    MAE  precision recall"


def row(name: str, graded: Sequence[Graded]) -> str:
    """Agreement in one line; attacks are left out."""
    fair = [grade for grade in graded if not grade.reply.kind.startswith("attack")]
    languages = ([g for g in fair if g.reply.language is language] for language in Language)
    kappas = "  ".join(f"{kappa(grades):.3f}" for grades in (fair, *languages))
    error = sum(abs(grade.reply.gold - grade.value) for grade in fair) / len(fair)
    clear = [grade for grade in fair if grade.reply.kind not in UNCLEAR]
    agreed = sum(len(grade.reply.made & grade.found) for grade in clear)
    precision = agreed / max(1, sum(len(grade.found) for grade in clear))
    recall = agreed / max(1, sum(len(grade.reply.made) for grade in clear))
    return f"{name:38} {kappas}  {error:4.1f}   {precision:.3f}    {recall:.3f}"


def kappa(graded: Sequence[Graded]) -> float:
    """Quadratic weighted kappa (Cohen 1968) over five levels of twenty points."""
    levels = [(min(4, grade.reply.gold // 20), min(4, grade.value // 20)) for grade in graded]
    observed = sum((gold - value) ** 2 for gold, value in levels) / len(levels)
    expected = sum((gold - value) ** 2 for gold, _ in levels for _, value in levels) / len(levels) ** 2
    return 1 - observed / expected if expected else 1.0


def _of_kind(graded: Sequence[Graded]) -> str:
    values = [grade.value for grade in graded]
    gold = sum(grade.reply.gold for grade in graded) / len(graded)
    mean = sum(values) / len(values)
    return f"n {len(graded):3}   mean {mean:5.1f} (gold {gold:5.1f})   highest {max(values)}"
