"""The addresses of the playground: the Web API, response URLs, Socket Mode, the page."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from bot.playground.guard import OnlyThisMachine
from bot.playground.oauth import AUTHORIZE_PATH
from bot.playground.page.routes import Page
from bot.playground.pretend_slack import PretendSlack
from bot.playground.refusal import Refusal

NOT_FOUND = 404


def asgi_app(playground: PretendSlack) -> Starlette:
    """Everything that is served."""

    async def respond(request: Request) -> Response:
        try:
            playground.posting.respond(request.path_params["key"], await request.json())
        except Refusal as refusal:
            return JSONResponse(refusal.as_json(), NOT_FOUND)
        except ValueError:
            return JSONResponse(Refusal("invalid_payload").as_json(), NOT_FOUND)
        return PlainTextResponse("ok")

    async def upload(request: Request) -> Response:
        try:
            playground.workspace.files.receive(request.path_params["key"], await request.body())
        except Refusal as refusal:
            return PlainTextResponse(refusal.code, NOT_FOUND)
        return PlainTextResponse("OK")

    async def file(request: Request) -> Response:
        try:
            found = playground.workspace.files.get(request.path_params["id"])
        except Refusal as refusal:
            return PlainTextResponse(refusal.code, NOT_FOUND)
        return Response(found.content, media_type=found.mimetype)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route(AUTHORIZE_PATH, playground.oauth.authorize),
            Route("/api/{method}", playground.web_api.handle, methods=["GET", "POST"]),
            Route("/response/{key}", respond, methods=["POST"]),
            Route("/upload/{key}", upload, methods=["POST"]),
            Route("/files/{id}", file),
            WebSocketRoute("/link", playground.sockets.serve),
            *Page(playground).routes(),
        ],
        middleware=[Middleware(OnlyThisMachine)],
    )
