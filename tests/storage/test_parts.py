"""The parts of drafts, in whatever order and however often they come."""

from __future__ import annotations

from dataclasses import replace

from bot.core.drafts import Draft
from bot.core.parts import Media, MediaKind, Part, Standing, Use
from bot.core.richtext import Entity, RichText
from bot.storage import drafts, parts
from bot.storage.engine import Database, Transaction
from tests.storage import given
from tests.storage.given import AUTHOR, NOW

PHOTO = Media(MediaKind.PHOTO, "AgAC…", "unique", 120_000)


def part(message_id: int, text: str = "A sentence.") -> Part:
    """A message in the author's private chat."""
    return Part(AUTHOR, message_id, NOW, RichText(text))


async def begin(tx: Transaction) -> Draft:
    """The author's new draft."""
    await given.readers(tx, [AUTHOR])
    return await drafts.begin(tx, AUTHOR, NOW)


async def test_parts_are_kept_as_they_came(database: Database) -> None:
    caption = RichText("The barrier 🌊", (Entity("text_link", 4, 7, (("url", "https://example.org"),)),))
    photo = Part(
        AUTHOR, 12, NOW, caption, PHOTO, "album", "A channel", 3, 77, Standing.REMOVED, Use.QUOTATION, answers=11
    )

    async def work(tx: Transaction) -> Draft:
        draft = await begin(tx)
        for added in (part(13), photo, part(11)):
            await parts.add(tx, draft.id, added)
        await parts.add(tx, draft.id, part(11, "once more"))
        return draft

    draft = await database.write(work)

    async with database.read() as tx:
        assert await parts.of_draft(tx, draft.id) == [part(11), photo, part(13)]
        assert await parts.count(tx, draft.id) == 3
        assert await parts.drafts_with(tx, AUTHOR, 11) == [draft]
        assert await parts.drafts_with(tx, AUTHOR, 14) == []


async def test_an_edit_that_overtakes_its_message_counts_once_that_has_come(database: Database) -> None:
    early = replace(part(11, "as it was edited"), standing=Standing.EARLY)

    async def edit(tx: Transaction) -> Draft:
        draft = await begin(tx)
        await parts.add(tx, draft.id, early)
        return draft

    draft = await database.write(edit)
    async with database.read() as tx:
        assert await parts.of_draft(tx, draft.id) == [early]
    await database.write(lambda tx: parts.add(tx, draft.id, part(11, "as it was sent")))
    async with database.read() as tx:
        assert await parts.of_draft(tx, draft.id) == [part(11, "as it was edited")]


async def test_parts_are_changed_moved_taken_out_and_used(database: Database) -> None:
    async def work(tx: Transaction) -> Draft:
        draft = await begin(tx)
        for number in (11, 12, 13):
            await parts.add(tx, draft.id, replace(part(number), answers=10, use=Use.HEADLINE))
        await parts.change(tx, draft.id, part(11, "Another sentence."))
        await parts.set_standing(tx, draft.id, [part(12).key, part(13).key], Standing.REMOVED)
        await parts.set_standing(tx, draft.id, [part(13).key], Standing.PRESENT)
        await parts.set_places(tx, draft.id, {part(13).key: 5})
        await parts.drop_use(tx, draft.id, Use.HEADLINE)
        await parts.set_use(tx, draft.id, part(13).key, Use.LEAD)
        for number in (11, 12, 13):
            await parts.answered(tx, draft.id, part(number).key)
        return draft

    draft = await database.write(work)

    async with database.read() as tx:
        assert await parts.of_draft(tx, draft.id) == [
            part(11, "Another sentence."),
            replace(part(12), standing=Standing.REMOVED),
            replace(part(13), place=5, use=Use.LEAD),
        ]


async def test_a_message_can_be_a_part_of_several_drafts(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[Draft, Draft]:
        draft, other = await begin(tx), await begin(tx)
        for added in (part(11), replace(part(12), album_id="a", media=PHOTO)):
            await parts.add(tx, draft.id, added)
        await parts.copy(tx, draft.id, other.id)
        await parts.change(tx, other.id, part(11, "Only there."))
        return draft, other

    draft, other = await database.write(work)

    async with database.read() as tx:
        assert await parts.drafts_with(tx, AUTHOR, 11) == [other, draft]
        assert [found.text.text for found in await parts.of_draft(tx, draft.id)] == ["A sentence.", "A sentence."]
        assert [found.text.text for found in await parts.of_draft(tx, other.id)] == ["Only there.", "A sentence."]
        assert await parts.draft_with_album(tx, AUTHOR, "a", 15) == other
        assert await parts.draft_with_album(tx, AUTHOR, "b", 15) is None
        assert await parts.draft_with_album(tx, AUTHOR, "a", 500) is None
    await database.write(lambda tx: parts.replace_all(tx, other.id, [part(20)]))
    async with database.read() as tx:
        assert await parts.of_draft(tx, other.id) == [part(20)]
        assert await parts.count(tx, draft.id) == 2


async def test_a_part_is_found_by_its_key(database: Database) -> None:
    async def work(tx: Transaction) -> Draft:
        draft = await begin(tx)
        await parts.add(tx, draft.id, part(11))
        return draft

    draft = await database.write(work)

    async with database.read() as tx:
        assert await parts.find(tx, draft.id, part(11).key) == part(11)
        assert await parts.find(tx, draft.id, part(12).key) is None
        assert await parts.find(tx, draft.id + 1, part(11).key) is None
