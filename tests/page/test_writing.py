"""What people do in their columns: write, reply, edit, delete, attach, press, block."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import pytest

from bot.sandbox.client import Person, World
from tests.page.columns import PageView, pressed
from tests.page.test_reading import PHOTO
from tests.sandbox.conftest import RawBot, button, keyboard


async def test_a_person_is_added_by_name_and_presses_start(view: PageView, world: World) -> None:
    await view.page.get_by_role("button", name="Add a person").click()
    await view.page.get_by_role("textbox", name="Name").fill("Olga Berg")
    await view.page.keyboard.press("Enter")
    column = view.column("Olga Berg")
    await column.root.get_by_text("has not started the bot").wait_for()
    assert await column.field.count() == 0
    await column.button("Start").click()
    await column.sees("/start")
    await column.field.wait_for()
    (person,) = await world.get("people")
    assert person["began"]
    assert person["user"]["last_name"] == "Berg"


async def test_enter_sends_and_shift_enter_begins_a_line(view: PageView, ann: Person) -> None:
    column = view.column("Ann")
    await column.field.fill("first")
    await column.field.press("Shift+Enter")
    await column.field.press_sequentially("**second**")
    await column.field.press("Enter")
    await column.sees("second")
    sent = (await ann.messages())[-1]
    assert sent["text"] == "first\nsecond"
    assert sent["entities"] == [{"type": "bold", "offset": 6, "length": 6}]
    assert await column.field.input_value() == ""


async def test_a_long_text_goes_as_several_messages(view: PageView, ann: Person) -> None:
    await view.column("Ann").says("word " * 1000)
    await view.column("Ann").root.get_by_role("article").nth(2).wait_for()
    assert [len(each["text"]) for each in (await ann.messages())[1:]] == [4096, 903]


async def test_replying_with_a_quote_of_the_selection(view: PageView, bot: RawBot, ann: Person) -> None:
    sent = await bot.does("sendMessage", chat_id=ann.id, text="The gates were closed at dusk")
    column = view.column("Ann")
    bubble = await column.sees("The gates")
    select = """(bubble) => {
        const words = bubble.querySelector(".words").firstChild;
        getSelection().setBaseAndExtent(words, 15, words, 21);
    }"""
    await bubble.evaluate(select)
    await bubble.hover()
    await bubble.get_by_role("button", name="Actions for this message").click()
    await view.page.get_by_role("menuitem", name="Reply to the selection").click()
    await column.says("When?")
    await column.sees("When?")
    reply = (await ann.messages())[-1]
    assert reply["reply_to_message"]["message_id"] == sent["message_id"]
    assert reply["quote"]["text"] == "closed"


async def test_the_last_message_is_edited_with_arrow_up_and_its_formatting_survives(
    view: PageView, ann: Person
) -> None:
    column = view.column("Ann")
    await column.says("It **helds**")
    await column.sees("It helds")
    await column.field.press("ArrowUp")
    assert await column.field.input_value() == "It **helds**"
    await column.says("It **held**")
    assert "edited" in await (await column.sees("It held")).inner_text()
    edited = (await ann.messages())[-1]
    assert edited["text"] == "It held"
    assert edited["entities"] == [{"type": "bold", "offset": 3, "length": 4}]


async def test_escape_gives_up_an_edit(view: PageView, ann: Person) -> None:
    column = view.column("Ann")
    await column.says("As it was")
    await column.sees("As it was")
    await column.chooses("As it was", "Edit")
    await column.field.fill("Something else")
    await column.field.press("Escape")
    assert await column.field.input_value() == ""
    assert (await ann.messages())[-1]["text"] == "As it was"


async def test_a_message_is_deleted_after_a_question(view: PageView, ann: Person) -> None:
    column = view.column("Ann")
    await column.says("Too rash")
    await column.sees("Too rash")
    await column.chooses("Too rash", "Delete")
    await view.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await column.bubble("Too rash").wait_for(state="detached")
    assert len(await ann.messages()) == 1


async def test_a_pressed_button_is_busy_until_the_toast_comes(view: PageView, bot: RawBot, ann: Person) -> None:
    await bot.does("sendMessage", chat_id=ann.id, text="Draft", reply_markup=keyboard([button("Publish", "go")]))
    column = view.column("Ann")
    key = column.button("Publish")
    await key.click()
    await column.root.locator(".key.busy").wait_for()
    press = await pressed(bot)
    assert press["data"] == "go"
    await bot.does("answerCallbackQuery", callback_query_id=press["id"], text="Sent to 3 readers")
    await column.root.get_by_role("status").get_by_text("Sent to 3 readers").wait_for()
    assert await key.get_attribute("aria-busy") is None


async def test_an_alert_stands_in_the_way_until_it_is_read(view: PageView, bot: RawBot, ann: Person) -> None:
    await bot.does("sendMessage", chat_id=ann.id, text="Draft", reply_markup=keyboard([button("Publish", "go")]))
    key = view.column("Ann").button("Publish")
    await key.click()
    press = await pressed(bot)
    await bot.does("answerCallbackQuery", callback_query_id=press["id"], text="Too late", show_alert=True)
    alert = view.page.get_by_role("dialog", name="The Long View")
    await alert.get_by_text("Too late").wait_for()
    await view.page.keyboard.press("Enter")
    await alert.wait_for(state="detached")
    assert await key.evaluate("(key) => key === document.activeElement")


async def test_many_presses_that_nobody_answers_do_not_hold_the_page_up(
    view: PageView, bot: RawBot, ann: Person
) -> None:
    rows = [[button(f"No. {number}", f"d{number}")] for number in range(8)]
    await bot.does("sendMessage", chat_id=ann.id, text="Press all", reply_markup=keyboard(*rows))
    column = view.column("Ann")
    for number in range(8):
        await column.button(f"No. {number}").click()
    await column.says("Still here")
    await column.sees("Still here")


async def test_a_forced_reply_opens_by_itself_and_can_be_closed(view: PageView, bot: RawBot, ann: Person) -> None:
    column = view.column("Ann")
    await column.field.click()
    asks: dict[str, Any] = {"force_reply": True, "input_field_placeholder": "Your comment…"}
    first = await bot.does("sendMessage", chat_id=ann.id, text="Write your comment", reply_markup=asks)
    field = column.root.get_by_placeholder("Your comment…")
    await field.fill("What happens to Holm?")
    await field.press("Enter")
    await column.sees("What happens to Holm?")
    assert (await ann.messages())[-1]["reply_to_message"]["message_id"] == first["message_id"]
    await bot.does("sendMessage", chat_id=ann.id, text="And now?", reply_markup=asks)
    await column.root.get_by_role("button", name="Do not reply").click()
    await column.says("Just so")
    await column.sees("Just so")
    assert "reply_to_message" not in (await ann.messages())[-1]


async def test_commands_are_offered_for_a_slash_and_chosen_with_the_keyboard(
    view: PageView, bot: RawBot, ann: Person
) -> None:
    commands = [{"command": name, "description": f"does {name}"} for name in ("latest", "archive", "help")]
    await bot.does("setMyCommands", commands=commands)
    column = view.column("Ann")
    await column.button("Commands").click()
    await column.root.get_by_role("option").nth(2).wait_for()
    await column.field.press("Escape")
    await column.field.press_sequentially("/a")
    await column.root.get_by_role("option", name="/archive").wait_for()
    assert await column.root.get_by_role("option").count() == 1
    await column.field.press("Enter")
    await column.sees("/archive")
    assert (await ann.messages())[-1]["text"] == "/archive"


async def test_photos_are_attached_by_button_paste_and_drop(view: PageView, ann: Person) -> None:
    column = view.column("Ann")
    async with view.page.expect_file_chooser() as choosing:
        await column.button("Attach").click()
        await view.page.get_by_role("menuitem", name="Photo or video").click()
    await (await choosing.value).set_files(PHOTO)
    for event in ("paste", "drop"):
        await column.field.evaluate(GIVE_FILE, [event, base64.b64encode(PHOTO.read_bytes()).decode()])
    await column.root.locator(".staged li").nth(2).wait_for()
    await column.says("Three of them")
    await column.sees("Three of them")
    album = (await ann.messages())[1:]
    assert [each.get("caption") for each in album] == ["Three of them", None, None]
    assert len({each["media_group_id"] for each in album}) == 1
    assert all(each["photo"][-1]["file_size"] == PHOTO.stat().st_size for each in album)


GIVE_FILE = """(field, [kind, data]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const given = new DataTransfer();
    given.items.add(new File([bytes], "harbour.jpg", { type: "image/jpeg" }));
    const Kind = kind === "paste" ? ClipboardEvent : DragEvent;
    const member = kind === "paste" ? "clipboardData" : "dataTransfer";
    field.dispatchEvent(new Kind(kind, { [member]: given, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize(("label", "kind"), [("Sticker", "sticker"), ("Dice", "dice"), ("Location", "location")])
async def test_odd_kinds_can_be_sent(view: PageView, ann: Person, label: str, kind: str) -> None:
    column = view.column("Ann")
    await column.button("Attach").click()
    await view.page.get_by_role("menuitem", name=label).click()
    await column.root.get_by_role("article").nth(1).wait_for()
    assert kind in (await ann.messages())[-1]


async def test_the_bot_is_blocked_and_unblocked(view: PageView, bot: RawBot, ann: Person) -> None:
    column = view.column("Ann")
    await column.from_menu("Block the bot")
    await column.root.get_by_text("has blocked the bot").wait_for()
    assert await column.field.count() == 0
    assert await bot.is_refused("sendMessage", chat_id=ann.id, text="x") == "403 Forbidden: bot was blocked by the user"
    await column.button("Unblock").click()
    await column.field.wait_for()
    await bot.does("sendMessage", chat_id=ann.id, text="Welcome back")
    await column.sees("Welcome back")


async def test_what_cannot_be_done_is_said_in_words(view: PageView, world: World, ann: Person) -> None:
    column = view.column("Ann")
    await column.field.wait_for()
    await ann.says("Old")
    await world.moves_clock(50 * 3600)
    await column.sees("Old")
    await column.chooses("Old", "Edit")
    await column.says("New")
    await column.root.get_by_role("status").get_by_text("people can edit their messages for 48 hours").wait_for()


async def test_two_pages_show_the_same(opens: Any, ann: Person) -> None:
    one, other = await asyncio.gather(opens(), opens())
    await one.column("Ann").says("Hello from here")
    await other.column("Ann").sees("Hello from here")
