"""The bot as whoever runs it sees it: starting, ending, starting again, and what it writes on the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import HALTED, IN_USE
from bot.sandbox.client import World
from bot.sandbox.server import Sandbox
from tests.stories.processes import BotProcess
from tests.stories.stage import ON_SQLITE, copies_of

pytestmark = ON_SQLITE

REAL_TIME = True

CLAIM = "This blog has no owner yet"


async def test_a_claim_link_is_printed_at_every_start_until_somebody_owns_the_blog(
    database_url: str, tmp_path: Path
) -> None:
    async with Sandbox() as sandbox, World(sandbox.url) as world, BotProcess(sandbox, database_url, tmp_path) as bot:
        await bot.starts()
        first = (await bot.says(CLAIM)).split()[-1]
        assert await bot.is_asked_to_end() == 0
        await bot.starts()
        second = (await bot.says(CLAIM, times=2)).split()[-1]
        assert first != second

        olga, eva = await world.person("Olga"), await world.person("Eva")
        await olga.follows(first)
        await olga.sees("This blog is yours now")
        await eva.follows(second)
        await eva.sees("This invitation was used already")
        assert await bot.is_asked_to_end() == 0
        await bot.starts()
        await bot.says("Broadsheet is running", times=3)
        said = await olga.says("/help")
        await olga.sees("/team", after=said)
        assert await bot.is_asked_to_end() == 0
        assert bot.output.count(CLAIM) == 2


async def test_a_bot_that_is_asked_to_end_finishes_what_is_under_way_and_goes_on_later(
    database_url: str, tmp_path: Path
) -> None:
    async with Sandbox() as sandbox, World(sandbox.url) as world, BotProcess(sandbox, database_url, tmp_path) as bot:
        await bot.starts()
        olga, *readers = [await world.person(name) for name in ("Olga", "Ann", "Ben")]
        await olga.follows((await bot.says(CLAIM)).split()[-1])
        for reader in readers:
            await reader.starts()
            await reader.sees("You will get new posts")
        await olga.says("The barrier held")
        await olga.presses("Publish")
        await olga.sees_button("Send now")
        held = await world.faults("sendMessage", chat=readers[0], hold="before")
        await olga.presses("Send now")
        await held.held()
        bot.gets_sigterm()
        await held.release()
        assert await bot.ends() == 0
        await readers[0].sees("The barrier held")

        await bot.starts()
        await readers[1].sees("The barrier held", button="No comments")
        await olga.sees("3 messages to 3 readers")
        assert [await copies_of(reader, "The barrier held") for reader in readers] == [1, 1]
        assert await bot.is_asked_to_end() == 0


async def test_a_second_process_on_the_same_file_refuses_in_words(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "linked.db").symlink_to(tmp_path / "broadsheet.db")
    linked = database_url.replace("broadsheet.db", "linked.db")
    async with (
        Sandbox() as sandbox,
        World(sandbox.url) as world,
        BotProcess(sandbox, database_url, tmp_path) as first,
        BotProcess(sandbox, database_url, tmp_path) as second,
        BotProcess(sandbox, linked, tmp_path) as third,
    ):
        await first.starts()
        claim = await first.says(CLAIM)
        for other in (second, third):
            await other.starts()
            assert await other.ends() == IN_USE
            assert other.output.count("\n") == 1
            assert "Another process works with" in other.output
        olga = await world.person("Olga")
        await olga.follows(claim.split()[-1])
        await olga.sees("This blog is yours now")

        await first.is_killed()
        await second.starts()
        await second.says("Broadsheet is running")
        assert await second.is_asked_to_end() == 0


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_whatever_goes_wrong_the_token_is_not_written(database_url: str, tmp_path: Path, log_format: str) -> None:
    async with Sandbox() as sandbox:
        port, token = sandbox.port, sandbox.token
        bot = BotProcess(sandbox, database_url, tmp_path, log_format=log_format)
    async with bot:
        await bot.starts()
        await bot.says("Telegram cannot be reached")
        async with Sandbox(port) as sandbox, World(sandbox.url) as world:
            await bot.says(CLAIM)
            ann = await world.person("Ann")
            await world.faults("sendMessage", code=400)
            await world.faults("sendMessage", drop="after", skip=1)
            await world.faults("getUpdates", code=502)
            await world.faults("getUpdates", code=409, skip=1)
            await ann.starts()
            await world.injects("message", {"message_id": "none", "chat": {"id": ann.id, "type": "private"}})
            await ann.says("/help")
            await ann.sees("New posts come by themselves")
            await bot.says("failed", times=3)
            await world.faults("getUpdates", code=401, times=None)
            await ann.says("/help")
            assert await bot.ends() == HALTED
    assert "Telegram does not accept the token (Unauthorized)" in bot.output
    for secret in (token, token.partition(":")[2], token.replace(":", "%3A")):
        assert secret not in bot.output


@pytest.mark.parametrize(
    ("rate", "paid", "said"),
    [
        ("50", "off", "BROADSHEET_SEND_RATE is 50, but Telegram takes about 30 messages a second"),
        ("25", "on", "BROADSHEET_PAID_BROADCAST has no effect"),
        ("50", "on", ""),
        ("30", "off", ""),
    ],
)
async def test_a_pace_that_does_not_fit_to_what_is_paid_for_is_told_at_the_start(
    database_url: str, tmp_path: Path, rate: str, paid: str, said: str
) -> None:
    settings = {"send_rate": rate, "paid_broadcast": paid}
    async with Sandbox() as sandbox, BotProcess(sandbox, database_url, tmp_path, **settings) as bot:
        await bot.starts()
        await bot.says("Broadsheet is running")
        assert await bot.is_asked_to_end() == 0
        assert said in bot.output
        assert ("BROADSHEET_" in bot.output) == bool(said)


async def test_a_token_that_telegram_does_not_know_ends_the_bot_with_a_sentence(
    database_url: str, tmp_path: Path
) -> None:
    wrong = "7000000001:AAnot-the-token-of-this-bot"
    async with Sandbox() as sandbox, BotProcess(sandbox, database_url, tmp_path, bot_token=wrong) as bot:
        await bot.starts()
        assert await bot.ends() == HALTED
        assert "Telegram does not accept the token" in bot.output
        assert "BROADSHEET_BOT_TOKEN" in bot.output
        assert "Traceback" not in bot.output
        assert wrong.partition(":")[2] not in bot.output
