"""Commenting: a reply or an answer becomes a comment, with a bubble for its writer and cards for the moderators."""

from __future__ import annotations

from datetime import datetime

from bot.core.comments import Comment, CommentState, checked_comment, judge, must_be_open
from bot.core.people import Person, Profile
from bot.core.posts import Post
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import Slot, SlotKind
from bot.core.submissions import Submission
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.handlers.copies import counted_for, pressed_on, published
from bot.rendering.comment_views import bubble, card, comment_prompt
from bot.storage import comments, posts, prompts, slots
from bot.storage.engine import Transaction


class Commenting:
    """What a reader does to say something about a post."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def asked(self, tx: Transaction, now: datetime, by: Profile, post_id: int, message_id: int) -> Answer:
        """Post a comment: the next message is one."""
        person = await self._blog.person(tx, by.id)
        post = await published(tx, post_id)
        must_be_open(post.options.comments)
        repainted = await pressed_on(tx, self._blog.texts, post, person.id, message_id)
        await prompts.ask(tx, person.id, Prompt(PromptKind.COMMENT, post.id), now)
        return Answer((Say(person.id, comment_prompt(self._blog.texts, post)), *repainted))

    async def received(
        self, tx: Transaction, now: datetime, person: Person, submission: Submission, post_id: int
    ) -> Answer:
        """A message is a comment on the post: it waits, or is shown at once if the post's rule says so."""
        post = await published(tx, post_id)
        must_be_open(post.options.comments)
        text = checked_comment(submission.comment())
        comment = await comments.add(
            tx,
            post_id=post.id,
            person_id=person.id,
            message_id=submission.message_id,
            name=submission.sender.name,
            text=text,
            state=judge(person, post.author_id, post.options.comments, await comments.approved_count(tx, person.id)),
            now=now,
        )
        await prompts.drop(tx, person.id)
        own = shown(Slot(SlotKind.BUBBLE, comment.id, person.id), bubble(self._blog.texts, comment, post))
        if comment.visible:
            await posts.count_comment(tx, post.id, +1, now)
            counted = await posts.get(tx, post.id)
            return Answer((own, *await counted_for(tx, self._blog.texts, counted, person.id)))
        return Answer((own, *await self._cards(tx, comment, post)))

    async def edited(self, tx: Transaction, now: datetime, comment: Comment, submission: Submission) -> Answer:
        """The reader edited the message: a waiting comment gets a new revision, which older cards cannot decide on."""
        text = checked_comment(submission.comment())
        if text == comment.text:
            return Answer()
        if comment.state is not CommentState.PENDING or not await comments.change_text(tx, comment, text, now):
            raise Refusal(RefusalKey.COMMENT_CLOSED)
        changed = await comments.get(tx, comment.id)
        post = await posts.get(tx, comment.post_id)
        views = [shown(Slot(SlotKind.BUBBLE, comment.id, comment.person_id), bubble(self._blog.texts, changed, post))]
        for slot in await slots.showing(tx, SlotKind.CARD, comment.id):
            views.append(shown(slot, card(self._blog.texts, changed, post, None)))
        return Answer(tuple(views))

    async def _cards(self, tx: Transaction, comment: Comment, post: Post) -> list[Say]:
        """One card in the moderators' group; without one, a card for everyone who may decide."""
        view = card(self._blog.texts, comment, post, None)
        chats = [self._blog.moderators_chat_id]
        if self._blog.moderators_chat_id is None:
            team = await self._blog.people.team(tx)
            chats = [member.id for member in team if member.may_moderate(post.author_id) and member.reachable]
        return [shown(Slot(SlotKind.CARD, comment.id, chat), view) for chat in chats if chat is not None]
