"""Authors take a draft to a computer as one text, and send it back."""

from __future__ import annotations

import aiohttp

from bot.sandbox.client import Person
from tests.stories.slips import NOT_ALLOWED
from tests.stories.stage import ON_SQLITE, Message, Stage

pytestmark = ON_SQLITE

PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)


async def document_of(stage: Stage, message: Message) -> str:
    """What stands in the file of a message."""
    api = f"{stage.sandbox.url}/bot{stage.sandbox.token}/getFile"
    async with aiohttp.ClientSession() as session:
        async with session.post(api, json={"file_id": message["document"]["file_id"]}) as response:
            path = (await response.json())["result"]["file_path"]
        async with session.get(f"{stage.sandbox.url}/file/bot{stage.sandbox.token}/{path}") as response:
            return await response.text()


async def sends_back(author: Person, text: str | bytes, name: str = "draft.md") -> Message:
    """The author sends a file of that name."""
    data = text if isinstance(text, bytes) else text.encode()
    return await author.sends(document={"data": data, "name": name})


async def a_draft(stage: Stage, author: Person) -> tuple[Message, str]:
    """A draft with a photo, a source, a section and formatting, and its text."""
    bold = [{"type": "bold", "offset": 3, "length": 4}]
    await author.says("The barrier held")
    await author.sends_photo(PHOTO, caption="The barrier at dusk. Harbour Office.")
    await author.says("It held for the whole night.", entities=bold)
    await author.says("https://example.org/bulletin")
    await author.says("My Comment:\n\nAt last.\n\n#harbour #barrier")
    await author.sees("5  ", button="Publish")
    asked = await author.says("/text")
    message = await author.sees("“The barrier held” as one text", kind="document", after=asked)
    return message, await document_of(stage, message)


async def test_a_draft_is_one_document_that_takes_its_place_once_edited(stage: Stage) -> None:
    olga = await stage.opens()
    message, text = await a_draft(stage, olga)
    assert message["document"]["file_name"] == "The-barrier-held-1.md"
    assert text.startswith("---\ntitle: The barrier held\n")
    assert "It **held** for the whole night." in text
    assert "## My Comment:" in text

    edited = text.replace("whole night", "whole of the night").replace("At last.", "At last.\n\nAnd again.")
    await sends_back(olga, edited)
    sheet = await olga.sees("Replace the draft with this document?", button="Replace the draft")
    assert "whole of the night" in sheet["text"]
    await olga.presses("Replace the draft")
    await olga.sees("The document is the draft now.")
    await olga.presses("Preview", on=await olga.sees("Draft · “The barrier held”", button="Preview"))
    preview = await olga.sees("And again.", button="Publish")
    assert preview["caption"].splitlines()[1:] == [
        "The barrier held",
        "",
        "The barrier at dusk. Harbour Office.",
        "",
        "It held for the whole of the night. example.org",
        "",
        "My Comment:",
        "",
        "At last.",
        "",
        "And again.",
        "",
        "#harbour #barrier",
    ]
    assert "photo" in preview


async def test_cancel_and_a_second_document_leave_the_draft_as_it_is(stage: Stage) -> None:
    olga = await stage.opens()
    _, text = await a_draft(stage, olga)
    before = await stage.kept()
    await sends_back(olga, text.replace("At last.", "Never."))
    first = await olga.sees("Replace the draft", button="Cancel")
    await sends_back(olga, text.replace("At last.", "Soon."))
    second = await olga.sees("Soon.", button="Cancel")
    assert await olga.presses_data(_data(first, "Replace the draft"), on=second) == (
        "That document was decided on already. Send it again to have it back."
    )
    await olga.presses("Cancel", on=second)
    await olga.sees("The draft is as it was.")
    after = await stage.kept()
    assert after["parts"] == before["parts"]


async def test_a_draft_that_changed_meanwhile_is_compared_anew(stage: Stage) -> None:
    olga = await stage.opens()
    _, text = await a_draft(stage, olga)
    await sends_back(olga, text.replace("At last.", "Never."))
    await olga.sees("Never.", button="Replace the draft")
    await olga.says("One more thing.")
    await olga.sees("6  text · 3 words")
    assert "has changed meanwhile" in str(await olga.presses("Replace the draft"))
    await olga.sees("One more thing.", button="Replace the draft")
    await olga.presses("Replace the draft")
    await olga.sees("The document is the draft now.")


async def test_a_headline_that_was_taken_over_meanwhile_counts_as_a_change(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held through the night. " + "What happened then takes long to tell, so long. " * 5)
    await olga.sees("Draft", button="Publish")
    asked = await olga.says("/text")
    text = await document_of(stage, await olga.sees("as one text", kind="document", after=asked))
    await sends_back(olga, text.replace("the night", "the whole night"))
    await olga.sees("whole night", button="Replace the draft")
    await olga.presses("Use “The barrier held through the…” as headline")
    await olga.sees("Draft · “The barrier held through the night.”")
    assert "has changed meanwhile" in str(await olga.presses("Replace the draft"))


async def test_a_document_is_the_text_of_the_draft_also_after_a_question(stage: Stage) -> None:
    olga = await stage.opens()
    _, text = await a_draft(stage, olga)
    await olga.says("/tags")
    await olga.sees("Tags now: #harbour #barrier")
    await sends_back(olga, text.replace("At last.", "Never."))
    await olga.sees("Never.", button="Replace the draft")


async def test_what_is_no_text_of_the_draft_is_refused_in_words(stage: Stage) -> None:
    olga = await stage.opens()
    _, text = await a_draft(stage, olga)
    before = await stage.kept()
    slips: dict[str | bytes, str] = {
        b"\xff\xfe\x00": "UTF-8",
        "Just a text without anything before it.": "/text",
        text.replace("draft: 1", "draft: 99"): "/text",
        text.replace("(photo:", "(photo:nothing"): "nothing",
        text.replace("title: The barrier held", "title: " + "x" * 5_000): "200 are the limit",
        text: "just what the draft says",
    }
    for sent, words in slips.items():
        message = await sends_back(olga, sent)
        await olga.sees(words, after=message)
    after = await stage.kept()
    assert {name: rows for name, rows in after.items() if name not in ("text_forms", "slots")} == {
        name: rows for name, rows in before.items() if name not in ("text_forms", "slots")
    }


async def test_nobody_else_decides_on_a_document(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    _, text = await a_draft(stage, olga)
    await sends_back(olga, text.replace("At last.", "Never."))
    sheet = await olga.sees("Never.", button="Replace the draft")
    welcome = await pavel.sees("You are an author")
    assert await pavel.presses_data(_data(sheet, "Replace the draft"), on=welcome) == NOT_ALLOWED


def _data(message: Message, label: str) -> str:
    buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
    return str(next(button["callback_data"] for button in buttons if button["text"] == label))
