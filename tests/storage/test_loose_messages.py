"""What was written without saying which post it is about."""

from __future__ import annotations

from bot.core.parts import Media, MediaKind, Part
from bot.core.richtext import Entity, RichText
from bot.storage import loose_messages
from bot.storage.engine import Database, Transaction
from bot.storage.housekeeping import tidy
from tests.storage.given import DAY, NOW, SECOND

FIRST = Part(7, 70, NOW, RichText("What now?", (Entity("bold", 0, 4),)))
PHOTO = Part(7, 71, NOW + SECOND, RichText("Look"), Media(MediaKind.PHOTO, "file", "unique", 5), "album")
LATER = Part(7, 80, NOW, RichText("And this"))
OF_BEN = Part(8, 90, NOW, RichText("Mine"))


async def test_it_is_found_by_each_of_its_messages_and_in_its_own_chat(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await loose_messages.keep(tx, 7, 70, [FIRST])
        await loose_messages.keep(tx, 7, 70, [PHOTO, FIRST])
        await loose_messages.keep(tx, 7, 80, [LATER])
        await loose_messages.keep(tx, 8, 90, [OF_BEN])

    await database.write(work)
    async with database.read() as tx:
        assert await loose_messages.find(tx, 7, 70) == (FIRST, PHOTO)
        assert await loose_messages.find(tx, 7, 71) is None
        assert await loose_messages.with_message(tx, 7, 71) == (70, (FIRST, PHOTO))
        assert await loose_messages.with_message(tx, 7, 90) is None
        assert await loose_messages.newest(tx, 7) == (80, (LATER,))
        assert await loose_messages.newest(tx, 9) is None
    await database.write(lambda tx: loose_messages.forget(tx, 7, 80))
    async with database.read() as tx:
        assert await loose_messages.newest(tx, 7) == (70, (FIRST, PHOTO))


async def test_it_is_forgotten_a_day_after_its_last_message(database: Database) -> None:
    await database.write(lambda tx: loose_messages.keep(tx, 7, 70, [FIRST, PHOTO]))
    for now, waits in ((NOW + SECOND + DAY, True), (NOW + 2 * SECOND + DAY, False)):
        await tidy(database, now, 45 * DAY)
        async with database.read() as tx:
            assert (await loose_messages.find(tx, 7, 70) is not None) is waits
