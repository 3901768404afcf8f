"""The table of contents: which message, press or change goes to which handler.

What each command does stands in ``commands``, what each button does in ``presses``.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
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

from bot.gateway.incoming import behind_command, is_reachable, pressed, profile_of, submission_of
from bot.handlers.answers import Answer
from bot.handlers.bootstrap import Handlers
from bot.handlers.commands import Command, WrittenCommand, commands, written_commands
from bot.handlers.presses import buttons
from bot.handlers.turns import Turns, Work
from bot.storage.engine import Transaction

_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
_SERVICE = filters.StatusUpdate.ALL
"""Messages that Telegram writes itself, such as "pinned a message": nobody means anything by them."""


class Routes:
    """Every way into the bot."""

    def __init__(self, handlers: Handlers, turns: Turns) -> None:
        self._handlers = handlers
        self._turns = turns
        self._buttons = buttons(handlers)

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Puts every route into the application; the first that matches is taken, the last matches everything."""
        for name, command in commands(self._handlers).items():
            application.add_handler(CommandHandler(name, self._on_command(command), _PRIVATE))
        for name, written in written_commands(self._handlers).items():
            application.add_handler(CommandHandler(name, self._on_written(written), _PRIVATE))
        application.add_handler(MessageHandler(_PRIVATE & filters.COMMAND, self._on_unknown_command))
        application.add_handler(MessageHandler(_PRIVATE & ~_SERVICE, self._on_message))
        edited = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE
        application.add_handler(MessageHandler(edited & ~filters.COMMAND, self._on_edit))
        application.add_handler(MessageHandler(edited & filters.COMMAND, self._on_edited_command))
        replies = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS & filters.REPLY & ~_SERVICE
        application.add_handler(MessageHandler(replies, self._on_reply_in_group))
        application.add_handler(CallbackQueryHandler(self._on_press))
        application.add_handler(ChatMemberHandler(self._on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        application.add_handler(TypeHandler(Update, self._on_anything_else))
        application.add_error_handler(self._on_error)

    def _on_command(self, command: Command) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
        async def take(update: Update, _context: Any) -> None:
            message = _message(update)
            sender = submission_of(message).sender
            behind = (message.text or "").partition(" ")[2].strip()
            await self._take(update, lambda tx, now: command(tx, now, sender, behind))

        return take

    def _on_written(self, command: WrittenCommand) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
        async def take(update: Update, _context: Any) -> None:
            submission = behind_command(_message(update))
            await self._take(update, lambda tx, now: command(tx, now, submission))

        return take

    async def _on_unknown_command(self, update: Update, _context: Any) -> None:
        await self._take(update, self._handlers.receiving.unknown_command)

    async def _on_message(self, update: Update, _context: Any) -> None:
        submission = submission_of(_message(update))
        await self._take(update, lambda tx, now: self._handlers.receiving.received(tx, now, submission))

    async def _on_edit(self, update: Update, _context: Any) -> None:
        submission = submission_of(_message(update))
        await self._take(update, lambda tx, now: self._handlers.receiving.edited(tx, now, submission))

    async def _on_edited_command(self, update: Update, _context: Any) -> None:
        submission = behind_command(_message(update))
        await self._take(update, lambda tx, now: self._handlers.receiving.edited_command(tx, now, submission))

    async def _on_reply_in_group(self, update: Update, context: Any) -> None:
        """Only what replies to the bot is looked at, of everything that a group says."""
        message = _message(update)
        answered = message.reply_to_message
        if answered is None or answered.from_user is None or answered.from_user.id != context.bot.id:
            await self._on_anything_else(update, context)
            return
        submission = submission_of(message)
        await self._take(update, lambda tx, now: self._handlers.in_group.received(tx, now, submission))

    async def _on_press(self, update: Update, _context: Any) -> None:
        query = update.callback_query
        if query is None:
            raise ValueError("no press in this update")
        on = pressed(query)
        button = self._buttons.get(on.press.verb) if on.press is not None else None
        if on.press is None or button is None or button.ids != len(on.press.ids) or not _kept(on.press.ids):
            await self._take(update, self._handlers.receiving.unknown_press, on.query_id)
            return
        does, ids = button.does, on.press.ids
        await self._take(update, lambda tx, now: does(tx, now, on, ids), on.query_id)

    async def _on_membership(self, update: Update, _context: Any) -> None:
        change = update.my_chat_member
        if change is None or change.chat.type != change.chat.PRIVATE:
            await self._on_anything_else(update, _context)
            return
        by, reachable = profile_of(change.from_user), is_reachable(change)
        await self._take(
            update, lambda tx, now: self._handlers.subscribing.changed_reachability(tx, now, by, reachable)
        )

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


def _kept(ids: tuple[int, ...]) -> bool:
    """Whether the database could know such ids: it keeps them in 64 bits, and callback data has room for more."""
    return all(abs(number) < 2**63 for number in ids)
