"""Answering at the addresses that Slack gives out for its requests, and at no others.

They stand in signed bodies, but who has got hold of the signing secret must not have us call into the network
around us besides.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.blocks.parts import Message
from bot.slack.requests import Body

OK = 200
HOOKS = frozenset(("hooks.slack.com", "hooks.slack-gov.com"))


def is_slacks(address: str, api_url: str) -> bool:
    """Whether this is one of Slack's addresses for answers, or stands beside the Web API that we call, as in
    the local workspace."""
    try:
        given, api = urlsplit(address), urlsplit(api_url)
    except ValueError:
        return False
    beside = (given.scheme, given.netloc) == (api.scheme, api.netloc)
    return beside or (given.scheme == "https" and given.netloc in HOOKS)


def answerable(body: Body, api_url: str) -> bool:
    """Whether every address in the request, which fits its shape, is one of Slack's."""
    addresses = [
        body.get("response_url"),
        *(each.get("response_url") for each in body.get("response_urls") or ()),
    ]
    return all(isinstance(each, str) and is_slacks(each, api_url) for each in addresses if each)


async def send(address: str, message: Message, kind: str, replace: bool) -> bool:
    """Say something at an address that is Slack's, "ephemeral" or "in_channel", or in place of the message
    whose button was pressed. False if Slack doesn't take it, an exception if nobody knows."""
    # Not Bolt's `respond`: its client would repeat a call whose connection broke.
    webhook = AsyncWebhookClient(address, retry_handlers=[])
    answered = await webhook.send(
        text=message.text,
        blocks=message.blocks,
        response_type=kind,
        replace_original=replace,
        unfurl_links=False,
        unfurl_media=False,
    )
    return answered.status_code == OK
