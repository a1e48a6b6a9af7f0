"""What is not an answer: nothing at all, orders to the grader, the pages of a manual."""

from __future__ import annotations

import re

from bot.domain.reading.lexicon import one_of
from bot.domain.reading.text import Reading

_BEFORE = one_of(
    *(
        "sorry",
        "hmm+",
        "um+",
        "uh+",
        "well",
        "honestly",
        "i",
        "we",
        "really",
        "just",
        "have",
        "got",
        "am",
        "i'?m",
    ),
    *(
        "still",
        "at all",
        "this",
        "one",
        "on",
        "for",
        "please",
        "so",
        "it",
        "the answer",
        "do",
        "what to",
        "about",
    ),
)
_UNSURE = one_of(
    *(
        "idk",
        "dunno",
        "don'?t know",
        "do not know",
        "no idea",
        "no clue",
        "not sure",
        "unsure",
        "can'?t say",
        "pass",
    ),
    *("skip", "n/?a", "none", "nothing", "help", "tell me", "give up"),
)
_AFTER = one_of(
    *(
        "sorry",
        "yet",
        "at all",
        "honestly",
        "what to do",
        "the answer",
        "about",
        "this",
        "that",
        "it",
        "one",
        "how",
    ),
    "please",
)
_PAUSE = r"[\s,.!?…、。]*"
_DONT_KNOW = re.compile(
    rf"{_PAUSE}(?:{_BEFORE}\b{_PAUSE}){{0,8}}{_UNSURE}\b(?:{_PAUSE}{_AFTER}\b){{0,6}}{_PAUSE}"
)

_BEFORE_JA = one_of(
    *(
        "すみません",
        "ごめんなさい",
        "申し訳ありません",
        "うーん",
        "えっと",
        "まったく",
        "全く",
        "全然",
        "ちょっと",
        "正直",
    ),
    *(
        "答えが",
        "答えは",
        "何も",
        "よく",
        "私には",
        "これは",
        "さっぱり",
        "まだ",
        "どうすればいいか",
        "何をすればいいか",
    ),
)
_UNSURE_JA = one_of(
    *(
        "(?:わか|分か|判)(?:りません|らない|らん|んない)",
        "知りません",
        "知らない",
        "不明",
        "パス(?:します|で)?",
        "スキップ",
        "さあ",
    ),
    *(
        "思いつ(?:きません|かない)",
        "見当(?:も|が)つ(?:きません|かない)",
        "ギブ(?:アップ)?",
        "降参",
        "教えて(?:ください)?",
        "無理",
    ),
    "特に?な(?:し|い)",
    "なし",
)
_AFTER_JA = one_of("です", "でした", "すみません", "ごめんなさい", "なあ?", "ね", "よ")
_DONT_KNOW_JA = re.compile(
    rf"{_PAUSE}(?:{_BEFORE_JA}{_PAUSE}){{0,6}}{_UNSURE_JA}(?:{_PAUSE}{_AFTER_JA}){{0,4}}{_PAUSE}"
)

_RULES = one_of(
    "instructions?", "prompts?", "rubrics?", "grading", "guidelines?", "scoring", "criteria", "directions"
)
_TOP_MARKS = one_of(
    "full (?:marks?|score|credit|points)",
    "max(?:imum)? (?:marks?|score|points|credit)",
    "(?:perfect|top) (?:score|marks)",
    "100 ?(?:points?|marks?|/|out of)",
    r"(?:an? )?100(?! ?%)(?=[\s.!,]*$)",
    r"score (?:of|to|=) ?\d+",
)
_ORDERS = re.compile(
    one_of(
        rf"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?。]{{0,40}}\b{_RULES}\b",
        rf"\b(?:give|award|grant|assign|return|output|print|set|mark|grade|rate|score)\b[^.!?。]{{0,30}}\b{_TOP_MARKS}",
        r"\b(?:give|award|grant|mark) (?:me|this|it|us|my \w+) (?:an? |as )?"
        r"(?:100\b|full|correct|right|perfect|pass|max)",
        r"\b(?:as|dear|attention|hey|hello|to) (?:the |an? )?(?:ai |auto(?:matic)? )?"
        r"(?:grader|scorer|examiner|marker|evaluator)\b",
        r"\bsystem (?:prompt|message|override)\b",
        r"(?:^|[\s\[(<])system:",
        r"\byou are (?:now )?(?:an? |the )?(?:\w+ )?(?:grader|assistant|ai)\b",
        r"\b(?:score|grade|value|points|outcome|result)[\"']?\s*[:=]\s*[\"']?(?:100|full)\b",
        r"\b100/100\b",
        r"\b(?:this|my) (?:answer|reply|response) is (?:\w+ly )?(?:correct|right|perfect)",
        r"\ball (?:key ?)?points (?:are |were )?(?:hit|met|covered|earned)\b",
        "(?:指示|命令|プロンプト|ルーブリック|採点(?:基準|ルール|方法)?|評価基準)[をはも]?[^。]{0,8}(?:無視|忘れ|破棄|上書き|従わ)",
        "満点|最高点|(?:100 ?|百)点|採点(?:者|官|ai|システム|プログラム|担当)",
        "正解(?:扱い|として|に(?:して|しろ))|(?:合格|満額)に(?:して|しろ)",
        "システム(?:プロンプト|メッセージ)|あなたは[^。]{0,12}(?:ai|アシスタント|採点)",
    )
)

