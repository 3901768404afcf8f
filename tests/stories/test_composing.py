"""Authors compose: messages become a draft, and a draft can be put aside, given up and had back."""

from __future__ import annotations

from bot.demo.sample import read_sample
from bot.storage.inbox import State
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = ON_SQLITE


async def test_a_link_a_photo_and_a_text_become_one_draft_on_one_card(stage: Stage) -> None:
    olga = await stage.opens()
    sample = read_sample()
    await olga.says(sample.source)
    await olga.sends_photo(sample.photo, caption=sample.caption.text)
    await olga.says(f"{sample.headline.text}\n\nIt did.\n\nMy Comment:\n\nAt last.\n\n#harbour #barrier")
    card = await olga.sees(f"Draft · “{sample.headline.text}”", button="Publish")
    for line in (
        "1  source · example.org",
        "2  photo · “The Maren barrier, closed, at dusk on…”",
        "3  headline · text · 6 words · section “My Comment:” · tags · #harbour #barrier",
        "1 min to read · 1 message to each reader",
    ):
        assert line in card["text"], card["text"]
    assert sum("Draft ·" in message.get("text", "") for message in await olga.messages()) == 1


async def test_an_edited_message_changes_the_draft_in_its_place(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    text = await olga.says("It held.")
    card = await olga.sees("2  text · 2 words")
    await olga.edits(text, "It held for the whole night.")
    changed = await olga.sees("2  text · 6 words")
    assert changed["message_id"] == card["message_id"]
    await olga.presses("Preview")
    await olga.sees("It held for the whole night.", button="Publish")


async def test_a_headline_of_5000_characters_is_no_headline_and_the_card_says_so(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.pastes(5_000 * "x" + "\n\nAnd a text.")
    card = await olga.sees("⚠ no headline: /title sets one")
    assert card["text"].startswith("Draft · no headline yet")
    await olga.sees("2 messages to each reader")


async def test_a_headline_of_5000_characters_behind_title_leaves_the_headline_as_it_was(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("/title The barrier held")
    await olga.sees("Draft · “The barrier held”")
    await olga.pastes("/title " + 5_000 * "x")
    await olga.sees("That headline has 4,089 characters; 200 are the limit.")
    card = await olga.sees("text · 1 word")
    assert card["text"].startswith("Draft · “The barrier held”")


async def test_a_discarded_draft_can_be_had_back(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await olga.says("It held.")
    await olga.sees("2  text")
    await olga.presses("Discard")
    await olga.sees("“The barrier held” is discarded.", button="Undo")
    assert await olga.presses("Undo") == "The draft is open again."
    card = await olga.sees("Draft · “The barrier held”", button="Publish")
    assert "2  text · 2 words" in card["text"]


async def test_new_puts_a_draft_aside_and_it_can_be_opened_again(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await olga.sees("Draft · “The barrier held”")
    await olga.says("/new")
    await olga.sees("“The barrier held” is put aside.", button="Open again")
    await olga.says("The pumps")
    await olga.sees("Draft · “The pumps”")
    assert await olga.presses("Open again") == "The draft is open again."
    await olga.sees("Draft · “The barrier held”", button="Publish")
    await olga.sees("“The pumps” is put aside.", button="Open again")


async def test_drafts_of_two_authors_do_not_mix(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    await olga.says("The barrier held")
    await pavel.says("The pumps")
    await olga.says("It held.")
    await pavel.says("They ran all night.")
    await olga.sees("2  text · 2 words")
    await pavel.sees("2  text · 4 words")


async def test_the_preview_is_what_readers_get(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    bold = [{"type": "bold", "offset": 18, "length": 7}]
    await olga.says("The barrier held\n\nAt last. See example.org", entities=bold)
    assert await olga.presses("Preview") == "This is what readers will get."
    preview = await olga.sees("At last.", button="Publish")
    await stage.sends(olga, "The barrier held")
    got = await ann.sees("At last.")
    assert (got["text"], got["entities"]) == (preview["text"], preview["entities"])


async def test_ten_messages_at_once_change_the_card_a_few_times(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await olga.sees("1  headline")
    await stage.world.quiet()
    before, known = await stage.world.count(), len(await stage.inbox())
    held = await stage.world.faults("editMessageText", hold="before")
    for number in range(2, 12):
        await olga.says(f"Paragraph {number}.")
    await held.held()
    while len(states := await stage.inbox()) < known + 10 or State.WAITING in states:
        pass
    await held.release()
    await olga.sees("11  text · 2 words")
    await stage.world.quiet()
    edits = [call for call in await stage.world.calls("editMessageText") if call["number"] > before]
    assert len(edits) <= 3, "the one that was under way, the newest, and the first once more if its answer was too late"
