"""The courier: calls at the gate's pace, outcomes as values, and nothing left behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.core.calls import Call, Lane, Prepared
from bot.core.outcomes import Blocked, Gone, Halt, Outcome, Sent, Uncertain, Unsent, Wait
from bot.core.pacing import Gate
from bot.gateway.courier import Courier, DownloadFailed, NoSlotError
from bot.gateway.transport import Transport
from bot.sandbox.client import PATIENCE
from tests.gateway.fake_telegram import TOKEN, FakeTelegram, ok, page, refusal, running

HELLO = Prepared("sendMessage", b',"text":"Hello"}')


def hello(chat_id: int, lane: Lane = Lane.POSTS) -> Call:
    return HELLO.to(chat_id, lane)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with running() as fake:
        yield fake


@asynccontextmanager
async def working(
    telegram: FakeTelegram,
    rate: float = 500,
    clock: Callable[[], float] = time.monotonic,
    closing_timeout: float = PATIENCE,
    token: str = TOKEN,
) -> AsyncIterator[Courier]:
    courier = Courier(
        Transport(token), Gate(rate), api_url=telegram.url, token=token, clock=clock, closing_timeout=closing_timeout
    )
    async with courier:
        yield courier


async def until(condition: Callable[[], bool]) -> None:
    """Let everything run until it holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 — what it asks for has no event
            await asyncio.sleep(0.001)


def stopped() -> float:
    """A clock on which no second slot ever comes."""
    return 1000.0


async def test_a_message_that_was_sent_says_its_id(telegram: FakeTelegram) -> None:
    async with working(telegram) as courier:
        outcome = await courier.deliver(hello(5))
    assert isinstance(outcome, Sent)
    assert outcome.message_id == 1
    assert outcome.result is None, "nothing else of a message is read"
    assert telegram.received[0].body == b'{"chat_id":5,"text":"Hello"}'


@pytest.mark.parametrize("result", [True, [{"message_id": 1}, {"message_id": 2}], {"id": 1}, "text"])
async def test_an_answer_that_names_no_single_message_has_no_id(telegram: FakeTelegram, result: object) -> None:
    telegram.answers(ok(result))
    async with working(telegram) as courier:
        assert await courier.deliver(hello(5)) == Sent(None, result)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refusal(403, "Forbidden: bot was blocked by the user"), Blocked("Forbidden: bot was blocked by the user")),
        (refusal(400, "Bad Request: message is not modified: nothing new"), Sent()),
        (refusal(400, "Bad Request: message to edit not found"), Gone("Message to edit not found")),
        (refusal(401, "Unauthorized"), Halt("Unauthorized")),
        (page(403), Uncertain("HTTP 403, and the answer is not one of Telegram's")),
    ],
)
async def test_errors_are_outcomes(telegram: FakeTelegram, answer: web.Response, outcome: Outcome) -> None:
    telegram.answers(answer)
    async with working(telegram) as courier:
        assert await courier.deliver(hello(5)) == outcome


async def test_silence_is_uncertain(telegram: FakeTelegram) -> None:
    telegram.answers(telegram.is_silent)
    async with working(telegram) as courier:
        assert isinstance(await courier.deliver(hello(5), read_timeout=0.05), Uncertain)


async def test_a_server_that_is_down_is_unsent(telegram: FakeTelegram) -> None:
    telegram.url = "http://127.0.0.1:1"
    async with working(telegram) as courier:
        assert isinstance(await courier.deliver(hello(5)), Unsent)


async def test_calls_go_out_at_the_gates_pace(telegram: FakeTelegram) -> None:
    started = time.monotonic()
    async with working(telegram, rate=50) as courier:
        outcomes = await asyncio.gather(*(courier.deliver(hello(chat)) for chat in range(1, 12)))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert time.monotonic() - started >= 9 / 50, "eleven calls are ten intervals, one of which may be made up for"


async def test_answers_overtake_posts(telegram: FakeTelegram) -> None:
    now = 1000.0
    async with working(telegram, rate=1, clock=lambda: now) as courier:
        await courier.deliver(hello(1))
        posts = [asyncio.create_task(courier.deliver(hello(chat))) for chat in (2, 3)]
        await until(lambda: courier.backlog(Lane.POSTS) == 2)
        now = 1001.0
        assert isinstance(await courier.deliver(hello(4, Lane.ANSWERS)), Sent)
        assert courier.backlog(Lane.POSTS) == 2
    assert await asyncio.gather(*posts) == [Unsent("closing")] * 2
    assert [got.chat_id for got in telegram.received] == [1, 4]


