"""The page's addresses: files, texts, what a person sees, news of changes, and what they do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.elements import NoSuchElement
from bot.playground.interactions import NotPossible
from bot.playground.page.actions import act
from bot.playground.page.snapshot import snapshot
from bot.playground.pretend_slack import PretendSlack
from bot.playground.refusal import Refusal
from bot.texts import catalogue

STATIC = Path(str(files("bot.playground.page"))) / "static"
OURS = "playground."
KEEP_ALIVE = 15.0
CONFLICT, BAD_REQUEST, UNSUPPORTED = 409, 400, 415


class Page:
    """Everything the browser asks for."""

    def __init__(self, playground: PretendSlack) -> None:
        self._playground = playground

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self._index),
            Route("/playground/texts", self._texts),
            Route("/playground/people", self._people),
            Route("/playground/state", self._state),
            Route("/playground/changes", self._changes),
            Route("/playground/act", self._act, methods=["POST"]),
            Mount("/page", StaticFiles(directory=STATIC)),
        ]

    async def _index(self, request: Request) -> Response:
        return FileResponse(STATIC / "index.html")

    async def _texts(self, request: Request) -> Response:
        entries = {key: entry for key, entry in catalogue().items() if key.startswith(OURS)}
        return JSONResponse(entries)

    async def _people(self, request: Request) -> Response:
        """Who can be played, and as whom and where one starts: the app speaks as its person does, so as the
        first who speaks the page's language."""
        workspace, language = self._playground.workspace, request.query_params.get("language") or "-"
        people = [person for person in workspace.people.values() if not person.bot]
        first = next((person for person in people if person.locale.startswith(language)), people[0])
        return JSONResponse(
            {
                "people": [person.id for person in people],
                "person": first.id,
                "channel": next(iter(workspace.channels)),
            }
        )

    async def _state(self, request: Request) -> Response:
        asked = request.query_params
        try:
            return JSONResponse(snapshot(self._playground, asked.get("as", ""), asked.get("channel", "")))
        except Refusal as refusal:
            return JSONResponse(refusal.as_json(), BAD_REQUEST)

    async def _changes(self, request: Request) -> Response:
        return StreamingResponse(_news(self._playground), media_type="text/event-stream")

    async def _act(self, request: Request) -> Response:
        if not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"error": "json only"}, UNSUPPORTED)
        try:
            asked = await request.json()
            return JSONResponse(await act(self._playground, asked["as"], asked))
        except (NotPossible, NoSuchElement, Refusal) as reason:
            return JSONResponse({"error": str(reason)}, CONFLICT)
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
            return JSONResponse({"error": "not understood"}, BAD_REQUEST)


async def _news(playground: PretendSlack) -> AsyncIterator[str]:
    """Server-sent events: the revision whenever it changes, and a sign of life in between."""
    workspace = playground.workspace
    seen = workspace.revision
    yield f"data: {seen}\n\n"
    while not workspace.closed:
        try:
            seen = await asyncio.wait_for(workspace.news(seen), KEEP_ALIVE)
            yield f"data: {seen}\n\n"
        except TimeoutError:
            yield ": still here\n\n"
