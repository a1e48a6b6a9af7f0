"""Notes as plain sentences: wrapped lines joined, Markdown's marks gone, prefixes such as `Q:` too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 10_000
"""Characters that marks are taken off; a text without end would take the parser too long."""

_MARKDOWN = re.compile(r"^\s{0,3}#{1,6}\s|^\s*```|\*\*\S|__\S|\]\(\S", re.MULTILINE)
_PREFIX = re.compile(
    r"(?:Q|Ｑ|A|Ａ|Question|Answer|Explanation|問|問題|質問|答|答え|解答|回答|正解|解説)[0-9０-９]*\s*"
    r"(?:[:：．]|[.)](?=\s)|）)\s*(?=\S)|(?:Q|Ｑ|問|問題|質問)\s?[0-9０-９]+\s+(?=\S)"
)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|center|cite|code|del|details|div|em|font|h[1-6]|i|img|ins|kbd|li|mark|ol|p|pre|s"
    r"|small|span|strike|strong|sub|summary|sup|table|td|th|tr|u|ul)\b[^>]*>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_NO_SPACE_END = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]")


def looks_like_markdown(text: str) -> bool:
    """Whether the text has marks that only Markdown has."""
    return bool(_MARKDOWN.search(text))


def is_japanese(text: str) -> bool:
    """Whether the text holds kana or kanji."""
    return bool(_JAPANESE.search(text))


def sentence(bodies: Iterable[str], *, markdown: bool) -> str:
    """One text of the lines: joined by a space, but not within Japanese."""
    text = _joined(" ".join(body.split()) for body in bodies)
    text = _unmarked(text) if markdown and 0 < len(text) <= LONGEST else text
    prefix = _PREFIX.match(text)
    return text[prefix.end() :] if prefix else text


def _joined(parts: Iterable[str]) -> str:
    text = ""
    for part in filter(None, parts):
        close = _NO_SPACE_END.match(text[-1:]) and _NO_SPACE_END.match(part)
        text = f"{text}{part}" if close or not text else f"{text} {part}"
    return text


def _unmarked(text: str) -> str:
    """The text as a reader of the rendered page sees it."""
    tokens = _parser().parseInline(_FOOTNOTE.sub("", text))
    return " ".join("".join(_shown(tokens)).split())


def _shown(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.children:
            yield from _shown(token.children)
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "html_inline" and _TAG.fullmatch(token.content):
            yield " " if token.content.startswith("<br") else ""
        else:
            yield token.content


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("strikethrough")
