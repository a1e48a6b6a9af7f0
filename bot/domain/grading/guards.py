"""What is not an answer: nothing at all, or orders to the grader."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.reading.lexicon import one_of
from bot.domain.reading.text import Reading, read_known

_BEFORE = one_of(
    "sorry|hmm+|um+|uh+|well|honestly|i|we|really|just|have|got|am|i'?m|still|at all|this|one|on|for",
    "please|so|it|the answer|do|what to|about",
)
_UNSURE = one_of(
    "idk|dunno|don'?t know|do not know|no idea|no clue|not sure|unsure|can'?t say|pass|skip|n/?a|none",
    "nothing|help|tell me|give up",
)
_AFTER = one_of(
    "sorry|yet|at all|honestly|what to do|the answer|about|this|that|it|one|how|please",
)
_PAUSE = r"[\s,.!?…、。]*"
_DONT_KNOW = re.compile(
    rf"{_PAUSE}(?:{_BEFORE}\b{_PAUSE}){{0,8}}{_UNSURE}\b(?:{_PAUSE}{_AFTER}\b){{0,6}}{_PAUSE}"
)

_BEFORE_JA = one_of(
    "すみません|ごめんなさい|申し訳ありません|うーん|えっと|まったく|全く|全然|ちょっと|正直|答えが",
    "答えは|何も|よく|私には|これは|さっぱり|まだ|どうすればいいか|何をすればいいか",
)
_UNSURE_JA = one_of(
    "(?:わか|分か|判)(?:りません|らない|らん|んない)|知りません|知らない|不明|パス(?:します|で)?",
    "スキップ|さあ|思いつ(?:きません|かない)|見当(?:も|が)つ(?:きません|かない)|ギブ(?:アップ)?|降参",
    "教えて(?:ください)?|無理|特に?な(?:し|い)|なし",
)
_AFTER_JA = one_of("です", "でした", "すみません", "ごめんなさい", "なあ?", "ね", "よ")
_DONT_KNOW_JA = re.compile(
    rf"{_PAUSE}(?:{_BEFORE_JA}{_PAUSE}){{0,6}}{_UNSURE_JA}(?:{_PAUSE}{_AFTER_JA}){{0,4}}{_PAUSE}"
)

_RULES = one_of("rubrics?", "grading", "scoring", "criteria")
_INSTRUCTIONS = one_of("instructions?", "prompts?", "guidelines?", "directions")
_AGAINST = r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?。]{0,40}\b"
_AGAINST_JA = "[をはも]?[^。]{0,8}(?:無視|忘れ|破棄|上書き|従わ)"
_TOP_MARKS = one_of(
    "full (?:marks?|score|credit|points)",
    "max(?:imum)? (?:marks?|score|points|credit)",
    "(?:perfect|top) (?:score|marks)",
    "100 ?(?:points?|marks?|/|out of)",
    r"(?:an? )?100(?! ?%)(?=[\s.!,]*$)",
    r"score (?:of|to|=) ?\d+",
)
_TO_A_GRADER = re.compile(
    one_of(
        rf"{_AGAINST}{_RULES}\b",
        rf"\b(?:give|award|grant|assign|return|output|print|set|mark|grade|rate|score)\b[^.!?。]{{0,30}}\b{_TOP_MARKS}",
        r"\b(?:give|award|grant|mark) (?:me|this|it|us|my \w+) (?:an? |as )?"
        r"(?:100\b|full|correct|right|perfect|pass|max)",
        r"\b(?:as|dear|attention|hey|hello|to) (?:the |an? )?(?:ai |auto(?:matic)? )?"
        r"(?:grader|scorer|examiner|marker|evaluator)\b",
        r"\byou are (?:now )?(?:an? |the )?(?:\w+ )?grader\b",
        r"\b(?:score|grade|value|points|outcome|result)[\"']?\s*[:=]\s*[\"']?(?:100|full)\b",
        r"\b100/100\b",
        r"\b(?:this|my) (?:answer|reply|response) is (?:\w+ly )?(?:correct|right|perfect)",
        r"\ball (?:key ?)?points (?:are |were )?(?:hit|met|covered|earned)\b",
        f"(?:ルーブリック|採点(?:基準|ルール|方法)?|評価基準){_AGAINST_JA}",
        "満点|最高点|(?:100 ?|百)点|採点(?:者|官|ai|システム|プログラム|担当)",
        "正解(?:扱い|として|に(?:して|しろ))|(?:合格|満額)に(?:して|しろ)",
        "あなたは[^。]{0,12}採点",
    )
)
_TO_A_MODEL = re.compile(
    one_of(
        rf"{_AGAINST}{_INSTRUCTIONS}\b",
        r"\bsystem (?:prompt|message|override)\b",
        r"(?:^|[\s\[(<])system:(?!service|node|kube|aut|mas)",  # but Kubernetes' own names
        r"\byou are (?:now )?(?:an? |the )?(?:\w+ )?(?:assistant|ai)\b",
        f"(?:指示|命令|プロンプト){_AGAINST_JA}",
        "システム(?:プロンプト|メッセージ)|あなたは[^。]{0,12}(?:ai|アシスタント)",
    )
)
_ABOUT_MODELS = re.compile(r"\bprompts?\b|プロンプト")


_FEW_LETTERS = 2  # different ones, however often


def says_nothing(reading: Reading) -> bool:
    """Blank, or "I don't know" and no more."""
    plain = reading.plain
    return (
        not reading.words
        or len(set(plain)) <= _FEW_LETTERS
        or bool(_DONT_KNOW.fullmatch(plain) or _DONT_KNOW_JA.fullmatch(plain))
    )


def orders_the_grader(reading: Reading, *, about_models: bool) -> bool:
    """Text addressed to whoever scores rather than to the question. In a scenario about prompts and models an
    answer speaks of them too: there only what is said of marks counts."""
    plain = reading.plain
    return bool(_TO_A_GRADER.search(plain)) or (not about_models and bool(_TO_A_MODEL.search(plain)))


def is_about_models(texts: Iterable[str]) -> bool:
    """Do a scenario's texts speak of prompts?"""
    return any(_ABOUT_MODELS.search(read_known(text).plain) for text in texts)
