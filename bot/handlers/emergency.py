"""What owners and authors are told while nothing can be written down.

It goes past the outbox, which is a table, too: once, kept by nobody, and lost if Telegram does not take it.
"""

from __future__ import annotations

import asyncio

from bot.core.calls import Lane
from bot.core.campaigns import ACTIVE
from bot.core.people import Role
from bot.core.richtext import RichText
from bot.gateway.encoding import encode
from bot.handlers.turns import Caller
from bot.rendering.message import Message
from bot.rendering.texts import Texts
from bot.storage import campaigns
from bot.storage.engine import Database
from bot.storage.people import People


class Emergency:
    """Tells whoever has to know."""

    def __init__(self, database: Database, people: People, courier: Caller, texts: Texts) -> None:
        self._database = database
        self._people = people
        self._courier = courier
        self._texts = texts
        self._telling: set[asyncio.Task[None]] = set()

    def storage_waits(self, reason: str) -> None:
        """The database cannot be written to; said by a task of its own, since whoever finds it out has to go on."""
        task = asyncio.ensure_future(self._tell(Message(RichText(self._texts.storage_waits(reason)))))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def close(self) -> None:
        """Nobody waits for what has not been said by now."""
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    async def _tell(self, message: Message) -> None:
        async with self._database.read() as tx:
            owners = {member.id for member in await self._people.team(tx) if member.role is Role.OWNER}
            authors = {campaign.started_by for campaign in await campaigns.in_states(tx, ACTIVE)}
        prepared = encode(message)
        for chat_id in sorted(owners | authors):
            # not among the answers: one that waits until it can be noted may stand at the head of that chat
            await self._courier.deliver(prepared.to(chat_id, Lane.POSTS))
