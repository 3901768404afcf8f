"""In the moderators' group: replies to cards and to what the bot has asked there. Nothing else there is handled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.core.prompts import PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.slots import SlotKind
from bot.core.submissions import ANSWER_EXPECTED_FOR, Submission
from bot.handlers.answering import Answering
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.receiving import Asked
from bot.storage import prompts, slots
from bot.storage.engine import Transaction


class InGroup:
    """What moderators write where they are together."""

    def __init__(self, blog: Blog, answering: Answering, answers: Mapping[PromptKind, Asked]) -> None:
        """``answers`` takes the answer to each kind of question that is asked in a group."""
        self._blog = blog
        self._answering = answering
        self._answers = answers

    async def received(self, tx: Transaction, now: datetime, submission: Submission) -> Answer:
        """A reply to a message of the bot's."""
        if submission.reply_to is None:
            return Answer()
        sender = submission.sender.id
        slot = await slots.standing_in(tx, submission.chat_id, submission.reply_to)
        if slot is not None and slot.kind is SlotKind.CARD:
            person = await self._blog.person(tx, sender)
            return await self._answering.swiped(tx, now, person, submission, slot.subject_id)
        prompt = await prompts.asked(tx, submission.chat_id, now - ANSWER_EXPECTED_FOR, person_id=sender)
        if prompt is not None:
            return await self._answers[prompt.kind](tx, now, await self._blog.person(tx, sender), submission, prompt)
        if submission.chat_id == self._blog.moderators_chat_id:
            raise Refusal(RefusalKey.NOTHING_ASKED)
        return Answer()
