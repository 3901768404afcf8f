"""Authors choose: how a post is delivered and commented on, and its tags."""

from __future__ import annotations

from tests.stories.stage import ON_SQLITE, Message, Stage

pytestmark = ON_SQLITE


def ticked(message: Message) -> list[str]:
    """The labels with a tick."""
    rows = message["reply_markup"]["inline_keyboard"]
    return [button["text"].removeprefix("✓ ") for row in rows for button in row if button["text"].startswith("✓")]


async def test_options_are_chosen_in_the_place_of_the_card(stage: Stage) -> None:
    olga = await stage.opens()
    await stage.writes_long(olga, "The barrier held")
    card = await olga.sees("2 messages to each reader, or 1 paged", button="Options")
    await olga.presses("Options")
    page = await olga.sees("Options of “The barrier held”", button="Paged · 1")
    assert page["message_id"] == card["message_id"]
    assert ticked(page) == ["Full · 2", "Link preview", "As the blog"]
    await olga.presses("Paged · 1")
    await olga.sees("Delivery: paged, 1 message to each reader")
    for label, sentence in (
        ("Silent", "Readers are notified without a sound."),
        ("Link preview", "Links have no preview."),
        ("Protect", "Readers cannot forward or save it."),
        ("Closed", "Comments: closed."),
    ):
        await olga.presses(label)
        page = await olga.sees(sentence)
    assert ticked(page) == ["Paged · 1", "Silent", "Protect", "Closed"]
    await olga.presses("◀")
    await olga.sees("1 message to each reader, paged, or 2 in full", button="Publish")


async def test_tags_are_set_shown_and_given_back_to_the_text(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held\n\nIt did.\n\n#written")
    await olga.sees("#written", button="Options")
    await olga.says("/tags harbour, #barrier")
    await olga.presses("Preview", on=await olga.sees("Draft ·", button="Preview"))
    await olga.sees("#harbour #barrier", button="Publish")
    await olga.says("/tags")
    await olga.sees("Tags now: #harbour #barrier")
    await olga.says("weather")
    await olga.presses("Options", on=await olga.sees("Draft ·", button="Options"))
    await olga.sees("Tags: #weather", button="Tags as written")
    await olga.presses("No tags")
    await olga.sees("Tags: none, by choice.")
    await olga.presses("Tags as written")
    await olga.sees("Tags, as the last line says: #written", button="Tags")
    await olga.presses("Tags")
    await olga.sees("Tags now: #written")
    await olga.says("this.that")
    await olga.sees("“this.that” cannot be a tag.")
    await olga.says("-")
    await olga.says("/tags one two")
    await olga.says("/tags -")
    await olga.presses("Options", on=await olga.sees("Draft ·", button="Options"))
    await olga.sees("Tags, as the last line says: #written")


async def test_what_follows_the_question_for_tags_and_cannot_be_some_is_a_part(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await olga.sees("Draft ·", button="Publish")
    await olga.says("/tags")
    await olga.sees("There are no tags now.")
    await olga.says("It held for the whole night. So much for the forecast.", as_reply=False)
    await olga.sees("2  text · 11 words", button="Publish")
    await olga.says("The end of it", as_reply=False)
    await olga.sees("3  text · 4 words", button="Publish")
