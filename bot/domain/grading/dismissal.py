"""Sentences that advise against something: "I'd stay away from …", … はおすすめしません.

A negation rules out the words in its reach; who advises against the answer often goes on to say why, in
words that are the answer's. So such a sentence is read as a whole.
"""

from __future__ import annotations

import re

from bot.domain.reading.lexicon import one_of
from bot.domain.reading.text import Reading, Span

_ADVISES_AGAINST = re.compile(
    one_of(
        r"\b(?:i'?d|i would|please|better|would) (?:avoid|skip|stay away|steer clear|keep away|never)\b",
        r"\b(?:steer|stay|keep) (?:clear|away)\b|\bi'?m against\b|\bdisagree\b",
        r"\b(?:wouldn'?t|don'?t|would not|do not) (?:bother|go|touch|use|put|waste)\b|\bno point\b",
        r"\bpointless\b|\boverkill\b|\bwon'?t (?:work|help)\b",
        r"\b(?:is|are|isn'?t|not) (?:worth|useless|redundant)\b",
        r"\b(?:nah|please),? (?:skip|no)\b|\bforget (?:the|about)\b|\bno \w+ \w+ please\b|\bhalf-measure\b",
        "おすすめ(?:し(?:ない|ません)|でき)|勧め(?:ない|ません)|反対|(?:ない|ません)(?:方|ほう)が|大げさ",
        "要ら(?:ん|ない(?:でしょ|です|と|。|$))|いらない(?:でしょ|です|と|。|$)",
        "不要(?:です|では|でしょ|だ|と思|。|$)|意味[がはも]?(?:ない|ありません)|やめた(?:方|ほう)",
        "べきじゃない|べきではない|必要は?(?:ない|ありません)",
    )
)


def advised_against(reading: Reading) -> list[Span]:
    """The sentences that advise against something."""
    sentences = (span for span in reading.sentences if reading.words_in(span))
    return [span for span in sentences if _ADVISES_AGAINST.search(reading.plain, *span)]
