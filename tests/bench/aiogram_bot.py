"""``Bot.send_message`` of aiogram on its default transport."""

from __future__ import annotations

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from tests.bench.message import BOLD, BUTTONS, TEXT
from tests.bench.meter import Meter
from tests.bench.task import Task, send_all


async def run(task: Task, meter: Meter) -> None:
    """Sends to all chats, ``IN_FLIGHT`` at a time."""
    entities = [MessageEntity(type="bold", offset=offset, length=length) for offset, length in BOLD]
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data) for label, data in BUTTONS]]
    )
    session = AiohttpSession(api=TelegramAPIServer.from_base(task.api_url))
    async with Bot(task.token, session=session) as bot:

        async def send(chat_id: int) -> None:
            await bot.send_message(chat_id, TEXT, entities=entities, reply_markup=keyboard)

        with meter:
            await send_all(send, task.chats)
