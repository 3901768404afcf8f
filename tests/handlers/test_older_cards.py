"""A card that was sent anew leaves an older one in the chat: a press there does not keep the newer one as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.people import Role
from bot.core.slots import Slot, SlotKind
from bot.handlers.bootstrap import Handlers
from bot.handlers.repainting import Repainter
from bot.rendering.message import Press, Verb
from bot.storage import people, slots
from bot.storage.engine import Database, Transaction
from tests.handlers.chats import Chats
from tests.handlers.test_moderating_race import ANN, MIA, NOW, blog
from tests.storage import given


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_press_on_an_older_card_repaints_both(database: Database) -> None:
    async def opens(tx: Transaction) -> int:
        comment = await given.comment(tx, await given.post(tx), by=ANN.id)
        await people.subscribe(tx, MIA, NOW)
        await people.give_role(tx, MIA.id, Role.MODERATOR, NOW)
        return comment.id

    comment_id = await database.write(opens)
    chats = Chats(database, Handlers(blog()), NOW)
    for _ in range(2):
        await chats.press(MIA, Press(Verb.COMMENT_CARD, (comment_id,)), message_id=0)
        await chats.deliver()
    older, newer = [shown for shown in chats.standing.values() if shown.chat_id == MIA.id]

    spam = next(press for press in older.presses if press.verb is Verb.SPAM)
    await chats.press(MIA, spam, message_id=older.message_id)
    chats.pass_(timedelta(seconds=1))
    while await Repainter(database, lambda: chats.now, lambda: None).paint_some(chats.handlers.cards):
        pass
    await chats.deliver()

    async with database.read() as tx:
        standing = await slots.find(tx, Slot(SlotKind.CARD, comment_id, MIA.id))
    assert standing is not None
    assert standing.message_id == newer.message_id
    for card in (older, newer):
        assert "Spam, says Mia" in chats.standing[(MIA.id, card.message_id)].text
