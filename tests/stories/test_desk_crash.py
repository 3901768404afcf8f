"""The desk survives its bot: comments, edits, decisions and second thoughts, with a kill during any call of them.

Ann writes, changes her text, and is published. Ben is rejected by a slip, which is undone, and published then. Ann's
second comment is rejected for a reason, and that stays so. Whenever the bot dies, all of that is true at the end, and
so is every bubble, every card, every count, and the log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.cases import CommentState, Reason, replay
from bot.core.deliveries import DeliveryState
from bot.sandbox.client import Person, World
from bot.sandbox.server import Sandbox
from bot.storage import comment_log, comments, inbox
from bot.storage.engine import Database
from bot.storage.tables import comments as comments_table
from bot.storage.tables import inbox as updates
from bot.storage.tables import outbox, posts
from tests.databases import sqlite_url
from tests.stories.crash_ending import Doubts
from tests.stories.crash_play import PATIENCE
from tests.stories.killing import Kill, all_end_alike, dies, kills
from tests.stories.processes import ForkedBot

REAL_TIME = True

pytestmark = [pytest.mark.check, pytest.mark.timeout(1500)]

POINTS = 50
"""Runs in which the bot is killed (half of them after the effect of the call)."""

NOTICE_DELAY = "2"
"""Seconds for second thoughts: longer than a rejection and its Undo are apart."""

WROTE, CHANGED = "What happens to Holm now", "What happens to Holm now, and when?"
BENS, REJECTED = "Well done.", "Buy my boat."

ENDINGS = {
    CHANGED: (CommentState.APPROVED, "✅ Approved by Olga", "is published"),
    BENS: (CommentState.APPROVED, "✅ Approved by Olga", "is published"),
    REJECTED: (CommentState.REJECTED, "✖ Rejected by Olga", "was not published: off topic"),
}
"""Where each comment ends, what its card says, and what its bubble."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Olga owns the blog, writes and moderates; Ann and Ben comment."""

    olga: Person
    ann: Person
    ben: Person


async def play(cast: Cast, claim_link: str) -> None:
    """From the claim link to the last bubble. Nobody waits for a toast: it may never come."""
    olga, ann, ben = cast.olga, cast.ann, cast.ben
    await olga.follows(claim_link)
    for reader in (ann, ben):
        await reader.starts()
    for reader in (ann, ben):
        await reader.sees("You will get new posts", timeout=PATIENCE)
    await olga.says("The barrier held\n\nIt did.")
    await olga.presses("Publish", wait=False, timeout=PATIENCE)
    await olga.presses("Send now", wait=False, timeout=PATIENCE)
    await olga.sees("went out", timeout=PATIENCE)

    await ann.presses("Post a comment", wait=False, timeout=PATIENCE)
    await ann.sees("Write your comment", timeout=PATIENCE)
    comment = await ann.says(WROTE)
    await olga.sees(WROTE, button="Approve", timeout=PATIENCE)
    await ann.edits(comment, CHANGED)
    card = await olga.sees(CHANGED, button="Approve", timeout=PATIENCE)
    await olga.presses("Approve", on=card, wait=False, timeout=PATIENCE)
    await ann.sees("is published", timeout=PATIENCE)

    await ben.replies_to(await ben.sees("It did.", timeout=PATIENCE), BENS)
    card = await olga.sees(BENS, button="Reject", timeout=PATIENCE)
    for label in ("Reject", "Rude", "Undo"):
        card = await olga.sees(BENS, button=label, timeout=PATIENCE)
        await olga.presses(label, on=card, wait=False, timeout=PATIENCE)
    # a card that was doubled by the crash still shows what it did; the one on which she has pressed Undo is the newest
    card = await olga.sees(BENS, button="Approve", after=card["message_id"] - 1, timeout=PATIENCE)
    await olga.presses("Approve", on=card, wait=False, timeout=PATIENCE)
    await ben.sees("is published", timeout=PATIENCE)

    await ann.replies_to(await ann.sees("It did.", timeout=PATIENCE), REJECTED)
    for label in ("Reject", "Off topic"):
        card = await olga.sees(REJECTED, button=label, timeout=PATIENCE)
        await olga.presses(label, on=card, wait=False, timeout=PATIENCE)
    await ann.sees("was not published: off topic", timeout=PATIENCE)
    for person in (olga, ann, ben):
        await person.sees(button="2 comments", timeout=PATIENCE)


