"""Where a reply turns round and takes back what it said: "wait, no", "scratch that", …と思ったけど."""

from __future__ import annotations

import re

from bot.domain.reading.lexicon import one_of
from bot.domain.reading.text import Reading

# Alone they take back; what is said in front of them doesn't stand.
_RETRACTS = one_of(
    r"\b(?:scratch|scrap|strike) (?:that|it|this|all that)\b",
    r"(?<!n't )(?<!never )\bforget (?:what i|it|that|this|the \w+ (?:thing|idea|bit|part)|i said)\b",
    r"\bi(?:'ll| will)? take (?:that|it|this|everything|all of that) back\b|\bnever ?mind\b(?! the)",
    r"\bnot that,? then\b|\bi was wrong\b",
    r"\b(?:do|would|should)(?:n'?t| not) use (?:it|this|that|them)(?=[\s.,!]*(?:$|after all|anyway|at all))",
    r"\bleave (?:it|them|everything|things) (?:where|as|how) (?:it|they|things|everything)\b",
    "(?:ただし?|でも|しかし)[^。]{0,40}使(?:わない|いません)",
    "(?:話|案|方法|前言|意見|提案|発言|今の)[はをも]?[^。]{0,4}取り消|取り下げ|撤回|(?:さっき|今|いま)の(?:話|案|は)[^。]{0,6}(?:なし|無し|ナシ|忘れ|取り消|違)",
    "(?:この|その|それ|これ)(?:案|話|方法)?は(?:なし|無し|ナシ|やめ|却下)|[^一-龥ァ-ヶa-z0-9]忘れて(?:ください|下さい|。|$)",
)
# These only turn; something that denies has to follow.
_TURNS = one_of(
    r"\bon second thoughts?\b",
    r"\b(?:actually|although|wait|hm+|oh|well|no)\b[\s,.…-]{0,4}(?:no|nope|wait|actually)\b",
    r"\b(?:hm+|ah|oh)\b[\s,.…-]{0,4}(?:wait|though|but)\b|\bwait (?:though|a (?:sec|minute))\b",
    r"(?:^|[.…!?\n])\s*(?:actually|although|wait|but actually|then again|that said)\b",
    r"\b(?:do|would|should|wo|ca)(?:n'?t| not) (?:do|use|add|bother with) (?:it|this|that|them|one|any of)\b",
    "と(?:思|書い|言っ|考え)(?:った|た)(?:け(?:ど|れど)|が|の(?:です|だ)が)|いや(?:、|,|…|。)?(?:待|違|ちが|やっぱ|やはり|だめ|ダメ|でも)",
    "待って|待てよ|[…。、,!?\n]いや[、,…]|(?:^|[、。,.…!?\n])(?:でも|あ、|ただ)?(?:やっぱり?|やはり)|よく考え(?:たら|ると)",
)
_TAKES_BACK = re.compile(_RETRACTS)
_TURN = re.compile(f"{_RETRACTS}|{_TURNS}")
_DENIES = re.compile(
    one_of(
        r"n'?t\b|\b(?:not|no|never|nothing|cannot|forget|leave|keep|stay|skip|drop|scrap|scratch)\b",
        r"\b(?:pointless|useless|redundant|already|anyway|as (?:is|they are|it is)|stick with|instead)\b",
        "ない|ません|無し|なし|ナシ|不要|やめ|違[いうっ]|意味|そのまま|のまま|取り消|取り下げ|忘れ|だめ|ダメ|効く|[えせけてねめれげべ]ず|無理",
    )
)


def turning_point(reading: Reading) -> int | None:
    """Where the reply turns against what it said before; None if it doesn't."""
    plain = reading.plain
    for turn in _TURN.finditer(plain):
        if turn.start() and (_TAKES_BACK.match(plain, turn.start()) or _DENIES.search(plain, turn.end())):
            return turn.start()
    return None
