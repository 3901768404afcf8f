"""The pages of a card beside the one that is decided on: what else is known of a comment, and what is done seldom."""

from __future__ import annotations

from datetime import datetime

from bot.core.richtext import RichText
from bot.core.slots import Slot, SlotKind
from bot.gateway.encoding import encode_album
from bot.gateway.incoming import Pressed
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.cards import Cards, Place
from bot.rendering.card import Facts, card, more
from bot.rendering.message import Message
from bot.rendering.text_page import text_page
from bot.rendering.texts import Texts
from bot.storage import comments, slots
from bot.storage.engine import Transaction


class CardPages:
    """What a moderator looks at."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog
        self._cards = Cards(blog)

    async def opened(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int) -> Answer:
        """◀ on a page of the card: the card again. Pressed anywhere else it brings one to the presser's own chat."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        here = Slot(SlotKind.CARD, comment_id, on.chat_id)
        if await slots.standing_in(tx, on.chat_id, on.message_id) == here:
            return Answer(await self._cards.paint(tx, now, opened.comment, opened.post, Place.of(on), card))
        return Answer(await self._cards.new(tx, now, opened.comment, opened.post, on.by.id))

    async def more(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int) -> Answer:
        """More…: what is done seldom, in place of the buttons."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        return Answer(await self._cards.paint(tx, now, opened.comment, opened.post, Place.of(on), more))

    async def text(
        self, tx: Transaction, now: datetime, on: Pressed, comment_id: int, revision: int, part: int
    ) -> Answer:
        """Whole text, Edits: what the comment said in that revision, a part at a time, in place of the card."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        body = await comments.find_revision(tx, comment_id, revision)
        if body is None:
            return await self._cards.overtaken(tx, now, opened, Place.of(on))

        def page(texts: Texts, facts: Facts) -> Message:
            return text_page(texts, facts.comment, body, revision, part)

        return Answer(await self._cards.paint(tx, now, opened.comment, opened.post, Place.of(on), page))

    async def photos(self, tx: Transaction, now: datetime, on: Pressed, comment_id: int) -> Answer:
        """The photos of the text that is decided on, below the card."""
        opened = await self._cards.opened(tx, on.by.id, comment_id)
        facts = await self._cards.facts(tx, now, opened.comment, opened.post)
        items = [Message(RichText(), photo, reply_to=on.message_id) for photo in facts.read.photos]
        if len(items) > 1:
            return Answer((Say(on.chat_id, encode_album(items)),))
        return Answer(tuple(Say(on.chat_id, item) for item in items))
