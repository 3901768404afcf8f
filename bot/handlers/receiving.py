"""Receiving: what a message that is no command is meant for: a comment, a part of a draft, or nothing that we know.

"A reply to a published post is a comment; whatever else is neither a command nor an answer that the bot asked for is
a part of the open draft" (product, "How messages become a post").
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.core.people import Person
from bot.core.posts import PostState
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import SlotKind
from bot.core.submissions import ANSWER_EXPECTED_FOR, Submission
from bot.core.text_forms import is_text_form
from bot.handlers.answering import Answering
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.commenting import Commenting
from bot.handlers.composing import Composing
from bot.handlers.copies import adopt
from bot.handlers.rewriting import Rewriting
from bot.storage import comments, copies, parts, posts, prompts, slots
from bot.storage.engine import Transaction

Asked = Callable[[Transaction, datetime, Person, Submission, Prompt], Awaitable[Answer]]
"""Takes the answer to a question."""


class Receiving:
    """Finds out what a message is, and gives it to whoever deals with that."""

    def __init__(
        self,
        blog: Blog,
        composing: Composing,
        rewriting: Rewriting,
        commenting: Commenting,
        answering: Answering,
        answers: Mapping[PromptKind, Asked],
    ) -> None:
        """``answers`` takes the answer to each kind of question."""
        self._blog = blog
        self._composing = composing
        self._rewriting = rewriting
        self._commenting = commenting
        self._answering = answering
        self._answers = answers

    async def received(self, tx: Transaction, now: datetime, submission: Submission) -> Answer:
        """A new message in a private chat."""
        person = await self._blog.person(tx, submission.sender.id)
        if person.may_compose() and await self._composing.is_reply_to_part(tx, person, submission):
            return await self._for_draft(tx, now, person, submission)
        post_id = await self._post_replied_to(tx, submission)
        if post_id is not None:
            return await self._commenting.received(tx, now, person, submission, post_id)
        comment_id = await self._card_replied_to(tx, submission)
        if comment_id is not None:
            return await self._answering.swiped(tx, now, person, submission, comment_id)
        # A text form answers nothing: it is the draft's text also where something was asked before.
        if not (person.may_compose() and is_text_form(submission.file_name)):
            prompt = await prompts.asked(tx, person.id, now - ANSWER_EXPECTED_FOR)
            if prompt is not None:
                return await self._answers[prompt.kind](tx, now, person, submission, prompt)
        if await self._answers_a_view(tx, person, submission) or not person.may_compose():
            raise Refusal(RefusalKey.NO_POST_MEANT)
        return await self._for_draft(tx, now, person, submission)

    async def edited(self, tx: Transaction, now: datetime, submission: Submission) -> Answer:
        """A message in a private chat was edited: the comment or the part that it became follows.

        One that became nothing, such as a comment that was too long, is taken for new where it replies to a post.
        """
        person = await self._blog.person(tx, submission.sender.id)
        comment = await comments.of_message(tx, person.id, submission.message_id)
        if comment is not None:
            return await self._commenting.edited(tx, now, comment, submission)
        if await parts.drafts_with(tx, submission.chat_id, submission.message_id):
            return await self._composing.edited(tx, now, person, submission)
        post_id = await self._post_replied_to(tx, submission)
        if post_id is None:
            prompt = await prompts.asked(tx, person.id, now - ANSWER_EXPECTED_FOR)
            post_id = prompt.subject_id if prompt is not None and prompt.kind is PromptKind.COMMENT else None
        if post_id is not None:
            return await self._commenting.received(tx, now, person, submission, post_id)
        if not person.may_compose() or is_text_form(submission.file_name):
            return Answer()
        return await self._composing.edited_early(tx, now, person, submission)

    async def unknown_command(self, _tx: Transaction, _now: datetime) -> Answer:
        """A command that there is not."""
        raise Refusal(RefusalKey.UNKNOWN_COMMAND)

    async def unknown_press(self, _tx: Transaction, _now: datetime) -> Answer:
        """A button whose data says nothing to us."""
        raise Refusal(RefusalKey.UNKNOWN_BUTTON)

    async def _for_draft(self, tx: Transaction, now: datetime, author: Person, submission: Submission) -> Answer:
        """A message for the draft on the desk: its whole text anew, or a part of it."""
        if is_text_form(submission.file_name):
            return await self._rewriting.received(tx, now, author, submission)
        return await self._composing.received(tx, now, author, submission)

    async def _post_replied_to(self, tx: Transaction, submission: Submission) -> int | None:
        """The post that a reply is about: a known copy, or a message that carries a post's buttons."""
        if submission.reply_to is None:
            return None
        copy = await copies.find(tx, submission.chat_id, submission.reply_to)
        if copy is not None:
            return copy.post_id
        if submission.reply_to_post is None:
            return None
        post = await posts.find(tx, submission.reply_to_post)
        if post is None or post.state not in (PostState.PUBLISHED, PostState.WITHDRAWN):
            return None
        if submission.on_copy:
            await adopt(tx, post, submission.chat_id, submission.reply_to)
        return post.id

    async def _card_replied_to(self, tx: Transaction, submission: Submission) -> int | None:
        """The comment whose card the message replies to."""
        if submission.reply_to is None:
            return None
        slot = await slots.standing_in(tx, submission.chat_id, submission.reply_to)
        return slot.subject_id if slot is not None and slot.kind is SlotKind.CARD else None

    async def _answers_a_view(self, tx: Transaction, person: Person, submission: Submission) -> bool:
        """Whether it replies to a bubble, which is not meant for a draft."""
        if submission.reply_to is None:
            return False
        slot = await slots.standing_in(tx, person.id, submission.reply_to)
        return slot is not None and slot.kind is SlotKind.BUBBLE
