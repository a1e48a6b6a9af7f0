"""What is not an answer: nothing, orders to the grader, lists of names, copied documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.grading.lexicon import ENGLISH_VERBS, FUNCTION_WORDS, JAPANESE_ACTIONS
from bot.domain.grading.names import Mention, Names, longest
from bot.domain.grading.reading import Reading, Script, Span, Word
from bot.domain.grading.ruling import Ruling

_DONT_KNOW = re.compile(
    r"(?:(?:sorry|hmm+|um+|uh+|well|honestly|i|we|really|just|have|got|am|i'm|im|still|at all|on this one|for this|this"
    r"|one|please|so|it|the answer|answer|do|what to do|about)[\s,.!?]*)*"
    r"(?:idk|dk|dunno|don'?t know|do not know|no idea|no clue|not sure|unsure|can'?t say|pass|skip|n/?a|none|nothing"
    r"|help|tell me|give up|\?+)"
    r"(?:[\s,.!?]*(?:sorry|yet|at all|honestly|what to do|the answer|about (?:this|that|it)|this( one)?|how|please))*[\s,.!?]*"
)
_DONT_KNOW_JA = re.compile(
    r"[\s、。.!?…]*(?:すみません|ごめんなさい|うーん|えっと|まったく|全く|全然|ちょっと|正直|答えが|答えは|何も|よく|私には|これは|さっぱり|[、。,.])*"
    r"(?:わか|分か|判)(?:りません|らない(?:です)?|らん|んない)(?:でした)?[、。!?…\sです]*(?:すみません|ごめんなさい)?[。!…]*"
    r"|[\s、。]*(?:知りません|知らない(?:です)?|不明(?:です)?|パス(?:します|で)?|スキップ|さあ|思いつ(?:きません|かない(?:です)?)|見当(?:も|が)つ(?:きません|かない)"
    r"|ギブ(?:アップ)?|降参(?:です)?|教えて(?:ください)?|無理(?:です)?|特に?な(?:し|いです)|なし)[。!?…\s]*"
)
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?。]{0,40}\b(?:instructions?|prompts?|rubrics?|grading|guidelines?"
    r"|scoring|criteria|directions)\b"
    r"|\b(?:give|award|grant|assign|return|output|print|set|mark|grade|rate|score)\b[^.!?。]{0,30}"
    r"\b(?:full (?:marks?|score|credit|points)|max(?:imum)? (?:marks?|score|points|credit)|perfect score|top (?:marks|score)"
    r"|100 ?(?:points?|marks?|/|out of)|(?:a |an )?100(?! ?%)(?=[\s.!,]*$)|score (?:of|to|=) ?\d+)"
    r"|\b(?:give|award|grant|mark) (?:me|this|it|us|my \w+) (?:a |an |as )?(?:100\b|full|correct|right|perfect|pass|maximum|max|10/10)"
    r"|\b(?:as|dear|attention|hey|hello|note to|to) (?:the |an? )?(?:ai |automatic |auto)?(?:grader|scorer|examiner|marker|evaluator)\b"
    r"|\bsystem (?:prompt|message|override)\b|(?:^|[\s\[(<])system:|\byou are (?:now )?(?:an? |the )?(?:grader|assistant|ai|helpful)"
    r"|\b(?:score|grade|value|points|outcome|result)[\"']?\s*[:=]\s*[\"']?(?:100|full)\b|\b100/100\b"
    r"|\b(?:this|my) (?:answer|reply|response) is (?:fully |completely |entirely )?(?:correct|right|perfect)"
    r"|\ball (?:key ?)?points (?:are |were )?(?:hit|met|covered|earned)\b"
    r"|(?:指示|命令|プロンプト|ルーブリック|採点(?:基準|ルール|方法)?|評価基準)(?:を|は|も|など)?[^。]{0,8}(?:無視|忘れ|破棄|上書き|従わ)"
    r"|満点|最高点|100 ?点|(?:百|ひゃく)点|採点(?:者|官|ai|システム|プログラム|担当)|正解(?:扱い|として|に(?:して|しろ))"
    r"|(?:合格|full|満額)に(?:して|しろ)|システム(?:プロンプト|メッセージ)|あなたは[^。]{0,12}(?:ai|アシスタント|採点)"
)
_MARKS_OF_DOCUMENTATION = re.compile(
    r"\b(?:helps? (?:you|customers)|(?:lets|enables|allows) (?:you|customers)|you can (?:also )?(?:use|create|specify|choose"
    r"|share|configure|view|enable|attach|manage)|is an? (?:\w+ ){0,3}(?:service|feature|capability|tool) (?:that|for|which|from)"
    r"|is an? (?:fully )?managed|for more information|see also|provides (?:you|a|an|the)|user guide|developer guide"
    r"|the following (?:\w+ )?(?:example|table|steps|procedure|topics|sections?|diagram)|note that|supported (?:resource )?"
    r"(?:types|regions|services)|in the (?:navigation pane|console)|this (?:topic|section|page|guide)|when you (?:use|create"
    r"|enable|share)|learn more|at no (?:additional|extra) (?:cost|charge))\b"
)
_MARKS_OF_DOCUMENTATION_JA = re.compile(
    r"(?:サービス|機能|仕組み|ツール)(?:です|であり|となります)|マネージド(?:型)?サービス|ことができます|ことが可能です|役立ちます|提供(?:します|して|され)"
    r"|詳細(?:に|については|は)|参照してください|ご覧ください|サポート(?:します|して|され)|ユーザーガイド|次の(?:表|例|手順|図)|このトピック|このセクション"
    r"|追加料金(?:なし|は)|(?:使用|利用)すると[、]?|お客様"
)
_DOCUMENTATION_MARKS = 3
_DOCUMENTATION_WORDS = 35.0

_LIST_FRAGMENTS = 5  # fragments of names in a row that make a list
_FRAGMENT_WORDS = 4
_SOUP_WORDS = 12
_SOUP_JAPANESE = 8


def says_nothing(reading: Reading) -> bool:
    """Blank, or "I don't know" and no more."""
    plain = reading.plain.strip()
    return not reading.words or bool(_DONT_KNOW.fullmatch(plain) or _DONT_KNOW_JA.fullmatch(plain))


def orders_the_grader(reading: Reading) -> bool:
    """Text addressed to whoever scores rather than to the question."""
    return _ORDERS.search(reading.plain) is not None


def is_documentation(reading: Reading) -> bool:
    """The tone of a manual, at a manual's length."""
    marks = {found[0] for found in _MARKS_OF_DOCUMENTATION.finditer(reading.plain)}
    marks_ja = [found[0] for found in _MARKS_OF_DOCUMENTATION_JA.finditer(reading.plain)]
    return len(marks) + len(marks_ja) >= _DOCUMENTATION_MARKS and reading.place[-1] >= _DOCUMENTATION_WORDS


