"""Each strict rule at its limit and beyond it. The tables name the source of every line."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.client import Person, World
from bot.sandbox.world.media import content_of
from tests.sandbox.conftest import RawBot, png
from tests.sandbox.limits_of_access import ACCESS
from tests.sandbox.limits_of_buttons import BUTTONS
from tests.sandbox.limits_of_changing import CHANGING
from tests.sandbox.limits_of_media import MEDIA
from tests.sandbox.limits_of_words import WORDS
from tests.sandbox.rules import Given, Rule
from tests.sandbox.test_files import upload

RULES = [*WORDS, *BUTTONS, *MEDIA, *ACCESS, *CHANGING]


@pytest.fixture
async def given(bot: RawBot, world: World, ann: Person) -> Given:
    said = await ann.says("q" * 2000)
    sent = await bot.does("sendMessage", chat_id=ann.id, text="x")
    files = {kind: keep(bot, kind) for kind in ("photo", "video", "document")}
    return Given(world, bot, ann, said["message_id"], sent["message_id"], files)


def keep(bot: RawBot, kind: str) -> str:
    """The id of a file of that kind, as the sandbox would have it after somebody had sent one."""
    content = content_of(bot.sandbox.messenger.files, kind, png())[kind]
    return str(content[-1]["file_id"] if kind == "photo" else content["file_id"])


async def call(given: Given, rule: Rule, side: int) -> dict[str, Any]:
    parameters = (rule.passes, rule.fails)[side](given)
    files = rule.files[side]()
    if files:
        return await upload(given.bot, rule.method, files, **parameters)
    return await given.bot.call(rule.method, **parameters)


def world_of(given: Given) -> list[Any]:
    """Everything that a call could have changed."""
    messenger = given.bot.sandbox.messenger
    chats = [[message.view() for message in chat.messages.values()] for chat in messenger.chats.values()]
    return [chats, messenger.bot.me(), dict(messenger.bot.commands), messenger.files.count, len(messenger.updates)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}; {rule.source}")
async def test_what_is_within_a_rule_passes(given: Given, rule: Rule) -> None:
    await rule.before[0](given)
    assert (await call(given, rule, 0))["ok"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}; {rule.source}")
async def test_what_is_beyond_a_rule_is_refused_in_telegrams_words_and_changes_nothing(
    given: Given, rule: Rule
) -> None:
    await rule.before[1](given)
    before = world_of(given)
    told = await call(given, rule, 1)
    refusal = rule.refusal if rule.refusal.startswith(("Forbidden", "Request")) else f"Bad Request: {rule.refusal}"
    assert (told["ok"], told["description"]) == (False, refusal)
    assert world_of(given) == before
