"""One campaign: everyone gets the post once, in order, at the right pace, and the ledger adds up."""

from __future__ import annotations

from bot.core.campaigns import FIRST_READERS, CampaignEvent, CampaignState, Progress
from bot.core.deliveries import OnUncertain
from bot.core.posts import PostState
from tests.delivery.newsroom import Newsroom, labels, messages_before, sent_to, texts_before


async def test_every_reader_gets_every_page_once_and_in_order(newsroom: Newsroom) -> None:
    readers = [newsroom.olga, *await newsroom.readers(5)]
    post = await newsroom.post("First", "Second", "Third")
    campaign = await newsroom.begins(post)

    async with newsroom.engine():
        done = await newsroom.comes_to(campaign, CampaignState.DONE)

    for reader in readers:
        messages = await messages_before(reader)
        assert [message["text"] for message in messages] == ["First", "Second", "Third"]
        assert [labels(message) for message in messages] == [[], [], ["No comments", "Post a comment"]]
        known = [await newsroom.copy(reader, message) for message in messages]
        assert [copy and (copy.page, copy.comments) for copy in known] == [(1, None), (2, None), (3, 0)]
    assert await newsroom.progress(campaign) == Progress(sent=18, readers=6)
    assert (await newsroom.the_post(post)).state is PostState.PUBLISHED
    assert done.reason is None


async def test_a_readers_messages_are_a_second_apart_while_the_total_keeps_the_full_rate(newsroom: Newsroom) -> None:
    await newsroom.readers(60)
    campaign = await newsroom.begins(await newsroom.post("First", "Second", "Third"))

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    calls = await newsroom.calls()
    chats = sent_to(calls)
    last_beginning = max(chats.index(chat) for chat in set(chats))
    finished = [chat for chat in set(chats[:last_beginning]) if chats[:last_beginning].count(chat) == 3]
    assert len(finished) > 20, "those who have begun come before those who have not"