async def test_a_call_without_a_lane_takes_no_slot(telegram: FakeTelegram) -> None:
    async with working(telegram, clock=stopped) as courier:
        await courier.deliver(hello(1))
        waiting = asyncio.create_task(courier.deliver(hello(2)))
        outcome = await courier.deliver(Call("answerCallbackQuery", None, b'{"callback_query_id":"1"}', None))
        assert isinstance(outcome, Sent)
        assert not waiting.done()
        assert courier.backlog(Lane.POSTS) == 1
    assert await waiting == Unsent("closing")


async def test_a_cancelled_caller_withdraws_its_ticket(telegram: FakeTelegram) -> None:
    async with working(telegram, clock=stopped) as courier:
        await courier.deliver(hello(1))
        waiting = asyncio.create_task(courier.deliver(hello(2)))
        await until(lambda: courier.backlog(Lane.POSTS) == 1)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert courier.backlog(Lane.POSTS) == 0
    assert [got.chat_id for got in telegram.received] == [1]


async def test_a_caller_that_is_cancelled_in_mid_call_frees_its_chat(telegram: FakeTelegram) -> None:
    telegram.answers(telegram.is_silent)
    async with working(telegram) as courier:
        first = asyncio.create_task(courier.deliver(hello(1, Lane.ANSWERS)))
        await telegram.arrived.wait()
        second = asyncio.create_task(courier.deliver(hello(1, Lane.ANSWERS)))
        await until(lambda: courier.backlog(Lane.ANSWERS) == 1)
        first.cancel()
        assert isinstance(await second, Sent)


async def test_calls_of_one_chat_and_lane_go_one_after_the_other(telegram: FakeTelegram) -> None:
    telegram.answers(telegram.is_silent)
    async with working(telegram) as courier:
        first = asyncio.create_task(courier.deliver(hello(1, Lane.ANSWERS)))
        second = asyncio.create_task(courier.deliver(hello(1, Lane.ANSWERS)))
        await telegram.arrived.wait()
        other = await courier.deliver(hello(2, Lane.ANSWERS))
        assert isinstance(other, Sent)
        assert len(telegram.received) == 2
        telegram.let_go.set()
        assert await first == Sent(None, True)
        assert isinstance(await second, Sent)


async def test_who_is_served_says_which_call_it_is_when_its_turn_has_come(telegram: FakeTelegram) -> None:
    now, claimed = 1000.0, []

    async def claim() -> Call:
        claimed.append(now)
        return hello(2, Lane.ANSWERS)

    async with working(telegram, rate=1, clock=lambda: now) as courier:
        await courier.deliver(hello(1, Lane.ANSWERS))
        serving = asyncio.create_task(courier.serve(Lane.ANSWERS, 2, claim))
        await until(lambda: courier.backlog(Lane.ANSWERS) == 1)
        assert claimed == []
        now = 1001.0
        waking = asyncio.create_task(courier.deliver(hello(4)))
        assert isinstance(await serving, Sent)
        assert claimed == [1001.0]
        waking.cancel()
        await asyncio.gather(waking, return_exceptions=True)
    assert [got.chat_id for got in telegram.received] == [1, 2]


@pytest.mark.parametrize("how", ["delivered", "served"])
async def test_an_album_takes_a_slot_for_each_of_its_messages(telegram: FakeTelegram, how: str) -> None:
    now = 1000.0
    album = Prepared("sendMediaGroup", b',"media":[]}', messages=5).to(1, Lane.POSTS)

    async def claim() -> Call:
        return album

    telegram.answers(ok([{"message_id": number} for number in range(5)]))
    async with working(telegram, rate=10, clock=lambda: now) as courier:
        sent = await (courier.deliver(album) if how == "delivered" else courier.serve(Lane.POSTS, 1, claim, 5))
        assert isinstance(sent, Sent)
        assert (sent.message_id, sent.message_ids) == (None, (0, 1, 2, 3, 4))
        behind = asyncio.create_task(courier.deliver(hello(2)))
        await until(lambda: courier.backlog(Lane.POSTS) == 1)
        now = 1000.45
        waking = asyncio.create_task(courier.deliver(hello(3)))
        await until(lambda: courier.backlog(Lane.POSTS) == 2)
        now = 1000.55
        last = asyncio.create_task(courier.deliver(hello(4)))
        assert isinstance(await behind, Sent)
        for task in (waking, last):
            task.cancel()
        await asyncio.gather(waking, last, return_exceptions=True)
    assert [got.chat_id for got in telegram.received][:2] == [1, 2]


