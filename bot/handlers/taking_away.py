"""Taking away what the bot has shown: the messages of a preview that another one replaces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from bot.gateway.encoding import encode_deletion, encode_markup_edit
from bot.handlers.answers import Say
from bot.storage import outbox, previews
from bot.storage.engine import Transaction

DELETABLE_FOR = timedelta(hours=47)
"""How old a message may be that is still deleted: an hour less than Telegram allows (Bot API, deleteMessage), since the
call can be long under way, and one message that is too old fails the call for all."""

AT_A_TIME = 100
"""Messages that one call deletes at most (Bot API, deleteMessages)."""


async def take_preview_away(
    tx: Transaction, now: datetime, draft_id: int, chat_id: int | None = None
) -> tuple[Say, ...]:
    """Takes back a draft's preview, in one chat or in all; what has not gone out yet is not sent.

    What is too old to be deleted loses its buttons.
    """
    await outbox.drop_preview(tx, draft_id, chat_id)
    said: list[Say] = []
    for chat, shown in groupby(await previews.forget(tx, draft_id, chat_id), key=lambda message: message.chat_id):
        messages = list(shown)
        young = [message.message_id for message in messages if now - message.sent_at < DELETABLE_FOR]
        said += _deletions(chat, young)
        old = [message.message_id for message in messages if now - message.sent_at >= DELETABLE_FOR]
        said += [Say(chat, encode_markup_edit((), message_id)) for message_id in old]
    return tuple(said)


def _deletions(chat_id: int, message_ids: Sequence[int]) -> list[Say]:
    starts = range(0, len(message_ids), AT_A_TIME)
    return [Say(chat_id, encode_deletion(message_ids[start : start + AT_A_TIME])) for start in starts]
