"""English scorn: praise that isn't meant, and verdicts over everything that was said."""

from __future__ import annotations

import re

from bot.domain.reading.lexicon import one_of

_WRONG = one_of(
    "wrong|false|nonsense|rubbish|untrue|incorrect|mistaken|bogus|pointless|useless|unnecessary|overkill",
    "a (?:myth|mistake|waste|bad idea|lie)|noise|out",
)
BLAMED = re.compile(  # who says so hasn't understood
    r"\b(?:any(?:one|body)|whoever)\b(?= (?:who )?(?:propos|suggest|recommend|push|sell|advis|advoc|say)\w*"
    r"[^.!?]{1,160}\b(?:hasn'?t|has not|doesn'?t|does not|has never|didn'?t|is (?:wrong|mad|crazy|lying)))"
    r"|, (?:they|he|she) said\b(?=\. )"
)
JUDGED_WHOLE = re.compile(  # everything that was said so far
    r"\b"
    + one_of(
        "(?:that|this|it)(?:'s| is) (?:all|completely|totally|entirely|utterly|plain|flat(?:ly| out)?|just) "
        rf"(?:just |plain |so )?{_WRONG}",
        rf"(?:all|every \w+|most) of (?:that|this|it|which)(?: is|'s)? (?:just |plain |simply )?{_WRONG}",
        rf"(?<=[.!?;,] )(?:all|both|everything)(?: of (?:it|this|that))?(?: is| are)?(?: so)? {_WRONG}",
        rf"both (?:are|of (?:them|those) are) {_WRONG}",
        r"(?:pass|say no|thanks,? no|no thanks) (?:on|to) (?:all|both)(?: of (?:it|them|that|those))?",
        "(?:none|not (?:a word|one bit|any)) of (?:that|this|it|which|(?:these|those)(?: \\w+)?|the above) "
        "(?:is|are|do|should|must|makes?|does|will|would|helps?|works?|holds?|matters?|fixes|solves?|changes)",
        "neither (?:of (?:them|those|these) )?(?:is|does|will|would|helps?|works?|holds?|fixes|solves?)",
    )
    + r"\b"
)
DROPPED = re.compile(  # what was looked at, and then left
    r"\b"
    + one_of(
        "(?:decided|voted|advised?|chose|opted) against (?:it|that|this|them|doing)",
        "(?:ruled|rule|ruling) (?:it|that|them|this|both) out|turned (?:it|that|them|this|both) down",
        "(?:rejected|dropped|discarded|scrapped|ditched|abandoned|vetoed|binned)"
        " (?:it|that|them|the idea|both)",
        "(?:threw|took|ripped) (?:it|them|that|this|both) (?:out|away)(?: again)?",
        "got rid of (?:it|them|that)|(?:is|are|was|were) told no|said no",
    )
    + r"\b"
)
PRAISES = re.compile(
    r"[\s\"(]*(?:(?:oh|ah|ha|lol|hm+|well|and|so),? )*"
    r"(?:(?:sure|yeah,? right|right|great|brilliant|genius|fantastic|wonderful|lovely|wow|yes|yep|of course"
    r"|bravo|cool|amazing|perfect)\b|let'?s )"
)
JEERS = re.compile(r"[\s\"(]*(?:yeah,? right|oh (?:great|joy|sure|wonderful|lovely|brilliant)),")
BITES = re.compile(  # after praise: it wasn't meant
    r"\b"
    + one_of(
        "and (?:pray|then wonder|hope for|also set)|pray (?:that|the|it|nobody)|fingers crossed",
        "go(?:es)? wrong",
        "good luck|lol|lmao|rofl|resign|gift that keeps|worked out so well|enough problems|good one|any day",
        r"if you (?:enjoy|like|love) (?:being|getting|\d|to )|what year is it",
        r"will save (?:us|the day|everyone)",
        r"exactly what [^.!?]{1,40} (?:missing|needed)|(?:oldest|biggest|worst) \w+",
    )
    + r"\b"
)