async def all_is_true(cast: Cast, doubts: Doubts) -> None:
    """Every chat shows each thing as it ended, and shows it once but for what was in doubt."""
    olga = await _messages(cast.olga)
    readers = {CHANGED: await _messages(cast.ann), BENS: await _messages(cast.ben), REJECTED: await _messages(cast.ann)}
    for text, (_, card, bubble) in ENDINGS.items():
        cards = [message for message in olga if "#" in message["text"].splitlines()[0] and text in message["text"]]
        assert card in cards[-1]["text"], cards[-1]["text"]
        assert len(cards) - 1 <= doubts.chats.count(cast.olga.id)
        bubbles = [one for one in readers[text] if "Your comment on" in one["text"] and text in one["text"]]
        assert bubble in bubbles[-1]["text"], bubbles[-1]["text"]
    for person in (cast.olga, cast.ann, cast.ben):
        copies = [message for message in await _messages(person) if _is_post(message)]
        assert len(copies) - 1 <= doubts.chats.count(person.id)
        assert "2 comments" in _labels(copies[-1])


async def all_is_settled(database_url: str) -> None:
    """Every update had its effect once, every message has gone out, and each log replays to its comment."""
    database = Database.open(database_url)
    try:
        async with database.read() as tx:
            assert set((await tx.execute(select(updates.c.state))).scalars()) == {inbox.State.DONE}
            assert set((await tx.execute(select(outbox.c.state))).scalars()) == {DeliveryState.SENT}
            ids = list((await tx.execute(select(comments_table.c.id))).scalars())
            found = [await comments.get(tx, id_) for id_ in ids]
            assert {one.body.text.text: one.state for one in found} == {
                text: state for text, (state, _, _) in ENDINGS.items()
            }
            for one in found:
                assert replay(await comment_log.of_comment(tx, one.id)) == one.case
            (rejected,) = [one for one in found if one.state is CommentState.REJECTED]
            assert rejected.case.reason is Reason.OFF_TOPIC
            assert list((await tx.execute(select(posts.c.comments))).scalars()) == [2]
    finally:
        await database.close()


async def run(database: Path, kill: Kill | None) -> int:
    """Plays once in a new world, and looks at everything; gives how many calls the bot made."""
    url = sqlite_url(database)
    async with (
        Sandbox() as sandbox,
        World(sandbox.url) as world,
        ForkedBot(sandbox, url, database.parent, notice_delay=NOTICE_DELAY) as bot,
    ):
        cast = Cast(*[await world.person(name) for name in ("Olga", "Ann", "Ben")])
        death = asyncio.create_task(dies(world, bot, url, kill))
        try:
            await bot.starts()
            claim = await bot.says("no owner yet", patience=PATIENCE)
            await play(cast, claim.split()[-1])
            async with asyncio.timeout(PATIENCE):
                doubts = await death
        finally:
            death.cancel()
        await world.quiet(timeout=PATIENCE, settle=0.5)
        await all_is_true(cast, doubts)
        assert await bot.is_asked_to_end() == 0
        await all_is_settled(url)
        return await world.count()


async def test_a_desk_whose_bot_is_killed_during_any_call_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    calls = await run(tmp_path / "undisturbed.db", None)
    await all_end_alike(lambda kill: run(tmp_path / f"{kill.call}-{kill.moment}.db", kill), kills(calls, POINTS))


async def _messages(person: Person) -> list[dict[str, Any]]:
    """The bot's messages in a chat, oldest first."""
    return [message for message in await person.messages() if message["from"]["is_bot"] and "text" in message]


def _is_post(message: dict[str, Any]) -> bool:
    return "It did." in message["text"] and "Post a comment" in _labels(message)


def _labels(message: dict[str, Any]) -> Collection[str]:
    return [button["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", ()) for button in row]