def lists(reading: Reading, mentions: Sequence[Mention]) -> Iterator[Ruling]:
    """Sentences that only string names together; nothing in them is a claim."""
    names = longest(list(mentions))
    for sentence in reading.sentences:
        words = list(reading.words_in(sentence))
        if words and (_is_enumeration(reading, sentence, names) or _is_soup(words)):
            end = next((w.end for w in words[2:3]), words[-1].end)
            yield Ruling(sentence, (words[0].start, end))


def unrelated_services(
    mentions: Sequence[Mention], names: Names, related: frozenset[int], negated: Sequence[Ruling]
) -> set[frozenset[int]]:
    """The services proposed that have nothing to do with question or answer."""
    return {
        mention.terms
        for mention in longest(list(mentions))
        if not mention.weak
        and not mention.terms & related
        and all(names.terms[term].kind == "service" for term in mention.terms)
        and not any(ruling.covers((mention.span,)) for ruling in negated)
    }


def _is_enumeration(reading: Reading, sentence: Span, names: Sequence[Mention]) -> bool:
    fragments = [list(reading.words_in(c)) for c in reading.clauses if sentence[0] <= c[0] < sentence[1]]
    fragments = [words for words in fragments if words]
    bare = [words for words in fragments if _is_bare(words, names)]
    return len(bare) >= _LIST_FRAGMENTS and len(bare) >= 0.6 * len(fragments)


def _is_bare(words: list[Word], names: Sequence[Mention]) -> bool:
    first, last = words[0], words[-1]
    if words[0].text in ("and", "or", "then"):
        words = words[1:]
    if any(name.span[0] <= first.start and last.end <= name.span[1] for name in names):
        return True
    if not words or len(words) > _FRAGMENT_WORDS or _glue(words):
        return False
    return words[0].text not in ENGLISH_VERBS and not last.text.endswith(JAPANESE_ACTIONS)


def _is_soup(words: list[Word]) -> bool:
    """Many words, hardly any grammar: pasted keywords without punctuation."""
    latin = [word for word in words if word.script is Script.LATIN]
    if len(latin) >= max(_SOUP_WORDS, 0.8 * len(words)):
        verbs = sum(word.text in ENGLISH_VERBS for word in latin)
        return _glue(words) <= 0.08 * len(words) and _glue(words) + verbs <= 0.25 * len(words)
    actions = sum(word.text.endswith(JAPANESE_ACTIONS) for word in words)
    return len(words) >= _SOUP_JAPANESE and _glue(words) <= 0.1 * len(words) and actions <= 0.2 * len(words)


def _glue(words: list[Word]) -> int:
    """How many words hold a sentence together."""
    return sum(
        word.text in FUNCTION_WORDS if word.script is Script.LATIN else word.script is Script.HIRAGANA and word.text not in "のとや"
        for word in words
    )
