"""The outbox: one row for a slot, one at a time for a chat, nothing lost and nothing kept too long."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.core.calls import Prepared, Upload
from bot.core.deliveries import DeliveryState, OnUncertain
from bot.core.outgoing import PageOf, Queued
from bot.core.posts import Copy
from bot.core.slots import Slot, SlotKind
from bot.storage import copies, outbox, people, previews, slots
from bot.storage.engine import Database, Transaction
from bot.storage.for_delivery import OutboxStore
from bot.storage.people import People
from bot.storage.tables import outbox as table
from tests.storage import given
from tests.storage.given import DAY, NOW, SECOND
from tests.storage.racing import race

CHAT = 7_000_000_001
CARD = Slot(SlotKind.CARD, 1, CHAT)


async def say(tx: Transaction, text: str, chat_id: int = CHAT, *, due_at: datetime = NOW) -> None:
    """Queues a message without a slot."""
    await outbox.put(tx, chat_id, Prepared("sendMessage", text.encode()), due_at)


async def show(tx: Transaction, text: str, slot: Slot = CARD, *, due_at: datetime = NOW) -> int:
    """Queues what a slot is to show, and gives the slot's id."""
    slot_id = await slots.ensure(tx, slot)
    change = Prepared("editMessageText", text.encode())
    new = Prepared("sendMessage", text.encode())
    await outbox.put(tx, slot.chat_id, new, due_at, slot_id=slot_id, change=change)
    return slot_id


async def rows(database: Database) -> list[tuple[str | None, DeliveryState]]:
    """Every row's text and state, in order."""
    async with database.read() as tx:
        found = await tx.execute(select(table.c.tail, table.c.state).order_by(table.c.id))
        return [(row.tail and row.tail.decode(), DeliveryState(row.state)) for row in found]


async def claimed(database: Database, chat_id: int = CHAT, now: datetime = NOW) -> Queued:
    """The chat's next row, which must be there."""
    row = await OutboxStore(database).claim(chat_id, now)
    assert row is not None
    return row


@pytest.fixture
def store(database: Database) -> OutboxStore:
    """The outbox as the postman sees it."""
    return OutboxStore(database)


async def test_a_chat_gets_its_messages_in_order_one_at_a_time(database: Database, store: OutboxStore) -> None:
    await database.write(lambda tx: say(tx, "first"))
    await database.write(lambda tx: say(tx, "second"))

    first = await claimed(database)
    assert await store.claim(CHAT, NOW) is None
    await store.sent(first, [1], NOW)
    second = await claimed(database)

    assert (first.prepared.tail, second.prepared.tail) == (b"first", b"second")
    assert first.change is None
    assert first.slot_id is None


async def test_what_is_due_later_waits_and_holds_nobody_up(database: Database, store: OutboxStore) -> None:
    async def work(tx: Transaction) -> None:
        await say(tx, "later", due_at=NOW + 15 * SECOND)
        await say(tx, "now")

    await database.write(work)

    assert await store.next_due(NOW) == NOW + 15 * SECOND
    first = await claimed(database)
    assert first.prepared.tail == b"now"
    await store.sent(first, [1], NOW)
    assert await store.claim(CHAT, NOW) is None
    assert await store.chats_waiting([], NOW, 10) == []
    assert await store.chats_waiting([], NOW + 15 * SECOND, 10) == [(CHAT, 1)]
    assert (await claimed(database, now=NOW + 15 * SECOND)).prepared.tail == b"later"


async def test_chats_are_served_in_the_order_of_their_oldest_message(database: Database, store: OutboxStore) -> None:
    async def work(tx: Transaction) -> None:
        for chat_id in (3, 1, 2, 3, -100):
            await say(tx, "hello", chat_id)

    await database.write(work)

    assert await store.chats_waiting([], NOW, 10) == [(3, 1), (1, 1), (2, 1), (-100, 1)]
    assert await store.chats_waiting([1], NOW, 10) == [(3, 1), (2, 1), (-100, 1)]
    assert await store.chats_waiting([], NOW, 2) == [(3, 1), (1, 1)]


