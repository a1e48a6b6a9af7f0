"""What grading and searching need to know of words, loaded once and shared by all packs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.reading.meaning import WordVectors
from bot.domain.reading.small_talk import SmallTalk
from bot.domain.reading.tone import Tones
from bot.domain.trees import BoostedTrees


@dataclass(frozen=True, slots=True, eq=False)
class WordBook:
    """The meaning of words, the trees that weigh evidence for a key point, and what small talk, manuals,
    indecision and advice against something sound like."""

    vectors: WordVectors
    evidence: BoostedTrees
    small_talk: SmallTalk
    tones: Tones
