"""Whoever runs the bot controls its campaigns from a terminal, beside the bot that works."""

from __future__ import annotations

import asyncio
from gettext import NullTranslations
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from bot.campaigns_console import CampaignsConsole
from bot.core.campaigns import Control
from bot.core.refusals import Refusal, RefusalKey
from bot.rendering.console_texts import ConsoleTexts
from bot.rendering.texts import Texts
from tests.stories.stage import FIRST, LAST, ON_SQLITE, Stage, copies_of
from tests.stories.test_controlling import failed_for_ann, uncertain_for_ann


class Terminal:
    """A terminal; :attr:`output` is what was printed there."""

    def __init__(self, stage: Stage) -> None:
        self._screen = StringIO()
        texts = Texts(NullTranslations(), "en", ZoneInfo("UTC"), "The Long View")
        console = Console(file=self._screen, width=100, highlight=False)
        self.campaigns = CampaignsConsole(
            stage.database_url, texts, ConsoleTexts(NullTranslations()), console, stage.clock
        )

    @property
    def output(self) -> str:
        """Everything so far."""
        return self._screen.getvalue()


async def test_a_post_is_paused_and_resumed_and_the_bot_notices(stage: Stage) -> None:
    olga, terminal = await stage.opens(), Terminal(stage)
    ann = await stage.reader("Ann")
    await stage.writes_long(olga, "A long evening")
    held = await stage.world.faults("sendMessage", chat=ann, hold="before")
    await stage.sends(olga, "A long evening")
    await held.held()

    await terminal.campaigns.control(1, Control.PAUSE)
    await held.release()
    await olga.sees("“A long evening” is paused", button="Resume")
    assert "1  “A long evening”\n    post · paused\n" in terminal.output
    await stage.world.quiet()
    await ann.sees_no(LAST)

    await terminal.campaigns.control(1, Control.RESUME)
    await ann.sees(LAST)
    await olga.sees("“A long evening” went out")
    assert await copies_of(ann, FIRST) == 1
    with pytest.raises(Refusal) as refused:
        await terminal.campaigns.control(1, Control.PAUSE)
    assert refused.value.key is RefusalKey.CAMPAIGN_PAST


@ON_SQLITE
async def test_a_cancelled_post_goes_no_further(stage: Stage) -> None:
    olga, terminal = await stage.opens(), Terminal(stage)
    ann = await stage.reader("Ann")
    await stage.writes_long(olga, "A long evening")
    held = await stage.world.faults("sendMessage", chat=ann, hold="before")
    await stage.sends(olga, "A long evening")
    await held.held()
    await terminal.campaigns.control(1, Control.CANCEL)
    await held.release()
    await olga.sees("“A long evening” was cancelled; what had been sent stays.")
    await stage.world.quiet()
    await ann.sees_no(LAST)


@ON_SQLITE
async def test_what_failed_is_tried_again(stage: Stage) -> None:
    olga, terminal = await stage.opens(), Terminal(stage)
    ann, _ = await failed_for_ann(stage, olga)
    await terminal.campaigns.control(1, Control.RETRY)
    await ann.sees(LAST)
    await olga.sees("4 messages to 2 readers")


@ON_SQLITE
async def test_what_is_in_doubt_is_sent_again(stage: Stage) -> None:
    olga, terminal = await stage.opens(on_uncertain="hold"), Terminal(stage)
    ann, _ = await uncertain_for_ann(stage, olga)
    await terminal.campaigns.control(1, Control.RESEND)
    await ann.sees("It did.")
    await olga.sees("2 messages to 2 readers")


@ON_SQLITE
async def test_watching_ends_when_nothing_runs_any_more(stage: Stage) -> None:
    olga, terminal = await stage.opens(), Terminal(stage)
    ann = await stage.reader("Ann")
    await terminal.campaigns.watch()
    assert terminal.output == "There are no campaigns: nothing has been published so far.\n"
    await olga.says("The barrier held")
    held = await stage.world.faults("sendMessage", chat=ann, hold="before")
    await stage.sends(olga, "The barrier held")
    await held.held()

    watching = asyncio.create_task(terminal.campaigns.watch())
    await asyncio.sleep(5)
    assert not watching.done()
    await held.release()
    await watching
    assert "post · done\n    sent 2 · blocked 0 · failed 0 · uncertain 0 · queued 0 = 2" in terminal.output


@ON_SQLITE
async def test_the_list_has_the_newest_first_and_says_how_fast_what_runs_is(stage: Stage) -> None:
    olga, terminal = await stage.opens(send_rate=2.0), Terminal(stage)
    await stage.publishes(olga, "First", "It did.")
    for number in range(40):
        await stage.reader(f"Reader {number}")
    await olga.says("Second")
    await stage.sends(olga, "Second")
    await olga.sees("Sending “Second”", button="Pause")

    await terminal.campaigns.list()

    lines = terminal.output.splitlines()
    assert [line for line in lines if line[0] != " "] == ["2  “Second”", "1  “First”"]
    assert lines[1] == "    post · on its way"
    assert "/s · " in lines[2]
