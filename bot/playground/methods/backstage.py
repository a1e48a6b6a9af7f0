"""What the methods work on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.delivery import Deliverer
from bot.playground.events import Events
from bot.playground.manifest import Manifest
from bot.playground.posting import Posting
from bot.playground.socket_mode import SocketLine
from bot.playground.steps import Steps
from bot.playground.views import Views
from bot.playground.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Backstage:
    """The workspace and everything around it that a method may need."""

    workspace: Workspace
    views: Views
    deliverer: Deliverer
    events: Events
    posting: Posting
    sockets: SocketLine
    manifest: Manifest
    steps: Steps
