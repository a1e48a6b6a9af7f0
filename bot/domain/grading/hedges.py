"""Answers that commit to nothing: "A or B or C", A か B か C, "maybe A. Maybe B."."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from bot.domain.grading.ruling import Ruling
from bot.domain.reading.lexicon import one_of
from bot.domain.reading.text import Reading, Span
from bot.domain.reading.tone import CLEARLY, Tone

_OR = re.compile(
    r"\b(?:or|alternatively|either|perhaps|maybe|possibly|(?:could|might) be)\b|\s/\s"
    r"|(?<=[ァ-ヶーa-z0-9])か(?=[、ァ-ヶ一-鿿a-z0-9]|$|[。!?])|(?<=[うくぐすつぬぶむる])か(?=[、,ァ-ヶa-z0-9一-鿿])|(?<=[一-鿿])か[、,]"
    r"|(?<=だった)か[、,.。]|または|もしくは|あるいは|それとも|それか|ないしは|どれか|いずれか|どちらか|たぶん|もしかして|かもしれ"
)
_NO_CHOICE = re.compile(
    r"\bwhether or\b|\bor not\b|\bor (?:so|else|something|similar|whatever|more|less)\b"
    r"|\bmaybe (?:also|later|even)\b"
    "|か[、,][^。]{0,60}か(?:どうか)?[をは]?(?:ログで|実際に)?(?:確認|確かめ|調べ|検証|チェック|テスト|見[るてま])"
)
_NO_PICK = re.compile(  # says of the options before or after it that none is chosen
    r"\b(?:(?:one|any) of (?:those|these|them)|not sure which|all by one|either way)\b"
    r"|(?:どれ|いずれ|どちら|どっち)(?:か(?!ら)|でも|かな)|(?:どれ|いずれ|どちら|どっち)(?:が|を)[^。]{0,8}(?:か|迷)"
)
_UNDECIDED = re.compile(  # says of the whole reply that it decides nothing
    one_of(
        r"(?<!not )\b(?:any|one|either) (?:\w+ )?of (?:those|these|them)\b",
        r"(?<!not )\ball of (?:those|these|them)"
        r" (?:are|can|could|fit|look|might|seem|should|sound|work|would)\b",
        r"\b(?:any|either) of the (?:two|three|four|above)\b",
        r"\b(?:not sure|no idea|dunno|don'?t know|hard to say|can'?t (?:say|tell)) (?:from here\b|which\b"
        r"(?= (?:one|of|to|i|without|until)\b|[\s.,!?…]*$|[.,]))",
        r"\b(?:it|that|this|which)(?: all| really)? depends\b|\bdepends on (?:what|which|how|who|your)\b",
        r"\bwhich ?ever (?:one|you|we|they|of|is|way|works|fits|turns)\b",
        r"\bpros ?(?:and|/) ?cons\b|\bpick one\b|\beither way\b",
        r"\bstrong (?:view|preference)\b|\bbefore i pick\b|\bi'd pick\b|\bcould also\b|\bin turn\b",
        r"\bany (?:would|could|will) (?:work|do)\b",
        r"\b(?:take|have) your pick\b|\byou (?:choose|pick|decide)\b",
        r"\btry (?:one|each|all)\b(?= (?:of|by|and|after|until|in)\b|[\s.,!]*$|[.,])",
        r"\b(?:try|test|check|look|go|work|explore|rule|exclude|eliminate)\w*\b[^.!?]{0,40}\bone by one\b",
        "(?:案|候補|選択肢|選択|方法|通り|つ)[^。]{0,16}(?:選んで|決めて|お選び)(?:ください|下さい|もら|ほし|欲し)",
        "どれか|どれでもい|どれでも[行い良]|どれもあり|どれもアリ|どれとは|いずれか|いずれでも",
        "どちらか|ど(?:ちら|っち)でも(?!な[いく]|ありませ)|どっちか|一長一短|何とも|なんとも|(?:アリ|あり)(?:だと思|かと思)",
        "(?:次第|よる)(?:です|かな|かと|で|だ|。|$|ってこと)|判断に任せ|お任せ|(?:[とに]|ご?要)相談|相談(?:し(?:て|たい|ます|た上|ながら)|の上|かな)",
        "(?:決めきれ|決められ|絞れ|絞りきれ)(?:ない|ませ|ず)|どれ(?:に|が)[^。]{0,10}(?:か|迷)",
    )
)
_INDIFFERENT = re.compile(  # says that any will do, or that others choose; of what, the rest has to tell
    one_of(
        r"\b(?:two|both|several) (?:schools|camps)\b|\bsee (?:either|both)\b|\bno preference\b",
        r"\bundecided\b|\b(?:flip|toss)(?: of)? a coin\b|\bcoin (?:toss|flip)\b",
        r"\b(?:happy|fine|ok|okay|good) with (?:either|whichever|whatever|both|any)\b",
        r"\b(?:your|their|his|her|(?:somebody|someone) else's) (?:call(?! to\b)|choice|decision)\b",
        r"\b(?:either|both|any|all(?: three)?)(?: one| of them)? (?:(?:would|will|could|can|should) )?"
        r"(?:works?|be fine|is fine|do|are (?:fine|valid|viable|ok|okay))\b",
        r"\bcan(?:'?t|not) (?:decide|choose|pick)\b",
        r"\bwhich ?ever (?:\w+ ){1,3}(?:prefers?|likes?|wants?|picks?|chooses?|decides?)\b",
        r"\bup to (?:you|them|whoever|the (?:team|lead|boss|architects?|others))\b",
        "ど(?:ちら|っち|れ)も(?:あり(?!ませ)|アリ|いい|いけ(?:る|ます)|良い|悪くな|同じ|正解)",
        "ど(?:ちら|っち|れ)に(?:する|しよう|すべき)(?:か|べき)|派も[^。]{0,40}派も|甲乙|決めかね|ケースバイケース",
        "(?<![一-龥の])人による(?=[。、とのでかんし]|$)|好みの問題|好み(?:で|次第)|迷(?:います|う|っています)|悩(?:ましい|みます|む)",
    )
)
_OPEN = (_UNDECIDED, _NO_PICK, _INDIFFERENT)
_TAIL = 6  # characters behind the last such words: かと思います
_SHORT_OPENING = 14  # words of a first sentence that says nothing else
_ONE_WAY = re.compile(
    r"\W*(?:(?:i think|i guess|hm+|well|so),? )?(?:maybe|perhaps|possibly|either|it (?:could|might|may) be"
    r"|option (?:1|a|one)\b|(?:案|選択肢)[1aア一①]"
    "|もしかする?と|もしかして|ひょっとする?と|たぶん|多分|おそらく)"
)
_ANOTHER_WAY = re.compile(
    r"(?:[.!?。\n:;]\s*)\W*(?:(?:and|but|hm+|then again),? )?(?:or\b(?! else)|maybe|perhaps|possibly"
    r"|alternatively|option (?:2|b|two)\b|(?:案|選択肢)[2bイ二②]"
    "|または|もしくは|あるいは|それとも|もしかする?と|もしかして|ひょっとする?と|たぶん|多分|おそらく)"
)
_DECIDED = re.compile(
    r"\b(?:i'd|i would|let's|we should) (?:go with|choose|take|start with)\b(?! what)"
    "|一択|で決まり|にします|を選びます"
)
_OPTION = re.compile(
    r"\b(?:or|could|maybe|perhaps|alternatively)\b|[?]|案[0-9a-z]|(?<![0-9])[1-4][.) ]"
    r"|[,①-⑨]|か[、。,…]|かな|とか|でも(?:いい|良い|、)|手もある|または|もしくは|あるいは|、"
)
_LONGEST_UNDECIDED = 75.0  # words, and pauses as words: who thinks longer aloud usually decides
_REACH = 30  # characters behind the options: "… I am not sure which"
_FEW = 2  # options; of two that are both right the choice is free
_SHORT = 2.5  # words, and pauses as words; shorter pieces before an "or" belong to its enumeration


def hedges(
    reading: Reading, strays: Callable[[Span], bool], tone: Tone, indecision: Callable[[], float]
) -> Iterator[Ruling]:
    """Stretches that offer a choice in which some option strays from the answer: all of them is
    ruled out. `strays` tells whether the words in a span point elsewhere, `indecision` are the log-odds that
    the reply has the `tone` of it."""
    if undecided := _undecided(reading, tone, indecision):
        yield undecided
    for stretch, edges in _choices(reading):
        options = [span for span in pairwise(edges) if reading.words_in(span)]
        wrong = [option for option in options if strays(option)]
        if len(options) > 1 and wrong:
            yield Ruling(stretch, _trimmed(reading.plain, wrong[-1]))
        elif len(options) > _FEW and (
            open_ := _NO_PICK.search(reading.plain, stretch[0], stretch[1] + _REACH)
        ):
            yield Ruling(stretch, open_.span())


def says_it_is_open(plain: str) -> bool:
    """Are there words for a choice that is left open, be it only one about a detail?"""
    return any(cue.search(plain) for cue in _OPEN) and not _DECIDED.search(plain)


def is_plainly_open(reading: Reading) -> bool:
    """Does the reply begin or end on words for a choice that is left open, or offer one way after another?
    Hardly anybody says that of a detail there."""
    plain = reading.plain
    if any(found[0].isascii() for found in _DECIDED.finditer(plain)):  # each option may end in にします
        return False
    offers = _ONE_WAY.match(plain)
    if offers and _ANOTHER_WAY.search(plain, offers.end()):
        return True
    said = plain.rstrip(" 。.!?")
    ends = [found.end() for cue in _OPEN for found in cue.finditer(said)]
    return bool(ends) and (len(said) - max(ends) <= _TAIL or _begins_open(reading))


def _begins_open(reading: Reading) -> bool:
    first, *others = reading.sentences
    is_short = len(reading.words_in(first)) <= _SHORT_OPENING
    return bool(others) and is_short and any(cue.search(reading.plain, *first) for cue in _OPEN)


def _undecided(reading: Reading, tone: Tone, indecision: Callable[[], float]) -> Ruling | None:
    """The whole reply, if it sounds undecided, or names options and says that it doesn't choose."""
    plain = reading.plain
    if reading.length <= _LONGEST_UNDECIDED and indecision() >= CLEARLY:
        return Ruling((0, len(plain)), tone.most_telling(reading))
    cue = _UNDECIDED.search(plain)
    if cue is None or reading.length > _LONGEST_UNDECIDED or _DECIDED.search(plain):
        return None
    offered = sum(1 for _ in _OPTION.finditer(plain))
    return Ruling((0, len(plain)), cue.span()) if offered >= _FEW else None