async def test_a_newer_showing_replaces_one_that_has_not_gone_out(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await show(tx, "pending")
        await say(tx, "between")
        await show(tx, "approved", due_at=NOW + 15 * SECOND)
        await show(tx, "another card", Slot(SlotKind.CARD, 2, CHAT))

    await database.write(work)

    assert [text for text, _ in await rows(database)] == ["between", "approved", "another card"]


async def test_a_newer_showing_follows_one_that_is_under_way_as_its_change(
    database: Database, store: OutboxStore
) -> None:
    await database.write(lambda tx: show(tx, "pending"))
    first = await claimed(database)
    await database.write(lambda tx: show(tx, "approved"))

    assert not first.edits
    await store.sent(first, [55], NOW)
    second = await claimed(database)

    assert second.message_id == 55
    assert second.edits
    assert second.change == Prepared("editMessageText", b"approved")


async def test_a_showing_that_must_be_repeated_gives_way_to_a_newer_one(database: Database, store: OutboxStore) -> None:
    await database.write(lambda tx: show(tx, "pending"))
    first = await claimed(database)
    await database.write(lambda tx: show(tx, "approved"))

    await store.again(first, NOW)

    assert await rows(database) == [("approved", DeliveryState.QUEUED)]


async def test_a_message_that_must_be_repeated_keeps_its_place(database: Database, store: OutboxStore) -> None:
    async def work(tx: Transaction) -> None:
        await say(tx, "first")
        await say(tx, "second")

    await database.write(work)
    await store.again(await claimed(database), NOW, doubt=True)
    row = await claimed(database)

    assert (row.prepared.tail, row.doubts) == (b"first", 1)


async def test_a_new_card_is_new_though_the_old_one_is_being_edited(database: Database, store: OutboxStore) -> None:
    slot_id = await database.write(lambda tx: show(tx, "card"))
    await store.sent(await claimed(database), [55], NOW)
    await database.write(lambda tx: show(tx, "changed"))
    edit = await claimed(database)

    async def anew(tx: Transaction) -> None:
        await slots.empty(tx, slot_id)
        await show(tx, "anew")

    await database.write(anew)
    await store.sent(edit, [55], NOW)

    assert (await claimed(database)).message_id is None


async def test_a_card_that_is_gone_is_sent_anew(database: Database, store: OutboxStore) -> None:
    await database.write(lambda tx: show(tx, "card"))
    await store.sent(await claimed(database), [55], NOW)
    await database.write(lambda tx: show(tx, "changed"))
    edit = await claimed(database)
    assert edit.message_id == 55

    await store.gone(edit, NOW)

    again = await claimed(database)
    assert (again.id, again.message_id, again.prepared.tail) == (edit.id, None, b"changed")


async def test_an_answer_that_is_gone_has_failed(database: Database, store: OutboxStore) -> None:
    await database.write(lambda tx: say(tx, "◀ ▶"))
    await store.gone(await claimed(database), NOW)

    assert await rows(database) == [(None, DeliveryState.FAILED)]


@pytest.mark.parametrize("ending", ["sent", "blocked", "failed"])
async def test_the_body_is_erased_with_the_end(database: Database, store: OutboxStore, ending: str) -> None:
    await database.write(lambda tx: show(tx, "private"))
    row = await claimed(database)
    await (store.sent(row, [5], NOW) if ending == "sent" else getattr(store, ending)(row, "why"))

    async with database.read() as tx:
        kept = (await tx.execute(select(table.c.tail, table.c.change_tail, table.c.state))).one()
    assert (kept.tail, kept.change_tail) == (None, None)
    assert DeliveryState(kept.state).name.lower() == ending


async def test_what_is_held_keeps_its_body_and_holds_nobody_up(database: Database, store: OutboxStore) -> None:
    await database.write(lambda tx: say(tx, "maybe"))
    await store.held(await claimed(database), "timed out")
    await database.write(lambda tx: say(tx, "next"))

    assert (await claimed(database)).prepared.tail == b"next"
    assert (await rows(database))[0] == ("maybe", DeliveryState.UNCERTAIN)


async def test_a_row_ends_once(database: Database, store: OutboxStore) -> None:
    await database.write(lambda tx: say(tx, "hello"))
    row = await claimed(database)
    await store.sent(row, [5], NOW)

    await store.failed(row, "too late")
    await store.again(row, NOW)

    assert await rows(database) == [(None, DeliveryState.SENT)]


async def test_a_blocked_chat_gets_nothing_more_and_its_reader_is_out_of_reach(
    database: Database, store: OutboxStore
) -> None:
    async def work(tx: Transaction) -> None:
        await given.readers(tx, [CHAT])
        await say(tx, "first")
        await say(tx, "second", due_at=NOW + DAY)
        await say(tx, "to somebody else", 8)

    await database.write(work)
    await store.blocked(await claimed(database), "bot was blocked by the user")

    assert await rows(database) == [
        (None, DeliveryState.BLOCKED),
        (None, DeliveryState.BLOCKED),
        ("to somebody else", DeliveryState.QUEUED),
    ]
    async with database.read() as tx:
        reader = await People().find(tx, CHAT)
    assert reader is not None
    assert not reader.reachable
    assert reader.subscribed


async def test_a_page_that_arrives_leaves_a_copy(database: Database, store: OutboxStore) -> None:
    async def work(tx: Transaction) -> int:
        post = await given.post(tx)
        await given.readers(tx, [CHAT])
        await outbox.put(tx, CHAT, Prepared("sendMessage", b"page"), NOW, page=PageOf(post.id, 1, 1, 0))
        return post.id

    post_id = await database.write(work)
    await store.sent(await claimed(database), [55], NOW)

    async with database.read() as tx:
        assert await copies.find(tx, CHAT, 55) == Copy(post_id, CHAT, 55, page=1, revision=1, comments=0)


async def test_a_group_that_moves_takes_its_rows_along_and_leaves_its_messages(
    database: Database, store: OutboxStore
) -> None:
    old, new = -5_000, -1_001_234_567_890
    card = Slot(SlotKind.CARD, 1, old)
    await database.write(lambda tx: show(tx, "card", card))
    await store.sent(await claimed(database, old), [9], NOW)
    await database.write(lambda tx: show(tx, "changed", card))
    await database.write(lambda tx: say(tx, "hello", old))

    await store.moved(await claimed(database, old), new, NOW)

    assert await store.chats_waiting([], NOW, 10) == [(new, 1)]
    first = await claimed(database, new)
    assert (first.prepared.tail, first.message_id) == (b"changed", None)
    await store.sent(first, [2], NOW)
    assert (await claimed(database, new)).prepared.tail == b"hello"
    async with database.read() as tx:
        assert await slots.showing(tx, SlotKind.CARD, 1) == [Slot(SlotKind.CARD, 1, new)]
        assert await slots.standing_in(tx, old, 9) is None


async def test_a_group_can_move_to_where_the_same_is_shown_already(database: Database, store: OutboxStore) -> None:
    old, new = -5_000, -1_001_234_567_890
    await database.write(lambda tx: show(tx, "there", Slot(SlotKind.CARD, 1, new)))
    await database.write(lambda tx: show(tx, "here", Slot(SlotKind.CARD, 1, old)))

    await store.moved(await claimed(database, old), new, NOW)

    assert (await claimed(database, new)).prepared.tail == b"there"


async def _crashed(database: Database) -> None:
    """Three rows are under way: a new message, a new card, and the edit of one that stands."""

    async def work(tx: Transaction) -> None:
        await say(tx, "new message", 1)
        await show(tx, "new card", Slot(SlotKind.CARD, 1, 2))
        slot_id = await show(tx, "edited card", Slot(SlotKind.CARD, 1, 3))
        await slots.replace(tx, slot_id, None, 33)
        for chat_id in (1, 2, 3):
            assert await outbox.claim(tx, chat_id, NOW) is not None

    await database.write(work)


async def test_after_a_crash_messages_are_sent_once_more_and_edits_repeated(database: Database) -> None:
    await _crashed(database)

    assert await database.write(lambda tx: outbox.recover(tx, OnUncertain.RESEND, NOW)) == 2
    again = [await claimed(database, chat_id) for chat_id in (1, 2, 3)]
    assert [row.doubts for row in again] == [1, 1, 0]

    assert await database.write(lambda tx: outbox.recover(tx, OnUncertain.RESEND, NOW)) == 2
    assert await rows(database) == [
        ("new message", DeliveryState.UNCERTAIN),
        ("new card", DeliveryState.UNCERTAIN),
        ("edited card", DeliveryState.QUEUED),
    ]


async def test_after_a_crash_messages_are_held_where_the_blog_says_so(database: Database) -> None:
    await _crashed(database)

    assert await database.write(lambda tx: outbox.recover(tx, OnUncertain.HOLD, NOW)) == 2
    assert [state for _, state in await rows(database)] == [
        DeliveryState.UNCERTAIN,
        DeliveryState.UNCERTAIN,
        DeliveryState.QUEUED,
    ]


async def test_after_a_crash_a_newer_showing_wins(database: Database) -> None:
    await _crashed(database)
    await database.write(lambda tx: show(tx, "newer card", Slot(SlotKind.CARD, 1, 2)))

    await database.write(lambda tx: outbox.recover(tx, OnUncertain.RESEND, NOW))

    assert (await claimed(database, 2)).prepared.tail == b"newer card"
    assert "new card" not in [text for text, _ in await rows(database)]


async def test_rows_are_deleted_a_day_after_their_end_and_those_in_doubt_after_thirty(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        for chat_id, due_at in ((1, NOW - 2 * DAY), (2, NOW), (3, NOW - 31 * DAY), (4, NOW - 2 * DAY)):
            await say(tx, f"to {chat_id}", chat_id, due_at=due_at)
        for chat_id, state in (
            (1, DeliveryState.SENT),
            (2, DeliveryState.SENT),
            (3, DeliveryState.UNCERTAIN),
            (4, DeliveryState.UNCERTAIN),
        ):
            row = await outbox.claim(tx, chat_id, NOW)
            assert row is not None
            await outbox.settle(tx, row.id, state)
        await say(tx, "still to go out", 5, due_at=NOW - 31 * DAY)
        await outbox.forget_old(tx, NOW)

    await database.write(work)

    assert await rows(database) == [
        (None, DeliveryState.SENT),
        ("to 4", DeliveryState.UNCERTAIN),
        ("still to go out", DeliveryState.QUEUED),
    ]


async def test_two_workers_never_get_the_same_row_nor_one_out_of_order(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await say(tx, "first")
        await say(tx, "second")

    await database.write(work)

    first, second = await race(database, lambda tx: outbox.claim(tx, CHAT, NOW), lambda tx: outbox.claim(tx, CHAT, NOW))

    assert isinstance(first, Queued)
    assert first.prepared.tail == b"first"
    assert second is None


async def test_of_two_showings_at_once_one_is_left(database: Database) -> None:
    await database.write(lambda tx: slots.ensure(tx, CARD))

    results = await race(database, lambda tx: show(tx, "one"), lambda tx: show(tx, "two"))

    assert results[0] == results[1]
    assert await rows(database) == [("two", DeliveryState.QUEUED)]


async def test_a_showing_that_comes_back_meets_a_newer_one(database: Database, store: OutboxStore) -> None:
    await database.write(lambda tx: show(tx, "older"))
    row = await claimed(database)

    results = await race(database, lambda tx: show(tx, "newer"), lambda tx: outbox.requeue(tx, row.id, NOW))

    assert not [result for result in results if isinstance(result, BaseException)]
    assert await rows(database) == [("newer", DeliveryState.QUEUED)]


async def test_the_database_itself_refuses_a_second_queued_row_for_a_slot(database: Database) -> None:
    slot_id = await database.write(lambda tx: show(tx, "one"))
    second = table.insert().values(
        chat_id=CHAT, method="sendMessage", tail=b"", slot_id=slot_id, state=DeliveryState.QUEUED, due_at=NOW
    )

    with pytest.raises(IntegrityError):
        await database.write(lambda tx: tx.execute(second))


async def test_reaching_somebody_again_is_not_the_outboxs_business(database: Database, store: OutboxStore) -> None:
    """A blocked chat's rows do not come back: what they said is old by the time that it is unblocked."""
    await database.write(lambda tx: given.readers(tx, [CHAT]))
    await database.write(lambda tx: say(tx, "first"))
    await store.blocked(await claimed(database), "bot was blocked by the user")
    await database.write(lambda tx: people.set_reachable(tx, CHAT, True))

    assert await store.claim(CHAT, NOW) is None


ALBUM = Prepared("sendMediaGroup", b"album", messages=3)


async def test_an_album_is_claimed_by_whoever_has_room_for_it(database: Database, store: OutboxStore) -> None:
    async def work(tx: Transaction) -> None:
        await outbox.put(tx, CHAT, ALBUM, NOW)
        await say(tx, "behind it")

    await database.write(work)

    assert await store.chats_waiting([], NOW, 10) == [(CHAT, 3)]
    assert await store.claim(CHAT, NOW, 2) is None
    row = await store.claim(CHAT, NOW, 3)
    assert row is not None
    assert (row.prepared, row.edits) == (ALBUM, False)


async def test_an_album_of_a_post_leaves_a_copy_for_each_of_its_messages(
    database: Database, store: OutboxStore
) -> None:
    async def work(tx: Transaction) -> int:
        post = await given.post(tx, pages=5)
        await outbox.put(tx, CHAT, ALBUM, NOW, page=PageOf(post.id, 1, 2, None))
        return post.id

    post_id = await database.write(work)
    row = await store.claim(CHAT, NOW, 10)
    assert row is not None
    await store.sent(row, [55, 56, 57], NOW)

    async with database.read() as tx:
        found = [await copies.find(tx, CHAT, message_id) for message_id in (55, 56, 57)]
    assert found == [Copy(post_id, CHAT, 53 + page, page, revision=1, comments=None) for page in (2, 3, 4)]


async def test_after_a_crash_an_album_is_in_doubt(database: Database) -> None:
    await database.write(lambda tx: outbox.put(tx, CHAT, ALBUM, NOW))
    await database.write(lambda tx: outbox.claim(tx, CHAT, NOW, 3))

    assert await database.write(lambda tx: outbox.recover(tx, OnUncertain.HOLD, NOW)) == 1
    assert await rows(database) == [("album", DeliveryState.UNCERTAIN)]


@pytest.mark.parametrize("ending", ["sent", "blocked", "failed"])
async def test_a_file_goes_along_and_is_erased_with_the_end(
    database: Database, store: OutboxStore, ending: str
) -> None:
    file = Upload("post.md", bytes(range(256)))
    await database.write(lambda tx: outbox.put(tx, CHAT, Prepared("sendDocument", b"}", file=file), NOW))

    await store.again(await claimed(database), NOW)
    row = await claimed(database)
    assert row.prepared == Prepared("sendDocument", b"}", file=file)
    await (store.sent(row, [5], NOW) if ending == "sent" else getattr(store, ending)(row, "why"))

    async with database.read() as tx:
        assert (await tx.execute(select(table.c.file))).scalar_one() is None


async def test_a_previews_messages_are_known_once_they_have_arrived(database: Database, store: OutboxStore) -> None:
    async def preview(tx: Transaction) -> int:
        draft_id = (await given.post(tx)).draft_id
        for prepared in (ALBUM, Prepared("sendMessage", b"last")):
            await outbox.put(tx, CHAT, prepared, NOW, preview_of=draft_id)
        await say(tx, "no preview")
        return draft_id

    draft_id = await database.write(preview)
    album = await store.claim(CHAT, NOW, 3)
    assert album is not None
    await store.sent(album, [5, 6, 7], NOW + SECOND)
    await database.write(lambda tx: outbox.drop_preview(tx, draft_id, CHAT))

    assert [text for text, _ in await rows(database)] == [None, "no preview"]
    assert await database.write(lambda tx: previews.forget(tx, draft_id, 8)) == []
    arrived = await database.write(lambda tx: previews.forget(tx, draft_id))
    assert arrived == [previews.Shown(CHAT, message_id, NOW + SECOND) for message_id in (5, 6, 7)]
    assert await database.write(lambda tx: previews.forget(tx, draft_id)) == []


DRAFT = Slot(SlotKind.DRAFT, 1, CHAT)


async def test_what_changes_often_is_changed_once_a_second_at_most(database: Database, store: OutboxStore) -> None:
    await database.write(lambda tx: show(tx, "first part", DRAFT))
    await store.sent(await claimed(database), [55], NOW)
    for text in ("second part", "third part"):
        await database.write(partial(show, text=text, slot=DRAFT))

    assert await store.claim(CHAT, NOW) is None
    assert await store.next_due(NOW) == NOW + SECOND
    row = await claimed(database, now=NOW + SECOND)
    assert (row.message_id, row.prepared.tail) == (55, b"third part")
    await store.sent(row, (), NOW + SECOND)

    await database.write(lambda tx: show(tx, "fourth part", DRAFT, due_at=NOW + 5 * SECOND))
    assert await store.next_due(NOW) == NOW + 5 * SECOND


async def test_other_cards_and_a_card_as_a_new_message_go_out_at_once(database: Database, store: OutboxStore) -> None:
    for slot in (CARD, DRAFT):
        slot_id = await database.write(partial(show, text="card", slot=slot))
        await store.sent(await claimed(database), [55], NOW)
        if slot is DRAFT:
            await database.write(partial(slots.empty, slot_id=slot_id))
        await database.write(partial(show, text="at once", slot=slot))
        await store.sent(await claimed(database), [56], NOW)


async def test_a_sentence_that_waits_to_be_said_is_known(database: Database, store: OutboxStore) -> None:
    sentence, other = Prepared("sendMessage", b"no"), Prepared("sendMessage", b"yes")
    await database.write(lambda tx: say(tx, "no"))

    async with database.read() as tx:
        assert await outbox.says_already(tx, CHAT, sentence)
        assert not await outbox.says_already(tx, CHAT, other)
        assert not await outbox.says_already(tx, 8, sentence)
    await store.sent(await claimed(database), [5], NOW)
    async with database.read() as tx:
        assert not await outbox.says_already(tx, CHAT, sentence)


async def test_a_change_that_has_not_gone_out_gives_way_to_a_newer_one(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await say(tx, ',"message_id":5,"text":"older"}')
        await say(tx, ',"message_id":55,"text":"of another message"}')
        await say(tx, ',"message_id":5,"text":"in another chat"}', 8)
        await say(tx, ',"text":"no change"}')
        await outbox.drop_beginning(tx, CHAT, b',"message_id":5,')

    await database.write(work)

    texts = [text and text.split('"')[-2] for text, _ in await rows(database)]
    assert texts == ["of another message", "in another chat", "no change"]


async def test_what_is_changed_again_and_again_keeps_its_turn(database: Database, store: OutboxStore) -> None:
    await database.write(lambda tx: show(tx, "sheet"))
    await store.sent(await claimed(database), [5], NOW)

    async def work(tx: Transaction) -> None:
        await show(tx, "sending in 2 s")
        await say(tx, "something else")
        await show(tx, "sending in 1 s")

    await database.write(work)

    first = await claimed(database)
    assert first.change is not None
    assert first.change.tail.endswith(b"sending in 1 s")
    await store.sent(first, [5], NOW)
    assert (await claimed(database)).prepared.tail == b"something else"


async def test_what_is_queued_for_a_slot_can_be_taken_back_until_it_goes_out(
    database: Database, store: OutboxStore
) -> None:
    async def filled() -> bool:
        async with database.read() as tx:
            return await outbox.is_filled(tx, CARD)

    async def drop() -> bool:
        return await database.write(lambda tx: outbox.drop_queued(tx, CARD))

    assert not await filled()
    assert not await drop()
    await database.write(lambda tx: show(tx, "not at all"))
    await database.write(lambda tx: show(tx, "another", Slot(SlotKind.CARD, 2, CHAT)))
    assert await filled()
    assert not await drop()
    assert not await filled()
    assert await rows(database) == [("another", DeliveryState.QUEUED)]

    await database.write(lambda tx: show(tx, "on its way", due_at=NOW - SECOND))
    other = await claimed(database)
    await store.sent(other, [41], NOW)
    row = await claimed(database)
    assert row.prepared.tail == b"on its way"
    assert await filled()
    assert await drop()
    await store.sent(row, [42], NOW)
    await database.write(lambda tx: show(tx, "a change"))
    assert await drop()
    assert await filled()
    assert [text for text, state in await rows(database) if state is DeliveryState.QUEUED] == []