async def test_whoever_publishes_gets_the_post_before_all_others(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    held = await newsroom.world.faults("sendMessage", hold="after", chat=newsroom.olga)
    post = await newsroom.post("First", "Last")
    campaign = await newsroom.begins(post)

    async with newsroom.engine():
        await held.held()
        assert (await newsroom.progress(campaign)).planned == 2
        assert (await newsroom.the_post(post)).state is PostState.WAITING
        await held.release()
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert sent_to(await newsroom.calls()) == [newsroom.olga.id] * 2 + [ann.id] * 2


async def test_an_author_who_has_left_the_blog_gets_the_own_copy_all_the_same(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await newsroom.leaves(newsroom.olga)
    campaign = await newsroom.begins(await newsroom.post("All of it"))

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert await texts_before(newsroom.olga) == ["All of it"]
    assert await texts_before(ann) == ["All of it"]


async def test_a_refused_own_copy_stops_everything(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await newsroom.world.faults("sendMessage", code=400, description="Bad Request: MEDIA_EMPTY")
    post = await newsroom.post("First", "Last")
    campaign = await newsroom.begins(post)

    async with newsroom.engine():
        refused = await newsroom.comes_to(campaign, CampaignState.REFUSED)

    assert refused.reason == "Media_empty"
    assert len(await newsroom.calls()) == 1
    assert await texts_before(ann) == []
    assert await newsroom.progress(campaign) == Progress(failed=2, readers=1)
    assert (await newsroom.the_post(post)).state is PostState.STOPPED


async def test_an_author_who_cannot_be_reached_publishes_nothing(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await newsroom.olga.blocks_bot()
    campaign = await newsroom.begins(await newsroom.post("All of it"))

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.REFUSED)

    assert await texts_before(ann) == []


async def test_three_refusals_pause_the_campaign_with_telegrams_words(newsroom: Newsroom) -> None:
    readers = await newsroom.readers(30)
    refusals = await newsroom.world.faults(
        "sendMessage", code=400, description="Bad Request: BUTTON_DATA_INVALID", skip=2, times=3
    )
    campaign = await newsroom.begins(await newsroom.post("First", "Last"))

    async with newsroom.engine() as engine:
        held = await newsroom.comes_to(campaign, CampaignState.PAUSED)
        assert held.reason == "Button_data_invalid"
        await refusals.struck(3)
        progress = await newsroom.progress(campaign)
        assert (progress.failed, progress.sending) == (6, 0)
        assert progress.queued > 30
        await newsroom.moves(campaign, CampaignEvent.RESUME)
        engine.wake()
        await newsroom.comes_to(campaign, CampaignState.DONE)

    progress = await newsroom.progress(campaign)
    assert (progress.sent, progress.failed, progress.planned) == (56, 6, 62)
    whole = [reader for reader in readers if await texts_before(reader) == ["First", "Last"]]
    assert len(whole) == 27


async def test_a_refused_page_gives_up_the_readers_further_pages(newsroom: Newsroom) -> None:
    *_, ann, ben = await newsroom.readers(FIRST_READERS + 2)
    await newsroom.world.faults("sendMessage", code=400, chat=ann, skip=1)
    campaign = await newsroom.begins(await newsroom.post("First", "Second", "Third"))

    async with newsroom.engine():
        done = await newsroom.comes_to(campaign, CampaignState.DONE)

    assert await texts_before(ann) == ["First"]
    assert await texts_before(ben) == ["First", "Second", "Third"]
    readers = FIRST_READERS + 3
    assert await newsroom.progress(campaign) == Progress(sent=3 * readers - 2, failed=2, readers=readers)
    assert done.reason == "Fault to order"


async def test_one_refusal_among_the_first_readers_holds_the_rest(newsroom: Newsroom) -> None:
    _, ann, *_ = await newsroom.readers(FIRST_READERS)
    await newsroom.world.faults("sendMessage", code=400, chat=ann)
    campaign = await newsroom.begins(await newsroom.post("First"))

    async with newsroom.engine():
        paused = await newsroom.comes_to(campaign, CampaignState.PAUSED)
    assert paused.reason == "Fault to order"
    progress = await newsroom.progress(campaign)
    assert (progress.failed, progress.queued > 0, progress.sending) == (1, True, 0)

    await newsroom.moves(campaign, CampaignEvent.RESUME)
    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)
    assert await newsroom.progress(campaign) == Progress(sent=FIRST_READERS, failed=1, readers=FIRST_READERS + 1)


async def test_a_reader_who_has_blocked_the_bot_is_called_once_and_noted(newsroom: Newsroom) -> None:
    ann, ben = await newsroom.readers(2)
    await ann.blocks_bot()
    campaign = await newsroom.begins(await newsroom.post("First", "Second"))

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert sent_to(await newsroom.calls()).count(ann.id) == 1
    assert not await newsroom.is_reachable(ann)
    assert await newsroom.is_reachable(ben)
    assert await newsroom.progress(campaign) == Progress(sent=4, blocked=2, readers=3, readers_blocked=1)


async def test_readers_who_go_while_they_are_queued_are_not_called(newsroom: Newsroom) -> None:
    first, *_, left, blocked = await newsroom.readers(9)
    held = await newsroom.world.faults("sendMessage", hold="before", chat=first)
    post = await newsroom.post("First", "Second")
    campaign = await newsroom.begins(post)

    async with newsroom.engine() as engine:
        await held.held()
        await newsroom.moves(campaign, CampaignEvent.PAUSE)
        engine.wake()
        await newsroom.leaves(left)
        await blocked.blocks_bot()
        await newsroom.is_unreachable(blocked)
        called = sent_to(await newsroom.calls())
        await newsroom.moves(campaign, CampaignEvent.RESUME)
        await held.release()
        await newsroom.comes_to(campaign, CampaignState.DONE)

    progress = await newsroom.progress(campaign)
    calls = sent_to(await newsroom.calls())
    assert calls.count(left.id) == called.count(left.id)
    assert calls.count(blocked.id) == called.count(blocked.id)
    assert progress.cancelled == 2 - called.count(left.id)
    assert progress.blocked == 2 - called.count(blocked.id)
    assert progress.sent == progress.planned - progress.cancelled - progress.blocked


async def test_a_message_of_unknown_outcome_is_sent_once_more_by_default(newsroom: Newsroom) -> None:
    ann, ben = await newsroom.readers(2)
    await newsroom.world.faults("sendMessage", drop="after", chat=ann)
    await newsroom.world.faults("sendMessage", drop="before", chat=ben)
    campaign = await newsroom.begins(await newsroom.post("First", "Second"))

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert await texts_before(ann) == ["First", "First", "Second"]
    assert await texts_before(ben) == ["First", "Second"]
    assert await newsroom.progress(campaign) == Progress(sent=6, readers=3)


async def test_one_that_stays_unknown_is_counted_and_the_readers_next_pages_follow(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await newsroom.world.faults("sendMessage", drop="after", chat=ann, times=2)
    campaign = await newsroom.begins(await newsroom.post("First", "Second"))

    async with newsroom.engine():
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert await texts_before(ann) == ["First", "First", "Second"]
    assert await newsroom.progress(campaign) == Progress(sent=3, uncertain=1, readers=2)


async def test_where_doubtful_messages_are_held_none_is_sent_twice(newsroom: Newsroom) -> None:
    ann = await newsroom.reader("Ann")
    await newsroom.world.faults("sendMessage", drop="after", chat=ann)
    campaign = await newsroom.begins(await newsroom.post("First", "Second"))

    async with newsroom.engine(OnUncertain.HOLD):
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert await texts_before(ann) == ["First", "Second"]
    assert await newsroom.progress(campaign) == Progress(sent=3, uncertain=1, readers=2)


async def test_each_batch_has_the_newest_count_on_the_button(newsroom: Newsroom) -> None:
    first, *_, last = await newsroom.readers(20)
    held = await newsroom.world.faults("sendMessage", hold="before", chat=first)
    post = await newsroom.post("All of it")
    campaign = await newsroom.begins(post)

    async with newsroom.engine():
        await held.held()
        await newsroom.comment_counts(post)
        await last.sees("All of it")
        await held.release()
        await newsroom.comes_to(campaign, CampaignState.DONE)

    assert labels((await messages_before(first))[-1])[0] == "No comments"
    message = (await messages_before(last))[-1]
    assert labels(message)[0] == "1 comment"
    copy = await newsroom.copy(last, message)
    assert copy is not None
    assert copy.comments == 1
