"""Whatever happens, in whatever order, every planned message is in one state and an ended one stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st
from sqlalchemy import select

from bot.core.campaigns import CampaignState
from bot.core.deliveries import DeliveryState, OnUncertain
from bot.core.people import Profile
from bot.storage import campaigns, ledger, people
from bot.storage.engine import Database, Transaction
from bot.storage.tables import deliveries
from tests.storage import given
from tests.storage.given import NOW

READERS = (7_000_000_001, 7_000_000_002, 7_000_000_003, 7_000_000_004)
PAGES = 2

_ENDS = {state: {state} for state in DeliveryState}
MAY_BECOME = _ENDS | {
    DeliveryState.QUEUED: set(DeliveryState),
    DeliveryState.SENDING: set(DeliveryState),
    DeliveryState.UNCERTAIN: {DeliveryState.UNCERTAIN, DeliveryState.SENT, DeliveryState.QUEUED},
    DeliveryState.FAILED: {DeliveryState.FAILED, DeliveryState.QUEUED},
}
AGAIN = (DeliveryState.UNCERTAIN, DeliveryState.FAILED)


@dataclass(frozen=True)
class Step:
    """Something that happens to a campaign; its name is what Hypothesis prints."""

    name: str
    does: Callable[[Transaction, int, int], object]

    def __repr__(self) -> str:
        return self.name


chats = st.sampled_from(READERS)
keys = st.lists(st.tuples(chats, st.integers(1, PAGES)), max_size=6, unique=True)
outcomes = st.sampled_from(sorted(set(DeliveryState) - {DeliveryState.SENDING}))
campaign_states = st.sampled_from([CampaignState.SENDING, CampaignState.PAUSED, CampaignState.CANCELLED])

steps = st.one_of(
    keys.map(lambda k: Step(f"claim {k}", lambda tx, c, p: ledger.claim(tx, c, k))),
    st.tuples(keys, outcomes, st.integers(0, 1)).map(
        lambda a: Step(
            f"record {a}",
            lambda tx, c, p: ledger.record(tx, c, [(chat, page, a[1], a[2]) for chat, page in a[0]]),
        )
    ),
    st.tuples(chats, st.sampled_from([DeliveryState.BLOCKED, DeliveryState.FAILED])).map(
        lambda a: Step(f"give up {a}", lambda tx, c, p: ledger.give_up(tx, c, a[0], a[1]))
    ),
    st.tuples(chats, st.integers(1, PAGES)).map(
        lambda a: Step(f"adopt {a}", lambda tx, c, p: ledger.adopt(tx, p, a[0], a[1]))
    ),
    chats.map(lambda chat: Step(f"{chat} leaves", lambda tx, c, p: people.unsubscribe(tx, chat))),
    chats.map(lambda chat: Step(f"{chat} blocks", lambda tx, c, p: people.set_reachable(tx, chat, False))),
    chats.map(lambda chat: Step(f"{chat} starts", lambda tx, c, p: people.subscribe(tx, Profile(chat, "Ann"), NOW))),
    st.lists(chats).map(lambda a: Step(f"drop {a}", lambda tx, c, p: ledger.drop_departed(tx, c, a))),
    st.sampled_from(OnUncertain).map(
        lambda policy: Step(f"crash, {policy}", lambda tx, c, p: ledger.recover(tx, policy))
    ),
    st.tuples(campaign_states, campaign_states).map(
        lambda a: Step(f"{a[0]} → {a[1]}", lambda tx, c, p: campaigns.move(tx, c, a[0], a[1]))
    ),
    st.sampled_from(sorted(AGAIN)).map(
        lambda state: Step(f"{state.name} again", lambda tx, c, p: ledger.queue_again(tx, c, state))
    ),
    st.just(Step("cancel", lambda tx, c, p: ledger.cancel(tx, c))),
)


class _UndoneError(Exception):
    """Takes back what an example has done."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@for_all(happens=st.lists(steps, max_size=25))
async def test_the_ledger_always_adds_up(database: Database, happens: list[Step]) -> None:
    async def example(tx: Transaction) -> None:
        campaign = await given.run(tx, READERS, pages=PAGES)
        before = await _states(tx, campaign.id)
        assert len(before) == len(READERS) * PAGES
        for step in happens:
            await step.does(tx, campaign.id, campaign.post_id)  # type: ignore[misc]
            after = await _states(tx, campaign.id)
            progress = await ledger.progress(tx, campaign.id)

            assert {key: after[key] for key in before if after[key] not in MAY_BECOME[before[key]]} == {}
            assert progress.planned == len(before) == len(after)
            assert progress.readers == len(READERS)
            for state in DeliveryState:
                assert getattr(progress, state.name.lower()) == list(after.values()).count(state)
            before = after
        raise _UndoneError

    with pytest.raises(_UndoneError):
        await database.write(example)


async def _states(tx: Transaction, campaign_id: int) -> dict[tuple[int, int], DeliveryState]:
    rows = await tx.execute(select(deliveries).where(deliveries.c.campaign_id == campaign_id))
    return {(row.chat_id, row.page): DeliveryState(row.state) for row in rows}
