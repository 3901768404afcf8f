"""What of a message can be changed, and until when."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.client import ImpossibleError, Person, World
from tests.sandbox.conftest import RawBot, button, keyboard, png
from tests.sandbox.test_files import upload

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


async def sent(bot: RawBot, ann: Person, **parameters: Any) -> dict[str, Any]:
    message = await bot.does("sendMessage", chat_id=ann.id, text="Draft", **parameters)
    return {"chat_id": ann.id, "message_id": message["message_id"]}


async def sent_photo(bot: RawBot, ann: Person, **parameters: Any) -> dict[str, Any]:
    photo = (await ann.sends_photo(png()))["photo"][-1]["file_id"]
    message = await bot.does("sendPhoto", chat_id=ann.id, photo=photo, **parameters)
    return {"chat_id": ann.id, "message_id": message["message_id"]}


async def test_an_edit_answers_the_message_and_the_buttons_go_unless_given_again(bot: RawBot, ann: Person) -> None:
    where = await sent(bot, ann, reply_markup=keyboard([button()]))
    message = await bot.does("editMessageText", **where, text="Post ")
    assert message["text"] == "Post"
    assert message["edit_date"] >= message["date"]
    assert "reply_markup" not in message
    await ann.sees("Post")
    await ann.sees_no("Draft")


async def test_an_edit_that_changes_nothing_is_refused(bot: RawBot, ann: Person) -> None:
    where = await sent(bot, ann, reply_markup=keyboard([button()]))
    same = {"text": " Draft\n", "reply_markup": keyboard([button()])}
    assert await bot.is_refused("editMessageText", **where, **same) == NOT_MODIFIED
    assert await bot.is_refused("editMessageReplyMarkup", **where, reply_markup=keyboard([button()])) == NOT_MODIFIED
    message = await bot.does("editMessageReplyMarkup", **where, reply_markup=keyboard([button("Stop")]))
    assert "edit_date" not in message
    photo = await sent_photo(bot, ann, caption="Dusk")
    assert await bot.is_refused("editMessageCaption", **photo, caption="Dusk ") == NOT_MODIFIED


async def test_media_keeps_its_kind_of_words(bot: RawBot, ann: Person) -> None:
    text, photo = await sent(bot, ann), await sent_photo(bot, ann, caption="Dusk")
    refusal = "400 Bad Request: there is no text in the message to edit"
    assert await bot.is_refused("editMessageText", **photo, text="x") == refusal
    refusal = "400 Bad Request: there is no caption in the message to edit"
    assert await bot.is_refused("editMessageCaption", **text, caption="x") == refusal
    assert (await bot.does("editMessageCaption", **photo, caption="Dawn"))["caption"] == "Dawn"
    assert "caption" not in await bot.does("editMessageCaption", **photo)


async def test_a_text_can_become_media_and_media_other_media(bot: RawBot, ann: Person) -> None:
    where = await sent(bot, ann)
    photo = (await ann.sends_photo(png()))["photo"][-1]["file_id"]
    video = (await ann.sends(video=b"mp4"))["video"]["file_id"]
    message = await bot.does("editMessageMedia", **where, media={"type": "photo", "media": photo, "caption": "now"})
    assert "text" not in message
    assert message["caption"] == "now"
    message = await bot.does("editMessageMedia", **where, media={"type": "video", "media": video})
    assert "photo" not in message
    assert "caption" not in message
    same = {"type": "video", "media": video}
    assert await bot.is_refused("editMessageMedia", **where, media=same) == NOT_MODIFIED


async def test_media_can_be_replaced_by_an_upload(bot: RawBot, ann: Person) -> None:
    where = await sent_photo(bot, ann)
    media = {"type": "document", "media": "attach://new", "caption": "c"}
    answer = await upload(bot, "editMessageMedia", {"new": b"pdf"}, **where, media=media)
    assert (answer["result"]["document"]["file_size"], answer["result"]["caption"]) == (3, "c")
    media["media"] = "attach://old"
    answer = await upload(bot, "editMessageMedia", {"new": b"pdf"}, **where, media=media)
    assert answer["description"] == "Bad Request: can't parse InputMedia: media not found"


async def test_only_the_bots_own_messages_can_be_edited(bot: RawBot, ann: Person) -> None:
    hers = await ann.says("mine")
    where = {"chat_id": ann.id, "message_id": hers["message_id"]}
    assert await bot.is_refused("editMessageText", **where, text="x") == "400 Bad Request: message can't be edited"
    asked = await sent(bot, ann, reply_markup={"force_reply": True})
    assert await bot.is_refused("editMessageText", **asked, text="x") == "400 Bad Request: message can't be edited"
    forwarded = await bot.does("forwardMessage", from_chat_id=ann.id, **where)
    where["message_id"] = forwarded["message_id"]
    assert await bot.is_refused("editMessageText", **where, text="x") == "400 Bad Request: message can't be edited"


async def test_what_is_not_there_cannot_be_edited_or_deleted(bot: RawBot, ann: Person) -> None:
    where = {"chat_id": ann.id, "message_id": 99}
    assert await bot.is_refused("editMessageText", **where, text="x") == "400 Bad Request: message to edit not found"
    assert await bot.is_refused("deleteMessage", **where) == "400 Bad Request: message to delete not found"
    assert await bot.is_refused("editMessageText", text="x") == "400 Bad Request: message identifier is not specified"
    assert await bot.is_refused("deleteMessage") == "400 Bad Request: chat identifier is not specified"


async def test_what_she_deleted_for_both_is_gone_and_what_she_hid_is_not(bot: RawBot, ann: Person) -> None:
    where = await sent(bot, ann)
    await ann.deletes(where["message_id"], for_both=False)
    await ann.sees_no("Draft")
    await bot.does("editMessageText", **where, text="Post")
    await ann.deletes(where["message_id"])
    assert await bot.is_refused("editMessageText", **where, text="x") == "400 Bad Request: message to edit not found"
    assert all("message" in update for update in await bot.does("getUpdates"))


async def test_messages_can_be_deleted_for_48_hours(bot: RawBot, world: World, ann: Person) -> None:
    young, old = await sent(bot, ann), await sent(bot, ann)
    await world.moves_clock(48 * 3600 - 5)
    assert await bot.does("deleteMessage", **young) is True
    await world.moves_clock(10)
    refusal = "400 Bad Request: message can't be deleted for everyone"
    assert await bot.is_refused("deleteMessage", **old) == refusal
    await bot.does("editMessageText", **old, text="withdrawn")


async def test_one_message_too_old_fails_the_whole_deletion(bot: RawBot, world: World, ann: Person) -> None:
    old = await sent(bot, ann)
    await world.moves_clock(48 * 3600 + 5)
    young = await sent(bot, ann)
    ids = [old["message_id"], young["message_id"]]
    refusal = "400 Bad Request: message can't be deleted for everyone"
    assert await bot.is_refused("deleteMessages", chat_id=ann.id, message_ids=ids) == refusal
    assert len(await ann.messages()) == 3
    assert await bot.does("deleteMessages", chat_id=ann.id, message_ids=[99, young["message_id"]]) is True
    assert len(await ann.messages()) == 2


@pytest.mark.parametrize(
    ("ids", "refusal"),
    [
        (list(range(1, 102)), "too many message identifiers specified"),
        ([], "message identifiers are not specified"),
        (None, "can't parse"),
        ({}, "expected an Array of message identifiers"),
        ([0], "invalid message identifier specified"),
        ([True], "message identifier must be a Number"),
        (["x"], "can't parse message identifier as a Number"),
        ("[", "can't parse message_ids JSON object"),
    ],
)
async def test_ids_to_delete_are_a_list_of_up_to_a_hundred(bot: RawBot, ann: Person, ids: Any, refusal: str) -> None:
    if ids is None:
        assert "not specified" in await bot.is_refused("deleteMessages", chat_id=ann.id)
    else:
        answer = await bot.is_refused("deleteMessages", chat_id=ann.id, message_ids=ids)
        assert answer == f"400 Bad Request: {refusal}"
    assert len(await ann.messages()) == 1


async def test_in_a_group_a_bot_deletes_only_its_own_unless_it_is_an_administrator(
    bot: RawBot, world: World, ann: Person
) -> None:
    desk = await world.group("Desk", [ann])
    said = await ann.says("x", chat=desk)
    where = {"chat_id": desk.id, "message_id": said["message_id"]}
    refusal = "400 Bad Request: message can't be deleted for everyone"
    assert await bot.is_refused("deleteMessage", **where) == refusal
    await ann.adds_bot(desk, administrator=True)
    assert await bot.does("deleteMessage", **where) is True


async def test_a_persons_edit_reaches_the_bot_with_a_date(bot: RawBot, world: World, ann: Person) -> None:
    said = await ann.says("teh")
    await ann.edits(said, "the")
    photo = await ann.sends_photo(png(), caption="a")
    await ann.edits(photo, "b")
    edited = [update["edited_message"] for update in await bot.does("getUpdates") if "edited_message" in update]
    assert [message.get("text") or message.get("caption") for message in edited] == ["the", "b"]
    assert all(message["edit_date"] >= message["date"] for message in edited)
    await world.moves_clock(48 * 3600 + 5)
    with pytest.raises(ImpossibleError, match="48 hours"):
        await ann.edits(said, "then")