async def test_who_is_served_and_has_nothing_any_more_frees_the_chat(telegram: FakeTelegram) -> None:
    async def claim() -> None:
        return None

    async with working(telegram) as courier:
        assert await courier.serve(Lane.ANSWERS, 1, claim) is None
        assert isinstance(await courier.deliver(hello(1, Lane.ANSWERS)), Sent)
    assert len(telegram.received) == 1


async def test_who_is_served_in_a_pause_claims_nothing(telegram: FakeTelegram) -> None:
    async def claim() -> Call:
        raise AssertionError("not reached")

    telegram.answers(refusal(429, "Too Many Requests", retry_after=60))
    async with working(telegram, clock=lambda: 50.0) as courier:
        await courier.deliver(hello(1))
        assert await courier.serve(Lane.ANSWERS, 1, claim) == Wait(60)


# 429


async def test_429_is_returned_and_not_repeated(telegram: FakeTelegram) -> None:
    telegram.answers(refusal(429, "Too Many Requests: retry after 3", retry_after=3))
    async with working(telegram) as courier:
        assert await courier.deliver(hello(1)) == Wait(3)
        assert isinstance(await courier.deliver(hello(2)), Sent)
        assert courier.paused_until is None
    assert len(telegram.received) == 2


async def test_a_chat_that_is_paused_for_long_gets_wait_without_a_call(telegram: FakeTelegram) -> None:
    telegram.answers(refusal(429, "Too Many Requests", retry_after=3600))
    async with working(telegram, clock=lambda: 50.0) as courier:
        assert await courier.deliver(hello(1)) == Wait(3600)
        assert await courier.deliver(hello(1, Lane.ANSWERS)) == Wait(3600)
    assert len(telegram.received) == 1


async def test_two_chats_429s_pause_bulk_and_tell_who_waits(telegram: FakeTelegram) -> None:
    now = 50.0
    telegram.answers(*(refusal(429, "Too Many Requests", retry_after=seconds) for seconds in (60, 30)))
    telegram.answers(telegram.is_silent)
    async with working(telegram, rate=10, clock=lambda: now) as courier:
        assert await courier.deliver(hello(1)) == Wait(60)
        now = 51.0
        second = asyncio.create_task(courier.deliver(hello(2)))
        third = asyncio.create_task(courier.deliver(hello(3)))
        answer = asyncio.create_task(courier.deliver(hello(4, Lane.EDITS)))
        assert await second == Wait(30)
        assert await third == await answer == Wait(59)
        assert courier.paused_until == 110.0
        assert courier.rate == pytest.approx(8)
        assert await courier.deliver(hello(5)) == Wait(59)
    assert len(telegram.received) == 2


# Permits


async def test_the_librarys_own_start_needs_a_permit(telegram: FakeTelegram) -> None:
    transport = Transport(TOKEN)
    bot = Bot(TOKEN, base_url=f"{telegram.url}/bot", request=transport, get_updates_request=transport)
    telegram.answers(ok({"id": 1, "is_bot": True, "first_name": "B", "username": "b_bot"}))
    async with Courier(transport, Gate(10), api_url=telegram.url, token=TOKEN) as courier:
        with pytest.raises(TelegramError, match="courier"):
            await bot.send_message(1, "past the gate")
        async with courier.permit():
            await bot.initialize()
        assert bot.username == "b_bot"
        with pytest.raises(TelegramError, match="courier"):
            await bot.get_me()
        await bot.shutdown()
        assert isinstance(await courier.deliver(hello(1)), Sent), "the bot's shutdown leaves the courier its transport"


async def test_an_error_that_passes_a_permit_does_not_name_the_token(telegram: FakeTelegram) -> None:
    transport = Transport(TOKEN)
    bot = Bot(TOKEN, base_url=f"{telegram.url}/bot", request=transport, get_updates_request=transport)
    telegram.answers(refusal(401, "Unauthorized"))
    async with Courier(transport, Gate(10), api_url=telegram.url, token=TOKEN) as courier:
        with pytest.raises(InvalidToken) as caught:
            async with courier.permit():
                await bot.initialize()
        assert TOKEN not in f"{caught.value}{caught.value!r}{courier!r}"
        assert "<token>" in str(caught.value)
        await bot.shutdown()


