"""Authors arrange: parts are listed, moved, taken out, used otherwise, and replaced by replies."""

from __future__ import annotations

import pytest

from bot.core.drafts import TEXT_LIMIT
from bot.core.parts import Part
from bot.core.richtext import RichText
from bot.demo.sample import read_sample
from bot.gateway.buttons import encode
from bot.rendering.message import Press, Verb
from bot.sandbox.client import Person
from bot.storage import parts
from bot.storage.engine import Database
from tests.stories.slips import NOT_ALLOWED, NOTHING_DOES, Slip, forged, nothing_changes
from tests.stories.stage import ON_SQLITE, Message, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]


async def writes(author: Person, *texts: str) -> list[Message]:
    """Sends one text after the other; returns when the card shows the last one."""
    said = [await author.says(text) for text in texts]
    await author.sees(f"{len(texts)}  ", button="Publish")
    return said


def numbered(message: Message) -> list[str]:
    """The numbered lines of a card or a list."""
    return [line for line in message["text"].splitlines() if line[:1].isdigit() and "  " in line[:6]]


def raw(stage: Stage, author: Person, message_id: int) -> Message:
    """A message of an author's as Telegram would send it, for what the sandbox's people cannot do."""
    return {
        "message_id": message_id,
        "date": int(stage.clock().timestamp()),
        "chat": {"id": author.id, "type": "private", "first_name": "Olga"},
        "from": {"id": author.id, "is_bot": False, "first_name": "Olga"},
    }


