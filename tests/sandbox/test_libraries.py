"""Two libraries that know nothing of each other or of the sandbox can run a bot on it."""

from __future__ import annotations

import asyncio
import inspect
from contextlib import suppress

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import TelegramMethod
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.sandbox.client import Person, World
from bot.sandbox.methods.table import GET_UPDATES, TABLE
from bot.sandbox.server import Sandbox
from bot.sandbox.strictness.reactions import EMOJI
from tests.sandbox.conftest import png

CONVENIENCES = {
    *("self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs", "filename", "contact"),
    *("location", "venue"),
}
"""Parameters of python-telegram-bot's methods that it does not send under these names."""

OLDER_NAMES = {"reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview", "parse_mode"}


@pytest.fixture
def judges_requests() -> bool:
    """What one library sends is judged by the other's types."""
    return True


async def converse(ann: Person) -> None:
    """What both bots are asked: an echo with a button, a press, a photo sent back."""
    await ann.says("hello")
    await ann.sees("hello, Ann", button="Again")
    assert await ann.presses("Again") == "Once more"
    await ann.sees("again, Ann")
    await ann.sends_photo(png(), caption="dusk")
    await ann.sees("dusk", kind="photo")


async def test_a_bot_of_python_telegram_bot_runs(sandbox: Sandbox, world: World, ann: Person) -> None:
    async def echo(update: telegram.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        assert update.effective_user is not None
        if update.message.photo:
            await update.message.reply_photo(update.message.photo[-1], caption=update.message.caption)
            return
        markup = telegram.InlineKeyboardMarkup.from_button(telegram.InlineKeyboardButton("Again", callback_data="a"))
        await update.message.reply_text(f"{update.message.text}, {update.effective_user.name}", reply_markup=markup)

    async def again(update: telegram.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("Once more")
        await update.callback_query.edit_message_text(f"again, {update.callback_query.from_user.name}")

    builder = Application.builder().token(sandbox.token)
    app = builder.base_url(f"{sandbox.url}/bot").base_file_url(f"{sandbox.url}/file/bot").build()
    app.add_handler(MessageHandler(filters.TEXT | filters.PHOTO, echo))
    app.add_handler(CallbackQueryHandler(again))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        await converse(ann)
        await app.updater.stop()
        await app.stop()
    assert [call for call in await world.calls() if call["unknown"]] == []


async def test_a_bot_of_aiogram_runs(sandbox: Sandbox, world: World, ann: Person) -> None:
    dispatcher = aiogram.Dispatcher()

    @dispatcher.message()
    async def echo(message: aiogram.types.Message) -> None:
        assert message.from_user is not None
        if message.photo:
            await message.answer_photo(message.photo[-1].file_id, caption=message.caption)
            return
        again = aiogram.types.InlineKeyboardButton(text="Again", callback_data="a")
        markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[again]])
        await message.answer(f"{message.text}, {message.from_user.first_name}", reply_markup=markup)

    @dispatcher.callback_query()
    async def repeat(query: aiogram.types.CallbackQuery) -> None:
        assert isinstance(query.message, aiogram.types.Message)
        await query.answer("Once more")
        await query.message.edit_text(f"again, {query.from_user.first_name}")

    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    bot = aiogram.Bot(sandbox.token, session=session)
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    try:
        await converse(ann)
    finally:
        with suppress(RuntimeError):
            await dispatcher.stop_polling()
        await asyncio.gather(polling, return_exceptions=True)
        await session.close()
    assert [call for call in await world.calls() if call["unknown"]] == []


METHODS = {
    method.__api_method__.lower(): method
    for _, method in inspect.getmembers(aiogram.methods, inspect.isclass)
    if issubclass(method, TelegramMethod) and method is not TelegramMethod
}


@pytest.mark.parametrize("name", [*TABLE, "getupdates"])
def test_a_method_has_the_parameters_that_the_bot_api_gives_it(name: str) -> None:
    ours = GET_UPDATES if name == "getupdates" else TABLE[name].parameters
    assert ours - OLDER_NAMES <= set(METHODS[name].model_fields)
    signature = inspect.signature(getattr(telegram.Bot, METHODS[name].__api_method__)).parameters
    captions = {"caption", "caption_entities"} if name == "sendmediagroup" else set()
    assert set(signature) - CONVENIENCES - OLDER_NAMES - captions <= ours


def test_the_emoji_of_reactions_are_those_of_the_bot_api() -> None:
    assert {emoji.value for emoji in telegram.constants.ReactionEmoji} == EMOJI
