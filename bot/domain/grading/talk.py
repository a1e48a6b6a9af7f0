"""Talk under a scenario, which is no answer to it: emoji, thanks, greetings, what others think.

A closed list, for whoever means to answer must not be passed over: what it doesn't know is graded.
"""

from __future__ import annotations

import re

from bot.domain.reading.lexicon import one_of
from bot.domain.reading.text import Reading, Span, read

_LONGEST = 120  # characters, emoji left out; who writes more has something to say
_EMOJI_CODE = re.compile(r":[a-z0-9_+'-]+:", re.IGNORECASE)
_PAUSE = r"[\s,.!?…~〜ー、。!()（）]*"
_NAME = r"(?:[ ,]+(?:all|everyone|everybody|team|folks|guys|so much|a lot|again|[a-z]{2,12}))?"

_GREETS = one_of(
    rf"(?:many |big |ok |okay )?(?:thanks|thank you|thx|tysm|cheers){_NAME}"
    r"(?: for (?:posting|sharing|asking|explaining|(?:the |this |that |your |today's )?(?:\w+ )?"
    r"(?:this|that|it|scenario|question|one|post|answer|explanation|hint|help|info)))?",
    rf"(?:hi|hello|hey|(?:good )?morning|good (?:afternoon|evening|night)|welcome){_NAME}",
    rf"(?:congrats|congratulations|well done|bravo|good luck){_NAME}",
)
_ASKS = one_of(  # what the others think
    "(?:so )?(?:what|how) (?:do|would|did) (?:you|y'?all)(?: (?:all|guys|folks))? (?:think|say|answer)",
    "(?:so )?(?:what|how) about (?:you|everyone|everybody|the others|the rest)",
    "(?:any(?:one|body)?|other|more|your) (?:ideas?|thoughts?|takers?|guess(?:es)?|opinions?|else|takes?)",
    *("thoughts", "any(?:one|body)", "who(?:'?s| is) (?:next|in)", "who (?:knows|wants to try)"),
    "(?:let me |still |i'?m |just )?think(?:ing)?(?: about (?:it|this|that))?",
    *("let'?s see", "(?:one|a) (?:sec|second|moment|minute)", "brb", "later"),
)
_ASKS_JA = one_of(
    "(?:皆さん|みなさん|みんな|皆|他の人|ほかの人|あなた)?(?:は|も)?、?どう(?:思う|思います|する|します|です|でしょう)(?:か)?",
    "(?:皆さん|みなさん|みんな|皆)(?:は|の意見は|の回答は)?",
    "(?:誰|だれ)か(?:わか|分か)(?:る|ります)(?:人|方)?(?:いる|います)?か?",
    "(?:ちょっと|少し|まだ|今)?考え(?:中|てます|ています|ます|させてください)(?:です)?",
    *("うー+ん", "えー?っと", "あとで(?:答え|考え)(?:る|ます)", "後で(?:答え|考え)(?:る|ます)"),
)
_COURTESY = one_of(
    _GREETS,
    _ASKS,
    r"(?:that'?s |that was |this is |what )?(?:an? )?(?:really |very |so )?"
    r"(?:nice|great|good|cool|awesome|interesting|excellent|tricky|hard|tough|difficult|fun|lovely)"
    r"(?: (?:one|question|scenario|stuff|work|job))?(?: today)?",
    *("(?:i )?love (?:it|this|this one)", "see you(?: later)?", "got it", "i see", "makes sense"),
    *(r"\+1", "agreed?", "i agree", "same here", "me too", "ok(?:ay)?", "yes", "yep", "no", "nope"),
    *("l+o+l+", "lmao", "rofl", "(?:ha){2,}", "h+m+", "u+m+", "wow", "oops", "yay"),
)
_GREETS_JA = one_of(
    "(?:どうも|本当に|いつも|大変)?ありがとう(?:ございます|ございました)?",
    *("感謝(?:です|します)?", "あざす", "助かり(?:ます|ました)", "おめでとう(?:ございます)?"),
    *("おはよう(?:ございます)?", "こんにち[はわ]", "こんばん[はわ]", "はじめまして"),
    "(?:お疲れ|おつかれ)(?:さま|様)?(?:です|でした)?",
    "(?:どうぞ)?よろしく(?:お願い(?:いた)?します|おねがいします)?",
)
_COURTESY_JA = one_of(
    r"[\w・]{1,10}さん",
    _GREETS_JA,
    _ASKS_JA,
    "(?:お)?(?:楽しみ|たのしみ)(?:です|にしています)?",
    *("なるほど(?:です)?", "(?:勉強|参考)になり(?:ます|ました)", "(?:わか|分か)りました"),
    *("了解(?:です|しました|いたしました)?", "承知(?:です|しました|いたしました)"),
    *("すごい(?:です)?", "さすが(?:です)?", "ナイス", "(?:頑張|がんば)り(?:ます|ました)"),
    *("(?:いい|良い|面白い|おもしろい)(?:です|問題(?:です)?)?", "(?:難し|むずかし)い(?:です)?"),
    *("同感(?:です)?", "同意(?:です)?", "はい", "いいえ", "笑+", "草", "w+"),
)
_TALK = re.compile(rf"{_PAUSE}(?:(?:{_COURTESY}\b|{_COURTESY_JA}(?:よ|ね|よね|な)?){_PAUSE}){{1,5}}")


_GREETING = re.compile(rf"{_PAUSE}(?:{_GREETS}\b|{_GREETS_JA}(?:よ|ね|よね|な)?){_PAUSE}")


def is_courtesy(plain: str) -> bool:
    """Is a sentence nothing but a greeting or thanks? Assent is more than that: it may be to an answer."""
    return _GREETING.fullmatch(plain) is not None


def courtesies(reading: Reading) -> list[Span]:
    """The sentences of a reply that are nothing but that."""
    return [sentence for sentence in reading.sentences if is_courtesy(reading.plain[slice(*sentence)])]


def is_talk(text: str) -> bool:
    """Whether nothing in a message could be an answer: no words, or only thanks and the like. Who says that
    they don't know has answered, and so has who names a thing in two letters."""
    said = _EMOJI_CODE.sub(" ", text)
    if len(said) > _LONGEST:
        return False
    reading = read(said)
    if not reading.words or len(set(reading.plain)) == 1:
        return True
    return _TALK.fullmatch(reading.plain) is not None
