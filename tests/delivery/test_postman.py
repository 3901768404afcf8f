"""The postman: answers go out once, in their chat's order, whatever Telegram says to them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.calls import Upload
from bot.core.campaigns import CampaignState
from bot.core.deliveries import DeliveryState, OnUncertain
from bot.core.outgoing import PageOf
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from bot.core.slots import Slot, SlotKind
from bot.delivery.postman import Postman
from bot.demo.sample import read_sample
from bot.gateway.encoding import at_message, encode_album
from bot.handlers.answers import Say, put_into_outbox, shown
from bot.rendering.message import Message
from bot.sandbox.client import Group, Person
from bot.storage import outbox, tables
from bot.storage.for_delivery import OutboxStore
from tests.delivery.newsroom import PATIENCE, Newsroom, halts, messages_before, sent_to, texts_before, until
from tests.stories.stage import ON_SQLITE


def new_postman(newsroom: Newsroom, policy: OnUncertain = OnUncertain.RESEND) -> Postman:
    return Postman(OutboxStore(newsroom.database), newsroom.courier, at_message, newsroom.clock, policy)


@asynccontextmanager
async def postman(newsroom: Newsroom, policy: OnUncertain = OnUncertain.RESEND) -> AsyncIterator[Postman]:
    """At work; at the end it is stopped, and comes to its end by itself. Its failure is the test's."""
    postman = new_postman(newsroom, policy)
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        running = group.create_task(postman.run())
        try:
            yield postman
        except BaseException:
            running.cancel()
            raise
        postman.stop()


async def says(newsroom: Newsroom, *said: Say) -> None:
    """What a handler's transaction does with its answer."""
    await newsroom.database.write(lambda tx: put_into_outbox(tx, said, newsroom.clock()))


def to(person: Person | Group, text: str) -> Say:
    return Say(person.id, Message(RichText(text)))


def card(person: Person | Group, text: str, subject: int = 1) -> Say:
    return shown(Slot(SlotKind.CARD, subject, person.id), Message(RichText(text)))


