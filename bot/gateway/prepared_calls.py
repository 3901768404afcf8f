"""Calls whose parameters are JSON bytes already: the request around them, and the server that they go to."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from typing import NamedTuple

from yarl import URL

from bot.gateway.connections import Connections
from bot.gateway.failures import UnreachedError
from bot.gateway.http_answer import HttpAnswer


class _Route(NamedTuple):
    """Where the calls of one method go. ``head`` opens the request, and takes the length of its body."""

    connections: Connections
    head: bytes


class PreparedCalls:
    """Up to ``most`` connections to each server. ``words`` and ``may_leave`` are as in ``Connections``."""

    def __init__(
        self,
        headers: Mapping[str, str],
        *,
        most: int,
        words: Callable[[BaseException], str],
        may_leave: Callable[[], bool],
    ) -> None:
        self._headers = headers
        self._most = most
        self._words = words
        self._may_leave = may_leave
        self._servers: dict[tuple[str, str, int], Connections] = {}
        self._routes: dict[str, _Route] = {}

    async def post(
        self, url: str, body: bytes, *, connect_timeout: float, write_timeout: float, read_timeout: float, limit: int
    ) -> HttpAnswer:
        """One request and its answer. Timeouts are in seconds; all three together are the longest that it can take.

        Raises what ``Connections.exchange`` does.
        """
        route = self._routes.get(url) or self._find(url)
        return await route.connections.exchange(
            route.head % len(body) + body,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            total_timeout=connect_timeout + write_timeout + read_timeout,
            limit=limit,
        )

    def close(self) -> None:
        """Ends all connections. Calls under way fail, and are in doubt."""
        for connections in self._servers.values():
            connections.close()

    def _find(self, url: str) -> _Route:
        """The way to an address; ``UnreachedError`` if there is none."""
        try:
            address = URL(url, encoded=True)
        except ValueError as error:
            raise UnreachedError(self._words(error)) from None
        host, port = address.raw_host, address.port
        if address.scheme not in ("http", "https") or not host or port is None:
            raise UnreachedError("The address is not one of a server") from None
        place = (address.scheme, host, port)
        if place not in self._servers:
            tls = ssl.create_default_context() if address.scheme == "https" else None
            self._servers[place] = Connections(
                host, port, tls, most=self._most, words=self._words, may_leave=self._may_leave
            )
        lines = [
            f"POST {address.raw_path_qs} HTTP/1.1",
            f"Host: {address.host_port_subcomponent}",
            *(f"{name}: {value}" for name, value in self._headers.items()),
            "Content-Length: ",
        ]
        head = "\r\n".join(lines).replace("%", "%%") + "%d\r\n\r\n"
        route = self._routes[url] = _Route(self._servers[place], head.encode())
        return route
