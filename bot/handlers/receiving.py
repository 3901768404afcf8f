"""Receiving: what a message that is no command is meant for: a comment, a part of a draft, or nothing that we know.

"A reply to a published post is a comment; whatever else is neither a command nor an answer that the bot asked for is
a part of the open draft" (product, "How messages become a post"), or of those who write none a comment on a post that
is to be found out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.core.people import Person
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import SlotKind
from bot.core.submissions import ANSWER_EXPECTED_FOR, Submission
from bot.core.text_forms import is_text_form
from bot.handlers.answering import Answering
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.by_message import ByMessage
from bot.handlers.composing import Composing
from bot.handlers.rewriting import Rewriting
from bot.storage import parts, prompts, slots
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
        by_message: ByMessage,
        answering: Answering,
        answers: Mapping[PromptKind, Asked],
    ) -> None:
        """``answers`` takes the answer to each kind of question."""
        self._blog = blog
        self._composing = composing
        self._rewriting = rewriting
        self._by_message = by_message
        self._answering = answering
        self._answers = answers

    async def received(self, tx: Transaction, now: datetime, submission: Submission) -> Answer:
        """A new message in a private chat."""
        person = await self._blog.person(tx, submission.sender.id)
        if person.may_compose() and await self._composing.is_reply_to_part(tx, person, submission):
            return await self._for_draft(tx, now, person, submission)
        if await self._by_message.overtaken(tx, submission):
            return Answer()
        for finds in (self._by_message.joined, self._by_message.replied):
            answer = await finds(tx, now, person, submission)
            if answer is not None:
                return answer
        comment_id = await self._card_replied_to(tx, submission)
        if comment_id is not None:
            return await self._answering.swiped(tx, now, person, submission, comment_id)
        # A text form answers nothing: it is the draft's text also where something was asked before.
        if not (person.may_compose() and is_text_form(submission.file_name)):
            prompt = await prompts.asked(tx, person.id, now - ANSWER_EXPECTED_FOR)
            if prompt is not None:
                return await self._answers[prompt.kind](tx, now, person, submission, prompt)
        if not person.may_compose():
            return await self._by_message.loose_texts.received(tx, now, person, submission)
        return await self._for_draft(tx, now, person, submission)

    async def edited(self, tx: Transaction, now: datetime, submission: Submission) -> Answer:
        """A message in a private chat was edited: the comment or the part that it became follows.

        One that became nothing, such as a comment that was too long, is taken for new where it is clear what it is.
        """
        person = await self._blog.person(tx, submission.sender.id)
        known = await self._by_message.known(tx, now, person, submission)
        if known is not None:
            return known
        if await parts.drafts_with(tx, submission.chat_id, submission.message_id):
            return await self._composing.edited(tx, now, person, submission)
        for finds in (self._by_message.joined, self._by_message.replied):
            answer = await finds(tx, now, person, submission)
            if answer is not None:
                return answer
        prompt = await prompts.asked(tx, person.id, now - ANSWER_EXPECTED_FOR)
        if prompt is not None and prompt.kind in _OF_COMMENTS:
            return await self._answers[prompt.kind](tx, now, person, submission, prompt)
        if not person.may_compose() or is_text_form(submission.file_name):
            return Answer()
        return await self._composing.edited_early(tx, now, person, submission)

    async def edited_command(self, tx: Transaction, now: datetime, submission: Submission) -> Answer:
        """/comment was edited, with the text behind it; an edit of any other command means nothing."""
        person = await self._blog.person(tx, submission.sender.id)
        return await self._by_message.known(tx, now, person, submission) or Answer()

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

    async def _card_replied_to(self, tx: Transaction, submission: Submission) -> int | None:
        """The comment whose card the message replies to."""
        if submission.reply_to is None:
            return None
        slot = await slots.standing_in(tx, submission.chat_id, submission.reply_to)
        return slot.subject_id if slot is not None and slot.kind is SlotKind.CARD else None


_OF_COMMENTS = (PromptKind.COMMENT, PromptKind.REPLY, PromptKind.NEW_TEXT)
"""Questions whose answer may have been refused, and is put right by an edit."""
