"""What a text does, heard by a small convolutional network: does it turn the answer down, or leave it open?

Turns of phrase in a row carry more than each by itself ("swapped it in and nothing changed"), and words that
nobody has used so far mean something too. So each token is its own vector, as far as it is common, plus what
it means by the table of words, and three dilated convolutions (Kim 2014; van den Oord et al. 2016) look at
up to fifteen tokens at once. What the text speaks of counts as one of two signs, whatever it is: the answer,
or something else that could be done. Inference only; `tools/fit_listener.py` fits it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.reading.meaning import UNKNOWN, Token, Vectors
from bot.domain.reading.text import CJK, Span
from bot.domain.reading.tone import IT

ANOTHER = "\ue001"  # of the private use area, as `IT` is
NUMBER = "#"
MOST_TOKENS = 160  # bounds the time: of longer texts the beginning and the end
UNKNOWN_TOKEN, NO_PAIR = 0, 0
DILATIONS = (1, 2, 4)
_CHARACTER = re.compile(f"[{CJK}]")
_TOKEN = re.compile(rf"[^\W_{CJK}]+(?:'[^\W_{CJK}]+)*|[{CJK}]|[.?!,:;=…、。()/\"「」→~-]")
_JOINED = frozenset({"", "-", "・", "の"})  # what two signs of a kind may have between them and be one

Floats = NDArray[np.float32]


class Heard(NamedTuple):
    """Log-odds that a text turns the answer down, and that it leaves the choice open."""

    refuses: float
    leaves_open: float


SILENCE = Heard(0.0, 0.0)


class Heeded(NamedTuple):
    """A text as it is listened to: its tokens, and the row of each in the table of words or `UNKNOWN`."""

    tokens: tuple[str, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The fitted numbers. `token` and `pair` hold a vector for each row of the vocabularies (the first for
    all others), `meaning` turns one of the table of words into such a vector (dimensions × width).
    `convolutions` are, for each of `DILATIONS`, weights (3 × inputs, outputs) and biases; `attention`
    (outputs × heads) weighs tokens, and `answer` (pooled × answers) with `bias` gives the log-odds."""

    token: Floats
    pair: Floats
    meaning: Floats
    convolutions: tuple[tuple[Floats, Floats], ...]
    attention: Floats
    answer: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """The network, and the rows of its vocabularies: of tokens, and of Japanese characters in pairs."""

    tokens: Mapping[str, int]
    pairs: Mapping[str, int]
    network: Network

    @property
    def fingerprint(self) -> str:
        """A hash of everything in it."""
        digest = hashlib.sha256("\n".join((*self.tokens, *self.pairs)).encode())
        net = self.network
        layers = (array for layer in net.convolutions for array in layer)
        for array in (net.token, net.pair, net.meaning, *layers, net.attention, net.answer, net.bias):
            digest.update(array.tobytes())
        return digest.hexdigest()

    def hear(self, heeded: Heeded, meanings: Vectors) -> Heard:
        """What the text does. `meanings` are the vectors of its rows, shape (tokens, dimensions)."""
        if not heeded.tokens:
            return SILENCE
        net = self.network
        rows = [self.tokens.get(token, UNKNOWN_TOKEN) for token in heeded.tokens]
        pairs = [NO_PAIR, *(self.pairs.get(pair, NO_PAIR) for pair in paired(heeded.tokens))]
        x: Floats = net.token[rows] + net.pair[pairs] + meanings @ net.meaning
        for at, ((weights, bias), dilation) in enumerate(zip(net.convolutions, DILATIONS, strict=True)):
            added = np.maximum(_windows(x, dilation) @ weights + bias, np.float32(0.0))
            x = x + added if at else added
        return Heard(*(_pooled(x, net.attention) @ net.answer + net.bias).tolist())


def heed(plain: str, tokens: Sequence[Token], it: Sequence[Span], others: Sequence[Span]) -> Heeded:
    """A plain text made ready: `tokens` are its words with their rows, `it` where it speaks of the answer,
    `others` where of something else (what is in both counts as the answer)."""
    row_at = {at: token.row for token in tokens for at in range(*token.span)}
    found: list[tuple[str, int]] = []
    at = 0
    for start, end, sign in _signs(plain, it, others):
        found += _tokens(plain, (at, start), row_at)
        found.append((sign, UNKNOWN))
        at = end
    found += _tokens(plain, (at, len(plain)), row_at)
    if len(found) > MOST_TOKENS:
        found = found[: MOST_TOKENS // 2] + found[-MOST_TOKENS // 2 :]
    return Heeded(tuple(token for token, _ in found), tuple(row for _, row in found))


def paired(tokens: Sequence[str]) -> list[str]:
    """Each token with the one before it, as one; "" where these aren't two Japanese characters."""
    return [a + b if _is_japanese(a) and _is_japanese(b) else "" for a, b in pairwise(tokens)]


def _is_japanese(token: str) -> bool:
    return _CHARACTER.fullmatch(token) is not None


def _tokens(plain: str, within: Span, row_at: Mapping[int, int]) -> list[tuple[str, int]]:
    return [
        (NUMBER if found[0].isdigit() else found[0], row_at.get(found.start(), UNKNOWN))
        for found in _TOKEN.finditer(plain, *within)
    ]


def _signs(plain: str, it: Sequence[Span], others: Sequence[Span]) -> list[tuple[int, int, str]]:
    """Where a sign stands for what is spoken of; neighbours of a kind are one."""
    answer = set(it)
    spans = [(*span, IT) for span in answer] + [(*span, ANOTHER) for span in set(others) - answer]
    found: list[tuple[int, int, str]] = []
    for start, end, sign in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        if not found or start >= found[-1][1]:
            between = plain[found[-1][1] : start].strip() if found else None
            if found and found[-1][2] == sign and between in _JOINED:
                found[-1] = found[-1][0], end, sign
            else:
                found.append((start, end, sign))
        elif end > found[-1][1] and found[-1][2] == sign:
            found[-1] = found[-1][0], end, sign
    return found


def _windows(x: Floats, dilation: int) -> Floats:
    """Each token between the ones that many places before and behind it, shape (tokens, 3 × width)."""
    padded = np.pad(x, ((dilation, dilation), (0, 0)))
    windows: Floats = np.concatenate([padded[: len(x)], x, padded[2 * dilation :]], axis=1)
    return windows


def _pooled(x: Floats, attention: Floats) -> Floats:
    """The text in one row: what is attended to, the highest of each number, and their sum by √tokens."""
    looks = np.exp((told := x @ attention) - told.max(axis=0))
    attended = (looks / looks.sum(axis=0)).T @ x
    pooled: Floats = np.concatenate(
        [attended.ravel(), x.max(axis=0), x.sum(axis=0) / np.float32(np.sqrt(len(x)))]
    )
    return pooled
