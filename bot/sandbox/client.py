"""A client of the control API, for stories: ``await ann.says("…")``, ``await ann.sees("…")``.

It speaks HTTP only, so the sandbox may run in this process or anywhere. What names things is told in `naming`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.sandbox.actor import ImpossibleError, Person, Toast
from bot.sandbox.naming import Message, given
from bot.sandbox.spectator import PATIENCE

__all__ = ["PATIENCE", "Fault", "Group", "ImpossibleError", "Message", "Person", "Toast", "World"]


class World:
    """A running sandbox: ``async with World(url) as world``."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self.bot: dict[str, Any] = {}

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None), connector=aiohttp.TCPConnector(limit=0)
        )
        try:
            self.bot = await self.get("bot")
        except BaseException:
            await self._session.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(self, path: str, **query: Any) -> Any:
        """GET ``/sim/{path}``."""
        return await self._ask("GET", path, params={name: str(value) for name, value in query.items()})

    async def post(self, path: str, **body: Any) -> Any:
        """POST ``/sim/{path}`` with a JSON body."""
        return await self._ask("POST", path, json=body)

    async def _ask(self, verb: str, path: str, **options: Any) -> Any:
        assert self._session is not None, "use the world within `async with`"
        async with self._session.request(verb, f"{self.url}/sim/{path}", **options) as response:
            answer = await response.json()
            if response.status != 200:
                raise ImpossibleError(answer["error"])
            return answer

    async def person(self, first_name: str, **fields: Any) -> Person:
        """A new person, who has not met the bot; further fields as in `User`: last_name, username, language_code …"""
        user = await self.post("people", first_name=first_name, **given(fields))
        return Person(self, user)

    async def group(
        self, title: str, members: Sequence[Person], *, bot: bool = True, administrator: bool = False
    ) -> Group:
        """A new basic group; the first member owns it and adds the bot (which gets ``my_chat_member``)."""
        return await self._chat("group", title, members, bot=bot, administrator=administrator)

    async def supergroup(
        self,
        title: str,
        members: Sequence[Person],
        *,
        username: str | None = None,
        bot: bool = True,
        administrator: bool = False,
    ) -> Group:
        """A new supergroup, public if it has a ``username``."""
        return await self._chat("supergroup", title, members, username=username, bot=bot, administrator=administrator)

    async def channel(
        self, title: str, members: Sequence[Person], *, username: str | None = None, bot: bool = True
    ) -> Group:
        """A new channel: the first member owns it and writes there, the others read. The bot is an administrator."""
        return await self._chat("channel", title, members, username=username, bot=bot)

    async def _chat(self, kind: str, title: str, members: Sequence[Person], **fields: Any) -> Group:
        ids = [member.id for member in members]
        return Group(await self.post("groups", kind=kind, title=title, members=ids, **given(fields)))

    async def calls(self, method: str = "", after: int = 0) -> list[dict[str, Any]]:
        """The bot's calls, oldest first; perhaps of one method only, or those above a number."""
        answer = await self.get("calls", method=method, after=after)
        calls: list[dict[str, Any]] = answer["calls"]
        return calls

    async def count(self) -> int:
        """How many calls there were so far, getUpdates not counted."""
        return int((await self.get("calls", method="none"))["count"])

    async def faults(self, method: str | None = None, **order: Any) -> Fault:
        """Order a fault, as ``README.md`` says: ``code=429, retry_after=2``, ``drop="before"``, ``stall=True`` …

        ``chat`` may be a person or a group.
        """
        chat = order.pop("chat", None)
        if chat is not None:
            order["chat_id"] = chat if isinstance(chat, int) else chat.id
        shape = await self.post("faults", method=method, **order)
        return Fault(self, int(shape["id"]))

    async def injects(self, kind: str, value: Any) -> None:
        """Put an update of any kind into the bot's queue, as it is: one that no library can read, perhaps."""
        await self.post("updates", kind=kind, value=value)

    async def moves_clock(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        await self.post("clock", seconds=seconds)

    async def now(self) -> float:
        """The sandbox's time, in seconds since 1970."""
        return float((await self.get("clock"))["now"])

    async def paces(self, **pace: float | None) -> None:
        """Turn Telegram's limits on speed on; the fields of `Pace` change them, None takes one away."""
        await self.post("settings", pace=pace)

    async def delays(self, seconds: float, jitter: float = 0.0) -> None:
        """Let every call but getUpdates take that much longer, and by chance up to ``jitter`` seconds more."""
        await self.post("settings", latency=seconds, jitter=jitter)

    async def quiet(self, timeout: float = PATIENCE, settle: float = 0.1) -> None:  # noqa: ASYNC109
        """Wait until all updates are confirmed, no call is under way, and none has come for ``settle`` seconds."""
        answer = await self.get("quiet", timeout=timeout, settle=settle)
        assert answer["quiet"], f"not quiet within {timeout:g} s: {answer}"

    async def events(self, after: int | None = None) -> AsyncIterator[dict[str, Any]]:
        """What happens from now on (or after event number ``after``), as it happens, without an end."""
        if after is None:
            after = (await self.get("events"))["last"]
        while True:
            answer = await self.get("events", after=after, timeout=30)
            for event in answer["events"]:
                after = event["seq"]
                yield event


class Group:
    """A group, supergroup or channel."""

    def __init__(self, chat: dict[str, Any]) -> None:
        self.id = int(chat["id"])
        self.title = str(chat["title"])


class Fault:
    """A fault that was ordered."""

    def __init__(self, world: World, fault_id: int) -> None:
        self._world = world
        self.id = fault_id

    async def held(self, count: int = 1, timeout: float = PATIENCE) -> list[int]:  # noqa: ASYNC109
        """Wait until it holds that many calls; their numbers."""
        shape = await self._world.get(f"faults/{self.id}/held", count=count, timeout=timeout)
        assert len(shape["held"]) >= count, f"{len(shape['held'])} of {count} calls held within {timeout:g} s"
        return list(shape["held"])

    async def struck(self, count: int = 1, timeout: float = PATIENCE) -> list[int]:  # noqa: ASYNC109
        """Wait until it has struck that many calls; their numbers."""
        shape = await self._world.get(f"faults/{self.id}/struck", count=count, timeout=timeout)
        assert len(shape["struck"]) >= count, f"{len(shape['struck'])} of {count} calls struck within {timeout:g} s"
        return list(shape["struck"])

    async def release(self, *, drop: bool = False) -> int:
        """Let what it holds go on, or break those connections; how many they were."""
        return int((await self._world.post(f"faults/{self.id}/release", drop=drop))["released"])

    async def cancel(self) -> None:
        """Take the order back; what is held goes on."""
        await self._world._ask("DELETE", f"faults/{self.id}")