async def test_a_permit_with_a_lane_waits_for_a_slot_and_is_good_for_one_call(telegram: FakeTelegram) -> None:
    transport = Transport(TOKEN)
    bot = Bot(TOKEN, base_url=f"{telegram.url}/bot", request=transport, get_updates_request=transport)
    async with Courier(transport, Gate(100), api_url=telegram.url, token=TOKEN) as courier:
        async with courier.permit(Lane.ANSWERS, 7):
            await bot.send_message(7, "one")
            with pytest.raises(TelegramError, match="used up"):
                await bot.send_message(7, "two")
        telegram.answers(refusal(429, "Too Many Requests", retry_after=60))
        with pytest.raises(RetryAfter):
            async with courier.permit(Lane.ANSWERS, 7):
                await bot.send_message(7, "three")
        with pytest.raises(NoSlotError) as caught:
            async with courier.permit(Lane.ANSWERS, 7):
                raise AssertionError("not reached")
        assert isinstance(caught.value.outcome, Wait)
    assert len(telegram.received) == 2


async def test_a_permit_that_waits_at_closing_gets_no_slot(telegram: FakeTelegram) -> None:
    async with working(telegram, clock=stopped) as courier:
        await courier.deliver(hello(1))

        async def late() -> None:
            async with courier.permit(Lane.POSTS, 2):
                raise AssertionError("not reached")

        waiting = asyncio.create_task(late())
        await until(lambda: courier.backlog(Lane.POSTS) == 1)
    with pytest.raises(NoSlotError) as caught:
        await waiting
    assert caught.value.outcome == Unsent("closing")


# Files


async def test_a_file_is_fetched(telegram: FakeTelegram) -> None:
    telegram.answers(_file(b"\xff\xd8 a picture"))
    async with working(telegram) as courier:
        assert await courier.download("photos/file 1.jpg") == b"\xff\xd8 a picture"
    assert telegram.received[0].method == "file 1.jpg"


async def test_a_file_that_is_gone_is_no_reason_to_halt(telegram: FakeTelegram) -> None:
    telegram.answers(refusal(404, "Not Found"))
    async with working(telegram) as courier:
        with pytest.raises(DownloadFailed) as caught:
            await courier.download("photos/1.jpg")
    assert caught.value.outcome == Gone("Not Found")


async def test_a_file_that_cannot_be_fetched_now_says_why(telegram: FakeTelegram) -> None:
    telegram.answers(page(502, f"/file/bot{TOKEN}/photos/1.jpg"))
    async with working(telegram) as courier:
        with pytest.raises(DownloadFailed) as caught:
            await courier.download("photos/1.jpg")
    assert isinstance(caught.value.outcome, Uncertain)
    assert TOKEN not in str(caught.value)


# Closing


async def test_closing_waits_for_calls_under_way(telegram: FakeTelegram) -> None:
    telegram.answers(telegram.is_silent)
    async with working(telegram) as courier:
        call = asyncio.create_task(courier.deliver(hello(1)))
        await telegram.arrived.wait()
        asyncio.get_running_loop().call_later(0.05, telegram.let_go.set)
    assert await call == Sent(None, True)


async def test_closing_gives_up_after_its_time(telegram: FakeTelegram, caplog: pytest.LogCaptureFixture) -> None:
    telegram.answers(telegram.is_silent)
    async with working(telegram, closing_timeout=0.05) as courier:
        call = asyncio.create_task(courier.deliver(hello(1)))
        await telegram.arrived.wait()
    assert isinstance(await call, Uncertain)
    assert "calls to Telegram are under way: 1" in caplog.text


async def test_after_closing_nothing_goes_out(telegram: FakeTelegram) -> None:
    async with working(telegram) as courier:
        pass
    assert isinstance(await courier.deliver(hello(1)), Unsent)
    assert isinstance(await courier.deliver(Call("getMe", None, b"{}", None)), Unsent)
    assert telegram.received == []


async def test_a_pacer_that_fails_leaves_nobody_hanging(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(10)

    def broken(now: float) -> None:
        raise ZeroDivisionError("a bug in the rules")

    async with Courier(Transport(TOKEN), gate, api_url=telegram.url, token=TOKEN) as courier:
        await asyncio.sleep(0)
        monkeypatch.setattr(gate, "next", broken)
        assert isinstance(await courier.deliver(hello(1)), Unsent)
        assert isinstance(await courier.deliver(hello(1)), Unsent)
    assert "a bug in the rules" in caplog.text


def _file(content: bytes) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def reply(request: web.Request) -> web.StreamResponse:
        assert request.method == "GET"
        assert request.path == f"/file/bot{TOKEN}/photos/file 1.jpg"
        return web.Response(body=content)

    return reply


async def test_a_pause_from_before_is_held(telegram: FakeTelegram) -> None:
    async with working(telegram, clock=stopped) as courier:
        assert courier.paused_for == 0
        courier.hold(60)
        assert (courier.paused_for, courier.paused_until) == (60, stopped() + 60)
        assert await courier.deliver(hello(7)) == Wait(60)
    assert telegram.received == []
