"""files.*: https://docs.slack.dev/reference/methods?family=files."""

from __future__ import annotations

from bot.playground.files import as_json
from bot.playground.methods.args import Args
from bot.playground.methods.backstage import Backstage
from bot.playground.people import Json
from bot.playground.refusal import Refusal


async def get_upload_url(stage: Backstage, args: Args) -> Json:
    """files.getUploadURLExternal."""
    file = stage.workspace.files.announce(args.required("filename"), _length(args))
    return {"upload_url": f"{stage.posting.base_url}/upload/{file.key}", "file_id": file.id}


async def complete_upload(stage: Backstage, args: Args) -> Json:
    """files.completeUploadExternal: private to the app unless a channel is named, where it is posted."""
    uploads = args.parsed("files")
    if not isinstance(uploads, list) or not uploads or not all(isinstance(each, dict) for each in uploads):
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: files"])
    channel_id = args.text("channel_id") or args.text("channels")
    channel = stage.workspace.open_to_bot(channel_id) if channel_id else None
    files = [
        stage.workspace.files.complete(str(each.get("id")), str(each.get("title") or "")) for each in uploads
    ]
    if channel is not None:
        words = args.text("initial_comment") or ", ".join(file.title for file in files)
        said = stage.posting.post(channel.id, {"text": words}, thread_ts=args.text("thread_ts"))
        said.files = [as_json(file) for file in files]
        for file in files:
            file.shared.append(channel.id)
    return {"files": [as_json(file) for file in files]}


def _length(args: Args) -> int:
    """The file's size in bytes, as a form's text or a number."""
    length = str(args.values.get("length", ""))
    if not length.isdigit() or int(length) < 1:
        raise Refusal("invalid_arguments", ["[ERROR] length must be a number of bytes"])
    return int(length)
