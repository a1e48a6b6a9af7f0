"""Which addresses are answered: those that Slack gives out for its requests, and no others.

They stand in signed bodies, but who has got hold of the signing secret must not have us call into the network
around us besides.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.slack.requests import Body

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
