"""The second judge sees what is planted: in requests, in answers, in updates, at any depth."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.calls import Call
from bot.sandbox.client import Person, World
from bot.sandbox.world.messages import Message
from tests.judged import judged
from tests.sandbox.conftest import RawBot, button, keyboard, png
from tests.sandbox.test_files import upload
from tests.second_judge import offences

CHAT = {"id": 5, "type": "private", "first_name": "Ann"}
SENT = {"message_id": 2, "date": 1_700_000_000, "chat": CHAT, "text": "x"}


@pytest.fixture(autouse=True)
def second_judge() -> None:
    """What the judge says is looked at here, and not left to the end of each test."""


def call(method: str, parameters: dict[str, Any], answer: Any, status: int = 200, files: tuple[str, ...] = ()) -> Call:
    return Call(1, 1, method, parameters, 0.0, files, (), 0.0, status, answer)


def answered(result: Any) -> dict[str, Any]:
    return {"ok": True, "result": result}


@pytest.mark.parametrize(
    ("method", "parameters", "files", "told"),
    [
        ("sendmessage", {"chat_id": 5, "text": "x"}, (), ""),
        ("sendmessage", {"chat_id": 5, "text": "[x]"}, (), ""),
        ("sendmessage", {"chat_id": 5, "text": "x", "entities": "[]"}, (), ""),
        ("sendphoto", {"chat_id": 5}, ("photo",), ""),
        ("sendphoto", {"chat_id": 5}, (), "request: photo: Field required"),
        ("sendmessage", {"chat_id": 5}, (), "request: text: Field required"),
        (
            "sendmessage",
            {"chat_id": 5, "text": "x", "colour": "red"},
            (),
            "request.colour: SendMessage has no such field",
        ),
        (
            "sendmessage",
            {"chat_id": 5, "text": "x", "entities": [{"type": "bold", "offset": 0, "length": 1, "size": 2}]},
            (),
            "request.entities.0.size: MessageEntity has no such field",
        ),
        (
            "sendmessage",
            {"chat_id": 5, "text": "x", "reply_markup": '{"inline_keyboard": [[{"text": "a", "calback_data": "b"}]]}'},
            (),
            "request.reply_markup.inline_keyboard.0.0.calback_data: InlineKeyboardButton has no such field",
        ),
        (
            "sendmessage",
            {"chat_id": 5, "text": "x", "entities": [{"type": "bold", "offset": 0}]},
            (),
            "request: entities.0.length: Field required",
        ),
    ],
)
def test_a_request_is_compared_key_by_key(
    method: str, parameters: dict[str, Any], files: tuple[str, ...], told: str
) -> None:
    found = offences(call(method, parameters, None, 0, files))
    assert (found[0].partition(": ")[2] if found else "") == told


@pytest.mark.parametrize(
    ("method", "answer", "status", "told"),
    [
        ("sendmessage", answered(SENT), 200, ""),
        ("sendmessage", answered({**SENT, "mood": 1}), 200, "answer.result.mood: Message has no such field"),
        (
            "sendmessage",
            answered({**SENT, "from_user": {"id": 1, "is_bot": True, "first_name": "B"}}),
            200,
            "answer.result.from_user: Message has no such field",
        ),
        ("sendmessage", answered({**SENT, "chat": {**CHAT, "mood": 1}}), 200, "answer.result.chat.mood"),
        ("sendmessage", answered({"message_id": 2, "chat": CHAT}), 200, "answer: result.date: Field required"),
        ("sendmessage", answered(True), 200, "answer: result"),
        ("sendmessage", answered(SENT), 500, "answer: status 500"),
        ("sendmessage", {"ok": False, "error_code": 400}, 400, "answer: description is missing"),
        ("sendmessage", {"ok": False, "error_code": 400, "description": "x"}, 403, "answer: error_code is 400"),
        (
            "sendmessage",
            {"ok": False, "error_code": 429, "description": "x", "parameters": {"wait": 1}},
            429,
            "answer.parameters.wait: ResponseParameters has no such field",
        ),
        ("sendmessage", "<html>", 502, ""),
        ("sendmessage", "<html>", 400, "a page of HTML"),
        ("getupdates", answered([{"update_id": 1, "message": SENT}]), 200, ""),
        ("getupdates", answered([{"update_id": 1, "massage": SENT}]), 200, "answer.result.0.massage"),
        (
            "getupdates",
            answered([{"update_id": 1, "message": {**SENT, "mood": 1}}]),
            200,
            "answer.result.0.message.mood",
        ),
        ("getupdate", answered([]), 200, "there is no such method"),
    ],
)
def test_an_answer_is_compared_key_by_key(method: str, answer: Any, status: int, told: str) -> None:
    found = offences(call(method, {}, answer, status), request=False)
    assert bool(found) == bool(told), found
    assert not found or found[0].partition(": ")[2].startswith(told)


async def test_what_a_bot_writes_wrongly_fails_its_test(bot: RawBot, ann: Person) -> None:
    with pytest.raises(AssertionError, match=r"request\.colour: SendMessage has no such field"), judged(requests=True):
        await bot.does("sendMessage", chat_id=ann.id, text="x", colour="red")


async def test_what_the_sandbox_hands_out_wrongly_fails_the_test(
    bot: RawBot, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = Message.shape
    monkeypatch.setattr(Message, "shape", lambda self, **options: {**shape(self, **options), "mood": "good"})
    await ann.says("hello")
    with pytest.raises(AssertionError, match=r"result\.0\.message\.mood: Message"), judged(requests=True):
        await bot.does("getUpdates", offset=-1)
    await bot.does("getUpdates", offset=2**31 - 1)


async def test_what_a_test_puts_into_the_queue_itself_is_not_judged(bot: RawBot, world: World) -> None:
    with judged(requests=True):
        await world.injects("message", {"nobody": "can read this"})
        await bot.does("getUpdates")


async def test_everything_that_a_chat_can_hold_passes(bot: RawBot, world: World, ann: Person) -> None:
    with judged(requests=True):
        channel, desk = await world.channel("Harbour", [ann]), await world.supergroup("Desk", [ann], administrator=True)
        kinds = [
            "message",
            "chat_member",
            "message_reaction",
            "message_reaction_count",
            "channel_post",
            "callback_query",
        ]
        await bot.does("getUpdates", allowed_updates=kinds)
        ben = await world.person("Ben", last_name="B.", username="ben_reads", language_code="de", is_premium=True)
        await ben.joins(desk)
        for chat in (None, desk, channel):
            said = await ann.says("see #tag", chat=chat)
            await ann.sends_album([{"photo": png()}, {"video": b"mp4"}], chat=chat)
            for kind in ("document", "audio", "voice", "animation", "video_note", "sticker"):
                await ann.sends(chat, **{kind: b"bytes"})
            await ann.sends_dice(chat=chat)
            await ann.sends_contact(chat=chat)
            await ann.sends_location(chat=chat)
            await ann.forwards_from("News", chat, text="x")
            await ann.forwards(said, to=desk)
            await ann.reacts(said)
            where = {"chat_id": ann.id if chat is None else chat.id}
            sent = await bot.does("sendMessage", **where, text="x", reply_markup=keyboard([button()]))
            await ann.presses_data("d", on=sent, wait=False)
            await bot.does("pinChatMessage", **where, message_id=sent["message_id"])
            for method in ("getChat", "getChatMemberCount"):
                await bot.does(method, **where)
            await bot.does("getChatMember", **where, user_id=ann.id)
            await upload(bot, "sendPhoto", {"photo": png()}, **where)
        await ben.leaves(desk)
        await bot.does("getChatAdministrators", chat_id=desk.id)
        assert len(await bot.does("getUpdates")) > 40
