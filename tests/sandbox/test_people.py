"""What people can do, and what the bot gets of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.sandbox.client import ImpossibleError, Person, World
from tests.sandbox.conftest import RawBot, button, keyboard, png


async def last(bot: RawBot) -> dict[str, Any]:
    """The newest message that the bot got."""
    message: dict[str, Any] = (await bot.does("getUpdates", offset=-1))[0]["message"]
    return message


async def test_start_carries_the_parameter_of_a_link(bot: RawBot, world: World) -> None:
    ben = await world.person("Ben", last_name="B.", username="ben_reads", language_code="de")
    await ben.follows("https://t.me/Sandbox_Bot?start=inv-1")
    message = await last(bot)
    assert message["text"] == "/start inv-1"
    assert message["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    assert message["from"]["language_code"] == "de"
    assert message["chat"]["username"] == "ben_reads"
    with pytest.raises(ImpossibleError, match="does not lead"):
        await ben.follows("https://t.me/other_bot?start=x")
    with pytest.raises(ImpossibleError, match="1–64"):
        await ben.starts("no spaces")


async def test_what_is_typed_arrives_trimmed_and_with_its_entities(bot: RawBot, ann: Person) -> None:
    await ann.says("  see #tag \n", entities=[{"type": "bold", "offset": 2, "length": 9}])
    message = await last(bot)
    assert message["text"] == "see #tag"
    assert message["entities"] == [
        {"offset": 0, "length": 4, "type": "bold"},
        {"offset": 4, "length": 4, "type": "hashtag"},
        {"offset": 4, "length": 4, "type": "bold"},
    ]
    for impossible in ("   ", "x" * 4097):
        with pytest.raises(ImpossibleError):
            await ann.says(impossible)


async def test_a_long_paste_is_cut_at_4096_units_and_nothing_is_lost(bot: RawBot, ann: Person) -> None:
    text = "a" * 4095 + "😀" + "b " * 3000
    bold = {"type": "bold", "offset": 4090, "length": 20}
    sent = await ann.pastes(text, entities=[bold])
    assert [len(message["text"].encode("utf-16-le")) // 2 for message in sent] == [4095, 4096, 1905]
    assert "".join(message["text"] for message in sent) == text.strip()
    assert [message.get("entities") for message in sent] == [
        [{"offset": 4090, "length": 5, "type": "bold"}],
        [{"offset": 0, "length": 15, "type": "bold"}],
        None,
    ]


async def test_a_reply_carries_the_whole_original_and_none_if_it_is_gone(bot: RawBot, ann: Person) -> None:
    post = await bot.does("sendMessage", chat_id=ann.id, text="Post", reply_markup=keyboard([button()]))
    await ann.replies_to(post, "a comment", quote="Po")
    message = await last(bot)
    assert message["reply_to_message"] == post
    assert message["quote"] == {"text": "Po", "position": 0, "is_manual": True}
    await ann.deletes(post)
    edited = await ann.edits(message, "another comment")
    assert "reply_to_message" not in edited


async def test_an_album_is_several_messages_with_one_group(bot: RawBot, ann: Person) -> None:
    first, second = await ann.sends_album([{"photo": png(), "caption": "a"}, {"photo": png()}])
    assert first["media_group_id"] == second["media_group_id"]
    assert [update["message"] for update in await bot.does("getUpdates")][1:] == [first, second]


@pytest.mark.parametrize(
    "send",
    [
        lambda ann: ann.sends_sticker("🙂"),
        lambda ann: ann.sends_dice(),
        lambda ann: ann.sends_contact(),
        lambda ann: ann.sends_location(),
        lambda ann: ann.sends(voice=b"OggS"),
        lambda ann: ann.sends(document={"data": b"x", "name": "a.pdf", "mime": "application/pdf"}, caption="c"),
        lambda ann: ann.sends(animation=b"mp4"),
        lambda ann: ann.sends(video_note=b"mp4"),
        lambda ann: ann.forwards_from("Harbour news", text="from elsewhere"),
    ],
)
async def test_everything_else_that_people_send_arrives(bot: RawBot, ann: Person, send: Any) -> None:
    sent = await send(ann)
    assert await last(bot) == sent


async def test_a_forwarded_message_names_its_origin(bot: RawBot, ann: Person) -> None:
    said = await ann.says("mine")
    assert (await ann.forwards(said))["forward_origin"]["sender_user"]["id"] == ann.id
    origin = (await ann.forwards_from("Harbour news", text="x"))["forward_origin"]
    assert origin["chat"]["title"] == "Harbour news"
    post = await bot.does("sendMessage", chat_id=ann.id, text="keep", protect_content=True)
    with pytest.raises(ImpossibleError, match="protected"):
        await ann.forwards(post)


async def test_who_has_blocked_the_bot_cannot_write_to_it(ann: Person) -> None:
    await ann.blocks_bot()
    with pytest.raises(ImpossibleError, match="blocked"):
        await ann.says("hello")
    with pytest.raises(ImpossibleError, match="already"):
        await ann.blocks_bot()


async def test_in_a_group_the_bot_hears_commands_and_replies_unless_it_may_hear_all(
    bot: RawBot, world: World, ann: Person
) -> None:
    desk = await world.group("Desk", [ann])
    post = await bot.does("sendMessage", chat_id=desk.id, text="card")
    for text in ("chatter", "/queue", "/queue@sandbox_bot", "😀 /queue@other_bot"):
        await ann.says(text, chat=desk)
    await ann.replies_to(post, "to the card")
    texts = [update["message"].get("text") for update in await bot.does("getUpdates") if "message" in update]
    assert texts == ["/start", None, "/queue", "/queue@sandbox_bot", "to the card"]
    await ann.adds_bot(desk, administrator=True)
    await ann.says("chatter", chat=desk)
    assert (await last(bot))["text"] == "chatter"


async def test_nobody_else_sees_a_private_chat_and_only_members_a_group(bot: RawBot, world: World, ann: Person) -> None:
    ben = await world.person("Ben")
    desk = await world.group("Desk", [ann])
    await bot.does("sendMessage", chat_id=desk.id, text="for the desk")
    await ann.sees("for the desk", chat=desk)
    for chat in (desk, ann.id):
        with pytest.raises(ImpossibleError, match="not in the chat"):
            await ben.sees("for the desk", chat=chat)
    await ben.joins(desk)
    await ben.sees("for the desk", chat=desk)
    await ben.leaves(desk)
    with pytest.raises(ImpossibleError, match="not in the chat"):
        await ben.messages(desk)


async def test_a_chat_reads_as_text(bot: RawBot, ann: Person) -> None:
    await ann.says("two\nlines")
    await bot.does("sendMessage", chat_id=ann.id, text="Draft", reply_markup=keyboard([button("✅ Publish")]))
    assert await ann.transcript() == (
        "   1  Ann:\n      /start\n   2  Ann:\n      two\n      lines\n"
        "   3  Sandbox Bot (bot):\n      Draft\n      [ ✅ Publish ]"
    )


async def test_what_happens_can_be_followed(bot: RawBot, world: World, ann: Person) -> None:
    seen = []

    async def watch() -> None:
        async for event in world.events(after=0):
            seen.append(event["event"])
            if event["event"] == "blocked":
                return

    watching = asyncio.create_task(watch())
    message = await bot.does("sendMessage", chat_id=ann.id, text="x", reply_markup=keyboard([button()]))
    await bot.does("editMessageText", chat_id=ann.id, message_id=message["message_id"], text="y")
    await ann.presses_data("d", on=message, wait=False)
    await bot.does("deleteMessage", chat_id=ann.id, message_id=message["message_id"])
    await ann.blocks_bot()
    await watching
    assert seen == ["message", "message", "edited", "pressed", "deleted", "blocked"]
