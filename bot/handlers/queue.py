"""The queue: how much waits for whoever may decide, and the cards of what has waited longest, a few at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.people import Person, Profile, let
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.gateway.incoming import Pressed
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.cards import Cards
from bot.rendering.message import Button, Message, Press, Verb
from bot.storage import comment_queue, posts
from bot.storage.engine import Transaction

AT_A_TIME = 5
"""Cards that a press brings; a chat takes about one message a second."""

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Queue:
    """/queue."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog
        self._cards = Cards(blog)

    async def asked(self, tx: Transaction, now: datetime, by: Profile) -> Answer:
        """How many wait, and since when."""
        person, author_id = await self._whose(tx, by)
        return Answer((Say(person.id, await self._page(tx, now, author_id, _BEGINNING, 0)),))

    async def went_on(self, tx: Transaction, now: datetime, on: Pressed, since: int, comment_id: int) -> Answer:
        """Next 5: the cards behind those that came before, below a page that says what is left."""
        person, author_id = await self._whose(tx, on.by)
        found = await comment_queue.next_after(tx, _moment(since), comment_id, AT_A_TIME, author_id)
        said: list[Say] = []
        for comment in found:
            post = await posts.get(tx, comment.post_id)
            said += await self._cards.new(tx, now, comment, post, person.id)
        if not found:
            return Answer(toast=self._blog.texts.queue_end())
        last = found[-1]
        page = await self._page(tx, now, author_id, last.case.waiting_since or now, last.id)
        return Answer((*said, Say(person.id, page)))

    async def _whose(self, tx: Transaction, by: Profile) -> tuple[Person, int | None]:
        """Whoever asks, and whose posts alone count for them."""
        person = await self._blog.person(tx, by.id)
        let(person.role is not None)
        return person, None if person.may_sanction() else person.id

    async def _page(
        self, tx: Transaction, now: datetime, author_id: int | None, since: datetime, comment_id: int
    ) -> Message:
        count, oldest = await comment_queue.length(tx, author_id)
        text = RichText(self._blog.texts.queue(count, None if oldest is None else now - oldest))
        if not await comment_queue.next_after(tx, since, comment_id, 1, author_id):
            return Message(text)
        press = Press(Verb.QUEUE, ((since - _BEGINNING) // _MICROSECOND, comment_id))
        return Message(text, keyboard=((Button(self._blog.texts.queue_next(AT_A_TIME), press),),))


def _moment(since: int) -> datetime:
    """Microseconds since 1970, as the press names them."""
    try:
        return _BEGINNING + since * _MICROSECOND
    except OverflowError:
        raise Refusal(RefusalKey.UNKNOWN_BUTTON) from None
