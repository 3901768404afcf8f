"""What a press would be told, for those who have written instead: reasons, notes and answers come as messages."""

from __future__ import annotations

from bot.core.deciding import NOTE_LIMIT
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.submissions import Submission
from bot.handlers.answers import Answer, Say
from bot.rendering.message import Message


def said(submission: Submission, answer: Answer) -> Answer:
    """The same answer with its toast as a reply to the message."""
    told = Say(submission.chat_id, Message(RichText(answer.toast), reply_to=submission.message_id))
    return Answer((told, *answer.messages))


def noted(submission: Submission) -> str:
    """A reason or a note; refused where the card has no room for it."""
    words = submission.words().strip()
    if len(words) > NOTE_LIMIT:
        raise Refusal(RefusalKey.NOTE_TOO_LONG, length=len(words), limit=NOTE_LIMIT)
    return words
