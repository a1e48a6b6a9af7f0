"""The evidence that decides over a key point, by name."""

from __future__ import annotations

from typing import NamedTuple


class Evidence(NamedTuple):
    """What speaks for and against one key point in one reply.

    The first block is about this point, read without what the reply denies (`kept_…`) and as a whole
    (`whole_…`); the second about the reply; the third about whose words it uses; the last about its other
    points. Shares and likenesses are
    0..1 (cosines may be negative), flags 0 or 1, unless said otherwise.
    """

    matched: float  # words of an accepted phrasing stand in the reply, and nothing rules them out
    ruled_out: float
    kept_text: float
    kept_phrasing: float
    kept_phrasings: float
    kept_pattern: float
    kept_patterns: float
    kept_coverage: float
    kept_coverages: float
    kept_coverage_of_text: float
    kept_said: float
    kept_margin: float
    whole_phrasings: float
    whole_patterns: float
    whole_coverage_of_text: float
    whole_said: float
    strict_phrasings: float  # without what the reply argues against, too
    strict_patterns: float
    required: float
    required_denied: float  # a required point is ruled out by a negation, and none is matched
    phrasings: float  # how many are accepted: where they are few, to meet none of them says little

    answer: float
    misconception: float
    situation: float
    full_example: float
    wrong_example: float
    trapped: float  # a misconception was recognised
    against: float  # log-odds that the tone is that of advice against the answer
    mildly_against: float  # the same of the sentence that is mildest to it
    core_names: float  # names that belong to the answer and not to the question
    other_names: float  # names that don't belong to the answer
    foreign_services: float
    astray_names: float  # names of misconceptions
    nameless: float
    japanese: float  # share of its letters: words are nearer to each other in one language than in the other

    nearby: float  # whose words the reply uses, see `belonging`
    own: float
    covered: float
    strange_nearby: float
    strange: float
    strangest: float
    most_astray: float
    words: float

    rank: float  # share of the other points that the reply is less like
    any_matched: float
    others_matched: float
    required_matched: float
    others_likeness: float
    required_likeness: float
    required_patterns: float


AGAINST = frozenset(
    {
        "required_denied",
        "situation",
        "misconception",
        "wrong_example",
        "trapped",
        "against",
        "mildly_against",
        "other_names",
        "foreign_services",
        "astray_names",
        "strange_nearby",
        "strange",
        "strangest",
        "most_astray",
    }
)
"""More of these never raises the probability."""

EITHER_WAY = frozenset(
    {"ruled_out", "nameless", "japanese", "any_matched", "core_names", "required", "phrasings", "words"}
)
"""These may work in both directions; all others only raise it."""