async def fills(stage: Stage, author: Person) -> None:
    """The author's first draft holds as much text as one may, without the minutes that writing it takes."""
    text = RichText("word " * (TEXT_LIMIT // 5 - 10))
    database = Database.open(stage.database_url)
    try:
        await database.write(lambda tx: parts.add(tx, 1, Part(author.id, 5_000, stage.clock(), text)))
    finally:
        await database.close()


async def test_parts_are_listed_moved_removed_and_restored_in_one_message(stage: Stage) -> None:
    olga = await stage.opens()
    await writes(olga, "The barrier held", "The first thing.", "The second thing.", "The third thing.")
    card = await olga.sees("Draft · “The barrier held”", button="Parts")
    await olga.presses("Parts")
    listed = await olga.sees("Parts of “The barrier held”", button="4")
    assert listed["message_id"] == card["message_id"]
    assert numbered(listed)[3] == "4  text · 3 words · “The third thing.”"

    await olga.presses("4")
    page = await olga.sees("Part 4", button="Up")
    assert "Down" not in [
        button["text"].split()[-1] for row in page["reply_markup"]["inline_keyboard"] for button in row
    ]
    await olga.presses("Up")
    await olga.sees("Part 3", button="Down")
    await olga.presses("Top")
    await olga.sees("Part 1", button="Down")
    await olga.presses("Down")
    await olga.sees("Part 2", button="Up")
    await olga.presses("Remove")
    await olga.sees("A part that is taken out", button="Restore")
    await olga.presses("◀")
    listed = await olga.sees("✖ taken out · “The third thing.”", button="4")
    assert numbered(listed) == [
        "1  headline · “The barrier held”",
        "2  text · 3 words · “The first thing.”",
        "3  text · 3 words · “The second thing.”",
        "4  ✖ taken out · “The third thing.”",
    ]
    await olga.presses("◀")
    await olga.sees("1 part is taken out; Parts can put it back", button="Publish")
    await olga.presses("Parts")
    await olga.presses("4", on=await olga.sees("taken out", button="4"))
    await olga.presses("Restore")
    await olga.sees("Part 2", button="Remove")
    await olga.presses("◀")
    await olga.sees("2  text · 3 words · “The third thing.”", button="4")
    await olga.says("The last thing.")
    changed = await olga.sees("5  text · 3 words", button="Publish")
    assert changed["message_id"] == card["message_id"]


async def test_a_draft_whose_last_part_is_removed_can_have_it_back(stage: Stage) -> None:
    olga = await stage.opens()
    await writes(olga, "The barrier held")
    await olga.presses("Parts")
    await olga.presses("1", on=await olga.sees("Parts of", button="1"))
    await olga.presses("Remove")
    await olga.sees("A part that is taken out", button="Restore")
    await olga.presses("◀")
    await olga.presses("◀", on=await olga.sees("Parts of “no headline yet”", button="1"))
    empty = await olga.sees("Send the post’s messages", button="Parts")
    assert "1 part is taken out" in empty["text"]
    await olga.presses("Parts")
    await olga.presses("1", on=await olga.sees("Parts of", button="1"))
    await olga.presses("Restore")
    await olga.presses("◀", on=await olga.sees("Part 1", button="Remove"))
    await olga.presses("◀", on=await olga.sees("Parts of", button="1"))
    await olga.sees("Draft · “The barrier held”", button="Publish")


async def test_a_part_becomes_what_its_author_says_that_it_is(stage: Stage) -> None:
    olga = await stage.opens()
    sample = read_sample()
    await olga.says("It is over")
    await olga.says("What happened there")
    await olga.says("More at https://example.org/bulletin today.")
    await olga.sends_photo(sample.photo, caption="The barrier. Harbour Office.")
    await olga.sees("4  photo", button="Parts")

    async def uses(part: str, use: str) -> None:
        await olga.presses("Parts")
        await olga.presses(part, on=await olga.sees("Parts of", button=part))
        await olga.presses(use, on=await olga.sees(f"Part {part}", button=use))
        await olga.sees(f"Part {part}", button=f"✓ {use}")
        await olga.presses("◀")
        await olga.presses("◀", on=await olga.sees("Parts of", button=part))

    await uses("2", "Headline")
    await olga.sees("Draft · “What happened there”", button="Publish")
    await uses("3", "Source")
    await olga.sees("3  source · example.org", button="Publish")
    await uses("1", "Section")
    await olga.sees("1  text · 3 words · section “It is over”", button="Publish")
    await uses("4", "Lead")
    await olga.presses("Preview")
    first = await olga.sees(kind="photo", after=await olga.sees("Draft ·"))
    assert "What happened there" in first["caption"]
    await uses("1", "As it looks")
    await olga.says("/title Another")
    await olga.sees("Draft · “Another”", button="Publish")
    await uses("2", "Headline")
    await olga.sees("Draft · “What happened there”", button="Publish")


async def test_a_reply_stands_behind_its_part_and_replaces_it_if_its_author_wants_that(stage: Stage) -> None:
    olga = await stage.opens()
    said = await writes(olga, "The barrier held", "It held for an hour.", "The end.")
    await olga.replies_to(said[1], "It held for the whole night.")
    card = await olga.sees("3 answers 2: does it replace 2, or follow it?", button="Replace 2")
    assert "4  text · 2 words" in card["text"]
    await olga.replies_to(said[2], "The very end.")
    await olga.sees("5  text · 3 words", button="Replace 2")
    await olga.presses("Replace 2")
    card = await olga.sees("4 answers 3: does it replace 3, or follow it?", button="Replace 3")
    assert "1 part is taken out" in card["text"]
    await olga.presses("Keep both")
    await olga.sees("4  text · 3 words\n11 words · 1 min to read", button="Publish")
    await olga.presses("Preview")
    preview = await olga.sees("It held for the whole night.\n\nThe end.\n\nThe very end.", button="Publish")
    assert "an hour" not in preview["text"]


async def test_a_reply_to_a_part_is_one_even_while_a_comment_is_asked_for(stage: Stage) -> None:
    olga = await stage.opens()
    await stage.publishes(olga, "The first post", "It is out.")
    said = await writes(olga, "The second post")
    await olga.presses("Post a comment")
    await olga.sees("Write your comment on “The first post”.")
    await olga.replies_to(said[0], "And its text.")
    await olga.sees("2 answers 1", button="Keep both")
    await olga.says("Well done.")
    await olga.sees("Your comment on “The first post” is published.")


async def test_an_edit_that_overtakes_its_message_is_what_the_part_says(stage: Stage) -> None:
    olga = await stage.opens()
    await writes(olga, "The barrier held")
    late = raw(stage, olga, 900)
    await stage.world.injects("edited_message", late | {"text": "As it was edited now.", "edit_date": late["date"]})
    await stage.kept()
    card = await olga.sees("Draft · “The barrier held”", button="Publish")
    assert "2  " not in card["text"]
    await stage.world.injects("message", late | {"text": "As it was."})
    await olga.sees("2  text · 5 words", button="Publish")


async def test_a_draft_without_a_headline_is_offered_one(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held through the night. " + "What happened then takes long to tell, so long. " * 5)
    await olga.presses("Use “The barrier held through the…” as headline")
    card = await olga.sees("Draft · “The barrier held through the night.”", button="Publish")
    assert "no headline" not in card["text"]


async def test_a_link_that_an_earlier_post_has_is_warned_of_on_card_and_sheet(stage: Stage) -> None:
    olga = await stage.opens()
    await stage.publishes(olga, "Thursday’s forecast", "It will rain, says https://www.example.org/bulletin today.")
    await olga.says("The barrier held\n\nIt did.")
    await olga.says("http://example.org/bulletin?utm_source=x")
    warning = "⚠ http://example.org/bulletin?utm_source=x stood in an earlier post: “Thursday’s forecast”, "
    await olga.sees(warning, button="Preview")
    await olga.presses("Publish", on=await olga.sees("Draft · “The barrier held”", button="Publish"))
    await olga.sees(warning, button="Send now")


async def test_what_a_draft_cannot_hold_is_refused_in_words(stage: Stage) -> None:
    olga = await stage.opens()
    await writes(olga, "The barrier held")
    film = {"file_id": "film", "file_unique_id": "film", "file_size": 21_000_000, "file_name": "film.mkv"}
    await stage.world.injects("message", raw(stage, olga, 900) | {"document": film})
    await olga.sees("That file has 20.1 MB; 20 MB are the limit.")
    beyond = [{"type": "bold", "offset": 0, "length": 9}]
    await stage.world.injects("message", raw(stage, olga, 901) | {"text": "It held.", "entities": beyond})
    await olga.sees("The formatting of that message reaches beyond its text")
    await stage.world.quiet(settle=0.02)
    await fills(stage, olga)
    await olga.says("And one more, which is too much. " * 3)
    await olga.sees("With this the draft would have")


async def test_presses_that_nobody_could_make_change_nothing(stage: Stage) -> None:
    olga = await stage.opens()
    max_ = await stage.author(olga, "Max")
    welcome = await max_.sees("You are an author")
    part, other = await writes(olga, "The barrier held", "It did.")
    card = await olga.sees("Draft ·", button="Publish")
    draft, nobody = 1, 99
    key = (olga.id, part["message_id"], 0)
    impossible = "That part cannot be this. Its page shows what it can be."
    verbs = (Verb.PART, Verb.PART_UP, Verb.PART_DOWN, Verb.PART_TOP, Verb.PART_OUT, Verb.PART_IN)
    await nothing_changes(
        stage,
        {
            f"{verb} on no part": (olga, Slip(forged(olga, card, verb, draft, *key[:2], 7), NOTHING_DOES))
            for verb in verbs
        }
        | {
            "another's part": (max_, Slip(forged(max_, welcome, Verb.PART_OUT, draft, *key), NOT_ALLOWED)),
            "another's options": (max_, Slip(forged(max_, welcome, Verb.OPTION, draft, 1, 1), NOT_ALLOWED)),
            "Restore what is there": (olga, Slip(forged(olga, card, Verb.PART_IN, draft, *key), NOTHING_DOES)),
            "Replace without a question": (
                olga,
                Slip(forged(olga, card, Verb.REPLACE_PART, draft, *key), NOTHING_DOES),
            ),
            "a lead without media": (olga, Slip(forged(olga, card, Verb.PART_USE, draft, *key, 4), impossible)),
            "a use that there is not": (olga, Slip(forged(olga, card, Verb.PART_USE, draft, *key, 40), impossible)),
            "a negative use": (olga, Slip(forged(olga, card, Verb.PART_USE, draft, *key, -1), impossible)),
            "no such option": (olga, Slip(forged(olga, card, Verb.OPTION, draft, 9, 0), NOTHING_DOES)),
            "no such value": (olga, Slip(forged(olga, card, Verb.OPTION, draft, 5, 9), NOTHING_DOES)),
            "parts of no draft": (olga, Slip(forged(olga, card, Verb.PARTS, nobody, 0), NOTHING_DOES)),
        },
    )
    assert other


async def test_two_who_write_one_draft_see_what_the_other_has_arranged(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    said = await writes(pavel, "The barrier held", "The first thing.")
    await olga.presses_data(encode(Press(Verb.OPEN, (1,))), on=await olga.sees("Pavel is"))
    await olga.sees("Draft · “The barrier held”", button="Parts")
    await olga.says("What Olga adds.")
    card = await pavel.sees("3  text · 3 words", button="Publish")
    await olga.presses("Parts", on=await olga.sees("3  text", button="Parts"))
    await olga.presses("2", on=await olga.sees("Parts of", button="2"))
    await olga.presses("Remove", on=await olga.sees("Part 2", button="Remove"))
    followed = await pavel.sees("1 part is taken out", button="Publish")
    assert followed["message_id"] == card["message_id"]
    await pavel.replies_to(said[0], "What Pavel adds.")
    await pavel.sees("2 answers 1", button="Keep both")
    await olga.presses("Keep both", on=await olga.sees("2 answers 1", button="Keep both"))
    await pavel.sees("3  text · 3 words\n6 words", button="Publish")
    await pavel.presses("Preview")
    await pavel.sees("What Pavel adds.\n\nWhat Olga adds.", button="Publish")
