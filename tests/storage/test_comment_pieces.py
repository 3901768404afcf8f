"""The messages that a comment was written in."""

from __future__ import annotations

from bot.core.parts import Media, MediaKind, Part
from bot.core.richtext import Entity, RichText
from bot.storage import comment_pieces, comments
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import NOW, SECOND

FIRST = Part(7, 70, NOW, RichText("What now?", (Entity("bold", 0, 4),)))
SECOND_ONE = Part(7, 71, NOW + SECOND, RichText("Look"), Media(MediaKind.PHOTO, "file", "unique", 5), "album")


async def test_pieces_are_kept_as_they_came_and_the_newest_is_found(database: Database) -> None:
    async def work(tx: Transaction) -> int:
        comment = await given.comment(tx, await given.post(tx))
        await comment_pieces.put(tx, comment.id, 7, [SECOND_ONE, FIRST])
        return comment.id

    comment_id = await database.write(work)
    async with database.read() as tx:
        assert await comment_pieces.of_comment(tx, comment_id) == [FIRST, SECOND_ONE]
        assert await comment_pieces.newest(tx, 7) == (comment_id, SECOND_ONE)
        assert await comment_pieces.newest(tx, 8) is None


async def test_what_another_message_took_the_place_of_is_known_and_says_nothing(database: Database) -> None:
    third = Part(7, 90, NOW, RichText("Anew"))

    async def work(tx: Transaction) -> int:
        comment = await given.comment(tx, await given.post(tx))
        await comment_pieces.supersede(tx, comment.id)
        assert await comment_pieces.newest(tx, 7) is None
        await comment_pieces.put(tx, comment.id, 7, [third])
        return comment.id

    comment_id = await database.write(work)
    async with database.read() as tx:
        assert await comment_pieces.of_comment(tx, comment_id) == [third]
        held = await comments.of_message(tx, 7, 70)
        assert held is not None
        assert held.id == comment_id


async def test_a_comment_is_held_until_the_end(database: Database) -> None:
    comment = await database.write(lambda tx: _commented(tx))
    assert await database.write(lambda tx: comments.hold(tx, comment + 1)) is None
    held = await database.write(lambda tx: comments.hold(tx, comment))
    assert held is not None
    assert held.id == comment


async def _commented(tx: Transaction) -> int:
    return (await given.comment(tx, await given.post(tx))).id
