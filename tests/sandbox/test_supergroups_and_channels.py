"""Supergroups and channels: ids of their own, posts without a sender, and a group that becomes a supergroup."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.client import Group, ImpossibleError, Person, World
from tests.sandbox.conftest import RawBot, button, keyboard, png


async def news(bot: RawBot) -> list[dict[str, Any]]:
    """The updates that wait, which are then confirmed."""
    updates: list[dict[str, Any]] = await bot.does("getUpdates")
    if updates:
        await bot.does("getUpdates", offset=updates[-1]["update_id"] + 1)
    return updates


async def test_each_supergroup_and_channel_counts_its_messages_for_itself(
    bot: RawBot, world: World, ann: Person
) -> None:
    desk, hall = await world.supergroup("Desk", [ann]), await world.supergroup("Hall", [ann])
    channel = await world.channel("Harbour", [ann])
    for chat, expected in ((desk, 2), (hall, 2), (channel, 1), (desk, 3)):
        assert chat.id < -1_000_000_000_000
        assert (await bot.does("sendMessage", chat_id=chat.id, text="x"))["message_id"] == expected
    assert (await bot.does("sendMessage", chat_id=ann.id, text="x"))["message_id"] == 2


async def test_what_is_posted_in_a_channel_comes_in_its_name(bot: RawBot, world: World, ann: Person) -> None:
    ben = await world.person("Ben")
    channel = await world.channel("Harbour", [ann, ben])
    await news(bot)
    post = await ann.says("The barrier held", chat=channel)
    assert "from" not in post
    assert post["sender_chat"]["title"] == "Harbour"
    await ann.edits(post, "The barrier has held")
    heard, edited = await news(bot)
    assert heard["channel_post"] == post
    assert edited["edited_channel_post"]["text"] == "The barrier has held"
    await ben.sees("has held", chat=channel)
    with pytest.raises(ImpossibleError, match="only its owner"):
        await ben.says("hello", chat=channel)
    mine = await bot.does("sendMessage", chat_id=channel.id, text="Tonight", reply_markup=keyboard([button()]))
    assert mine["sender_chat"]["id"] == channel.id
    assert await news(bot) == []
    await ben.presses_data("d", on=mine, wait=False)
    assert (await news(bot))[0]["callback_query"]["message"] == mine
    assert "Harbour:" in await ben.transcript(channel)


async def test_a_post_sent_on_names_its_channel(bot: RawBot, world: World, ann: Person) -> None:
    channel = await world.channel("Harbour", [ann])
    post = await ann.says("The barrier held", chat=channel)
    forwarded = await ann.forwards(post, to=ann.id)
    origin = forwarded["forward_origin"]
    assert (origin["type"], origin["chat"]["id"], origin["message_id"]) == ("channel", channel.id, post["message_id"])
    source = {"from_chat_id": channel.id, "message_id": post["message_id"]}
    assert (await bot.does("forwardMessage", chat_id=ann.id, **source))["forward_origin"]["type"] == "channel"
    assert "forward_origin" not in await bot.does("copyMessage", chat_id=ann.id, **source)


async def test_a_public_chat_has_a_name_and_can_be_read_from_outside(bot: RawBot, world: World, ann: Person) -> None:
    channel = await world.channel("Harbour", [ann], username="harbour_news", bot=False)
    hidden = await world.supergroup("Hidden", [ann], bot=False)
    assert (await bot.does("getChat", chat_id="@Harbour_News"))["id"] == channel.id
    refusal = "403 Forbidden: bot is not a member of the channel chat"
    assert await bot.is_refused("sendMessage", chat_id="@harbour_news", text="x") == refusal
    assert await bot.is_refused("getChat", chat_id=hidden.id) == "400 Bad Request: chat not found"
    assert await bot.is_refused("getChat", chat_id="@hidden") == "400 Bad Request: chat not found"
    await ann.adds_bot(channel)
    assert (await bot.does("sendMessage", chat_id="@harbour_news", text="x"))["chat"]["username"] == "harbour_news"


async def test_in_a_channel_the_bot_is_an_administrator_and_is_told_of_coming_and_going(
    bot: RawBot, world: World, ann: Person
) -> None:
    channel = await world.channel("Harbour", [ann])
    moved = (await news(bot))[-1]["my_chat_member"]
    assert moved["new_chat_member"]["status"] == "administrator"
    assert moved["new_chat_member"]["can_post_messages"] is True
    await ann.removes_bot(channel)
    assert (await news(bot))[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    refusal = "403 Forbidden: bot was kicked from the channel chat"
    assert await bot.is_refused("sendMessage", chat_id=channel.id, text="x") == refusal


async def test_who_joins_is_told_to_administrators_who_ask_for_it(bot: RawBot, world: World, ann: Person) -> None:
    ben = await world.person("Ben")
    desk = await world.supergroup("Desk", [ann], administrator=True)
    await news(bot)
    await bot.does("getUpdates", allowed_updates=["chat_member"])
    await ben.joins(desk)
    await ben.leaves(desk)
    moves = [update["chat_member"] for update in await news(bot)]
    assert [(move["old_chat_member"]["status"], move["new_chat_member"]["status"]) for move in moves] == [
        ("left", "member"),
        ("member", "left"),
    ]


async def test_a_group_that_becomes_a_supergroup_is_another_chat(bot: RawBot, world: World, ann: Person) -> None:
    desk = await world.group("Desk", [ann])
    await bot.does("sendMessage", chat_id=desk.id, text="before")
    await news(bot)
    moved_to = await ann.upgrades(desk)
    old, new = [update["message"] for update in await news(bot)]
    assert (old["chat"]["id"], old["migrate_to_chat_id"]) == (desk.id, moved_to)
    assert (new["chat"]["id"], new["migrate_from_chat_id"], new["message_id"]) == (moved_to, desk.id, 1)
    for method in ("sendMessage", "sendChatAction"):
        answer = await bot.call(method, chat_id=desk.id, text="x", action="typing")
        assert answer == {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: group chat was upgraded to a supergroup chat",
            "parameters": {"migrate_to_chat_id": moved_to},
        }
    assert (await bot.does("sendMessage", chat_id=moved_to, text="after"))["message_id"] == 2
    await ann.sees("after", chat=moved_to)
    await ann.sees("before", chat=desk)
    with pytest.raises(ImpossibleError, match="has become the supergroup"):
        await ann.says("x", chat=desk)
    with pytest.raises(ImpossibleError, match="once"):
        await ann.upgrades(Group({"id": moved_to, "title": "Desk"}))


async def test_reactions_are_seen_and_told_where_the_bot_is_an_administrator(
    bot: RawBot, world: World, ann: Person
) -> None:
    await bot.does("getUpdates", allowed_updates=["message_reaction", "message_reaction_count"])
    await news(bot)
    desk, channel = await world.supergroup("Desk", [ann], administrator=True), await world.channel("Harbour", [ann])
    for chat in (ann.id, desk.id, channel.id):
        sent = await bot.does("sendMessage", chat_id=chat, text="x")
        await ann.reacts(sent, "🔥")
        where = {"chat_id": chat, "message_id": sent["message_id"]}
        await bot.does("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "🔥"}])
        fire = [{"type": "emoji", "emoji": "🔥"}]
        assert (await ann.messages(chat))[-1]["reactions"] == {
            str(ann.id): fire,
            str(bot.sandbox.messenger.bot.id): fire,
        }
        assert "2 × 🔥" in await ann.transcript(chat)
        await bot.does("setMessageReaction", **where)
        await ann.reacts(sent, None)
        assert "reactions" not in (await ann.messages(chat))[-1]
    told = await news(bot)
    people = [update["message_reaction"] for update in told if "message_reaction" in update]
    assert [(each["chat"]["id"], each["old_reaction"], each["new_reaction"]) for each in people] == [
        (desk.id, [], fire),
        (desk.id, fire, []),
    ]
    counts = [update["message_reaction_count"]["reactions"] for update in told if "message_reaction_count" in update]
    assert counts == [
        [{"type": fire[0], "total_count": 1}],
        [{"type": fire[0], "total_count": 2}],
        [{"type": fire[0], "total_count": 1}],
        [],
    ]
    with pytest.raises(ImpossibleError, match="no reaction"):
        await ann.reacts(sent, "🥦")


async def test_several_messages_are_sent_on_together(bot: RawBot, world: World, ann: Person) -> None:
    said = [await ann.says(text) for text in ("one", "two")]
    pictures = await ann.sends_album([{"photo": png(), "caption": "dusk"}, {"photo": png()}])
    ids = [message["message_id"] for message in (*said, *pictures)]
    hall = await world.supergroup("Hall", [ann])
    where = {"chat_id": hall.id, "from_chat_id": ann.id}
    forwarded = await bot.does("forwardMessages", **where, message_ids=[ids[0], *ids[2:], 99])
    assert [each["message_id"] for each in forwarded] == [2, 3, 4]
    copied = await bot.does("copyMessages", **where, message_ids=ids, remove_caption=True)
    assert [each["message_id"] for each in copied] == [5, 6, 7, 8]
    messages = {message["message_id"]: message for message in await ann.messages(hall)}
    assert messages[2]["forward_origin"]["sender_user"]["id"] == ann.id
    assert messages[3]["caption"] == "dusk"
    assert messages[3]["media_group_id"] == messages[4]["media_group_id"] != pictures[0]["media_group_id"]
    assert "forward_origin" not in messages[5]
    assert "caption" not in messages[7]
    assert messages[7]["media_group_id"] == messages[8]["media_group_id"]