async def test_a_chats_messages_go_out_in_their_order(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    texts = [f"Answer {number}" for number in range(8)]

    async with postman(newsroom) as at_work:
        for text in texts:
            await says(newsroom, to(ann, text))
            at_work.wake()
        await ann.sees("Answer 7")

    assert await texts_before(ann) == texts


async def test_a_card_that_is_shown_five_times_quickly_costs_at_most_two_calls(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    for number in range(3):
        await says(newsroom, card(ann, f"Part {number}"))

    async with postman(newsroom) as at_work:
        held = await newsroom.world.faults("sendMessage", hold="after", chat=ann)
        await held.held()
        await says(newsroom, card(ann, "Part 3"))
        await says(newsroom, card(ann, "Part 4"))
        at_work.wake()
        await held.release()
        await ann.sees("Part 4")

    assert await texts_before(ann) == ["Part 4"]
    assert await newsroom.world.count() == 2


async def test_a_card_that_is_shown_unchanged_is_no_failure(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")

    async with postman(newsroom) as at_work:
        for text in ("As it was", "As it was", "Changed"):
            await says(newsroom, card(ann, text))
            at_work.wake()
            await ann.sees(text)
            await none_left(newsroom)

    assert await texts_before(ann) == ["Changed"]
    assert [call["status"] for call in await newsroom.calls("editMessageText")] == [400, 200]


async def none_left(newsroom: Newsroom) -> None:
    """Until every row of the outbox is settled."""
    await until(lambda: all_settled(newsroom))


async def all_settled(newsroom: Newsroom) -> bool:
    return not any(state in (DeliveryState.QUEUED, DeliveryState.SENDING) for state in await states(newsroom))


async def states(newsroom: Newsroom) -> list[DeliveryState]:
    """Of all rows, oldest first."""
    async with newsroom.database.read() as tx:
        rows = await tx.execute(select(tables.outbox.c.state).order_by(tables.outbox.c.id))
        return [DeliveryState(state) for state in rows.scalars()]


async def test_a_card_that_is_gone_comes_back_as_a_new_message(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")

    async with postman(newsroom) as at_work:
        await says(newsroom, card(ann, "First"))
        at_work.wake()
        first = await ann.sees("First")
        await none_left(newsroom)
        await ann.deletes(first)
        await says(newsroom, card(ann, "Second"))
        at_work.wake()
        await ann.sees("Second")
        await none_left(newsroom)
        await says(newsroom, card(ann, "Third"))
        at_work.wake()
        await ann.sees("Third")

    assert await texts_before(ann) == ["Third"]


async def test_what_waits_for_somebody_who_blocked_the_bot_is_given_up(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await ann.blocks_bot()
    for number in range(3):
        await says(newsroom, to(ann, f"Answer {number}"))

    async with postman(newsroom):
        await none_left(newsroom)

    assert await newsroom.world.count() == 1
    assert await states(newsroom) == [DeliveryState.BLOCKED] * 3
    assert not await newsroom.is_reachable(ann)


async def test_a_chat_that_is_to_wait_keeps_its_order_and_holds_up_no_other(newsroom: Newsroom) -> None:
    ann, ben = await newsroom.readers(2)
    await newsroom.world.faults("sendMessage", code=429, retry_after=20, chat=ann)
    began = newsroom.clock()
    for number in range(2):
        await says(newsroom, to(ann, f"To Ann {number}"), to(ben, f"To Ben {number}"))

    async with postman(newsroom):
        await ben.sees("To Ben 1")
        assert await texts_before(ann) == []
        await ann.sees("To Ann 1")

    assert newsroom.clock() - began >= timedelta(seconds=20)
    assert await texts_before(ann) == ["To Ann 0", "To Ann 1"]


async def test_however_many_chats_are_to_wait_the_next_is_served(newsroom: Newsroom) -> None:
    people = await newsroom.readers(70)
    ben = await newsroom.reader("Ben")
    for person in people:
        await says(newsroom, to(person, "Later"))
        await newsroom.world.faults("sendMessage", code=429, retry_after=1000, chat=person)
    await says(newsroom, to(ben, "At once"))
    began = newsroom.clock()

    async with postman(newsroom):
        await ben.sees("At once")

    assert newsroom.clock() - began < timedelta(seconds=1000)


async def test_while_telegram_cannot_be_reached_answers_wait_in_their_order(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await newsroom.sandbox.stop()

    async with postman(newsroom) as at_work:
        for number in range(3):
            await says(newsroom, to(ann, f"Answer {number}"))
            at_work.wake()
        await until(lambda: nothing_under_way(newsroom))
        await newsroom.sandbox.start()
        await ann.sees("Answer 2")

    assert await texts_before(ann) == ["Answer 0", "Answer 1", "Answer 2"]


async def nothing_under_way(newsroom: Newsroom) -> bool:
    return DeliveryState.SENDING not in await states(newsroom)


async def test_a_message_of_unknown_outcome_is_sent_once_more_and_then_held(newsroom: Newsroom) -> None:
    ann, ben = await newsroom.readers(2)
    await newsroom.world.faults("sendMessage", drop="before", chat=ann)
    await newsroom.world.faults("sendMessage", drop="before", chat=ben, times=2)
    await says(newsroom, to(ann, "To Ann"), to(ben, "To Ben"), to(ben, "Next"))

    async with postman(newsroom):
        await ben.sees("Next")
        await none_left(newsroom)

    assert await texts_before(ann) == ["To Ann"]
    assert await texts_before(ben) == ["Next"]
    assert await states(newsroom) == [DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.SENT]


async def test_where_doubtful_messages_are_held_an_edit_is_repeated_all_the_same(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await newsroom.world.faults("editMessageText", drop="before", times=3)

    async with postman(newsroom, OnUncertain.HOLD) as at_work:
        await says(newsroom, card(ann, "First"))
        at_work.wake()
        await ann.sees("First")
        await says(newsroom, card(ann, "Second"))
        at_work.wake()
        await ann.sees("Second")

    assert await texts_before(ann) == ["Second"]


@ON_SQLITE
async def test_an_edit_that_telegram_never_answers_does_not_hold_up_its_chat_for_ever(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.postman.EDITS_REPEATED", 3)
    ann = await newsroom.reader("Ann")
    poison = await newsroom.world.faults("editMessageText", code=500, times=None)

    async with postman(newsroom) as at_work:
        await says(newsroom, card(ann, "First"))
        at_work.wake()
        await ann.sees("First")
        await says(newsroom, card(ann, "Second"))
        await says(newsroom, to(ann, "Behind it"))
        at_work.wake()
        await ann.sees("Behind it", timeout=40)
        await poison.struck(4)

    assert await texts_before(ann) == ["First", "Behind it"]


async def test_a_refused_answer_does_not_block_its_chat(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await newsroom.world.faults("sendMessage", code=400, chat=ann)
    await says(newsroom, to(ann, "Refused"), to(ann, "Taken"))

    async with postman(newsroom):
        await ann.sees("Taken")

    assert await texts_before(ann) == ["Taken"]
    assert await states(newsroom) == [DeliveryState.FAILED, DeliveryState.SENT]


async def test_a_post_that_is_asked_for_leaves_a_copy(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("All of it")
    page = PageOf(post.id, 1, 1, 0)
    await says(newsroom, Say(ann.id, Message(RichText("All of it")), page=page))

    async with postman(newsroom):
        await ann.sees("All of it")
        await none_left(newsroom)

    copy = await newsroom.copy(ann, (await messages_before(ann))[0])
    assert copy is not None
    assert (copy.post_id, copy.page, copy.comments) == (post.id, 1, 0)


@ON_SQLITE
async def test_an_album_goes_out_by_one_call_and_leaves_a_copy_for_each_message(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("1", "2", "3", "4")
    sent = await newsroom.olga.sends_photo(read_sample().photo)
    photo = Media(MediaKind.PHOTO, sent["photo"][-1]["file_id"], "unique")
    album = encode_album([Message(RichText("Caption"), photo), *[Message(RichText(), photo)] * 2])
    await says(newsroom, Say(ann.id, album, page=PageOf(post.id, 1, 2, None)), to(ann, "Behind it"))

    async with postman(newsroom):
        await ann.sees("Behind it")
        await none_left(newsroom)

    known = [await newsroom.copy(ann, message) for message in await messages_before(ann)]
    assert [copy and copy.page for copy in known] == [2, 3, 4, None]


@ON_SQLITE
@pytest.mark.parametrize("crash", [False, True])
async def test_a_file_arrives_with_its_name_and_content_also_after_a_crash(newsroom: Newsroom, crash: bool) -> None:
    ann = await newsroom.reader("Ann")
    content = "# Ünder 🌊\n\nIt did.\n".encode() * 1_000
    await says(newsroom, Say(ann.id, Message(RichText("Your post"), upload=Upload("barrier.md", content))))
    if crash:
        held = await newsroom.world.faults("sendDocument", hold="before")
        running = asyncio.create_task(new_postman(newsroom).run())
        await held.held()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await held.release(drop=True)
        await newsroom.database.write(lambda tx: outbox.recover(tx, OnUncertain.RESEND, newsroom.clock()))

    async with postman(newsroom):
        message = await ann.sees("Your post")

    assert message["document"]["file_name"] == "barrier.md"
    assert newsroom.sandbox.messenger.files.get(message["document"]["file_id"]).data == content


async def test_a_row_that_is_due_later_goes_out_then_without_being_woken(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    due_at = newsroom.clock() + timedelta(seconds=10)
    await says(newsroom, Say(ann.id, Message(RichText("Later")), due_at=due_at), to(ann, "Now"))

    async with postman(newsroom):
        await ann.sees("Now")
        await ann.sees("Later")

    assert newsroom.clock() >= due_at
    assert await texts_before(ann) == ["Now", "Later"]


async def test_a_group_and_private_chats_are_served_side_by_side(newsroom: Newsroom) -> None:
    ann, ben = await newsroom.readers(2)
    group = await newsroom.world.group("Moderators", [newsroom.olga])
    held = await newsroom.world.faults("sendMessage", hold="before", chat=group)
    await says(newsroom, to(group, "Card"), to(ann, "To Ann"), to(ben, "To Ben"))

    async with postman(newsroom):
        await held.held()
        await ann.sees("To Ann")
        await ben.sees("To Ben")
        await held.release()
        await newsroom.olga.sees("Card", chat=group)


async def test_a_group_that_became_a_supergroup_gets_its_cards_there(newsroom: Newsroom) -> None:
    group = await newsroom.world.group("Moderators", [newsroom.olga])

    async with postman(newsroom) as at_work:
        await says(newsroom, card(group, "First"))
        at_work.wake()
        await newsroom.olga.sees("First", chat=group)
        await none_left(newsroom)
        messenger = newsroom.sandbox.messenger
        supergroup = messenger.upgrade(messenger.chats[group.id], messenger.people[newsroom.olga.id])
        for text in ("Second", "Third"):
            await says(newsroom, card(group, text), to(group, f"Beside {text}"))
            at_work.wake()
            await newsroom.olga.sees(f"Beside {text}", chat=supergroup.id)
            await none_left(newsroom)

    seen = [message["text"] for message in await newsroom.olga.messages(supergroup.id) if "text" in message]
    assert seen.count("Beside Second") == seen.count("Beside Third") == 1
    assert "Third" in seen


async def test_an_answer_goes_out_at_once_in_the_middle_of_a_broadcast(newsroom: Newsroom) -> None:
    await newsroom.readers(50)
    ann = await newsroom.reader("Ann")
    campaign = await newsroom.begins(await newsroom.post("All of it"))

    async with newsroom.engine(), postman(newsroom) as at_work:
        await newsroom.has_settled(campaign, 5)
        before = len(await newsroom.calls())
        await says(newsroom, to(ann, "An answer"))
        at_work.wake()
        await ann.sees("An answer")
        chats = sent_to(await newsroom.calls())
        assert chats.index(ann.id, before) - before < 15
        await newsroom.comes_to(campaign, CampaignState.DONE)


async def test_stop_settles_what_was_claimed_and_claims_nothing_more(newsroom: Newsroom) -> None:
    ann, ben = await newsroom.readers(2)
    held = await newsroom.world.faults("sendMessage", hold="after", chat=ann)
    await newsroom.world.faults("sendMessage", code=429, retry_after=1000, chat=ben)
    await says(newsroom, to(ann, "One"), to(ann, "Two"), to(ben, "Later"))
    at_work = new_postman(newsroom)
    running = asyncio.create_task(at_work.run())

    await held.held()
    at_work.stop()
    await held.release()
    await running

    assert await states(newsroom) == [DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.QUEUED]
    assert await texts_before(ann) == ["One"]


async def test_a_revoked_token_ends_everything_and_loses_no_answer(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await says(newsroom, to(ann, "One"), to(ann, "Two"))
    revoked = await newsroom.world.faults("sendMessage", code=401)

    assert await halts(new_postman(newsroom).run()) == "Unauthorized"

    await revoked.struck()
    assert await states(newsroom) == [DeliveryState.QUEUED, DeliveryState.QUEUED]
    async with postman(newsroom):
        await ann.sees("Two")
    assert await texts_before(ann) == ["One", "Two"]


async def test_after_a_crash_edits_are_repeated_and_messages_sent_once_more(newsroom: Newsroom) -> None:
    ann, ben = await newsroom.readers(2)
    await says(newsroom, card(ann, "First"))
    async with postman(newsroom):
        await ann.sees("First")
        await none_left(newsroom)
    await says(newsroom, card(ann, "Second"), to(ben, "Answer"))
    faults = [await newsroom.world.faults(method, hold="after") for method in ("editMessageText", "sendMessage")]

    running = asyncio.create_task(new_postman(newsroom).run())
    for fault in faults:
        await fault.held()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    for fault in faults:
        await fault.release()
    assert await newsroom.database.write(recovery(newsroom)) == 1
    async with postman(newsroom):
        await none_left(newsroom)

    assert await texts_before(ann) == ["Second"]
    assert await texts_before(ben) == ["Answer", "Answer"]


def recovery(newsroom: Newsroom) -> Any:
    return lambda tx: outbox.recover(tx, OnUncertain.RESEND, newsroom.clock())
