"""The table of contents: which message, press or change goes to which handler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.core.arranging import Move
from bot.core.comments import Decision
from bot.core.parts import Key
from bot.core.people import Profile, Role
from bot.core.prompts import PromptKind
from bot.gateway.incoming import Pressed, is_reachable, pressed, profile_of, submission_of
from bot.handlers.answers import Answer
from bot.handlers.arranging import Arranging
from bot.handlers.blog import Blog
from bot.handlers.choosing import Choosing
from bot.handlers.coming_due import ComingDue
from bot.handlers.commenting import Commenting
from bot.handlers.composing import Composing
from bot.handlers.desk import Desk
from bot.handlers.joining import Joining
from bot.handlers.late_photos import LatePhotos
from bot.handlers.moderating import Moderating
from bot.handlers.posts_list import PostsList
from bot.handlers.preferences import Preferences
from bot.handlers.previewing import Previewing
from bot.handlers.published import Published
from bot.handlers.publishing import Publishing
from bot.handlers.reading import Reading
from bot.handlers.receiving import Receiving
from bot.handlers.revising import Revising
from bot.handlers.revisions import Revisions
from bot.handlers.rewriting import Rewriting
from bot.handlers.scheduling import Scheduling
from bot.handlers.shelving import Shelving
from bot.handlers.subscribing import Subscribing
from bot.handlers.turning import Turning
from bot.handlers.turns import Turns, Work
from bot.handlers.withdrawing import Withdrawing
from bot.rendering.message import Verb
from bot.storage.engine import Transaction

Command = Callable[[Transaction, datetime, Profile, str], Awaitable[Answer]]
"""What a command does; the text is what stands behind it."""


@dataclass(frozen=True, slots=True)
class _Button:
    """What a button does: how many ids its press names, and the handler."""

    ids: int
    does: Callable[[Transaction, datetime, Pressed, tuple[int, ...]], Awaitable[Answer]]


_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
_SERVICE = filters.StatusUpdate.ALL
"""Messages that Telegram writes itself, such as "pinned a message": nobody means anything by them."""


class Routes:
    """Every way into the bot. ``coming_due`` is the one that nobody presses: the clock takes it."""

    def __init__(self, blog: Blog, turns: Turns) -> None:
        self._turns = turns
        self._joining = Joining(blog)
        self._subscribing = Subscribing(blog, self._joining)
        desk = Desk(blog)
        published = Published(blog, desk)
        self._late_photos = LatePhotos(blog, desk, published)
        self._composing = Composing(blog, desk, published, self._late_photos)
        self._posts_list = PostsList(blog, desk, published)
        self._revising = Revising(blog, desk, published)
        self._revisions = Revisions(blog, desk, published)
        self._withdrawing = Withdrawing(blog, desk, published)
        self._shelving = Shelving(blog, desk)
        self.rewriting = Rewriting(blog, desk)
        self._publishing = Publishing(blog, desk, self._composing)
        self._previewing = Previewing(blog, desk)
        self._turning = Turning(blog)
        self._scheduling = Scheduling(blog, desk, self._publishing)
        self.coming_due = ComingDue(blog, desk, self._publishing)
        self._preferences = Preferences(blog)
        self._commenting = Commenting(blog)
        self._reading = Reading(blog)
        self._moderating = Moderating(blog)
        self._arranging = Arranging(blog, desk)
        self._choosing = Choosing(blog, desk, self._composing)
        answers = {
            PromptKind.COMMENT: self._commenting.received,
            PromptKind.TITLE: self._shelving.renamed,
            PromptKind.SCHEDULE: self._scheduling.answered,
            PromptKind.TAGS: self._choosing.answered,
        }
        self._receiving = Receiving(blog, self._composing, self.rewriting, self._commenting, answers)
        self._commands = self._all_commands()
        self._buttons = self._all_buttons() | self._buttons_of_posts()

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Puts every route into the application; the first that matches is taken, the last matches everything."""
        for name, command in self._commands.items():
            application.add_handler(CommandHandler(name, self._on_command(command), _PRIVATE))
        application.add_handler(MessageHandler(_PRIVATE & filters.COMMAND, self._on_unknown_command))
        application.add_handler(MessageHandler(_PRIVATE & ~_SERVICE, self._on_message))
        edited = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE & ~filters.COMMAND
        application.add_handler(MessageHandler(edited, self._on_edit))
        application.add_handler(CallbackQueryHandler(self._on_press))
        application.add_handler(ChatMemberHandler(self._on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        application.add_handler(TypeHandler(Update, self._on_anything_else))
        application.add_error_handler(self._on_error)

    def _all_commands(self) -> dict[str, Command]:
        subscribing, composing, publishing = self._subscribing, self._composing, self._publishing
        return {
            "start": subscribing.started,
            "stop": lambda tx, now, by, _text: subscribing.stopped(tx, now, by),
            "help": lambda tx, now, by, _text: subscribing.asked_for_help(tx, now, by),
            "new": lambda tx, now, by, _text: composing.began(tx, now, by),
            "title": composing.titled,
            "tags": self._choosing.tagged,
            "parts": lambda tx, now, by, _text: self._arranging.listed(tx, now, by, None, 0),
            "preview": lambda tx, now, by, _text: self._previewing.previewed(tx, now, by, None),
            "publish": lambda tx, now, by, _text: publishing.asked(tx, now, by, None),
            "discard": lambda tx, now, by, _text: composing.discarded(tx, now, by, None),
            "text": lambda tx, now, by, _text: self.rewriting.asked(tx, now, by),
            "drafts": lambda tx, now, by, _text: self._shelving.asked(tx, now, by),
            "schedule": self._scheduling.commanded,
            "settings": self._preferences.asked,
            "posts": lambda tx, now, by, _text: self._posts_list.asked(tx, now, by),
            "team": lambda tx, now, by, _text: self._joining.asked_for_team(tx, now, by),
        }

    def _all_buttons(self) -> dict[Verb, _Button]:
        composing, publishing, joining = self._composing, self._publishing, self._joining
        previewing, turning = self._previewing, self._turning
        commenting, reading, moderating = self._commenting, self._reading, self._moderating
        scheduling = self._scheduling
        return {
            **self._arranging_buttons(),
            Verb.PREVIEW: _Button(1, lambda tx, now, on, ids: previewing.previewed(tx, now, on.by, ids[0])),
            Verb.PREVIEW_TURN: _Button(
                2, lambda tx, now, on, ids: previewing.turned(tx, now, on.by, ids[0], ids[1], _in_own_chat(on))
            ),
            Verb.TURN: _Button(
                2, lambda tx, now, on, ids: turning.turned(tx, now, on.by, ids[0], ids[1], _in_own_chat(on))
            ),
            Verb.DISCARD: _Button(1, lambda tx, now, on, ids: composing.discarded(tx, now, on.by, ids[0])),
            Verb.REOPEN: _Button(1, lambda tx, now, on, ids: composing.reopened(tx, now, on.by, ids[0])),
            Verb.APPLY_TEXT: _Button(1, lambda tx, now, on, ids: self.rewriting.applied(tx, now, on.by, ids[0])),
            Verb.DROP_TEXT: _Button(1, lambda tx, now, on, ids: self.rewriting.dropped(tx, now, on.by, ids[0])),
            Verb.DRAFTS: _Button(1, lambda tx, now, on, ids: self._shelving.turned(tx, now, on.by, ids[0])),
            Verb.OPEN: _Button(1, lambda tx, now, on, ids: self._shelving.opened(tx, now, on.by, ids[0])),
            Verb.RENAME: _Button(1, lambda tx, now, on, ids: self._shelving.asked_to_rename(tx, now, on.by, ids[0])),
            Verb.DUPLICATE: _Button(1, lambda tx, now, on, ids: self._shelving.duplicated(tx, now, on.by, ids[0])),
            Verb.PUBLISH: _Button(1, lambda tx, now, on, ids: publishing.asked(tx, now, on.by, ids[0])),
            Verb.SCHEDULE: _Button(
                1, lambda tx, now, on, ids: scheduling.asked(tx, now, on.by, ids[0], _in_own_chat(on))
            ),
            Verb.SCHEDULE_AT: _Button(2, lambda tx, now, on, ids: scheduling.chosen(tx, now, on.by, ids[0], ids[1])),
            Verb.UNSCHEDULE: _Button(1, lambda tx, now, on, ids: scheduling.cancelled(tx, now, on.by, ids[0])),
            Verb.CLOSE_SHEET: _Button(1, lambda tx, now, on, ids: scheduling.closed(tx, now, on.by, ids[0])),
            Verb.SEND_NOW: _Button(1, lambda tx, now, on, ids: publishing.sent(tx, now, on.by, ids[0])),
            Verb.STOP: _Button(1, lambda tx, now, on, ids: publishing.stopped(tx, now, on.by, ids[0])),
            Verb.PAUSE: _Button(1, lambda tx, now, on, ids: publishing.paused(tx, now, on.by, ids[0])),
            Verb.RESUME: _Button(1, lambda tx, now, on, ids: publishing.resumed(tx, now, on.by, ids[0])),
            Verb.CANCEL: _Button(1, lambda tx, now, on, ids: publishing.cancelled(tx, now, on.by, ids[0])),
            Verb.COMMENT: _Button(
                1, lambda tx, now, on, ids: commenting.asked(tx, now, on.by, ids[0], _in_own_chat(on))
            ),
            Verb.COMMENTS: _Button(
                1, lambda tx, now, on, ids: reading.opened(tx, now, on.by, ids[0], _in_own_chat(on))
            ),
            Verb.COMMENTS_FROM: _Button(
                2, lambda tx, now, on, ids: reading.turned(tx, now, on.by, ids[0], ids[1], _in_own_chat(on))
            ),
            Verb.APPROVE: _Button(
                2, lambda tx, now, on, ids: moderating.decided(tx, now, on.by, Decision.APPROVE, ids[0], ids[1])
            ),
            Verb.REJECT: _Button(
                2, lambda tx, now, on, ids: moderating.decided(tx, now, on.by, Decision.REJECT, ids[0], ids[1])
            ),
            Verb.TEAM: _Button(0, lambda tx, now, on, _ids: joining.back_to_team(tx, now, on.by)),
            Verb.INVITE_AUTHOR: _Button(0, lambda tx, now, on, _ids: joining.invited(tx, now, on.by, Role.AUTHOR)),
            Verb.INVITE_MODERATOR: _Button(
                0, lambda tx, now, on, _ids: joining.invited(tx, now, on.by, Role.MODERATOR)
            ),
            Verb.MEMBER: _Button(1, lambda tx, now, on, ids: joining.opened_member(tx, now, on.by, ids[0])),
            Verb.REMOVE: _Button(1, lambda tx, now, on, ids: joining.removed(tx, now, on.by, ids[0])),
        }

    def _buttons_of_posts(self) -> dict[Verb, _Button]:
        posts_list, revising, revisions = self._posts_list, self._revising, self._revisions
        withdrawing, late = self._withdrawing, self._late_photos
        return {
            Verb.POSTS: _Button(
                1, lambda tx, now, on, ids: posts_list.turned(tx, now, on.by, ids[0], _in_own_chat(on))
            ),
            Verb.POST: _Button(1, lambda tx, now, on, ids: posts_list.opened(tx, now, on.by, ids[0], _in_own_chat(on))),
            Verb.EDIT: _Button(1, lambda tx, now, on, ids: revising.opened(tx, now, on.by, ids[0])),
            Verb.UPDATE: _Button(1, lambda tx, now, on, ids: revising.asked(tx, now, on.by, ids[0])),
            Verb.UPDATE_SILENTLY: _Button(
                1, lambda tx, now, on, ids: revising.updated(tx, now, on.by, ids[0], line=False)
            ),
            Verb.UPDATE_WITH_LINE: _Button(
                1, lambda tx, now, on, ids: revising.updated(tx, now, on.by, ids[0], line=True)
            ),
            Verb.LEAVE: _Button(1, lambda tx, now, on, ids: revising.left(tx, now, on.by, ids[0])),
            Verb.REVISIONS: _Button(
                1, lambda tx, now, on, ids: revisions.listed(tx, now, on.by, ids[0], _in_own_chat(on))
            ),
            Verb.REVISION: _Button(
                2, lambda tx, now, on, ids: revisions.opened(tx, now, on.by, ids[0], ids[1], _in_own_chat(on))
            ),
            Verb.RESTORE: _Button(2, lambda tx, now, on, ids: revisions.restored(tx, now, on.by, ids[0], ids[1])),
            Verb.WITHDRAW: _Button(
                1, lambda tx, now, on, ids: withdrawing.asked(tx, now, on.by, ids[0], _in_own_chat(on))
            ),
            Verb.WITHDRAW_NOW: _Button(
                1, lambda tx, now, on, ids: withdrawing.done(tx, now, on.by, ids[0], _in_own_chat(on))
            ),
            Verb.ADD_LATE: _Button(3, lambda tx, now, on, ids: late.added(tx, now, on.by, ids[0], ids[1], ids[2])),
            Verb.IGNORE_LATE: _Button(3, lambda tx, now, on, ids: late.ignored(tx, now, on.by, ids[0], ids[1], ids[2])),
        }

    def _arranging_buttons(self) -> dict[Verb, _Button]:
        """What is done from the card: its parts, its options, its question."""
        composing, arranging, choosing = self._composing, self._arranging, self._choosing

        def move(where: Move) -> _Button:
            return _Button(4, lambda tx, now, on, ids: arranging.moved(tx, now, on.by, ids[0], _key(ids), where))

        def with_part(does: Callable[[Transaction, datetime, Profile, int, Key], Awaitable[Answer]]) -> _Button:
            return _Button(4, lambda tx, now, on, ids: does(tx, now, on.by, ids[0], _key(ids)))

        return {
            Verb.CARD: _Button(1, lambda tx, now, on, ids: composing.shown(tx, now, on.by, ids[0])),
            Verb.USE_AS_TITLE: _Button(1, lambda tx, now, on, ids: composing.titled_as_offered(tx, now, on.by, ids[0])),
            Verb.PARTS: _Button(2, lambda tx, now, on, ids: arranging.listed(tx, now, on.by, ids[0], ids[1])),
            Verb.PART: with_part(arranging.opened),
            Verb.PART_UP: move(Move.UP),
            Verb.PART_DOWN: move(Move.DOWN),
            Verb.PART_TOP: move(Move.TOP),
            Verb.PART_OUT: with_part(arranging.taken_out),
            Verb.PART_IN: with_part(arranging.put_back),
            Verb.PART_USE: _Button(
                5, lambda tx, now, on, ids: arranging.used(tx, now, on.by, ids[0], _key(ids), ids[4])
            ),
            Verb.REPLACE_PART: with_part(arranging.replaced),
            Verb.KEEP_BOTH: with_part(arranging.kept_both),
            Verb.OPTIONS: _Button(1, lambda tx, now, on, ids: choosing.opened(tx, now, on.by, ids[0])),
            Verb.OPTION: _Button(3, lambda tx, now, on, ids: choosing.chosen(tx, now, on.by, ids[0], ids[1], ids[2])),
            Verb.TAGS: _Button(1, lambda tx, now, on, ids: choosing.asked_for_tags(tx, now, on.by, ids[0])),
        }

    def _on_command(self, command: Command) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
        async def take(update: Update, _context: Any) -> None:
            message = _message(update)
            sender = submission_of(message).sender
            behind = (message.text or "").partition(" ")[2].strip()
            await self._take(update, lambda tx, now: command(tx, now, sender, behind))

        return take

    async def _on_unknown_command(self, update: Update, _context: Any) -> None:
        await self._take(update, self._receiving.unknown_command)

    async def _on_message(self, update: Update, _context: Any) -> None:
        submission = submission_of(_message(update))
        await self._take(update, lambda tx, now: self._receiving.received(tx, now, submission))

    async def _on_edit(self, update: Update, _context: Any) -> None:
        submission = submission_of(_message(update))
        await self._take(update, lambda tx, now: self._receiving.edited(tx, now, submission))

    async def _on_press(self, update: Update, _context: Any) -> None:
        query = update.callback_query
        if query is None:
            raise ValueError("no press in this update")
        on = pressed(query)
        button = self._buttons.get(on.press.verb) if on.press is not None else None
        if on.press is None or button is None or button.ids != len(on.press.ids) or not _kept(on.press.ids):
            await self._take(update, self._receiving.unknown_press, on.query_id)
            return
        does, ids = button.does, on.press.ids
        await self._take(update, lambda tx, now: does(tx, now, on, ids), on.query_id)

    async def _on_membership(self, update: Update, _context: Any) -> None:
        change = update.my_chat_member
        if change is None or change.chat.type != change.chat.PRIVATE:
            await self._on_anything_else(update, _context)
            return
        by, reachable = profile_of(change.from_user), is_reachable(change)
        await self._take(update, lambda tx, now: self._subscribing.changed_reachability(tx, now, by, reachable))

    async def _on_anything_else(self, update: Update, _context: Any) -> None:
        async def nothing(_tx: Transaction, _now: datetime) -> Answer:
            return Answer()

        await self._take(update, nothing)

    async def _on_error(self, update: object, context: Any) -> None:
        """Whatever a handler raised, beside refusals: ``process_update`` swallows it."""
        if isinstance(update, Update):
            await self._turns.fail(update.update_id, context.error)

    async def _take(self, update: Update, work: Work, query_id: str | None = None) -> None:
        chat = update.effective_chat
        await self._turns.take(update.update_id, work, chat_id=chat.id if chat is not None else 0, query_id=query_id)


def _message(update: Update) -> Message:
    message = update.effective_message
    if message is None:
        raise ValueError("no message in this update")
    return message


def _key(ids: tuple[int, ...]) -> Key:
    """The part that a press names behind the draft's id."""
    return (ids[1], ids[2], ids[3])


def _kept(ids: tuple[int, ...]) -> bool:
    """Whether the database could know such ids: it keeps them in 64 bits, and callback data has room for more."""
    return all(abs(number) < 2**63 for number in ids)


def _in_own_chat(on: Pressed) -> int:
    """The message that was pressed, if it stands in the presser's private chat; else 0."""
    return on.message_id if on.chat_id == on.by.id else 0
