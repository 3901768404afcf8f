"""A turn: what an update changes, what is said about it and that it is done are one thing, or none of it is."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from gettext import NullTranslations

import pytest
from sqlalchemy import select

from bot.core.calls import Call, Lane
from bot.core.deliveries import DeliveryState
from bot.core.outcomes import Sent
from bot.core.pacing import Gate
from bot.core.people import Profile
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.updates import RETRY_AFTER
from bot.gateway.courier import Courier
from bot.gateway.encoding import encode
from bot.gateway.transport import Transport
from bot.handlers.answers import Answer, Say
from bot.handlers.turns import Turns, Work
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.texts import Texts
from bot.sandbox.client import PATIENCE, Person, Toast, World
from bot.sandbox.server import Sandbox
from bot.storage import inbox, people, tables
from bot.storage.engine import Database, Transaction

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
UPDATE = 700


class Scene:
    """An update of Ann's in the inbox, and turns to take it."""

    def __init__(self, database: Database, world: World, ann: Person, courier: Courier) -> None:
        self.database = database
        self.world = world
        self.ann = ann
        self.courier = courier
        self.commits = 0
        self.texts = Texts(NullTranslations(), "en", UTC, "The Long View")
        self.turns = Turns(database, courier, self.texts, lambda: NOW, self._committed)

    def _committed(self) -> None:
        self.commits += 1

    async def arrives(self, update_id: int = UPDATE) -> None:
        """An update is stored, as the poller does it."""
        await self.database.write(lambda tx: inbox.add(tx, [(update_id, self.ann.id, {"update_id": update_id})], NOW))

    async def takes(self, work: Work, query_id: str | None = None) -> None:
        """One delivery of the update."""
        await self.turns.take(UPDATE, work, chat_id=self.ann.id, query_id=query_id)

    async def names(self) -> list[str]:
        """Who has been written down."""
        async with self.database.read() as tx:
            return list((await tx.execute(select(tables.people.c.name).order_by(tables.people.c.id))).scalars())

    async def said(self) -> list[str]:
        """What waits in the outbox."""
        async with self.database.read() as tx:
            rows = (await tx.execute(select(tables.outbox).order_by(tables.outbox.c.id))).all()
        assert all(row.state == DeliveryState.QUEUED and row.chat_id == self.ann.id for row in rows)
        return [bytes(row.tail).decode() for row in rows]

    async def state(self) -> tuple[inbox.State, int]:
        """Where the update is, and how often it was tried."""
        async with self.database.read() as tx:
            row = (await tx.execute(select(tables.inbox).where(tables.inbox.c.update_id == UPDATE))).one()
        return inbox.State(row.state), row.tries

    def writes(self, name: str, say: str = "Written down", toast: str = "") -> Work:
        """A handler that changes something and says so."""

        async def work(tx: Transaction, now: datetime) -> Answer:
            await people.subscribe(tx, Profile(self.ann.id, name), now)
            return Answer((Say(self.ann.id, Message(RichText(say))),), toast)

        return work


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    async with Sandbox() as sandbox, World(sandbox.url) as world:
        ann = await world.person("Ann")
        await ann.starts()
        transport = Transport(sandbox.token)
        async with Courier(transport, Gate(100), api_url=sandbox.url, token=sandbox.token) as courier:
            scene = Scene(database, world, ann, courier)
            await scene.arrives()
            yield scene
            await scene.turns.close()


def refusing(scene: Scene, key: RefusalKey = RefusalKey.COMMENT_UNKNOWN) -> Work:
    """A handler that has changed something when it finds that it may not."""

    async def work(tx: Transaction, now: datetime) -> Answer:
        await scene.writes("Changed")(tx, now)
        raise Refusal(key)

    return work


async def failing(tx: Transaction, now: datetime) -> Answer:
    """A handler with a bug, which shows after it has changed something."""
    await people.subscribe(tx, Profile(1, "Half"), now)
    raise ZeroDivisionError("a bug")


async def test_change_answer_and_done_are_committed_together(scene: Scene) -> None:
    await scene.takes(scene.writes("Ann"))

    assert await scene.names() == ["Ann"]
    assert len(await scene.said()) == 1
    assert await scene.state() == (inbox.State.DONE, 0)
    assert scene.commits == 1


async def test_a_second_delivery_of_the_same_update_has_no_effect(scene: Scene) -> None:
    await scene.takes(scene.writes("First"))
    await scene.takes(scene.writes("Second"))
    await scene.takes(refusing(scene))

    assert await scene.names() == ["First"]
    assert len(await scene.said()) == 1


async def test_two_deliveries_at_once_have_one_effect(scene: Scene) -> None:
    await asyncio.gather(*(scene.takes(scene.writes(f"Ann {number}")) for number in range(5)))

    assert len(await scene.names()) == 1
    assert len(await scene.said()) == 1


async def test_a_refusal_takes_everything_back_but_its_sentence(scene: Scene) -> None:
    await scene.takes(refusing(scene))

    assert await scene.names() == []
    (said,) = await scene.said()
    assert scene.texts.refusal(Refusal(RefusalKey.COMMENT_UNKNOWN)) in said
    assert await scene.state() == (inbox.State.DONE, 0)