def _choices(reading: Reading) -> Iterator[tuple[Span, list[int]]]:
    """Stretches with an "or", overlapping ones joined, and the edges of their options."""
    merged: list[tuple[Span, set[int]]] = []
    for joint in _joints(reading.plain):
        span, edges = _stretch(reading, joint)
        if merged and span[0] < merged[-1][0][1]:
            (start, end), known = merged[-1]
            merged[-1] = ((min(start, span[0]), max(end, span[1])), known | edges)
        else:
            merged.append((span, edges))
    return ((span, sorted(edges)) for span, edges in merged)


def _joints(plain: str) -> list[int]:
    idle = [found.span() for found in _NO_CHOICE.finditer(plain)]
    joints = (found.start() for found in _OR.finditer(plain))
    return [joint for joint in joints if not any(start <= joint < end for start, end in idle)]


def _stretch(reading: Reading, joint: int) -> tuple[Span, set[int]]:
    """The clause with the "or". A comma or full stop right before it brings in the clause or sentence
    before; short pieces, and what they continue, belong to the enumeration too."""
    clauses = reading.clauses
    at = next(i for i, (start, end) in enumerate(clauses) if start <= joint < end)
    edges = {*clauses[at], joint}
    first = at
    if joint - clauses[at][0] <= 1 and at:
        first = at - 1
    while first and clauses[first][0] not in {start for start, _ in reading.sentences}:
        if first < at or _length(reading, (clauses[first][0], joint)) <= _SHORT:
            first -= 1
        else:
            break
        if _length(reading, clauses[first]) > _SHORT:
            break
    last = at
    if clauses[at][1] - joint <= 2 and at + 1 < len(clauses):
        last = at + 1
    edges |= {clauses[last][1]} | {start for start, _ in clauses[first : last + 1]}
    return (clauses[first][0], clauses[last][1]), edges


def _length(reading: Reading, span: Span) -> float:
    return reading.place[span[1]] - reading.place[span[0]]


def _trimmed(plain: str, span: Span) -> Span:
    text = plain[span[0] : span[1]]
    return (
        span[0] + len(text) - len(text.lstrip(" ,、/")),
        span[0] + len(text.rstrip(" ,、/.。")),
    )
