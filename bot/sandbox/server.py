"""The sandbox as a server: in this process for tests, or in a process of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.sandbox.bot_api import BotApi
from bot.sandbox.control import Control
from bot.sandbox.page.serving import Page
from bot.sandbox.parameters import UPLOAD_LIMIT
from bot.sandbox.world.messenger import Messenger, Options

DEFAULT_TOKEN = "7000000001:AAsandbox-token-that-opens-nothing-else"  # noqa: S105
"""The token of a sandbox that is given none. It is no secret."""


class Sandbox:
    """A local Telegram in this process, on a free port of the loopback interface.

    ``async with Sandbox() as sandbox: … sandbox.url``. ``options`` are those of `Options`.
    """

    def __init__(self, port: int = 0, token: str = DEFAULT_TOKEN, *, host: str = "127.0.0.1", **options: Any) -> None:
        self.host = host
        self.port = port
        self.token = token
        self.messenger = Messenger(token, Options(**options))
        self.api = BotApi(self.messenger, token)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    async def start(self) -> None:
        """Listen. ``port`` is then the bound one."""
        app = web.Application(client_max_size=UPLOAD_LIMIT + 1024 * 1024)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self.api.call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self.api.download)
        control = Control(self.api)
        app.add_routes(control.routes())
        Page(self.api, control).mount(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Close all connections."""
        self.api.faults.close()
        self.messenger.updates.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


async def serve(
    host: str = "127.0.0.1",
    port: int = 8081,
    token: str = DEFAULT_TOKEN,
    *,
    bound: Callable[[str], None] | None = None,
    **options: Any,
) -> None:
    """Run a sandbox until this task is cancelled. ``bound`` is called with its address once it listens."""
    async with Sandbox(port, token, host=host, **options) as sandbox:
        if bound is not None:
            bound(sandbox.url)
        await asyncio.Event().wait()
