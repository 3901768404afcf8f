"""``Bot.send_message`` of python-telegram-bot on its default transport."""

from __future__ import annotations

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from tests.bench.message import BOLD, BUTTONS, TEXT
from tests.bench.meter import Meter
from tests.bench.task import Task, send_all


async def run(task: Task, meter: Meter) -> None:
    """Sends to all chats, ``IN_FLIGHT`` at a time."""
    entities = [MessageEntity("bold", offset, length) for offset, length in BOLD]
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data) for label, data in BUTTONS]])
    async with Bot(task.token, base_url=f"{task.api_url}/bot") as bot:

        async def send(chat_id: int) -> None:
            await bot.send_message(chat_id, TEXT, entities=entities, reply_markup=keyboard)

        with meter:
            await send_all(send, task.chats)
