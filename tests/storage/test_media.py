"""Originals that are to be kept: asked for once, tried again, given up."""

from __future__ import annotations

from sqlalchemy import select

from bot.core.parts import Media, MediaKind, Wanted
from bot.storage import media
from bot.storage.engine import Database
from bot.storage.for_gateway import MediaStore
from bot.storage.tables import media as table
from tests.storage.given import NOW, SECOND

PHOTO = Media(MediaKind.PHOTO, "file-1", "unique-1", 120_000)
VIDEO = Media(MediaKind.VIDEO, "file-2", "unique-2", None)


async def states(database: Database) -> dict[str, tuple[str, str | None, int | None]]:
    """unique id → state, hash and size in bytes."""
    async with database.read() as tx:
        rows = await tx.execute(select(table))
        return {row.unique_id: (row.state, row.sha256, row.size) for row in rows}


async def test_a_file_is_wanted_once(database: Database) -> None:
    store = MediaStore(database)
    await database.write(lambda tx: media.want(tx, [PHOTO, VIDEO, PHOTO], NOW))
    await store.kept("unique-1", "ab12", 119_000)
    await database.write(lambda tx: media.want(tx, [PHOTO], NOW))

    assert await store.wanted(NOW, 10) == [Wanted("unique-2", "file-2", 0)]
    assert await states(database) == {"unique-1": ("kept", "ab12", 119_000), "unique-2": ("wanted", None, None)}


async def test_what_could_not_be_fetched_is_tried_later_or_given_up(database: Database) -> None:
    store = MediaStore(database)
    await database.write(lambda tx: media.want(tx, [PHOTO, VIDEO], NOW))
    await store.put_off("unique-1", NOW + SECOND)
    await store.give_up("unique-2", too_big=True)

    assert await store.wanted(NOW, 10) == []
    assert await store.wanted(NOW + SECOND, 10) == [Wanted("unique-1", "file-1", 1)]
    await store.give_up("unique-1", too_big=False)
    assert await store.wanted(NOW + SECOND, 10) == []
    assert {id_: state for id_, (state, _, _) in (await states(database)).items()} == {
        "unique-1": "lost",
        "unique-2": "too_big",
    }
