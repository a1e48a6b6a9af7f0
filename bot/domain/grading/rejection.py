"""What a reply argues against: "X would only …", "X is out because …", X は … ので合いません.

A wrong answer that is mentioned so is weighed and found wanting. This is wider than negation: it reaches
over a whole sentence, and so it never rules out a key point by itself, but is evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.domain.grading.ruling import Ruling
from bot.domain.reading.lexicon import ENGLISH_VERBS, one_of, word_set
from bot.domain.reading.text import Reading, Span

_FAILS = re.compile(
    r"\b"
    + one_of(
        "(?:ca|could|does|do|is|are|was|wo|would|did|has)n'?t|cannot",
        "(?:can|could|does|do|is|are|will|would) not",
        "would(?! (?:work|do|be (?:enough|fine|best|right|the)|suffice|solve|fit|help|use|go|make|also))",
        r"(?:is|are|was|were)(?: also| both)? (?:out|off|no good|gone|too \w+|not)\b",
        "fails?|breaks?|lacks?|misses|but|yet|however",
    )
    + r"\b"
)
_ONLY_IF = re.compile(r"(?: \w+){0,3} (?:otherwise|unless|until|without)\b")  # "won't work otherwise"
_OF_SOME = re.compile(r"\b(?:where|which|who|that|when|if|once)(?: \w+){0,3} $")  # "requests where it can't"
_FAILED = re.compile(  # what comes behind is not the writer's own choice
    r"\b"
    + one_of(
        "kills?|rules? out|ruled out|rejects?|rejected|(?:nothing|nobody|no one)(?! else)|none of",
        "unlike|compared (?:to|with)",
        "(?:thought|think) (?:about|of)|considered|looked at|tempted|tempting|the (?:reflex|classic|usual)",
        "(?:people|somebody|someone|some|others|colleagues?) (?:will |would |might |may |always |often )?"
        "(?:say|says|said|suggests?|suggested|proposed?|proposes|draws?|drew|reach|reaches|want|wants|wanted)",
    )
    + r"\b"
)
_JOINT = re.compile(r"\b(?:because|since|so|as|then|while|whereas|and)\b|->|=>|[:;(]")
_TURN = re.compile(r"\b(?:because|since|so|then|while|whereas)\b|;")
# Rebutted even where it sounds like advice: "Give it admin rights? No, that wouldn't do."
_REBUTS = re.compile(r"\s*(?:that|this|no|nope|wrong)\b")
_BUT_IT = re.compile(
    r"\bbut (?:that|it|this|they|those)\b[^.,;]{0,40}?(?:n't|\bnot|\bonly|\bfails?|\bwould)\b"
)
_PROPOSES = re.compile(
    r"\b(?:(?:i|we|you)(?:'d|'ll| (?:would|will|should|can|need|must|use|want))|let's|let|should|must|plus)\b"
)
_MEANT_BEFORE = re.compile(r"\s*(?:that|it|this|those|these|they|which|but|however|no|nope|wrong|sadly)\b")
_MEANT_BEFORE_JA = re.compile("(?:それ|これ|あれ|その|この|ただし?|でも|しかし|いや|けど|が、)")
_LEADS = word_set("and then just also or so please first")

_TOPIC = re.compile(r"(?:だけ|のみ)?(?:は|も|だと|では|じゃ|なら|って|という|といった|案|でも|だけで)")
_FAILS_JA = re.compile(
    one_of(
        "ない(?!と(?:いけ|なら)|(?:です|でしょう|だろう)?か)|ません(?!か)|なかった|ず(?=[、に。])|だめ|ダメ|駄目|[なナ][しシ](?=で|だ|。|$)",
        "違[いうっ]|無理|却下|論外|不可|不要|不十分|引っかか|別の話|足り|過剰|やりすぎ|難し|弱い",
        "てしま|ちゃう|遠回り|意味(?:が|は)",
    )
)
_CONCEDES_JA = re.compile(
    "(?:(?:意見|案|話|声|手|方法)[はがも][^。]{0,12}|(?:思|考え|迷|検討し|悩)[いっみん]?(?:まし)?[ただ])(?:が|けど|けれど)"
    "|ありがち|よくある|一見|反射的|やりがち|と言われ(?:が|そう)"
)
_DECIDES_JA = re.compile("(?:ます|ましょう|べき(?:です)?|する|使う|よい|いい(?:です)?)[。!]?$")
_BREAK_JA = re.compile("が[、,]|けど[、,]?|けれども?[、,]?|ので[、,]?|から[、,]|[てで][、,]|[。!?\n]")


def rejections(reading: Reading) -> tuple[Ruling, ...]:
    """Every stretch of the reply that is argued against."""
    found: list[Ruling] = []
    for sentence, behind in pairwise((*reading.sentences, (len(reading.plain),) * 2)):
        found += _english(reading, sentence)
        if not reading.plain[slice(*sentence)].isascii():
            found += _japanese(reading.plain, sentence)
        found += _by_the_next(reading, sentence, behind)
    return tuple(found)


def _english(reading: Reading, sentence: Span) -> Iterator[Ruling]:
    plain = reading.plain
    for cue in _FAILS.finditer(plain, *sentence):
        joints = [joint.end() for joint in _JOINT.finditer(plain, sentence[0], cue.start())]
        start = joints[-1] if joints else sentence[0]
        conditional = _ONLY_IF.match(plain, cue.end(), sentence[1])
        conditional = conditional or _OF_SOME.search(plain, start, cue.start())
        if not (conditional or proposes(reading, (start, cue.start()))):
            yield Ruling((start, cue.end()), cue.span(), strong=False)
    for cue in _BUT_IT.finditer(plain, *sentence):
        yield Ruling((sentence[0], cue.end()), cue.span(), strong=False)
    for cue in _FAILED.finditer(plain, *sentence):
        joint = _TURN.search(plain, cue.end(), sentence[1])
        end = joint.start() if joint else sentence[1]
        yield Ruling((cue.start(), end), cue.span(), strong=False)


def _by_the_next(reading: Reading, sentence: Span, behind: Span) -> Iterator[Ruling]:
    """ "People reach for X. That only moves the problem, it doesn't solve it." """
    plain = reading.plain
    for opening, fails in ((_MEANT_BEFORE, _FAILS), (_MEANT_BEFORE_JA, _FAILS_JA)):
        cue = fails.search(plain, *behind) if opening.match(plain, *behind) else None
        pointed = _REBUTS.match(plain, *behind) is not None
        if cue and (pointed or not (proposes(reading, sentence) or decides(reading, sentence))):
            yield Ruling(sentence, cue.span(), strong=False)


def decides(reading: Reading, sentence: Span) -> bool:
    """Does the Japanese sentence end in what is to be done?"""
    return _DECIDES_JA.search(reading.plain, *sentence) is not None


def proposes(reading: Reading, span: Span) -> bool:
    """ "Use a gateway, it doesn't cost much" speaks for the gateway. English only."""
    words = [word.text for word in reading.words_in(span) if word.text not in _LEADS]
    return words[:1] != [] and (
        words[0] in ENGLISH_VERBS or _PROPOSES.search(reading.plain, *span) is not None
    )


def proposals(reading: Reading) -> list[Span]:
    """The clauses and sentences that say what is to be done."""
    clauses = [clause for clause in reading.clauses if proposes(reading, clause)]
    return clauses + [sentence for sentence in reading.sentences if decides(reading, sentence)]


def _japanese(plain: str, sentence: Span) -> Iterator[Ruling]:
    """The verdict comes last; it strikes what the topics before it name, each back to its own clause."""
    verdicts = [found.span() for found in _FAILS_JA.finditer(plain, *sentence)]
    for conceded in _CONCEDES_JA.finditer(plain, *sentence):
        yield Ruling((sentence[0], conceded.end()), conceded.span(), strong=False)
    if not verdicts:
        return
    verdict = max(verdicts)
    breaks = [sentence[0], *(found.end() for found in _BREAK_JA.finditer(plain, *sentence))]
    for topic in _TOPIC.finditer(plain, sentence[0], verdict[1]):
        start = max(at for at in breaks if at <= topic.start())
        yield Ruling((start, topic.end()), verdict, strong=False)
    for regret in re.finditer("(?:てしま|ちゃ[いうっ])", plain[: sentence[1]]):
        if regret.start() >= sentence[0]:
            start = max(at for at in breaks if at <= regret.start())
            yield Ruling((start, regret.end()), regret.span(), strong=False)
