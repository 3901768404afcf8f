"""The demo, played for real: every reader gets all that was written, and nothing is left running."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.core.richtext import RichText, join
from bot.demo import second_post, stage
from bot.demo.arrival import difference, labels, post_among
from bot.demo.processes import EndedEarlyError, Program, running
from bot.demo.sample import read_sample
from bot.demo.terminal_text import lines_of
from bot.sandbox.client import PATIENCE, Message, Person, World

WRITTEN = (Path(__file__).parent.parent / "bot" / "demo" / "sample" / "post.md").read_text(encoding="utf-8")
NAMES = ["Olga", "Ann", "Ben", "Chloe", "Mia"]


@pytest.mark.check
def test_the_demo_brings_everybody_the_whole_text_and_leaves_nothing_running(tmp_path: Path) -> None:
    """One run for all questions: it takes its time. The settings around it must not matter."""
    (tmp_path / ".env").write_text("BROADSHEET_BOT_TOKEN=123:of-somebody\nBROADSHEET_NO_SUCH_SETTING=1\n")
    demo = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--keep"],
        cwd=tmp_path,
        env={**os.environ, "BROADSHEET_API_URL": "http://127.0.0.1:9", "BROADSHEET_OWNER_IDS": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert demo.stdout is not None
    lines: list[str] = []
    try:
        for line in demo.stdout:
            lines.append(line)
            if "commented on and moderated" in line:
                break
        output = "".join(lines)
        kept = re.search(r"the Telegram +(\S+), process (\d+)\n +the bot +process (\d+)", output)
        assert kept, output
        chats = asyncio.run(everybodys_messages(kept[1]))
        asyncio.run(play_the_second_post(kept[1]))
    finally:
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=PATIENCE)

    assert demo.returncode == 0
    assert [pid for pid in (int(kept[2]), int(kept[3])) if is_running(pid)] == []
    assert os.listdir(tmp_path) == [".env"]
    assert_it_reads_well(output)
    assert list(chats) == NAMES
    for messages in chats.values():
        post = post_among(messages)
        assert_it_is_the_text_as_written(post)
        assert_it_is_formatted_as_written(post)
        assert labels(post[-1]) == ["1 comment", "Post a comment"]


async def play_the_second_post(url: str) -> None:
    """What the button of the chat page plays, as fast as people see what they wait for."""
    async with World(url.rstrip("/")) as world:
        script = await world.post("script/play", pause=0)
        ann = next(
            Person(world, each["user"]) for each in await world.get("people") if each["user"]["first_name"] == "Ann"
        )
        await ann.sees(second_post.HEADLINE, button="1 comment")
        assert (script["title"], script["state"]) == (second_post.TITLE, "playing")
        assert (await world.get("script"))["state"] in ("playing", "done")


async def everybodys_messages(url: str) -> dict[str, list[Message]]:
    async with World(url.rstrip("/")) as world:
        people = [Person(world, each["user"]) for each in await world.get("people")]
        return {person.name: await person.messages() for person in people}


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def assert_it_reads_well(output: str) -> None:
    """Plain, in eighty columns, with the ledger and what was found at its end."""
    assert "\x1b" not in output
    assert [line for line in output.splitlines() if cell_len(line) > 80] == []
    assert "│ planned     │       15 │" in output
    assert "│ = sent      │       15 │" in output
    assert output.count("✔") == 3


def assert_it_is_the_text_as_written(post: list[Message]) -> None:
    """Line by line: the dateline, the headline, the caption, and the text with the source behind its summary."""
    headline, _, source, _, picture, _, *body = WRITTEN.splitlines()
    caption = re.sub(r"!\[(.*)\]\(.*\)", r"\1", picture)
    plain = re.sub(r"^(?:#+|>) |\*", "", "\n".join([headline, caption, *body]), flags=re.MULTILINE)
    summary_end = plain.index("\n\nMy Comment:")
    expected = f"{plain[:summary_end]} example.org{plain[summary_end:]}"

    arrived = "\n".join(message.get("text") or message["caption"] for message in post)
    dateline, *lines = [line for line in arrived.splitlines() if line]
    assert re.fullmatch(r"\w+day, \w+ \d+, \d{4}", dateline)
    assert lines == [line for line in expected.splitlines() if line]
    assert source.removeprefix("source: ") in [entity.get("url") for entity, _ in formatted(post)]


def assert_it_is_formatted_as_written(post: list[Message]) -> None:
    """The same words in bold (and the headings), in italics, and as a quotation."""
    arrived = formatted(post)

    def words(kind: str) -> list[str]:
        return [text for entity, text in arrived if entity["type"] == kind]

    headings = re.findall(r"^#+ (.*)", WRITTEN, re.MULTILINE)
    assert sorted(words("bold")) == sorted(headings + re.findall(r"\*\*(.+?)\*\*", WRITTEN))
    assert words("italic") == re.findall(r"(?<!\*)\*(?!\*)(.+?)\*", WRITTEN)
    assert words("blockquote") == re.findall(r"^> (.*)", WRITTEN, re.MULTILINE)


def formatted(messages: list[Message]) -> list[tuple[dict[str, Any], str]]:
    """Each entity with the words that it covers; the sample is in plain letters, so that units are characters."""
    return [
        (entity, (message.get("text") or message["caption"])[entity["offset"] :][: entity["length"]])
        for message in messages
        for entity in message.get("entities") or message.get("caption_entities") or ()
    ]


def test_the_sample_is_long_enough_to_be_cut_when_it_is_pasted() -> None:
    assert 4096 < read_sample().pasted().units < 2 * 4096


EXPECTED = join((RichText("One "), RichText.bold("two"), RichText(" three")))


@pytest.mark.parametrize(
    ("arrived", "words"),
    [
        (join((RichText("One "), RichText.bold("two"))), "“ three” was expected at character 7, and “” came"),
        (join((RichText("One "), RichText.bold("two"), RichText(" three three"))), "“” was expected at character 13"),
        (join((RichText("Two "), RichText.bold("one"), RichText(" three"))), "“One two three” was expected"),
        (RichText("One two three"), "“two” is bold only where it was written"),
        (join((RichText("One "), RichText.bold("two three"))), "“two” is bold only where it was written"),
        (EXPECTED.wrap("italic"), "“One two three” is italic only where it arrived"),
    ],
)
def test_what_does_not_arrive_as_it_was_written_is_noticed(arrived: RichText, words: str) -> None:
    assert difference(EXPECTED, EXPECTED) is None
    assert words in (difference(EXPECTED, arrived) or "")


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> list[Program]:
    """The processes that a demo in this process starts."""
    started: list[Program] = []

    @asynccontextmanager
    async def noted(*arguments: str, **options: Any) -> AsyncIterator[Program]:
        async with running(*arguments, **options) as program:
            started.append(program)
            yield program

    monkeypatch.setattr(stage, "running", noted)
    return started


async def test_something_that_does_not_happen_is_said_and_fails_the_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], programs: list[Program]
) -> None:
    async def waits_in_vain(world: World, *_: object) -> None:
        ann = await world.person("Ann")
        await ann.starts()
        await ann.sees("a rainbow", timeout=0.1)

    monkeypatch.setattr(stage, "perform", waits_in_vain)

    assert await stage.play() == stage.FAILED

    assert "The demo has failed. Ann does not see text 'a rainbow'" in capsys.readouterr().out
    assert [is_running(program.pid) for program in programs] == [False, False]


async def test_an_interrupt_ends_both_processes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], programs: list[Program]
) -> None:
    async def interrupted(world: World, *_: object) -> None:
        ann = await world.person("Ann")
        await ann.starts()
        await ann.sees("You will get new posts")
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.Event().wait()

    monkeypatch.setattr(stage, "perform", interrupted)

    assert await stage.play() == stage.INTERRUPTED

    assert "Interrupted." in capsys.readouterr().out
    assert [is_running(program.pid) for program in programs] == [False, False]


async def test_a_bot_that_dies_is_reported_with_its_last_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], programs: list[Program]
) -> None:
    async def bot_dies(*_: object) -> None:
        os.kill(programs[1].pid, signal.SIGKILL)
        await asyncio.Event().wait()

    monkeypatch.setattr(stage, "perform", bot_dies)

    assert await stage.play() == stage.FAILED

    output = capsys.readouterr().out
    assert "The bot ended by itself, with exit code -9." in output
    assert "Broadsheet is running as @sandbox_bot." in output
    assert [is_running(program.pid) for program in programs] == [False, False]


async def test_a_bot_that_does_not_start_is_reported_with_its_last_words(tmp_path: Path) -> None:
    async with running("The bot", "run", folder=tmp_path, settings={}) as bot:
        with pytest.raises(EndedEarlyError, match=r"(?s)The bot did not start.*BROADSHEET_BOT_TOKEN is missing"):
            await bot.says("is running")


def test_formatting_is_shown_by_marks_where_there_are_no_styles() -> None:
    inner = RichText("now and ") + RichText.italic("then")
    rich = join((RichText("He said "), inner.wrap("bold"), RichText("\n"), RichText.quote("one two three four")))

    lines = lines_of(rich, Console(width=80), 12, marked=True)

    assert [line.plain for line in lines] == ["He said", "**now and", "*then***", "┃ one two", "┃ three four"]
