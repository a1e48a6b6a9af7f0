"""What grading and searching need to know of words, loaded once and shared by all packs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.domain.glossary import Term
from bot.domain.reading.asides import Asides
from bot.domain.reading.listener import Listener
from bot.domain.reading.meaning import WordVectors
from bot.domain.reading.small_talk import SmallTalk
from bot.domain.reading.tone import Tone, Tones
from bot.domain.trees import BoostedTrees


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """What something sounds like, and the trees that weigh it with everything else that tells."""

    tone: Tone
    trees: BoostedTrees


@dataclass(frozen=True, slots=True, eq=False)
class Framing:
    """What turning down, and leaving open, sounds like around something that is quoted: the log-odds of tones
    and listener are added."""

    tones: Tones
    listener: Listener


@dataclass(frozen=True, slots=True, eq=False)
class WordBook:
    """The meaning of words, the trees that weigh evidence for a key point, and what small talk,
    indecision and advice against something sound like. `services` are those that a pack's glossary need not
    name: whoever proposes them proposes something all the same. Without `refusal` nobody is heard to
    refuse, without `mistakes` a misconception is known by its phrasings alone, without `asides` no
    sentence is taken for one that may be about something else, and without `choices` who settles on nothing
    is known by cues and tone alone. Without `listener` the trees hear nothing of the whole, without `pages`
    nothing is taken for a page out of a manual, without `framing` nobody is heard who quotes a whole
    answer and says in other words what becomes of it, and without `modesty` nothing is passed over because
    it is mere politeness."""

    vectors: WordVectors
    evidence: BoostedTrees
    small_talk: SmallTalk
    tones: Tones
    services: tuple[Term, ...] = ()
    refusal: Hearing | None = None
    mistakes: Hearing | None = None
    asides: Asides | None = None
    choices: BoostedTrees | None = None
    listener: Listener | None = None
    pages: Hearing | None = None
    framing: Framing | None = None
    modesty: Tone | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of everything in it."""
        digest = hashlib.sha256(f"{self.vectors.fingerprint} {self.small_talk} {self.tones}".encode())
        digest.update(f"{self.asides} {self.modesty}".encode())
        digest.update("\n".join(name for term in self.services for name in term.names()).encode())
        heard = [hearing for hearing in (self.refusal, self.mistakes, self.pages) if hearing]
        for tone in {id(hearing.tone): hearing.tone for hearing in heard}.values():
            digest.update(f"{tone}".encode())
        if self.listener:
            digest.update(self.listener.fingerprint.encode())
        if self.framing:
            digest.update(f"{self.framing.tones} {self.framing.listener.fingerprint}".encode())
        more = (self.choices,) if self.choices else ()
        for trees in (self.evidence, *(hearing.trees for hearing in heard), *more):
            digest.update(f"{trees.features} {trees.baseline}".encode())
            for numbers in trees.nodes:
                digest.update(numbers.tobytes())
        return digest.hexdigest()
