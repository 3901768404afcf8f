"""What a line of the tables of limits is, and what there is before its call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.client import Group, Person, World
from tests.sandbox.conftest import RawBot, button, keyboard

DAY = 24 * 3600


@dataclass
class Given:
    """What there is before a call: Ann, who has pressed Start, and what stands in her chat."""

    world: World
    bot: RawBot
    ann: Person
    said: int
    sent: int
    files: dict[str, str]
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def to(self) -> dict[str, Any]:
        return {"chat_id": self.ann.id}

    @property
    def mine(self) -> dict[str, Any]:
        return {"chat_id": self.ann.id, "message_id": self.sent}

    @property
    def hers(self) -> dict[str, Any]:
        return {"chat_id": self.ann.id, "message_id": self.said}

    def album(self, *kinds: str) -> dict[str, Any]:
        return {**self.to, "media": [{"type": kind, "media": self.files[kind]} for kind in kinds]}

    def text(self, text: str, *entities: dict[str, Any]) -> dict[str, Any]:
        return {**self.to, "text": text, "entities": list(entities)}

    def with_keyboard(self, *rows: list[dict[str, Any]]) -> dict[str, Any]:
        return {**self.to, "text": "x", "reply_markup": keyboard(*rows)}


Parameters = Callable[[Given], dict[str, Any]]
Files = Callable[[], dict[str, bytes]]
Before = Callable[[Given], Awaitable[Any]]


async def nothing(given: Given) -> None:
    """Nothing has to happen first."""


@dataclass(frozen=True)
class Rule:
    """A call that passes, one that is refused, and in which words; ``before`` runs first, for each side."""

    name: str
    source: str
    method: str
    passes: Parameters
    fails: Parameters
    refusal: str
    before: tuple[Before, Before] = (nothing, nothing)
    files: tuple[Files, Files] = (dict, dict)


def later(seconds: float) -> Before:
    return lambda given: given.world.moves_clock(seconds)


def bold(offset: int, length: int) -> dict[str, Any]:
    return {"type": "bold", "offset": offset, "length": length}


API, SERVER, TDLIB, PTB, HERE = "Bot API, ", "Client.cpp, ", "TDLib, ", "python-telegram-bot, ", "README.md, "
"""Sources: the reference, the open server, TDLib, what others have found out by trying, the sandbox's own decision."""


async def in_group(given: Given) -> None:
    group = await given.world.group("Desk", [given.ann])
    await in_chat(given, group)


async def in_group_as_administrator(given: Given) -> None:
    group = await given.world.group("Desk", [given.ann], administrator=True)
    await in_chat(given, group)


async def in_chat(given: Given, group: Group) -> None:
    given.extra["group"] = group.id
    given.extra["said"] = (await given.ann.says("x", chat=group))["message_id"]
    given.extra["sent"] = (await given.bot.does("sendMessage", chat_id=group.id, text="x"))["message_id"]


async def in_old_supergroup(given: Given) -> None:
    await in_young_supergroup(given)
    await given.world.moves_clock(2 * DAY)


async def in_young_supergroup(given: Given) -> None:
    await in_chat(given, await given.world.supergroup("Desk", [given.ann], administrator=True))
    await given.world.moves_clock(2 * DAY - 60)


async def as_member_of_channel(given: Given) -> None:
    await in_channel(given)
    given.bot.sandbox.messenger.chats[given.extra["group"]].bot = "member"


async def in_channel(given: Given) -> None:
    await in_chat(given, await given.world.channel("Harbour", [given.ann]))


async def dice(given: Given) -> None:
    given.said = (await given.ann.sends_dice())["message_id"]


async def old_dice(given: Given) -> None:
    await dice(given)
    await given.world.moves_clock(DAY + 1)


async def pressed(given: Given) -> None:
    sent = await given.bot.does("sendMessage", **given.to, text="x", reply_markup=keyboard([button()]))
    await given.ann.presses_data("d", on=sent, wait=False)
    update = (await given.bot.does("getUpdates", offset=-1))[0]
    given.extra["query"] = update["callback_query"]["id"]


async def pressed_in_time(given: Given) -> None:
    await pressed(given)
    await given.world.moves_clock(149)


async def pressed_long_ago(given: Given) -> None:
    await pressed(given)
    await given.world.moves_clock(151)


async def hundred_messages(given: Given) -> None:
    for _ in range(101):
        given.bot.sandbox.messenger.post(
            given.bot.sandbox.messenger.chats[given.ann.id], given.bot.sandbox.messenger.bot, {"text": "x"}
        )


async def protected(given: Given) -> None:
    given.sent = (await given.bot.does("sendMessage", **given.to, text="x", protect_content=True))["message_id"]


async def forwarded(given: Given) -> None:
    given.sent = (await given.bot.does("forwardMessage", **given.hers, from_chat_id=given.ann.id))["message_id"]


async def with_force_reply(given: Given) -> None:
    sent = await given.bot.does("sendMessage", **given.to, text="x", reply_markup={"force_reply": True})
    given.sent = sent["message_id"]


async def upgraded(given: Given) -> None:
    await in_group(given)
    group = Group({"id": given.extra["group"], "title": "Desk"})
    given.extra["supergroup"] = await given.ann.upgrades(group)


async def kept_file(given: Given, size: int) -> None:
    given.extra["file"] = given.bot.sandbox.messenger.files.keep("document", bytes(size)).id


async def stranger(given: Given) -> None:
    given.extra["stranger"] = (await given.world.person("Ben")).id


async def then(first: Before, given: Given, second: Callable[[], Awaitable[None]]) -> None:
    await first(given)
    await second()


def group_of(given: Given) -> Group:
    return Group({"id": given.extra["group"], "title": "Desk"})
