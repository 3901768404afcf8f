"""The page at ``/``: its files, and one place where its routes are put together.

The files are served as they lie in this folder: HTML, CSS and JavaScript modules, without a build step, and nothing
from elsewhere.
"""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.sandbox.bot_api import BotApi
from bot.sandbox.control import Control, handler_of
from bot.sandbox.page.playing import Player
from bot.sandbox.page.sights import Sights
from bot.sandbox.page.streaming import Stream

FOLDER = Path(__file__).parent
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; "
        "media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""A message can hold anything, also what a browser would run: the page allows its own files alone."""


class Page:
    """The chat page of one sandbox."""

    def __init__(self, api: BotApi, control: Control) -> None:
        self._sights = Sights(api)
        self._player = Player(api.messenger, control)
        self._stream = Stream(api, self._player)

    def mount(self, app: web.Application) -> None:
        """Add the page and its routes to a server."""
        app.router.add_get("/", self.index)
        app.router.add_get(r"/page/{name:[a-z-]+\.(?:css|js)}", self.asset)
        app.router.add_get("/sim/files/{file}", self._sights.file)
        app.router.add_get("/sim/people/{person}/chats", handler_of(self._sights.chats))
        app.router.add_get("/sim/people/{person}/menu", handler_of(self._sights.menu))
        app.router.add_get("/sim/stream", self._stream.events)
        app.router.add_get("/sim/stream/calls", self._stream.calls)
        app.router.add_get("/sim/script", handler_of(self._player.show))
        app.router.add_post("/sim/script", handler_of(self._player.register))
        app.router.add_post("/sim/script/play", handler_of(self._player.play))
        app.router.add_post("/sim/script/stop", handler_of(self._player.stop))
        app.on_shutdown.append(self._stream.close)
        app.on_shutdown.append(self._player.close)

    async def index(self, request: web.Request) -> web.StreamResponse:
        """The page itself."""
        return _file("index.html")

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """A style sheet or a module."""
        return _file(request.match_info["name"])


def _file(name: str) -> web.StreamResponse:
    path = FOLDER / name
    if not path.is_file():
        return web.Response(status=404, text="There is no such file.")
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8", headers=HEADERS)
