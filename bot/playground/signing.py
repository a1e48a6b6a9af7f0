"""How Slack signs what it sends: v0, HMAC-SHA256 over version, timestamp and raw body.

Source: https://docs.slack.dev/authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime


def signature_headers(secret: str, body: bytes, at: datetime) -> dict[str, str]:
    """The two headers for this body, signed at this aware instant. Apps compare the timestamp with
    their machine's time, so it has to be real time, not the workspace's."""
    timestamp = str(int(at.timestamp()))
    base = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": f"v0={digest}"}