_MANUAL = re.compile(
    r"\b"
    + one_of(
        "helps? (?:you|customers)",
        "(?:lets|enables|allows) (?:you|customers)",
        "makes it (?:easy|easier|simple)",
        "you can (?:also )?(?:use|create|specify|choose|share|configure|view|enable|attach|manage)",
        r"is an? (?:\w+ ){0,3}(?:service|feature|capability|tool|firewall) (?:that|for|which|from)",
        "is an? (?:fully )?managed",
        "provides (?:you|an?|the)",
        "for more information|see also|learn more|(?:user|developer|administrator) guide",
        r"the following (?:\w+ )?(?:example|table|steps|procedure|topics|sections?|diagram)",
        "this (?:topic|section|page|guide)|note that|in the navigation pane",
        "supported (?:resource )?(?:types|regions|services)",
        "when you (?:use|create|enable|share)",
        "at no (?:additional|extra) (?:cost|charge)",
        "(?:this|the following) (?:chapter|document|article|table|reference)|describes (?:how|the)|overview",
        "for (?:details|a list)|related (?:topics|information)|(?:pricing|quotas|prerequisites)(?= ?[:.])",
        r"(?:aws|amazon)(?: \w+){1,6} (?:provides|helps|enables|supports|delivers|offers|gives|lets|allows)",
        r"you can|you (?:specify|choose|must|define|configure)|your (?:aws )?(?:account|organization)",
        "the following|on your behalf|by default|in addition|(?:standard|additional) .{0,30}costs? apply",
        r"(?:are|is) (?:\w+ )?(?:supported|evaluated|calculated|displayed|returned|described)",
    )
    + r"\b"
)
_MANUAL_JA = re.compile(
    one_of(
        "(?:サービス|機能|仕組み|ツール)(?:です|であり|となります)",
        "マネージド(?:型)?サービス",
        "こと(?:ができます|が可能です)",
        "役立ちます|提供(?:します|して|され)|サポート(?:します|して|され)",
        "詳細(?:に|については|は)|参照してください|ご覧ください|ユーザーガイド|この(?:トピック|セクション)",
        "次の(?:表|例|手順|図)|追加料金(?:なし|は)|お客様",
        "(?:使用|利用)すると",
        "この(?:ページ|章|ガイド|ドキュメント)|(?:について|方法を)説明します|^概要|概要(?=[:。])",
        "料金が(?:発生|かか)|関連(?:項目|情報|トピック)|クォータ(?=[:「])|前提条件(?=[:。])",
        "(?:できます|可能です)(?=。|$)",
        "に代わって|定義(?:します|する一連)|次の ?[0-9]? ?(?:つ|種類|通り)|種類があります|デフォルトでは",
        "指定(?:します|できます)|評価(?:されます|します)|適用(?:されます|します)",
    )
)
_PERSONAL = re.compile(
    r"\b(?:i|we|our|us|my|me|let's|ok|btw|imo|afaik|tbh|gonna|prod|pls|acct|mgmt)\b|\bi'|n't\b|'ll\b|'d\b|\bjust\b"
    "|うち|自分|と思[いうっ]|かな|よね|ですね|けど|ちゃ|じゃ|とりあえず|まずは?、|すれば(?:いい|OK|ok)|べき|ください(?!い)"
)
_MANUAL_MARKS = 3  # or one less in a text that speaks for nobody
_MANUAL_WORDS = 35.0


def says_nothing(reading: Reading) -> bool:
    """Blank, or "I don't know" and no more."""
    plain = reading.plain
    return not reading.words or bool(_DONT_KNOW.fullmatch(plain) or _DONT_KNOW_JA.fullmatch(plain))


def orders_the_grader(reading: Reading) -> bool:
    """Text addressed to whoever scores rather than to the question."""
    return _ORDERS.search(reading.plain) is not None


_HEADING = re.compile(r"(?:^|(?<=[.。\n ]))[^\s.。:,、][^.。:\n,、]{0,24}:(?=[ ぁ-ヿ㐀-鿿a-z])")
_HEADINGS = 3  # count as one mark more


def is_documentation(reading: Reading) -> bool:
    """The tone of a manual, at a manual's length."""
    marks = {found[0] for found in _MANUAL.finditer(reading.plain)}
    marks |= {found[0] for found in _MANUAL_JA.finditer(reading.plain)}
    if sum(1 for _ in _HEADING.finditer(reading.plain)) >= _HEADINGS:
        marks.add(":")
    least = _MANUAL_MARKS if _PERSONAL.search(reading.plain) else _MANUAL_MARKS - 1
    return len(marks) >= least and reading.place[-1] >= _MANUAL_WORDS
