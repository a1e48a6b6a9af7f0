"""A pretend Slack on this machine, for people without a workspace and for tests.

It behaves like Slack towards an app that knows nothing of it: a Web API that checks every payload,
signed requests (or Socket Mode) that bring events, commands and interactions, and a page in the
browser to be someone on.
"""

from bot.playground.clock import MovableClock
from bot.playground.delivery import Answer, Delivery
from bot.playground.elements import NoSuchElement
from bot.playground.faults import Fault
from bot.playground.interactions import NotPossible
from bot.playground.messages import Message
from bot.playground.server import Playground
from bot.playground.timeline import Timeline
from bot.playground.views import View
from bot.playground.web_api import ApiCall

__all__ = [
    "Answer",
    "ApiCall",
    "Delivery",
    "Fault",
    "Message",
    "MovableClock",
    "NoSuchElement",
    "NotPossible",
    "Playground",
    "Timeline",
    "View",
]
