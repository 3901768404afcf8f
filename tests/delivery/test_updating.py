"""An update: every copy comes to say what the newest revision says, whatever it said before, and costs no more."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.core.calls import FOLLOWS, Prepared
from bot.core.campaigns import CampaignEvent, CampaignState, Progress
from bot.core.deliveries import LINE, OnUncertain
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from bot.delivery.engine import Engine
from bot.demo.sample import read_sample
from bot.gateway.encoder import Encoder
from bot.gateway.encoding import encode, encode_album, encode_revision
from bot.rendering.message import Message
from bot.sandbox.client import Person
from bot.storage import copies
from tests.delivery.newsroom import Newsroom, labels, messages_before, sent_to, texts_before
from tests.stories.stage import ON_SQLITE

BUTTONS = ["No comments", "Post a comment"]
EMPTIED = "— this part was taken out —"


async def changed(newsroom: Newsroom) -> list[tuple[str, int]]:
    """The calls that changed something or sent, each with its chat."""
    calls = [call for call in await newsroom.calls("") if call["method"].startswith(("edit", "send", "delete"))]
    return [(call["method"].lower(), int(call["parameters"]["chat_id"])) for call in calls]


async def test_what_has_changed_is_edited_in_place_and_what_has_not_costs_no_call(newsroom: Newsroom) -> None:
    readers = [newsroom.olga, *await newsroom.readers(3)]
    post = await newsroom.post("First", "Second", "Third")
    await newsroom.is_sent(post)
    before = {reader.id: await messages_before(reader) for reader in readers}
    calls = len(await changed(newsroom))

    update = await newsroom.updates(post, "First", "Another second", "Third")
    async with newsroom.engine():
        await newsroom.comes_to(update, CampaignState.DONE)

    assert (await changed(newsroom))[calls:] == [("editmessagetext", reader.id) for reader in readers]
    for reader in readers:
        after = await messages_before(reader)
        assert [message["text"] for message in after] == ["First", "Another second", "Third"]
        assert [labels(message) for message in after] == [[], [], BUTTONS]
        assert [message["message_id"] for message in after] == [message["message_id"] for message in before[reader.id]]
        known = [await newsroom.copy(reader, message) for message in after]
        assert [copy and (copy.page, copy.revision, copy.comments) for copy in known] == [
            (1, 2, None),
            (2, 2, None),
            (3, 2, 0),
        ]
    assert await newsroom.progress(update) == Progress(sent=4, readers=4)


async def test_pages_are_added_behind_the_others_and_the_buttons_move_there(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("First")
    await newsroom.is_sent(post)

    update = await newsroom.updates(post, "First", "Second", "Third")
    async with newsroom.engine():
        await newsroom.comes_to(update, CampaignState.DONE)

    for reader in (newsroom.olga, ann):
        messages = await messages_before(reader)
        assert [message["text"] for message in messages] == ["First", "Second", "Third"]
        assert [labels(message) for message in messages] == [[], [], BUTTONS]
    assert await newsroom.progress(update) == Progress(sent=6, readers=2)


async def test_what_is_left_without_a_page_is_emptied_into_a_line(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("First", "Second", "Third")
    await newsroom.is_sent(post)

    update = await newsroom.updates(post, "First", "Third")
    async with newsroom.engine():
        await newsroom.comes_to(update, CampaignState.DONE)
    assert await texts_before(ann) == ["First", EMPTIED, "Third"]
    assert [labels(message) for message in await messages_before(ann)] == [[], [], BUTTONS]

    again = await newsroom.updates(post, "First", "Third, and last")
    calls = len(await changed(newsroom))
    async with newsroom.engine():
        await newsroom.comes_to(again, CampaignState.DONE)
    assert await texts_before(ann) == ["First", EMPTIED, "Third, and last"]
    assert (await changed(newsroom))[calls:] == [
        ("editmessagetext", newsroom.olga.id),
        ("editmessagetext", ann.id),
    ]

    grown = await newsroom.updates(post, "First", "Second again", "Third, and last")
    async with newsroom.engine():
        await newsroom.comes_to(grown, CampaignState.DONE)
    assert await texts_before(ann) == ["First", "Second again", "Third, and last"]


async def test_readers_are_told_by_a_line_below_their_copy_if_the_author_wants_it(newsroom: Newsroom) -> None:
    ann, ben = await newsroom.readers(2)
    post = await newsroom.post("First", "Last")
    await newsroom.is_sent(post)
    await newsroom.leaves(ben)

    update = await newsroom.updates(post, "First, and better", "Last", line=True)
    async with newsroom.engine():
        await newsroom.comes_to(update, CampaignState.DONE)

    *_, line = await messages_before(ann)
    assert line["text"] == "“First” was updated."
    assert line["reply_to_message"]["text"] == "First, and better"
    copy = await newsroom.copy(ann, line)
    assert copy is not None
    assert copy.page == LINE
    assert await texts_before(ben) == ["First, and better", "Last"], (
        "who has left is told nothing, and reads no old words"
    )

    silent = await newsroom.updates(post, "First", "Last")
    async with newsroom.engine():
        await newsroom.comes_to(silent, CampaignState.DONE)
    assert await texts_before(ann) == ["First", "Last", "“First” was updated."]


async def test_whoever_updates_sees_it_first_and_a_refusal_leaves_all_others_as_they_were(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("First")
    await newsroom.is_sent(post)
    refusal = await newsroom.world.faults("editMessageText", code=400, description="Bad Request: so long a text")

    update = await newsroom.updates(post, "Second")
    async with newsroom.engine():
        refused = await newsroom.comes_to(update, CampaignState.REFUSED)
    assert refused.reason == "So long a text"
    assert await texts_before(ann) == ["First"]
    assert sent_to(await newsroom.calls("editMessageText")) == [newsroom.olga.id]

    await refusal.cancel()
    better = await newsroom.updates(post, "Third")
    async with newsroom.engine():
        await newsroom.comes_to(better, CampaignState.DONE)
    assert [await texts_before(reader) for reader in (newsroom.olga, ann)] == [["Third"], ["Third"]]


async def test_a_newer_update_supersedes_one_that_is_under_way(newsroom: Newsroom) -> None:
    ann, ben, carla = await newsroom.readers(3)
    post = await newsroom.post("First")
    await newsroom.is_sent(post)
    held = await newsroom.world.faults("editMessageText", hold="before", chat=ben)

    older = await newsroom.updates(post, "Second", line=True)
    async with newsroom.engine():
        await held.held()
        newer = await newsroom.updates(post, "Third")
        await held.cancel()
        await newsroom.comes_to(newer, CampaignState.DONE)

    assert (await newsroom.campaign(older)).state is CampaignState.SUPERSEDED
    for reader in (newsroom.olga, ann, ben, carla):
        assert (await texts_before(reader))[0] == "Third"
    assert (await newsroom.progress(older)).queued == 0


async def test_queued_deliveries_take_the_newest_revision_and_one_that_was_under_way_is_edited(
    newsroom: Newsroom,
) -> None:
    ann, ben = await newsroom.readers(2)
    post = await newsroom.post("First", "Last")
    held = await newsroom.world.faults("sendMessage", hold="before", chat=ann)
    campaign = await newsroom.begins(post)

    async with newsroom.engine():
        await held.held()
        update = await newsroom.updates(post, "First, corrected", "Last")
        await held.cancel()
        await newsroom.comes_to(campaign, CampaignState.DONE)
        await newsroom.comes_to(update, CampaignState.DONE)

    for reader in (newsroom.olga, ann, ben):
        assert await texts_before(reader) == ["First, corrected", "Last"]


@pytest.mark.parametrize("pages", [("Only",), ("One", "Two"), ("1st", "2nd", "3rd", "4th")])
async def test_a_post_that_is_laid_out_anew_on_its_way_reaches_everybody_in_its_new_form(
    newsroom: Newsroom, pages: tuple[str, ...]
) -> None:
    readers = await newsroom.readers(6)
    post = await newsroom.post("First", "Second", "Third")
    held = await newsroom.world.faults("sendMessage", hold="before", chat=readers[2], skip=1)
    campaign = await newsroom.begins(post)

    async with newsroom.engine():
        await held.held()
        await newsroom.moves(campaign, CampaignEvent.PAUSE)
        update = await newsroom.updates(post, *pages)
        await newsroom.comes_to(update, CampaignState.SENDING)
        await held.cancel()
        await newsroom.moves(campaign, CampaignEvent.RESUME)
        await newsroom.comes_to(campaign, CampaignState.DONE)
        await newsroom.comes_to(update, CampaignState.DONE)

    for reader in (newsroom.olga, *readers):
        said = [text for text in await texts_before(reader) if text != EMPTIED]
        assert said == list(pages)
        assert [labels(message) for message in await messages_before(reader) if message["text"] == pages[-1]] == [
            BUTTONS
        ]


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_an_update_goes_on_after_a_crash_and_repeats_what_was_under_way(newsroom: Newsroom, moment: str) -> None:
    ann, ben = await newsroom.readers(2)
    post = await newsroom.post("First", "Second")
    await newsroom.is_sent(post)
    held = await newsroom.world.faults("editMessageText", hold=moment, chat=ann, skip=1)

    update = await newsroom.updates(post, "1st", "2nd")
    engine = Engine(newsroom.ledger, newsroom.courier, Encoder(), newsroom.texts, newsroom.clock, OnUncertain.RESEND)
    running = asyncio.create_task(engine.run())
    await held.held()
    await newsroom.has_settled(update, 2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await held.cancel()
    assert await newsroom.recovers(OnUncertain.HOLD) == 1

    async with newsroom.engine():
        await newsroom.comes_to(update, CampaignState.DONE)
    for reader in (newsroom.olga, ann, ben):
        assert await texts_before(reader) == ["1st", "2nd"]
    assert await newsroom.progress(update) == Progress(sent=3, readers=3)


async def test_an_edit_without_an_answer_is_repeated_and_a_page_without_one_follows_the_rule_for_sends(
    newsroom: Newsroom,
) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("First")
    await newsroom.is_sent(post)
    await newsroom.world.faults("editMessageText", drop="after", chat=ann, times=1)
    await newsroom.world.faults("sendMessage", drop="after", chat=ann, times=1)

    update = await newsroom.updates(post, "1st", "2nd")
    async with newsroom.engine(OnUncertain.HOLD):
        await newsroom.comes_to(update, CampaignState.DONE)
    assert await texts_before(ann) == ["1st", "2nd"]
    assert await newsroom.progress(update) == Progress(sent=3, uncertain=1, readers=2)


async def test_who_has_blocked_the_bot_is_not_called_and_a_message_that_is_gone_is_done_with(
    newsroom: Newsroom,
) -> None:
    ann, ben, carla = await newsroom.readers(3)
    post = await newsroom.post("First")
    await newsroom.is_sent(post)
    await newsroom.is_unreachable(ann)
    await ben.deletes((await messages_before(ben))[0])
    await carla.blocks_bot()

    update = await newsroom.updates(post, "Second", "Third")
    async with newsroom.engine():
        await newsroom.comes_to(update, CampaignState.DONE)
    assert ann.id not in sent_to(await newsroom.calls("editMessageText"))
    assert await texts_before(ben) == ["Third"], "what was added is new to whoever deleted the rest"
    assert not await newsroom.is_reachable(carla)
    assert (await newsroom.progress(update)).blocked == 1


@ON_SQLITE
async def test_photos_captions_and_albums_follow(newsroom: Newsroom) -> None:
    ids = await _photos(newsroom.olga, 4)
    photos = [Media(MediaKind.PHOTO, file_id, file_id) for file_id in ids]
    ann = await newsroom.reader("Ann")
    post = await newsroom.post_of(
        [
            *_album("At dusk", photos[:2]),
            encode(Message(RichText("At dawn"), media=photos[2])),
            encode(Message(RichText("Text"))),
        ]
    )
    await newsroom.is_sent(post)

    update = await newsroom.updates(
        post,
        *_album("At dusk, closed", [photos[0], photos[3]]),
        encode(Message(RichText("At dawn, open"), media=photos[2])),
        "Text",
    )
    async with newsroom.engine():
        await newsroom.comes_to(update, CampaignState.DONE)
    messages = await messages_before(ann)
    assert [message.get("caption") or message.get("text") for message in messages] == [
        "At dusk, closed",
        None,
        "At dawn, open",
        "Text",
    ]
    assert messages[1]["photo"][-1]["file_id"] == photos[3].file_id
    assert labels(messages[-1]) == BUTTONS


@ON_SQLITE
async def test_a_copy_that_was_turned_shows_the_same_leaf_of_the_new_revision(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")

    def leaves(*texts: str) -> list[Message]:
        return [Message(RichText(text)) for text in texts]

    old, new = leaves("1", "2", "3"), leaves("1", "2b")
    post = await newsroom.post_of([encode(old[0])], leaves=[encode_revision(leaf) for leaf in old])
    await newsroom.is_sent(post)
    (message,) = await messages_before(ann)
    await newsroom.database.write(lambda tx: copies.set_turned(tx, ann.id, message["message_id"], 3))

    update = await newsroom.updates(post, encode(new[0]), leaves=[encode_revision(leaf) for leaf in new])
    async with newsroom.engine():
        await newsroom.comes_to(update, CampaignState.DONE)
    assert await texts_before(ann) == ["2b"]
    assert labels((await messages_before(ann))[0]) == ["◀", "2/2", *BUTTONS]
    (own,) = await messages_before(newsroom.olga)
    assert (own["text"], labels(own)) == ("1", ["1/2", "▶", *BUTTONS]), (
        "the first leaf is the same, but not their number"
    )


@ON_SQLITE
async def test_changes_wait_while_posts_are_to_go_out(newsroom: Newsroom) -> None:
    await newsroom.readers(60)
    post = await newsroom.post("First")
    await newsroom.is_sent(post)
    urgent = await newsroom.begins(await newsroom.post("Urgent"))

    async with newsroom.engine():
        await newsroom.comes_to(urgent, CampaignState.SENDING)
        update = await newsroom.updates(post, "Second")
        await newsroom.comes_to(urgent, CampaignState.DONE)
        await newsroom.comes_to(update, CampaignState.DONE)

    order = [method for method, _ in await changed(newsroom)]
    last = max(place for place, method in enumerate(order) if method == "sendmessage")
    assert order.count("editmessagetext") == 61
    assert order[:last].count("editmessagetext") <= 3, "what had got its slot before the next posts were claimed"


async def test_a_copy_that_turns_up_late_is_changed_though_the_update_was_done(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    post = await newsroom.post("First")
    held = await newsroom.world.faults("sendMessage", hold="after", chat=ann)
    campaign = await newsroom.begins(post)
    async with newsroom.engine():
        await held.held()
        await newsroom.moves(campaign, CampaignEvent.CANCEL)
        update = await newsroom.updates(post, "Second")
        await newsroom.comes_to(update, CampaignState.DONE)
        assert await texts_before(ann) == ["First"]
        newsroom.clock.passes(timedelta(minutes=1))
        await held.cancel()
        await newsroom.has_settled(campaign, 2)
        await newsroom.has_settled(update, 2)
    assert await texts_before(ann) == ["Second"]


async def _photos(person: Person, count: int) -> list[str]:
    """File ids of photos that the bot has been sent."""
    return [(await person.sends_photo(read_sample().photo))["photo"][-1]["file_id"] for _ in range(count)]


def _album(caption: str, photos: list[Media]) -> list[Prepared]:
    items = [Message(RichText(caption if not place else ""), media=photo) for place, photo in enumerate(photos)]
    return [encode_album(items), *(FOLLOWS for _ in items[1:])]
