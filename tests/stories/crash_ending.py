"""How the play must end, crash or none: every message there and up to date, every row settled, nothing twice.

A message that went out but whose answer was lost is sent again: Telegram has no key by which it would know the second
one. So a chat may hold a message doubled, but only one that stood as ``sending`` in the database when the bot was
killed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.core.cases import CommentState
from bot.core.deliveries import DeliveryState
from bot.core.outgoing import repeatable
from bot.sandbox.client import Person
from bot.storage import inbox
from bot.storage.engine import Database
from bot.storage.tables import comments, copies, deliveries, outbox, posts, slots
from bot.storage.tables import inbox as updates
from tests.stories.crash_play import COMMENT, Cast

KINDS = {
    "welcome": ("You will get new posts here",),
    "claim": ("This blog is yours",),
    "card": ("Draft ·", "has become a post"),
    "status": ("Publish “", "Sending “", "went out"),
    "page 1": ("The Maren barrier, closed, at dusk",),
    "page 2": ("The Harbour Office closed all six gates",),
    "page 3": ("Saturday's figures, for the table",),
    "question": ("Write your comment",),
    "bubble": ("Your comment on",),
    "word": ("Published: your comment on",),
    "comment's card": ("🟡 #1", "Approved by"),
    "list": ("· 1 comment\n",),
}
"""What the bot says in the play, and by which words each message is known, from its first state to its last."""

PAGES = ("page 1", "page 2", "page 3")

ENDINGS = {
    "card": "has become a post",
    "status": "12 messages to 4 readers\nsent 12 · blocked 0 · failed 0 · uncertain 0 · queued 0 = 12",
    "bubble": "is published",
    "comment's card": "✅ Approved by Olga",
    "list": COMMENT,
}
"""What stands in the messages that change, or that show what has changed, at the end."""

UPDATES = 14
"""What people do in the play: four starts, four messages for the post, one comment, five presses."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """What stood as ``sending`` when the bot was killed: calls that make a message, by chat."""

    chats: tuple[int, ...] = ()


async def doubts_in(database_url: str) -> Doubts:
    """Reads them from a database that nobody works with."""
    database = Database.open(database_url)
    try:
        async with database.read() as tx:
            of_campaign = await tx.execute(
                select(deliveries.c.chat_id).where(deliveries.c.state == DeliveryState.SENDING)
            )
            answers = await tx.execute(
                select(outbox.c.chat_id, outbox.c.method, slots.c.message_id)
                .select_from(outbox.outerjoin(slots, slots.c.id == outbox.c.slot_id))
                .where(outbox.c.state == DeliveryState.SENDING)
            )
            chats = [*of_campaign.scalars()]
            chats += [row.chat_id for row in answers if not repeatable(row.method, row.message_id)]
            return Doubts(tuple(chats))
    finally:
        await database.close()


async def doubled_in_chats(cast: Cast, doubts: Doubts) -> int:
    """Looks through all chats: everything is there and up to date. Gives how many messages are doubled."""
    everybody = {"welcome", *PAGES}
    expected = {
        cast.olga: everybody | {"claim", "card", "status", "comment's card"},
        cast.ann: everybody | {"question", "bubble", "word"},
        cast.ben: everybody | {"list"},
        cast.cleo: everybody,
    }
    doubled = 0
    for person, kinds in expected.items():
        found = await _messages_of(person)
        seen = [kind for kind, _ in found]
        assert set(seen) == kinds, f"{person.name} has {seen}"
        pages = [kind for kind in seen if kind in PAGES]
        assert pages == sorted(pages), f"{person.name} has the pages in the order {pages}"
        newest = dict(found)
        for kind in kinds & ENDINGS.keys():
            assert ENDINGS[kind] in newest[kind]["text"], f"{person.name}'s {kind} says {newest[kind]['text']!r}"
        for kind in kinds & {"card"}:
            assert "reply_markup" not in newest[kind], f"{person.name}'s {kind} still has buttons"
        for kind in kinds & {"comment's card"}:
            assert _labels(newest[kind]) == ["Undo", "Reply", "More…"]
        for kind in kinds & {"status"}:
            assert _labels(newest[kind]) == ["Edit", "Withdraw"]
        assert _labels(newest["page 3"]) == ["1 comment", "Post a comment"]
        twice = len(seen) - len(kinds)
        assert twice <= doubts.chats.count(person.id), f"{person.name} has {seen}, and in doubt were {doubts.chats}"
        assert twice <= 1, f"{person.name} has {seen}"
        doubled += twice
    return doubled


async def _messages_of(person: Person) -> list[tuple[str, dict[str, Any]]]:
    """The bot's messages in a chat, each with its kind, oldest first."""
    found = []
    for message in await person.messages():
        if message["from"]["is_bot"]:
            words = message.get("text") or message.get("caption", "")
            kinds = [kind for kind, signs in KINDS.items() if any(sign in words for sign in signs)]
            assert len(kinds) == 1, f"{person.name} sees {words!r}, which is {kinds}"
            found.append((kinds[0], message))
    return found


async def must_be_settled(database_url: str) -> None:
    """Looks through the database: every update had its effect once, every message has gone out."""
    database = Database.open(database_url)
    try:
        async with database.read() as tx:
            states = list((await tx.execute(select(updates.c.state))).scalars())
            assert states == [inbox.State.DONE] * UPDATES
            assert set((await tx.execute(select(outbox.c.state))).scalars()) == {DeliveryState.SENT}
            ledger = list((await tx.execute(select(deliveries.c.state))).scalars())
            assert ledger == [DeliveryState.SENT] * 12
            assert len((await tx.execute(select(copies))).all()) == 12
            said = (await tx.execute(select(comments.c.body, comments.c.state))).all()
            assert [(row.body["text"], row.state) for row in said] == [(COMMENT, CommentState.APPROVED)]
            assert list((await tx.execute(select(posts.c.comments))).scalars()) == [1]
    finally:
        await database.close()


def _labels(message: dict[str, Any]) -> list[str]:
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]
