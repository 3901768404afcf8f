"""Update → core values: the only place where a message from Telegram is looked into."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from telegram import (
    CallbackQuery,
    ChatMemberUpdated,
    InlineKeyboardMarkup,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    User,
)

from bot.core.comments import QUOTE_LIMIT
from bot.core.parts import Media, MediaKind
from bot.core.people import Profile
from bot.core.richtext import RichText
from bot.core.richtext_json import entities_from_json
from bot.core.submissions import Submission
from bot.gateway.buttons import decode
from bot.rendering.message import Press, Verb

_POST_VERBS = (Verb.COMMENTS, Verb.COMMENT, Verb.COMMENTS_PAGE)
"""Verbs of the buttons below a post, below the list of its comments, or below a part of that; the first id of their
presses is the post's."""

_COMMENT_VERBS = (Verb.REPLY, Verb.MUTE_THREAD)
"""Verbs of the buttons below a comment, and below a thread; the first id of their presses is a comment's."""

_COPY_VERBS = (Verb.COMMENTS,)
"""Verbs of the buttons that stand below a post and nowhere else."""

_CARD_VERBS = (Verb.ANSWER, Verb.APPROVE, Verb.REJECT, Verb.REJECT_FOR, Verb.SPAM, Verb.UNDO, Verb.PIN)
"""Verbs of the buttons on a comment's card; the second id of their presses is the version that it shows."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button was pressed: by whom, where, and what it asks for (None: nothing that we know).

    ``on_copy`` is whether a post's message can stand there: False where the other buttons are not those of one.
    ``invites`` is whether Post a comment stands beside it; None where the buttons are not known.
    """

    query_id: str
    by: Profile
    chat_id: int
    message_id: int
    press: Press | None
    on_copy: bool
    invites: bool | None = None


def profile_of(user: User) -> Profile:
    """A person as Telegram describes them now; the name is first and last name."""
    return Profile(user.id, user.full_name, user.username, user.first_name)


def submission_of(message: Message) -> Submission:
    """A message of a person's, new or edited."""
    sender = message.from_user
    if sender is None:
        raise ValueError("a message in a private chat has a sender")
    media = _media_of(message)
    reply = message.reply_to_message
    return Submission(
        sender=profile_of(sender),
        chat_id=message.chat_id,
        message_id=message.message_id,
        sent_at=message.date,
        text=RichText(
            message.text or message.caption or "",
            entities_from_json(entity.to_dict() for entity in message.entities or message.caption_entities),
        ),
        media=media,
        odd=media is None and message.text is None,
        album_id=message.media_group_id,
        origin=_origin_of(message),
        reply_to=reply.message_id if reply is not None else None,
        reply_to_post=_post_of(reply.reply_markup, _POST_VERBS) if reply is not None else None,
        reply_to_comment=_comment_of(reply.reply_markup) if reply is not None else None,
        on_copy=reply is not None and _post_of(reply.reply_markup, _COPY_VERBS) is not None,
        reply_to_version=_version_of(reply.reply_markup) if reply is not None else None,
        file_name=message.document.file_name if message.document is not None else None,
        quote=message.quote.text[:QUOTE_LIMIT] if message.quote is not None else None,
    )


def behind_command(message: Message) -> Submission:
    """A command of a person's as a message that says what stands behind it."""
    submission = submission_of(message)
    name = submission.text.text.split(maxsplit=1)[0]
    return replace(submission, text=submission.text.slice(len(name)).strip())


def pressed(query: CallbackQuery) -> Pressed:
    """A press on one of our buttons, wherever it stands."""
    message = query.message
    return Pressed(
        query.id,
        profile_of(query.from_user),
        message.chat.id if message is not None else query.from_user.id,
        message.message_id if message is not None else 0,
        decode(query.data or ""),
        not isinstance(message, Message) or _post_of(message.reply_markup, _COPY_VERBS) is not None,
        _post_of(message.reply_markup, (Verb.COMMENT,)) is not None if isinstance(message, Message) else None,
    )


def is_reachable(change: ChatMemberUpdated) -> bool:
    """Whether the person can be written to after the change: ``member`` says yes, ``kicked`` no."""
    return change.new_chat_member.status not in (change.new_chat_member.BANNED, change.new_chat_member.LEFT)


def chat_of(update: Mapping[str, Any]) -> int:
    """The chat that a raw update belongs to, so that updates of one chat run in order; 0 where there is none."""
    for value in update.values():
        if not isinstance(value, Mapping):
            continue
        message = value.get("message")
        for holder in (value, message if isinstance(message, Mapping) else {}):
            chat = holder.get("chat")
            if isinstance(chat, Mapping) and isinstance(chat.get("id"), int):
                return int(chat["id"])
        sender = value.get("from")
        if isinstance(sender, Mapping) and isinstance(sender.get("id"), int):
            return int(sender["id"])
    return 0


def _media_of(message: Message) -> Media | None:
    if message.photo:
        size = max(message.photo, key=lambda size: size.width * size.height)
        return Media(MediaKind.PHOTO, size.file_id, size.file_unique_id, size.file_size)
    for kind, file in (
        (MediaKind.VIDEO, message.video),
        (MediaKind.ANIMATION, message.animation),
        (MediaKind.AUDIO, message.audio),
        (MediaKind.VOICE, message.voice),
        (MediaKind.VIDEO_NOTE, message.video_note),
        (MediaKind.DOCUMENT, message.document),
    ):
        if file is not None:
            return Media(kind, file.file_id, file.file_unique_id, file.file_size)
    return None


def _origin_of(message: Message) -> str | None:
    origin = message.forward_origin
    if isinstance(origin, MessageOriginUser):
        return origin.sender_user.full_name
    if isinstance(origin, MessageOriginHiddenUser):
        return origin.sender_user_name
    if isinstance(origin, MessageOriginChat):
        return _signed(origin.sender_chat.effective_name, origin.author_signature)
    if isinstance(origin, MessageOriginChannel):
        return _signed(origin.chat.effective_name, origin.author_signature)
    return None


def _signed(chat: str | None, author: str | None) -> str:
    """The chat's name, and who has written there, where a channel or an anonymous administrator's title says so."""
    return ", ".join(name for name in (chat, author) if name)


def _version_of(markup: InlineKeyboardMarkup | None) -> int | None:
    """The version of the comment whose card has these buttons."""
    return next((press.ids[1] for press in _presses(markup) if press.verb in _CARD_VERBS and len(press.ids) > 1), None)


def _post_of(markup: InlineKeyboardMarkup | None, verbs: Collection[Verb]) -> int | None:
    return next((press.ids[0] for press in _presses(markup) if press.verb in verbs), None)


def _comment_of(markup: InlineKeyboardMarkup | None) -> int | None:
    """The comment that a message shows alone, or the thread's first; None where the message is no such."""
    shown = {verb: [press.ids[0] for press in _presses(markup) if press.verb is verb] for verb in _COMMENT_VERBS}
    alone, threads = shown[Verb.REPLY], shown[Verb.MUTE_THREAD]
    if len(alone) == 1 and _post_of(markup, _POST_VERBS) is None:
        return alone[0]
    return threads[0] if threads else None


def _presses(markup: InlineKeyboardMarkup | None) -> Iterator[Press]:
    """What the buttons ask for that name something."""
    for row in markup.inline_keyboard if markup is not None else ():
        for button in row:
            press = decode(button.callback_data) if isinstance(button.callback_data, str) else None
            if press is not None and press.ids:
                yield press
