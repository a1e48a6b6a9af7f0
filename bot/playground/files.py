"""Files that the app uploads, in Slack's two steps: ask for an address, then say that all is there.

Sources: https://docs.slack.dev/messaging/working-with-files#upload and
https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.playground.people import Json
from bot.playground.refusal import Refusal

KEEP = 500
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


@dataclass(slots=True)
class File:
    """An upload; `shared` are the conversations it was posted to, none for one that only its app sees
    until a message shows it."""

    id: str
    name: str
    length: int
    key: str
    content: bytes | None = None
    title: str = ""
    complete: bool = False
    shared: list[str] = field(default_factory=list)

    @property
    def mimetype(self) -> str:
        """As Slack tells it: by the first bytes, not by the name."""
        begun = (self.content or b"")[:8]
        found = (kind for sign, kind in PICTURES.items() if begun.startswith(sign))
        return next(found, "application/octet-stream")


class Files:
    """Everything that was uploaded, the oldest forgotten after `KEEP` more."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}

    def announce(self, name: str, length: int) -> File:
        """A file that is to come."""
        file = File(f"F{secrets.token_hex(5).upper()}", name, length, secrets.token_hex(16))
        self._files[file.id] = file
        while len(self._files) > KEEP:
            del self._files[next(iter(self._files))]
        return file

    def receive(self, key: str, content: bytes) -> File:
        """What was sent to an upload address. Raises `Refusal`: `not_found`, `length_mismatch`."""
        for file in self._files.values():
            if secrets.compare_digest(file.key, key) and file.content is None:
                if len(content) != file.length:
                    raise Refusal("length_mismatch")
                file.content = content
                return file
        raise Refusal("not_found")

    def complete(self, file_id: str, title: str) -> File:
        """The upload is done. Raises `Refusal(file_not_found)`, also for one that never arrived."""
        file = self._files.get(file_id)
        if file is None or file.content is None:
            raise Refusal("file_not_found")
        file.title, file.complete = title or file.name, True
        return file

    def get(self, file_id: str) -> File:
        """A complete file. Raises `Refusal(file_not_found)`."""
        file = self._files.get(file_id)
        if file is None or not file.complete:
            raise Refusal("file_not_found")
        return file

    def check_pictures(self, blocks: list[Json]) -> None:
        """Raises `Refusal(invalid_blocks)` for a picture that isn't here, as Slack does."""
        for place, picture in enumerate(_pictures(blocks)):
            file = self._files.get(picture.get("id", ""))
            if file is None or not file.complete or not file.mimetype.startswith("image/"):
                raise Refusal(
                    "invalid_blocks", [f"[ERROR] invalid slack file [json-pointer:/blocks/{place}]"]
                )


def as_json(file: File) -> Json:
    """The file object, its parts that matter."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype if file.complete else "",
        "size": len(file.content or b""),
        "channels": list(file.shared),
    }


def _pictures(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        for each in (block, block.get("accessory") or {}, *block.get("elements", [])):
            if each.get("type") == "image" and isinstance(each.get("slack_file"), dict):
                yield each["slack_file"]
