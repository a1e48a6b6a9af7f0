"""What people put around a whole answer: "Rejected yesterday: ...", "... Or shall we wait for the vendor?".

`data/frames.tsv` holds 1,787 of them in four stances (against, for; open, settled), with {ALL} in place of a
right answer and {OTHER} in place of a wrong one. Filled with answers that others gave, they teach what a few
words do to a text that is the answer from end to end.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.scenario import Language, Pack
from tests.bench.agreement import labelled

FRAMES = Path(__file__).parent / "data" / "frames.tsv"
REPLIES = Path(__file__).parents[1] / "tests" / "bench" / "data" / "grading"
FILLINGS = 4  # scenarios with whose answers each is filled
WHOLE = ("full", "long", "paraphrase", "partial", "typo")
RIGHT = 60  # points of 100 from which a reply is taken for an answer


@dataclass(frozen=True, slots=True)
class Framed:
    """A filled frame; `name` is that of the frame."""

    name: str
    pack: str
    scenario: str
    text: str
    stance: str


def framed(packs: Iterable[Pack], stances: Container[str]) -> Iterator[Framed]:
    """Frames of these stances around right answers to some scenarios, and wrong ones to the same where they
    have a place for them."""
    chance = random.Random(13)
    answers = _answers(packs)
    for name, (stance, language, frame) in FRAME_NAMES.items():
        if stance not in stances:
            continue
        for pack, scenario, _ in chance.sample([key for key in answers if key[2] == language], FILLINGS):
            right, wrong = answers[pack, scenario, language]
            text = frame.replace("\\n", "\n")
            for place, known in (("{ALL}", right), ("{OTHER}", wrong)):
                text = text.replace(place, _ended(chance.choice(known), language))
            yield Framed(name, pack, scenario, text, stance)


def _answers(packs: Iterable[Pack]) -> dict[tuple[str, str, str], tuple[list[str], list[str]]]:
    """Right and wrong answers by pack, scenario and language, where there are both."""
    found: dict[tuple[str, str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for pack in packs:
        for scenario in pack.scenarios:
            for language in Language:
                right, wrong = found[pack.id, scenario.id, language]
                right += (scenario.answer[language], *scenario.examples[language].full)
                wrong += scenario.examples[language].wrong
    for reply in labelled(REPLIES):
        right, wrong = found[reply.pack, reply.scenario, reply.language]
        if reply.held or (reply.mistaken and reply.kind != "wrong"):
            continue
        if reply.kind == "wrong":
            wrong.append(reply.text)
        elif reply.kind in WHOLE and reply.gold >= RIGHT:
            right.append(reply.text)
    return {key: texts for key, texts in sorted(found.items()) if all(texts)}


def _ended(text: str, language: str) -> str:
    """The answer with a full stop if it has none, as the frames expect it."""
    return text if text[-1:] in ".!?。」)" else text + ("。" if language == Language.JA else ".")


FRAME_NAMES = {
    f"frame {number}": line.split("\t") for number, line in enumerate(FRAMES.read_text("utf-8").splitlines())
}
