"""Telling: those who comment hear by a message what became of a comment, and who has answered it.

As far as they want to, and once the time for second thoughts has passed. What was told stays true: a word changes in
its place with what it is about, and what ceases to be true before it goes out does not go out at all.
"""

from __future__ import annotations

from datetime import datetime

from bot.core.commenters import News
from bot.core.comments import Comment
from bot.core.posts import Post
from bot.core.slots import Slot, SlotKind
from bot.handlers.answers import Say, shown
from bot.handlers.blog import Blog
from bot.rendering.word import answer_gone, answered_word, news_of, word
from bot.storage import commenters, comments, muted_threads, outbox
from bot.storage.engine import Transaction


class Telling:
    """Word to the writer of a comment, and to the writer of what it answers."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def received(self, tx: Transaction, now: datetime, comment: Comment, post: Post) -> tuple[Say, ...]:
        """It is new: nothing was said of it yet, and only the answer that it is may be news."""
        return await self._answer(tx, now, comment, post)

    async def decided(self, tx: Transaction, now: datetime, comment: Comment, post: Post) -> tuple[Say, ...]:
        """A moderator has decided: that is news."""
        news = news_of(comment)
        if news is None or not await self._wants(tx, comment.person_id, news):
            return await self.changed(tx, now, comment, post)
        told = shown(_word(comment), word(self._blog.texts, comment, post), anew=True, due_at=self._due(now))
        return (told, *await self._answer(tx, now, comment, post))

    async def undone(self, tx: Transaction, now: datetime, comment: Comment, post: Post) -> tuple[Say, ...]:
        """A decision was taken back: no word of it, or another one in its place."""
        return (*await self._corrected(tx, comment, post), *await self._answer(tx, now, comment, post))

    async def changed(self, tx: Transaction, now: datetime, comment: Comment, post: Post) -> tuple[Say, ...]:
        """Its writer has changed or withdrawn it: only the answer that it is may be news."""
        answer = await self._answer(tx, now, comment, post)
        if news_of(comment) is None:
            return (*await self._corrected(tx, comment, post), *answer)
        if not await outbox.is_filled(tx, _word(comment)):
            return answer
        return (shown(_word(comment), word(self._blog.texts, comment, post), due_at=self._due(now)), *answer)

    async def _corrected(self, tx: Transaction, comment: Comment, post: Post) -> tuple[Say, ...]:
        """What was said of the comment is true no longer."""
        if not await outbox.drop_queued(tx, _word(comment)):
            return ()
        return (shown(_word(comment), word(self._blog.texts, comment, post)),)

    async def _answer(self, tx: Transaction, now: datetime, comment: Comment, post: Post) -> tuple[Say, ...]:
        """The comment as an answer, to whoever is answered."""
        if comment.answers_id is None:
            return ()
        answered = await comments.get(tx, comment.answers_id)
        slot = Slot(SlotKind.ANSWER, comment.id, answered.person_id)
        if not comment.visible:
            stands = await outbox.drop_queued(tx, slot)
            gone = answer_gone(self._blog.texts, answered, post)
            return (shown(slot, gone, due_at=self._due(now)),) if stands else ()
        if not await outbox.is_filled(tx, slot) and not await self._is_news(tx, comment, answered):
            return ()
        open_ = not self._blog.rules.closed(post, now)
        view = answered_word(self._blog.texts, comment, answered, post, open=open_)
        return (shown(slot, view, due_at=self._due(now)),)

    async def _is_news(self, tx: Transaction, answer: Comment, answered: Comment) -> bool:
        """Whether whoever is answered is to hear of it."""
        if answer.person_id == answered.person_id or not await self._wants(tx, answered.person_id, News.ANSWERED):
            return False
        return not await muted_threads.is_muted(tx, answered.person_id, answer.thread_id)

    async def _wants(self, tx: Transaction, person_id: int, news: News) -> bool:
        return (await commenters.get(tx, person_id)).wants(news)

    def _due(self, now: datetime) -> datetime:
        return now + self._blog.notice_delay


def _word(comment: Comment) -> Slot:
    return Slot(SlotKind.WORD, comment.id, comment.person_id)
