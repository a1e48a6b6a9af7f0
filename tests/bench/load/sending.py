"""What is sent: real questions and real replies, none twice, signed beforehand."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from bot.domain.scenario import Pack
from bot.playground.signing import signature_headers
from tests.bench.load.serve import SECRET

DATA = Path(__file__).parents[1] / "data"
_BEFORE = {
    "en": ("", "Hi, ", "quick one: ", "Team, ", "morning all. ", "So, ", "please help: ", "again: ", "hey, "),
    "ja": ("", "すみません、", "質問です。", "ちょっと聞きたいのですが、", "おはようございます。", "あの、"),
}
_AFTER = {
    "en": ("", "?", " please", ", thanks", " — any idea", "...", " (for work)", " today", "!", " cheers"),
    "ja": ("", "?", "。", "お願いします", "、助かります", "…", "(仕事で)", "!"),
}
_MESSAGES = count(1)


def questions(amount: int, seed: int) -> Iterator[bytes]:
    """Requests of `/scs`, each with words that none has had before."""
    asked = [
        json.loads(line) for line in (DATA / "search" / "questions.jsonl").read_text("utf-8").splitlines()
    ]
    chance = random.Random(seed)
    seen: set[str] = set()
    while len(seen) < amount:
        question = chance.choice(asked)
        language = question["lang"]
        text = chance.choice(_BEFORE[language]) + question["text"] + chance.choice(_AFTER[language])
        text += " " * (len(seen) // 20_000)
        if text not in seen:
            seen.add(text)
            yield command(text, len(seen))


def command(text: str, number: int) -> bytes:
    """A signed request of the slash command."""
    form = {
        "token": "t",
        "team_id": "T1",
        "team_domain": "bench",
        "channel_id": "CASK",
        "channel_name": "ask",
        "user_id": f"U{number % 20_000}",
        "user_name": "somebody",
        "command": "/scs",
        "text": text,
        "api_app_id": "A1",
        "response_url": "https://hooks.slack.com/commands/T1/1/1",
        "trigger_id": f"{next(_MESSAGES)}.{number}.trigger",
    }
    return _signed(urlencode(form).encode(), "application/x-www-form-urlencoded")


def replies_of(pack: Pack) -> list[tuple[str, str]]:
    """Scenario ids and replies to them: the pack's examples, and those of the bench that are labelled."""
    found = [
        (scenario.id, reply)
        for scenario in pack.scenarios
        for examples in scenario.examples
        for reply in (*examples.full, *examples.partial, *examples.wrong)
    ]
    for line in (DATA / "grading" / "replies.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        if label["pack"] == pack.id and label["scenario"] in pack:
            found.append((label["scenario"], label["text"]))
    return found


def replies(pack: Pack, amount: int, seed: int) -> Iterator[bytes]:
    """Requests with messages in the threads of `post_of`, by a person each."""
    written, chance = replies_of(pack), random.Random(seed)
    for _ in range(amount):
        scenario_id, text = chance.choice(written)
        yield message(scenario_id, chance.choice(("", "", "@all ", "OK. ", "1) ")) + text)


def channel_of(scenario_id: str) -> str:
    """The channel in which the scenario is open."""
    return f"C-{scenario_id}"[:32]


ROOT_TS = "1700000000.000100"


def message(scenario_id: str, text: str) -> bytes:
    """A signed request with a message in a scenario's thread."""
    number = next(_MESSAGES)
    ts = f"{int(datetime.now(UTC).timestamp())}.{number:06d}"
    event = {
        "type": "message",
        "user": f"U{number}",
        "ts": ts,
        "client_msg_id": f"{number:032x}",
        "text": text,
        "team": "T1",
        "thread_ts": ROOT_TS,
        "parent_user_id": "UBOT",
        "channel": channel_of(scenario_id),
        "event_ts": ts,
        "channel_type": "channel",
    }
    body = {
        "token": "t",
        "team_id": "T1",
        "api_app_id": "A1",
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{number}",
        "event_time": int(float(ts)),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": "T1",
                "user_id": "UBOT",
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{number}",
    }
    return _signed(json.dumps(body).encode(), "application/json")


def _signed(body: bytes, kind: str) -> bytes:
    headers = {
        "host": "bench",
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "accept": "*/*",
        "content-type": kind,
        "content-length": str(len(body)),
        **signature_headers(SECRET, body, datetime.now(UTC)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + body


def in_batches(requests: Sequence[bytes], rounds: int) -> list[Sequence[bytes]]:
    """The requests cut into rounds of one size."""
    size = len(requests) // rounds
    return [requests[start * size : (start + 1) * size] for start in range(rounds)]
