from __future__ import annotations

from datetime import UTC, datetime

from slack_sdk.signature import Clock, SignatureVerifier

from bot.playground import Playground
from bot.playground.signing import signature_headers
from tests.playground.conftest import PlainApp

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


class At(Clock):
    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> float:
        return self._instant.timestamp()


def test_slack_sdk_accepts_the_signature() -> None:
    verifier = SignatureVerifier("secret", clock=At(AT))
    body = '{"text":"鍵"}'.encode()
    assert verifier.is_valid_request(body, signature_headers("secret", body, AT))


def test_slack_sdk_rejects_another_body_another_secret_and_an_old_timestamp() -> None:
    verifier = SignatureVerifier("secret", clock=At(AT))
    headers = signature_headers("secret", b"body", AT)
    assert not verifier.is_valid_request(b"bodY", headers)
    assert not verifier.is_valid_request(b"body", signature_headers("other", b"body", AT))
    old = signature_headers("secret", b"body", datetime(2026, 11, 23, 8, 54, 59, tzinfo=UTC))
    assert not verifier.is_valid_request(b"body", old)


async def test_every_kind_of_request_is_signed_in_the_machines_time_not_the_workspaces(
    slack: Playground, plain_app: PlainApp
) -> None:
    slack.clock.advance_to(datetime(2031, 1, 1, tzinfo=UTC))
    await slack.say("U0MIKA0001", "C0DAILY001", "hello")
    await slack.command("U0MIKA0001", "C0DAILY001", "/scs", "hello")
    await slack.shortcut("U0MIKA0001", "ask")
    verifier = SignatureVerifier(slack.signing_secret)
    assert [each.headers["content-type"] for each in plain_app.received] == [
        "application/json",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded",
    ]
    assert all(verifier.is_valid_request(each.body, each.headers) for each in plain_app.received)
