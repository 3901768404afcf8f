"""On every screen, in both colours, for everyone: narrow screens, the keyboard alone, and what axe-core finds.

``vendor/axe.min.js`` is axe-core 4.14.1 by Deque Systems, kept as it is, under the Mozilla Public License 2.0.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.client import Person, World
from tests.page.columns import PageView, pressed
from tests.page.conftest import NARROW, WIDE
from tests.page.test_reading import PHOTO, entity
from tests.sandbox.conftest import RawBot, button, keyboard

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")


async def violations(view: PageView) -> list[str]:
    """What axe-core finds wrong, with the elements."""
    await view.page.evaluate(AXE)
    found: list[dict[str, Any]] = await view.page.evaluate("axe.run().then((results) => results.violations)")
    return [f"{each['id']}: {node['html']}\n{node['failureSummary']}" for each in found for node in each["nodes"]]


async def furnish(world: World, bot: RawBot, ann: Person) -> None:
    """A chat with one of everything."""
    await ann.sends_photo(PHOTO, caption="The barrier")
    await ann.sends_album([{"photo": PHOTO}, {"photo": PHOTO}])
    await ann.sends_sticker()
    await ann.sends_dice()
    await ann.sends(document={"data": b"%PDF", "name": "notes.pdf"})
    await ann.sends(voice={"data": b"OggS"})
    await ann.sends(video={"data": b"none", "name": "x.mp4"})
    text = "bold code secret quoted /help #tag https://example.org"
    kinds = [("bold", 0, 4), ("code", 5, 4), ("spoiler", 10, 6), ("expandable_blockquote", 17, 6)]
    card = await bot.does(
        "sendMessage",
        chat_id=ann.id,
        text=text,
        entities=[entity(*kind) for kind in kinds],
        reply_markup=keyboard([button("Publish"), {"text": "Site", "url": "https://example.org/"}]),
    )
    await ann.replies_to(card, "A reply")
    await bot.does("pinChatMessage", chat_id=ann.id, message_id=card["message_id"])
    await world.group("Moderators", [ann], administrator=True)
    await bot.does("sendMessage", chat_id=ann.id, text="Answer!", reply_markup={"force_reply": True})
    await world.person("Ben")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_axe_finds_no_violation(
    opens: Any, world: World, bot: RawBot, ann: Person, size: tuple[int, int], scheme: str
) -> None:
    empty = await opens(size, scheme)
    await furnish(world, bot, ann)
    view = await opens(size, scheme)
    await view.column("Ann").sees("Answer!")
    assert await violations(view) == []
    await view.column("Ann").button("Publish").focus()
    await view.column("Ann").button("Commands").click()
    await view.page.get_by_role("button", name="Calls").click()
    await bot.does("getMe")
    await view.page.locator(".calls > li:not([hidden]) summary").first.click()
    assert await violations(view) == []
    await view.page.keyboard.press("Escape")
    await view.page.get_by_role("button", name="People").click()
    assert await violations(view) == []
    await view.page.get_by_role("menuitem", name="New group").click()
    assert await violations(view) == []
    assert await violations(empty) == []


async def test_a_narrow_screen_shows_one_column_and_switches(
    opens: Any, world: World, bot: RawBot, ann: Person
) -> None:
    ben = await world.person("Ben")
    await ben.starts()
    view = await opens(NARROW)
    await view.column("Ann").sees("/start")
    assert await view.column("Ben").root.count() == 0
    await bot.does("sendMessage", chat_id=ben.id, text="For Ben alone")
    tab = view.page.get_by_role("tab", name="Ben")
    await tab.get_by_text("1", exact=False).first.wait_for()
    await tab.click()
    await view.column("Ben").sees("For Ben alone")
    assert await view.column("Ann").root.count() == 0
    assert await view.page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


async def test_nothing_is_wider_than_a_narrow_screen(opens: Any, world: World, bot: RawBot, ann: Person) -> None:
    await furnish(world, bot, ann)
    await bot.does(
        "sendMessage", chat_id=ann.id, text="x" * 300, reply_markup=keyboard([button("A long label " * 4)] * 4)
    )
    view = await opens(NARROW)
    await view.column("Ann").sees("xxx")
    script = """() => [...document.querySelectorAll('.log article *')]
        .filter((each) => !each.closest('pre') && each.getBoundingClientRect().right > innerWidth + 1)
        .map((each) => each.className)"""
    assert await view.page.evaluate(script) == []


async def test_colours_follow_the_system_until_somebody_chooses(opens: Any) -> None:
    view = await opens(WIDE, "dark")
    paint = "getComputedStyle(document.body).backgroundColor"
    dark = await view.page.evaluate(paint)
    await view.page.get_by_role("button", name="Dark").click()
    light = await view.page.evaluate(paint)
    assert dark != light
    await view.open()
    assert await view.page.evaluate(paint) == light


async def test_a_whole_conversation_by_keyboard_alone(opens: Any, bot: RawBot, world: World) -> None:
    view = await opens()
    keys = view.page.keyboard
    await view.page.locator("[data-add]").focus()
    await keys.press("Enter")
    await keys.type("Ann")
    await keys.press("Enter")
    column = view.column("Ann")
    await column.button("Start").wait_for()
    await view.page.wait_for_function("() => document.activeElement.textContent === 'Start'")
    await keys.press("Enter")
    await view.page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
    (person,) = await world.get("people")
    chat = person["user"]["id"]
    await bot.does("sendMessage", chat_id=chat, text="Draft", reply_markup=keyboard([button("Publish", "go")]))
    await column.sees("Draft")
    await keys.press("Shift+Tab")
    await keys.press("Shift+Tab")
    await view.page.wait_for_function("() => document.activeElement.textContent === 'Publish'")
    await keys.press("Enter")
    press = await pressed(bot)
    assert press["data"] == "go"
    await bot.does("answerCallbackQuery", callback_query_id=press["id"], text="Done")
    await view.page.wait_for_function("() => !document.querySelector('.key.busy')")
    assert await column.button("Publish").evaluate("(key) => key === document.activeElement")
    await keys.press("ArrowUp")
    await view.page.wait_for_function("() => document.activeElement.textContent.includes('/start')")
    await keys.press("ArrowDown")
    await keys.press("r")
    await view.page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
    await keys.type("By hand")
    await keys.press("Enter")
    await column.sees("By hand")
    messages = await world.get(f"people/{chat}/messages")
    assert messages[-1]["reply_to_message"]["text"] == "Draft"
