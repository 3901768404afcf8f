"""Whoever is no author any more neither sees nor changes a draft, whatever stood in their chat before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.drafts import Draft
from bot.core.people import Role
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.slots import Slot, SlotKind
from bot.core.submissions import Submission
from bot.handlers.choosing import Choosing
from bot.storage import desks, drafts, parts, people, prompts, slots
from bot.storage.engine import Database, Transaction
from tests.handlers.test_moderating_race import blog
from tests.handlers.test_writing_race import COMPOSING, DESK, NOW, OLGA, PAVEL

CHOOSING = Choosing(blog(), DESK, COMPOSING)


@pytest.fixture
async def draft(database: Database) -> Draft:
    """Pavel's, with a card in his chat and in that of Olga, who owns the blog; he is no author any more."""

    async def work(tx: Transaction) -> Draft:
        for by, role in ((OLGA, Role.OWNER), (PAVEL, Role.AUTHOR)):
            await people.subscribe(tx, by, NOW)
            await people.give_role(tx, by.id, role, NOW)
        draft = await drafts.begin(tx, PAVEL.id, NOW)
        for by in (OLGA, PAVEL):
            await desks.put(tx, by.id, draft.id)
            await slots.ensure(tx, Slot(SlotKind.DRAFT, draft.id, by.id))
        await parts.add(tx, draft.id, message(11, "The barrier held").part())
        await prompts.ask(tx, PAVEL.id, Prompt(PromptKind.TAGS, draft.id), NOW)
        await people.take_role(tx, PAVEL.id)
        return draft

    return await database.write(work)


def message(message_id: int, text: str) -> Submission:
    """Pavel's."""
    return Submission(PAVEL, PAVEL.id, message_id, NOW + timedelta(seconds=message_id), RichText(text))


async def test_the_card_is_kept_up_for_those_who_may_write_the_draft(database: Database, draft: Draft) -> None:
    said = await database.write(lambda tx: DESK.cards(tx, NOW, draft.id, for_=PAVEL.id))

    assert [say.chat_id for say in said] == [OLGA.id]


async def test_an_answer_to_an_old_question_begins_no_draft(database: Database, draft: Draft) -> None:
    async def work(tx: Transaction) -> None:
        pavel = await blog().person(tx, PAVEL.id)
        await CHOOSING.answered(
            tx, NOW, pavel, message(12, "The pumps ran. They did."), Prompt(PromptKind.TAGS, draft.id)
        )

    with pytest.raises(Refusal) as refused:
        await database.write(work)
    assert refused.value.key is RefusalKey.NOT_ALLOWED


async def test_an_edit_does_not_reach_the_draft(database: Database, draft: Draft) -> None:
    async def work(tx: Transaction) -> None:
        pavel = await blog().person(tx, PAVEL.id)
        await COMPOSING.edited(tx, NOW, pavel, message(11, "The barrier broke"))

    with pytest.raises(Refusal) as refused:
        await database.write(work)
    assert refused.value.key is RefusalKey.PART_TOO_LATE
