"""Slack's way of saying no."""

from __future__ import annotations

from collections.abc import Sequence


class Refusal(Exception):
    """The request is refused: `code` is Slack's error name, `details` say which part is wrong."""

    def __init__(self, code: str, details: Sequence[str] = ()) -> None:
        self.code = code
        self.details = list(details)
        super().__init__(code)

    def as_json(self) -> dict[str, object]:
        """The answer of the Web API."""
        answer: dict[str, object] = {"ok": False, "error": self.code}
        if self.details:
            answer["errors"] = [detail.removeprefix("[ERROR] ") for detail in self.details]
            answer["response_metadata"] = {"messages": self.details}
        return answer