async def test_a_press_is_answered_with_the_handlers_words(scene: Scene) -> None:
    toast, query_id = await presses(scene)
    await scene.takes(scene.writes("Ann", toast="Written down"), query_id)

    assert await toast == "Written down"


async def test_a_press_that_needs_no_words_is_answered_all_the_same(scene: Scene) -> None:
    toast, query_id = await presses(scene)
    await scene.takes(scene.writes("Ann"), query_id)

    assert await toast == ""


async def test_a_press_that_is_refused_is_answered_with_an_alert_and_nothing_else(scene: Scene) -> None:
    toast, query_id = await presses(scene)
    await scene.takes(refusing(scene), query_id)

    answer = await toast
    assert answer == scene.texts.refusal(Refusal(RefusalKey.COMMENT_UNKNOWN))
    assert answer is not None
    assert answer.alert
    assert await scene.said() == []
    assert await scene.names() == []
    assert await scene.state() == (inbox.State.DONE, 0)


async def test_a_toast_comes_after_the_commit_and_holds_nothing_up(scene: Scene) -> None:
    held = await scene.world.faults("answerCallbackQuery", hold="before")
    toast, query_id = await presses(scene)
    await scene.takes(scene.writes("Ann", toast="Written down"), query_id)

    await held.held()
    assert await scene.state() == (inbox.State.DONE, 0)
    await held.release()
    assert await toast == "Written down"


async def test_at_the_end_nobody_waits_long_for_a_toast(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.handlers.turns.CLOSING_TIME", 0.05)
    held = await scene.world.faults("answerCallbackQuery", hold="before")
    toast, query_id = await presses(scene)
    await scene.takes(scene.writes("Ann", toast="Never seen"), query_id)
    await held.held()

    async with asyncio.timeout(PATIENCE):
        await scene.turns.close()
    toast.cancel()


async def presses(scene: Scene) -> tuple[asyncio.Task[Toast | None], str]:
    """Ann presses a button: the toast that she is going to see, and the id of the press."""
    keyboard = ((Button("Press", Press(Verb.COMMENT, (1,))),),)
    sent = await scene.courier.deliver(
        encode(Message(RichText("Here"), keyboard=keyboard)).to(scene.ann.id, Lane.ANSWERS)
    )
    assert isinstance(sent, Sent)
    toast = asyncio.create_task(scene.ann.presses("Press"))
    offset = 0
    while True:
        body = b'{"timeout":5,"offset":%d}' % offset
        updates = await scene.courier.deliver(Call("getUpdates", None, body, None))
        assert isinstance(updates, Sent)
        for update in updates.result:
            offset = update["update_id"] + 1
            if "callback_query" in update:
                return toast, update["callback_query"]["id"]


async def test_a_bug_is_tried_three_times_and_then_the_person_is_told_a_number_from_the_log(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    for attempt in range(3):
        assert await scene.state() == (inbox.State.WAITING, attempt)
        assert await scene.said() == []
        with pytest.raises(ZeroDivisionError) as raised:
            await scene.takes(failing)
        await scene.turns.fail(UPDATE, raised.value)

    assert await scene.state() == (inbox.State.SET_ASIDE, 3)
    assert await scene.names() == []
    (said,) = await scene.said()
    numbers = re.findall(r"error ([0-9a-f]{8})", caplog.text)
    assert len(numbers) == 3
    assert numbers[-1] in said
    assert "ZeroDivisionError" in caplog.text


async def test_an_update_that_failed_is_held_for_a_moment_and_can_succeed_then(scene: Scene) -> None:
    await scene.turns.fail(UPDATE, ZeroDivisionError())

    async with scene.database.read() as tx:
        assert await inbox.waiting(tx, [], NOW, 10) == []
        assert [update.tries for update in await inbox.waiting(tx, [], NOW + RETRY_AFTER, 10)] == [1]
    await scene.takes(scene.writes("Ann"))
    assert await scene.state() == (inbox.State.DONE, 1)


async def test_a_failure_after_the_commit_changes_nothing(scene: Scene) -> None:
    await scene.takes(scene.writes("Ann"))
    await scene.turns.fail(UPDATE, ZeroDivisionError())

    assert await scene.state() == (inbox.State.DONE, 0)
    assert len(await scene.said()) == 1


async def test_a_sentence_that_waits_to_be_said_is_not_said_twice(scene: Scene) -> None:
    for number in range(3):
        await scene.arrives(UPDATE + number)
        await scene.turns.take(UPDATE + number, refusing(scene), chat_id=scene.ann.id)
    await scene.arrives(UPDATE + 3)
    await scene.turns.take(UPDATE + 3, refusing(scene, RefusalKey.POST_UNKNOWN), chat_id=scene.ann.id)

    sentences = [scene.texts.refusal(Refusal(key)) for key in (RefusalKey.COMMENT_UNKNOWN, RefusalKey.POST_UNKNOWN)]
    said = await scene.said()
    assert len(said) == 2
    assert all(sentence in row for sentence, row in zip(sentences, said, strict=True))
    assert await scene.state() == (inbox.State.DONE, 0)
