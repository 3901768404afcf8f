"""Authors look at their drafts as readers will get them: one preview at a time, and none once it is out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.core.options import Mode, PostOptions
from bot.demo.sample import read_sample
from bot.sandbox.client import Person
from bot.storage import drafts
from tests.stories.stage import FIRST, LAST, ON_SQLITE, Message, Stage, copies_of

pytestmark = ON_SQLITE


async def previews(stage: Stage, olga: Person, text: str) -> Message:
    """The last message of a preview of the draft as it is now."""
    before = (await olga.messages())[-1]
    await olga.says("/preview")
    return await olga.sees(text, button="Publish", after=before)


async def ids_from_bot(person: Person) -> list[int]:
    return [message["message_id"] for message in await person.messages() if message["from"]["is_bot"]]


async def test_a_second_preview_takes_the_place_of_the_first(stage: Stage) -> None:
    olga = await stage.opens()
    await stage.writes_long(olga, "A long evening")
    first = await previews(stage, olga, LAST)
    await stage.world.quiet()
    second = await previews(stage, olga, LAST)
    await stage.world.quiet()
    assert second["message_id"] > first["message_id"]
    assert [await copies_of(olga, text) for text in (FIRST, LAST)] == [1, 1]
    assert len((await stage.kept())["previews"]) == 2
    (deletion,) = await stage.world.calls("deleteMessages")
    assert first["message_id"] in deletion["parameters"]["message_ids"]


async def test_a_preview_that_has_not_gone_out_yet_is_not_sent_when_another_is_asked_for(stage: Stage) -> None:
    olga = await stage.opens()
    await stage.writes_long(olga, "A long evening")
    await stage.world.quiet()
    held = await stage.world.faults("sendMessage", chat=olga, hold="before")
    for _ in range(3):
        await olga.presses("Preview")
    await held.held()
    await held.release()
    await olga.sees(LAST, button="Publish")
    await stage.world.quiet()
    assert await copies_of(olga, LAST) == 1
    assert await copies_of(olga, FIRST) <= 2, "the message that was under way may have come besides"
    await previews(stage, olga, LAST)
    await stage.world.quiet()
    assert [await copies_of(olga, text) for text in (FIRST, LAST)] == [1, 1], "and goes with the next one"


async def test_publishing_and_discarding_take_the_preview_away(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held\n\nIt did.")
    await previews(stage, olga, "It did.")
    await stage.sends(olga, "The barrier held")
    await olga.sees("went out")
    await stage.world.quiet()
    assert await copies_of(olga, "It did.") == 1, "the own copy alone"

    await olga.says("The pumps\n\nThey ran.")
    await previews(stage, olga, "They ran.")
    await olga.presses("Discard")
    await olga.sees("“The pumps” is discarded.")
    await stage.world.quiet()
    assert await copies_of(olga, "They ran.") == 0
    assert (await stage.kept())["previews"] == []


async def test_what_is_too_old_to_be_deleted_loses_its_buttons(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held\n\nIt did.")
    first = await previews(stage, olga, "It did.")
    await stage.world.quiet()
    stage.clock.passes(timedelta(hours=48))
    await previews(stage, olga, "It did.")
    await stage.world.quiet()
    (old,) = [message for message in await olga.messages() if message["message_id"] == first["message_id"]]
    assert "reply_markup" not in old
    assert await copies_of(olga, "It did.") == 2


async def test_an_album_in_a_preview_is_one_and_is_taken_away_as_a_whole(stage: Stage) -> None:
    olga = await stage.opens()
    photo = read_sample().photo
    await olga.sends_album([{"photo": photo, "caption": "The barrier, closed."}, {"photo": photo}, {"photo": photo}])
    await olga.says("The barrier held\n\nIt did.")
    await previews(stage, olga, "It did.")
    await stage.world.quiet()
    shown = await ids_from_bot(olga)
    assert len(await stage.world.calls("sendMediaGroup")) == 1
    await previews(stage, olga, "It did.")
    await stage.world.quiet()
    assert len(await ids_from_bot(olga)) == len(shown)
    assert not set(shown[-4:]) & set(await ids_from_bot(olga))


async def is_paged(stage: Stage, draft_id: int = 1) -> None:
    """The author has chosen that the post is one message to be turned."""
    await stage.changes(lambda tx: drafts.set_options(tx, draft_id, PostOptions(mode=Mode.PAGED)))


def buttons(message: dict[str, Any]) -> list[list[str]]:
    return [[button["text"] for button in row] for row in message["reply_markup"]["inline_keyboard"]]


async def test_the_preview_of_a_paged_post_can_be_turned(stage: Stage) -> None:
    olga = await stage.opens()
    await stage.writes_long(olga, "A long evening")
    await is_paged(stage)
    preview = await previews(stage, olga, FIRST)
    assert buttons(preview) == [["1/2", "▶"], ["Publish"]]
    await olga.presses("▶", on=preview)
    turned = await olga.sees(LAST, button="◀")
    assert turned["message_id"] == preview["message_id"]
    assert buttons(turned) == [["◀", "2/2"], ["Publish"]]
    await olga.presses("◀", on=turned)
    assert buttons(await olga.sees(FIRST, button="▶")) == [["1/2", "▶"], ["Publish"]]


async def test_the_preview_turns_to_the_draft_as_it_is_now(stage: Stage) -> None:
    olga = await stage.opens()
    await stage.writes_long(olga, "A long evening")
    await is_paged(stage)
    preview = await previews(stage, olga, FIRST)
    await olga.says("And this came later.")
    await olga.sees("3  text")
    await olga.presses("▶", on=preview)
    await olga.sees("And this came later.", button="2/2")
