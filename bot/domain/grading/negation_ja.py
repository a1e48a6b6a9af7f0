"""Japanese negation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from bot.domain.grading.ruling import Ruling, Taken
from bot.domain.reading.lexicon import JAPANESE_BECAUSE, JAPANESE_UNLESS, one_of
from bot.domain.reading.text import Reading, Span

_POSITIVE = re.compile(  # these only look like negations
    one_of(
        "な(?:けれ|くて)は?ば?(?:なら|なり|いけ)(?:ない|ません)",  # must
        "ない(?:と|とは)(?:いけ|なら|だめ|ダメ)",  # must
        "しか(?:ない|ありません)|欠かせ(?:ない|ません)",
        # "I should say so"
        "[のん]?(?:では|じゃ)(?:ない|なかろう|ありません)(?:です|でしょう|だろう)?か(?!ら|も)",
        "(?:いい|[良よ]い)[のん](?:では|じゃ)(?:ない|なく)",
        "(?:だけ|のみ)(?:で|では|じゃ)なく|のみならず|わけではな",
        "違いな|かもしれ(?:ない|ません)|ませんか|少な[いく]",
        "忘れ(?:ず|ない|なく)|必ず|まず(?=[^にい])",
        "[えれけせべめげてで]なく(?:する|して|し、|した|なる|なり|なっ)|られなく(?:する|して|なる)",
        "なければ(?:、|$)|(?:ない|ません)(?:限り|かぎり|うち[はに])",
        "(?:ない|ません)と(?!い[うけ]|[思考言聞のもし])"  # "without it nothing works": must
        "(?=[^。!?\n]*(?:ない|ません|無理|不可|だめ|ダメ|駄目))",
        "(?:だけ|のみ)(?:で|では|じゃ)(?:は)?[^。、]{0,6}?(?:ない|ません|不十分|不足)",  # more is needed
    )
)
_POTENTIAL = re.compile("(?:でき|出来|られ)(?:ない|ません|なく|ず)")
_OF_CLAUSE = re.compile(
    one_of(
        "[のん](?:では|じゃ|で)(?:なく|ない)(?:て)?|代わりに|べき(?:では?|じゃ)(?:ない|なく|ありません)",
        "[てで]は(?:いけ|なら|だめ|ダメ|駄目)(?:ない|ません)?|不要|不適切|やりすぎ|過剰|だめ|ダメ|駄目",
        "必要[はがも]?(?:ない|なく|ありません|無い|なし)|(?:いら|要ら)(?:ない|なく|ず|ん)|意味[はが]?(?:ない|ありません)",
        "[をは]?(?:やめ|避け)|の[をは]止め|の[はも](?:違[うい]|反対|筋が悪|筋違|見当違|的外れ)",
        "という?の[はも]?(?:誤解|デマ|嘘|ウソ|勘違い)",
        "(?:[せさわらかたばまけれべめげえ]|[一-鿿])ず(?:に)?(?!つ)",
        "[しわらかさたばまべめげけえれせ](?:ない|なく)(?:で|て)?",
        "(?<!あ)[いきぎしちにびみりけれせべめえ]ません",
    )
)
_OF_NOUN = re.compile("(?<![のん])(?:では|じゃ|で)(?:なく|ない|ありません)(?:て)?|の代わりに|に代えて")
_OF_NOUN_WEAKLY = re.compile("[がもは]?(?:ない|なく|ありません|無い)|なし[でにの]?|以外|抜き")
# A negated verb before a noun, a purpose, a reason: it describes, it does not direct.
_ATTRIBUTIVE = re.compile(
    "(?!方|様|為|で)[一-鿿ァ-ヶa-z0-9]|よう|ため|場合|ので|から|の[でをがは]|こと|限り|まま|と(?!い)"
)
_REASON = re.compile("ため|ので|から")
_NO_LEAD = re.compile(r"[。!?;\n.]|(?<=[ァ-ヶー一-鿿a-z0-9])[、,]")
# "With this, so that nobody can …": only what nobody can do is denied.
_PURPOSE = re.compile("よう|状態|する|し[てた、]|します")
# "Unless this is so, that isn't allowed" asks for both.
_UNLESS = re.compile(JAPANESE_UNLESS)
_BECAUSE = re.compile(JAPANESE_BECAUSE)
_CLAUSE_BREAK = re.compile(
    one_of(
        r"[。!?;\n.]|(?<![はをにでがもとのへや])[、,]|が[、,]",
        "(?:けど|けれども?|ので|たら|なら|れば)[、,]?|[のた]ため[、,]",
        "[しっいけれせめべてえり]て[、,]?(?!は(?:いけ|なら|だめ|ダメ|駄目)|い[なまる]|ください|下さい|おく|も|の)",
        "[せわらかされ]ず(?:に)?[、,]?|(?:では|じゃ)なく(?:て)?[、,]?",
    )
)
# "To do this and that, no": what is joined without a comma is denied together.
_TOGETHER = re.compile("[のん](?:では|じゃ|で)なく")
_LISTED = ("たり", "たりは", "たりも")
_COMMA = re.compile("[、,]")
_ENOUGH_TO_DENY = 2  # words: 使わない alone denies the clause before it, "A だと B が要るので使わない"
_NOUN_BREAK = re.compile("[をがへ、,]|は(?!、)|で(?!の)|に(?!よる)|から|って|して")


def japanese_negations(reading: Reading) -> Iterator[Ruling]:
    """The cue comes last and rules out what precedes it in its clause, or in its noun phrase."""
    plain = reading.plain
    if plain.isascii():
        return
    clauses = list(_CLAUSE_BREAK.finditer(plain))
    clause_breaks = [found.end() for found in clauses]
    closed = [
        found.end()
        for found in clauses
        if found[0][-1] in "。!?;\n.、," and not plain.endswith("たり、", 0, found.end())
    ]
    noun_breaks = [found.end() for found in _NOUN_BREAK.finditer(plain)]
    commas = [found.end() for found in _COMMA.finditer(plain)]
    taken = Taken(len(plain), (found.span() for found in _POSITIVE.finditer(plain)))
    for regex, strong, noun in (
        (_POTENTIAL, False, False),
        (_OF_CLAUSE, True, False),
        (_OF_NOUN, True, True),
        (_OF_NOUN_WEAKLY, False, True),
    ):
        for found in regex.finditer(plain):
            cue = found.span()
            if not taken.take(cue) or (regex is not _OF_NOUN_WEAKLY and _is_required(plain, cue)):
                continue
            attributive = (
                regex is _OF_CLAUSE and found[0].endswith("い") and _ATTRIBUTIVE.match(plain, cue[1])
            ) or (regex is _OF_NOUN and found[0].endswith("い") and _REASON.match(plain, cue[1]))
            together = _TOGETHER.match(found[0]) or plain.endswith(_LISTED, 0, cue[0])
            start = _last_before(closed if together else clause_breaks, cue[0])
            if attributive:
                start = max(start, _last_before(commas, cue[0]))
            elif len(reading.words_in((start, cue[0]))) < _ENOUGH_TO_DENY and _leads_on(plain, start):
                start = _last_before(clause_breaks, start)
            if noun or (regex is _POTENTIAL and _PURPOSE.match(plain, cue[1])):
                start = max(start, _last_before(noun_breaks, cue[0]))
            yield Ruling((start, cue[1]), cue, strong and not attributive)


def _is_required(plain: str, cue: Span) -> bool:
    """Is what the cue denies denied only as long as something else is missing?"""
    start = max(plain.rfind(mark, 0, cue[0]) for mark in "。.!?\n") + 1
    unless = _UNLESS.search(plain, start, cue[0])
    return unless is not None and not _BECAUSE.search(plain, unless.end(), cue[0])


def _leads_on(plain: str, start: int) -> bool:
    """Does what stands before the break go on behind it? Not behind a full stop or a bare noun."""
    return not _NO_LEAD.fullmatch(plain, start - 1, start)


def _last_before(breaks: Sequence[int], at: int) -> int:
    """The last break before `at`, 0 if there is none."""
    index = bisect_left(breaks, at)
    return breaks[index - 1] if index else 0
