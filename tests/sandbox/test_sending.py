"""What a bot may send, and what it is told when it may not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.client import Person, World
from tests.sandbox.conftest import RawBot, button, keyboard, png

GONE = "400 Bad Request: message to be replied not found"


async def test_a_message_comes_back_as_telegram_shapes_it(bot: RawBot, ann: Person) -> None:
    message = await bot.does(
        "sendMessage", chat_id=ann.id, text="Hello ", reply_markup=keyboard([button()]), protect_content=True
    )
    assert message == {
        "message_id": 2,
        "from": {"id": 7000000001, "is_bot": True, "first_name": "Sandbox Bot", "username": "sandbox_bot"},
        "chat": {"id": ann.id, "first_name": "Ann", "type": "private"},
        "date": message["date"],
        "has_protected_content": True,
        "text": "Hello",
        "reply_markup": keyboard([button()]),
    }
    assert isinstance(message["date"], int)


async def test_all_private_chats_and_groups_share_one_counter_of_message_ids(
    bot: RawBot, world: World, ann: Person
) -> None:
    ben = await world.person("Ben")
    assert (await ben.starts())["message_id"] == 2
    assert (await bot.does("sendMessage", chat_id=ann.id, text="a"))["message_id"] == 3
    desk = await world.group("Desk", [ann, ben])  # tells of the bot's coming in message 4
    assert (await ben.says("b", chat=desk.id))["message_id"] == 5
    assert (await bot.does("sendMessage", chat_id=desk.id, text="c"))["message_id"] == 6


@pytest.mark.parametrize("chat_id", [12345, -12345, "@somebody", "1_0", "x"])
async def test_an_unknown_chat_is_not_found(bot: RawBot, chat_id: Any) -> None:
    assert await bot.is_refused("sendMessage", chat_id=chat_id, text="x") == "400 Bad Request: chat not found"


async def test_a_message_needs_a_chat(bot: RawBot) -> None:
    assert await bot.is_refused("sendMessage", text="x") == "400 Bad Request: chat_id is empty"


async def test_a_person_hears_nothing_before_she_has_begun(bot: RawBot, world: World) -> None:
    ben = await world.person("Ben")
    refusal = "403 Forbidden: bot can't initiate conversation with a user"
    assert await bot.is_refused("sendMessage", chat_id=ben.id, text="x") == refusal
    await ben.says("hello?")
    await bot.does("sendMessage", chat_id=ben.id, text="x")


async def test_who_has_blocked_the_bot_or_is_gone_cannot_be_reached(bot: RawBot, ann: Person) -> None:
    await ann.blocks_bot()
    assert await bot.is_refused("sendMessage", chat_id=ann.id, text="x") == "403 Forbidden: bot was blocked by the user"
    await ann.starts()
    await bot.does("sendMessage", chat_id=ann.id, text="x")
    await ann.deactivates()
    assert await bot.is_refused("sendMessage", chat_id=ann.id, text="x") == "403 Forbidden: user is deactivated"


async def test_a_bot_outside_a_group_cannot_write_there(bot: RawBot, world: World, ann: Person) -> None:
    desk = await world.group("Desk", [ann], bot=False)
    assert await bot.is_refused("sendMessage", chat_id=desk.id, text="x") == "400 Bad Request: chat not found"
    await ann.adds_bot(desk)
    await bot.does("sendMessage", chat_id=desk.id, text="x")
    await ann.removes_bot(desk)
    refusal = "403 Forbidden: bot was kicked from the group chat"
    assert await bot.is_refused("sendMessage", chat_id=desk.id, text="x") == refusal


@pytest.mark.parametrize(
    "parameters",
    [
        {"parse_mode": "HTML"},
        {"message_thread_id": 5},
        {"business_connection_id": "x"},
        {"message_effect_id": "5"},
    ],
)
async def test_what_is_not_spoken_here_is_refused_and_not_ignored(
    bot: RawBot, ann: Person, parameters: dict[str, Any]
) -> None:
    (name,) = parameters
    refusal = f'400 Bad Request: parameter "{name}" is not spoken here'
    assert await bot.is_refused("sendMessage", chat_id=ann.id, text="x", **parameters) == refusal


@pytest.mark.parametrize(
    ("reply", "refusal"),
    [
        ({"message_id": 99}, "message to be replied not found"),
        ({"message_id": "x"}, 'field "message_id" must be a valid Number'),
        ({"quote": "x"}, 'can\'t find field "message_id"'),
        ({"message_id": 1, "quote": "stop"}, "QUOTE_TEXT_INVALID"),
        ([], "object expected as reply parameters"),
        ("{", "can't parse reply parameters JSON object"),
    ],
)
async def test_a_reply_that_cannot_be_is_refused(bot: RawBot, ann: Person, reply: Any, refusal: str) -> None:
    answer = await bot.is_refused("sendMessage", chat_id=ann.id, text="x", reply_parameters=reply)
    assert answer == f"400 Bad Request: {refusal}"


async def test_a_reply_shows_its_original_and_the_quote(bot: RawBot, ann: Person) -> None:
    asked = await ann.says("one 😀 two one")
    reply = {"message_id": asked["message_id"], "quote": "one", "quote_position": 12}
    message = await bot.does("sendMessage", chat_id=ann.id, text="x", reply_parameters=reply)
    assert message["reply_to_message"]["text"] == "one 😀 two one"
    assert message["quote"] == {"text": "one", "position": 11, "is_manual": True}


async def test_a_reply_to_what_is_gone_may_go_without(bot: RawBot, ann: Person) -> None:
    asked = await ann.says("never mind")
    await ann.deletes(asked)
    reply = {"message_id": asked["message_id"]}
    assert await bot.is_refused("sendMessage", chat_id=ann.id, text="x", reply_parameters=reply) == GONE
    reply["allow_sending_without_reply"] = True
    message = await bot.does("sendMessage", chat_id=ann.id, text="x", reply_parameters=reply)
    assert "reply_to_message" not in message


async def test_a_person_sees_what_was_sent_with_its_buttons(bot: RawBot, ann: Person) -> None:
    await bot.does("sendMessage", chat_id=ann.id, text="Draft", reply_markup=keyboard([button("✅ Publish")]))
    message = await ann.sees("Draft", button="Publish")
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "✅ Publish"
    with pytest.raises(AssertionError, match="Draft"):
        await ann.sees("Nothing like it", timeout=0)
    await ann.sees_no("Nothing like it")
    await ann.says("Something of her own")
    await ann.sees_no("Something of her own")
    with pytest.raises(AssertionError, match="Draft"):
        await ann.sees_no("Draft")


async def test_a_force_reply_is_answered_with_a_reply_once(bot: RawBot, ann: Person) -> None:
    asked = await bot.does("sendMessage", chat_id=ann.id, text="Your comment?", reply_markup={"force_reply": True})
    assert "reply_markup" not in asked
    assert (await ann.says("This."))["reply_to_message"]["message_id"] == asked["message_id"]
    assert "reply_to_message" not in await ann.says("And that.")


async def test_a_copy_has_no_origin_and_a_forwarded_message_has_one(bot: RawBot, ann: Person) -> None:
    said = await ann.says("pass it on")
    source = {"chat_id": ann.id, "from_chat_id": ann.id, "message_id": said["message_id"]}
    copy = await bot.does("copyMessage", **source)
    assert copy == {"message_id": 3}
    forwarded = await bot.does("forwardMessage", **source)
    assert forwarded["forward_origin"]["sender_user"]["id"] == ann.id
    assert forwarded["text"] == "pass it on"
    source["message_id"] = 99
    assert await bot.is_refused("copyMessage", **source) == "400 Bad Request: message to copy not found"
    assert await bot.is_refused("forwardMessage", **source) == "400 Bad Request: message to forward not found"


async def test_typing_is_one_of_the_known_actions(bot: RawBot, ann: Person) -> None:
    await bot.does("sendChatAction", chat_id=ann.id, action="typing")
    refusal = await bot.is_refused("sendChatAction", chat_id=ann.id, action="singing")
    assert refusal == "400 Bad Request: wrong parameter action in request"


async def test_pinning_tells_of_itself_in_a_service_message(bot: RawBot, ann: Person) -> None:
    said = await ann.says("keep this")
    await bot.does("pinChatMessage", chat_id=ann.id, message_id=said["message_id"])
    updates = await bot.does("getUpdates", timeout=0)
    assert updates[-1]["message"]["pinned_message"]["text"] == "keep this"
    assert (await bot.does("getChat", chat_id=ann.id))["pinned_message"]["text"] == "keep this"
    await bot.does("unpinChatMessage", chat_id=ann.id)
    assert await bot.is_refused("unpinChatMessage", chat_id=ann.id) == "400 Bad Request: message to unpin not found"


async def test_all_pins_can_be_taken_away_at_once(bot: RawBot, ann: Person) -> None:
    for text in ("one", "two"):
        said = await ann.says(text)
        await bot.does("pinChatMessage", chat_id=ann.id, message_id=said["message_id"])
    await bot.does("unpinAllChatMessages", chat_id=ann.id)
    assert "pinned_message" not in await bot.does("getChat", chat_id=ann.id)


async def test_a_bot_can_leave_a_group_and_then_has_no_say_in_it(bot: RawBot, world: World, ann: Person) -> None:
    desk = await world.group("Desk", [ann])
    await bot.does("leaveChat", chat_id=desk.id)
    refusal = "403 Forbidden: bot is not a member of the group chat"
    assert await bot.is_refused("sendMessage", chat_id=desk.id, text="x") == refusal
    assert await bot.is_refused("leaveChat", chat_id=desk.id) == refusal
    assert (await bot.does("getUpdates", offset=-1))[0]["my_chat_member"]["new_chat_member"]["status"] == "left"


async def test_a_photo_by_its_id_is_the_same_photo(bot: RawBot, ann: Person) -> None:
    photo = (await ann.sends_photo(png(1600, 1000), caption=" At dusk "))["photo"]
    assert [(size["width"], size["height"]) for size in photo] == [(90, 56), (320, 200), (800, 500), (1600, 1000)]
    message = await bot.does("sendPhoto", chat_id=ann.id, photo=photo[0]["file_id"], caption=" At dusk ")
    assert message["photo"] == photo
    assert message["caption"] == "At dusk"
