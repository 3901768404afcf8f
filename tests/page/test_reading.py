"""What stands in a chat: formatting, links, pictures, quotes, and how it changes while one looks at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.sandbox.client import Person, World
from bot.sandbox.server import Sandbox
from tests.page.columns import PageView
from tests.sandbox.conftest import RawBot, button, keyboard

PHOTO = Path(__file__).parents[2] / "bot/demo/sample/harbour.jpg"


async def html_of(view: PageView, text: str, entities: list[dict[str, Any]]) -> str:
    """What the page makes of a formatted text."""
    script = """async ([text, entities]) => {
        const { formatted } = await import("/page/entities.js");
        const context = { revealed: new Set(), follows: () => false, says() {} };
        const box = document.createElement("div");
        box.append(...formatted(text, entities, context, "key"));
        return box.innerHTML;
    }"""
    return str(await view.page.evaluate(script, [text, entities]))


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


FORMATTED: list[tuple[str, list[dict[str, Any]], str]] = [
    ("plain", [], "plain"),
    ("a bold word", [entity("bold", 2, 4)], "a <strong>bold</strong> word"),
    ("👍🏽 bold", [entity("bold", 5, 4)], "👍🏽 <strong>bold</strong>"),
    ("outer in", [entity("italic", 6, 2), entity("bold", 0, 8)], "<strong>outer <em>in</em></strong>"),
    (
        "abcdef",
        [entity("bold", 0, 4), entity("italic", 2, 4)],
        "<strong>ab<em>cd</em></strong><em>ef</em>",
    ),
    ("abc", [entity("bold", 0, 3), entity("italic", 0, 3)], "<strong><em>abc</em></strong>"),
    ("x < y & z", [entity("code", 0, 5)], "<code>x &lt; y</code> &amp; z"),
    ("too long", [entity("underline", 4, 99)], "too <u>long</u>"),
    ("go", [entity("text_link", 0, 2, url="javascript:alert(1)")], "<span>go</span>"),
    ("tail", [entity("bold", 1, 0)], "tail"),
    (
        "print(1)",
        [entity("pre", 0, 8, language="python")],
        '<pre data-language="python"><code>print(1)</code></pre>',
    ),
]

TYPED: list[tuple[str, str, list[tuple[str, int, int]]]] = [
    ("a **bold** and __slanted__ word", "a bold and slanted word", [("bold", 2, 4), ("italic", 11, 7)]),
    ("**__both__**", "both", [("bold", 0, 4), ("italic", 0, 4)]),
    ("2 ** 3, ~~struck~~ ||hidden||", "2 ** 3, struck hidden", [("strikethrough", 8, 6), ("spoiler", 15, 6)]),
    ("`a**b**`", "a**b**", [("code", 0, 6)]),
    ("[here](https://example.org/) 😀 **x**", "here 😀 x", [("text_link", 0, 4), ("bold", 8, 1)]),
    ("```py\nx = 1\n```", "x = 1", [("pre", 0, 5)]),
    ("**", "**", []),
    ("****", "****", []),
]


async def test_entities_become_elements(view: PageView) -> None:
    for text, entities, html in FORMATTED:
        assert await html_of(view, text, entities) == html


async def test_markers_are_read_when_a_message_is_sent_and_come_back_when_it_is_edited(
    view: PageView,
) -> None:
    script = """async (typed) => {
        const { marked, unmarked } = await import("/page/markers.js");
        const once = unmarked(typed);
        return [once, unmarked(marked(once.text, once.entities))];
    }"""
    for typed, text, kinds in TYPED:
        once, again = await view.page.evaluate(script, typed)
        assert once["text"] == text
        assert [(each["type"], each["offset"], each["length"]) for each in once["entities"]] == kinds
        assert again == once


async def test_a_message_that_holds_html_is_shown_as_text(view: PageView, bot: RawBot, ann: Person) -> None:
    attack = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    await bot.does("sendMessage", chat_id=ann.id, text=attack)
    bubble = await view.column("Ann").sees("onerror")
    assert attack in await bubble.inner_text()
    assert "owned" not in await view.page.title()


async def test_a_spoiler_is_revealed_by_a_click_and_stays_so(view: PageView, bot: RawBot, ann: Person) -> None:
    sent = await bot.does("sendMessage", chat_id=ann.id, text="It was the butler", entities=[entity("spoiler", 11, 6)])
    column = view.column("Ann")
    await column.button("Spoiler: show").click()
    await column.root.get_by_text("butler").wait_for()
    await bot.does(
        "editMessageText",
        chat_id=ann.id,
        message_id=sent["message_id"],
        text="It was the butler!",
        entities=[entity("spoiler", 11, 6)],
    )
    await column.sees("butler!")
    assert await column.button("Spoiler: show").count() == 0


async def test_a_deep_link_is_followed_as_the_person_whose_column_it_is(
    view: PageView, bot: RawBot, world: World, ann: Person
) -> None:
    ben = await world.person("Ben")
    await ben.starts()
    await bot.does("sendMessage", chat_id=ben.id, text="Come: https://t.me/long_view_bot?start=invite-7")
    await view.column("Ben").root.get_by_role("link", name="https://t.me").click()
    await view.column("Ben").sees("/start invite-7")
    assert await view.column("Ann").bubble("invite-7").count() == 0
    assert (await ben.messages())[-1]["text"] == "/start invite-7"


async def test_photos_and_albums_are_shown_and_open_large(view: PageView, ann: Person) -> None:
    column = view.column("Ann")
    await ann.sends_album([{"photo": PHOTO, "caption": "The barrier"}, {"photo": PHOTO}, {"photo": PHOTO}])
    bubble = await column.sees("The barrier")
    pictures = bubble.locator("img")
    assert await pictures.count() == 3
    await pictures.first.scroll_into_view_if_needed()
    await view.page.wait_for_function("(image) => image.naturalWidth > 0", arg=await pictures.first.element_handle())
    await pictures.first.click()
    dialog = view.page.get_by_role("dialog", name="Photo")
    await dialog.get_by_text("1 of 3").wait_for()
    await view.page.keyboard.press("ArrowRight")
    await dialog.get_by_text("2 of 3").wait_for()
    await view.page.keyboard.press("Escape")
    await dialog.wait_for(state="detached")


async def test_odd_kinds_have_a_look_of_their_own(view: PageView, ann: Person) -> None:
    column = view.column("Ann")
    await ann.sends_sticker("🐟")
    await ann.sends_dice("🎯", 5)
    await ann.sends_contact("+123", "Chloe")
    await ann.sends(document={"data": b"%PDF", "name": "notes.pdf"})
    await column.root.get_by_role("img", name="Sticker 🐟").wait_for()
    await column.root.get_by_role("img", name="🎯 5").wait_for()
    await column.sees("Chloe")
    await column.root.get_by_role("link", name="notes.pdf").wait_for()


async def test_a_reply_shows_what_it_quotes_and_leads_there(view: PageView, bot: RawBot, ann: Person) -> None:
    question = await ann.says("Does it hold?")
    for number in range(30):
        await bot.does("sendMessage", chat_id=ann.id, text=f"line {number}")
    await bot.does(
        "sendMessage",
        chat_id=ann.id,
        text="It does.",
        reply_parameters={"message_id": question["message_id"], "quote": "hold?"},
    )
    column = view.column("Ann")
    bubble = await column.sees("It does.")
    await bubble.get_by_role("button", name="Reply to Ann").click()
    await view.page.wait_for_function("() => document.activeElement.textContent.includes('Does it hold?')")


async def test_edits_and_deletions_show_while_one_looks(view: PageView, bot: RawBot, ann: Person) -> None:
    column = view.column("Ann")
    sent = await bot.does("sendMessage", chat_id=ann.id, text="Draft one", reply_markup=keyboard([button("Publish")]))
    await column.sees("Draft one")
    await bot.does("editMessageText", chat_id=ann.id, message_id=sent["message_id"], text="Draft two")
    bubble = await column.sees("Draft two")
    assert "edited" in await bubble.inner_text()
    assert await column.button("Publish").count() == 0
    await bot.does("deleteMessage", chat_id=ann.id, message_id=sent["message_id"])
    await bubble.wait_for(state="detached")


async def test_what_happened_before_the_page_was_opened_is_there_and_messages_stay_in_order(
    bot: RawBot, ann: Person, view: PageView
) -> None:
    for number in range(5):
        await bot.does("sendMessage", chat_id=ann.id, text=f"number {number}")
    await view.open()
    await view.column("Ann").sees("number 4")
    texts = await view.column("Ann").root.get_by_role("article").all_inner_texts()
    assert [text.splitlines()[0] for text in texts if "number" in text] == [f"number {n}" for n in range(5)]


async def test_somebody_with_a_group_switches_between_her_chats(
    view: PageView, bot: RawBot, world: World, ann: Person
) -> None:
    mia = await world.person("Mia")
    await view.column("Ann").sees("/start")
    group = await world.group("Moderators", [ann, mia], administrator=True)
    await bot.does("sendMessage", chat_id=group.id, text="A card for all")
    column = view.column("Ann")
    tab = column.root.get_by_role("tab", name="Moderators")
    await tab.get_by_text("unread").wait_for(state="attached")
    await tab.click()
    await column.sees("A card for all")
    await column.says("Seen.")
    await view.column("Mia").root.get_by_role("tab", name="Moderators").click()
    await view.column("Mia").sees("Seen.")
    assert (await mia.messages(chat=group))[-1]["text"] == "Seen."


async def test_a_sandbox_that_was_started_anew_is_read_anew(view: PageView, sandbox: Sandbox, ann: Person) -> None:
    await view.column("Ann").sees("/start")
    await sandbox.stop()
    await view.page.get_by_text("Connecting…").wait_for()
    async with Sandbox(sandbox.port, bot_name="Another", bot_username="other_bot") as other, World(other.url) as world:
        ben = await world.person("Ben")
        await ben.starts()
        await view.column("Ben").sees("/start")
        assert await view.column("Ann").root.count() == 0
        await view.page.get_by_text("@other_bot").wait_for()
        await view.page.context.close()
        view.troubles.clear()  # that nobody answered for a while is what this is about
