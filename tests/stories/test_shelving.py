"""Authors have several drafts: they look through them, open, rename and duplicate them, and write one together."""

from __future__ import annotations

from bot.rendering.message import Verb
from tests.stories.slips import NOT_ALLOWED, forged
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = ON_SQLITE


async def test_drafts_are_listed_and_another_one_is_opened(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await olga.says("It held.")
    await olga.sees("2  text · 2 words")
    await olga.says("/new")
    await olga.says("The pumps")
    await olga.sees("Draft · “The pumps”")
    await olga.says("/drafts")
    shelf = await olga.sees("Drafts · 2")
    first, second = shelf["text"].splitlines()[1:]
    assert first.startswith("1  “The pumps” · 0 words")
    assert first.endswith("open: Olga")
    assert second.startswith("2  “The barrier held” · 2 words")
    assert "open" not in second
    await olga.presses("Open 2")
    await olga.sees("“The pumps” is put aside.", button="Open again")
    await olga.sees("Draft · “The barrier held”", button="Publish")
    await olga.says("For the whole night.")
    await olga.sees("3  text · 4 words")


async def test_a_draft_gets_another_headline(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await olga.says("It held.")
    await olga.sees("2  text · 2 words")
    await olga.says("/drafts")
    await olga.presses("Rename 1")
    await olga.sees("Write the new headline for “The barrier held”.")
    await olga.says("x" * 201)
    await olga.sees("That headline has 201 characters; 200 are the limit.")
    await olga.says("The barrier has held")
    await olga.sees("Draft · “The barrier has held”")
    await olga.sees("1  “The barrier has held”", button="Rename 1")


async def test_a_question_about_a_draft_does_not_outlive_it(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await olga.sees("Draft · “The barrier held”")
    await olga.says("/drafts")
    await olga.presses("Rename 1")
    await olga.sees("Write the new headline for “The barrier held”.")
    await olga.says("/discard")
    await olga.sees("discarded", button="Undo")
    await olga.says("The pumps", as_reply=False)
    await olga.sees("Draft · “The pumps”")


async def test_a_question_about_a_draft_does_not_keep_messages_from_the_one_that_is_opened(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await olga.sees("Draft · “The barrier held”")
    await olga.says("/new")
    await olga.says("The pumps")
    await olga.sees("Draft · “The pumps”")
    await olga.says("/schedule")
    await olga.sees("When shall “The pumps” go out?")
    await olga.says("/drafts")
    await olga.presses("Open 2")
    await olga.sees("Draft · “The barrier held”", button="Publish")
    await olga.says("It held for the whole night.", as_reply=False)
    await olga.sees("2  text · 6 words")


async def test_a_duplicate_goes_its_own_way(stage: Stage) -> None:
    olga = await stage.opens()
    written = await olga.says("The barrier held\n\nIt held.")
    await olga.says("/drafts")
    assert await olga.presses("Duplicate 1") == "Duplicated."
    await olga.sees("Drafts · 2", button="Open 2")
    await olga.presses("Open 1", on=await olga.sees("Drafts · 2"))
    await olga.says("And then?")
    await olga.sees("2  text · 2 words")
    asked = await olga.says("/drafts")
    lines = (await olga.sees("Drafts · 2", after=asked))["text"].splitlines()
    assert [line.split(" · ")[1] for line in lines[1:]] == ["4 words", "2 words"]
    await olga.edits(written, "The barrier held\n\nIt held all night.")
    await olga.sees("1  headline · text · 4 words")


async def test_two_authors_of_one_draft_do_not_lose_each_others_parts(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    await pavel.says("The barrier held")
    await pavel.sees("Draft · “The barrier held”")
    await olga.says("/drafts")
    await olga.sees("by Pavel · open: Pavel")
    await olga.presses("Open 1")
    await olga.sees("Draft · “The barrier held”", button="Publish")
    for number in range(5):
        await olga.says(f"Olga {number}")
        await pavel.says(f"Pavel {number}")
    for author in (olga, pavel):
        await author.sees("11  text · 2 words")
    await pavel.presses("Preview")
    preview = await pavel.sees("Olga 4", button="Publish")
    said = [line for line in preview["text"].splitlines() if line.startswith(("Olga", "Pavel"))]
    assert said == [f"{name} {number}" for number in range(5) for name in ("Olga", "Pavel")]


async def test_an_author_sees_and_opens_own_drafts_only(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    await olga.says("The barrier held")
    await olga.sees("Draft · “The barrier held”")
    await pavel.says("/drafts")
    nothing = await pavel.sees("There are no drafts. Send a post’s first message, and there is one.")
    for verb in (Verb.OPEN, Verb.RENAME, Verb.DUPLICATE):
        assert await forged(pavel, nothing, verb, 1)() == NOT_ALLOWED


async def test_a_long_list_has_pages(stage: Stage) -> None:
    olga = await stage.opens()
    for number in range(6):
        await olga.says("/new")
        await olga.says(f"Draft number {number}")
        await olga.sees(f"Draft · “Draft number {number}”")
    await olga.says("/drafts")
    await olga.presses("▶")
    last = await olga.sees("6  “Draft number 0”", button="◀")
    await forged(olga, last, Verb.DRAFTS, 99)()
    await olga.sees("6  “Draft number 0”", button="◀")
    await olga.presses("◀")
    await olga.sees("1  “Draft number 5”", button="▶")
