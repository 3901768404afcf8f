"""The drawer with the bot's calls, and the button that plays a script."""

from __future__ import annotations

from bot.sandbox.client import Person, World
from tests.page.columns import PageView
from tests.sandbox.conftest import RawBot, button, keyboard


async def test_every_call_stands_in_the_drawer_with_its_answer(view: PageView, bot: RawBot, ann: Person) -> None:
    await bot.does("sendMessage", chat_id=ann.id, text="Before it was opened")
    await view.page.get_by_role("button", name="Calls").click()
    drawer = view.page.get_by_role("complementary", name="API calls")
    await bot.is_refused("sendMessage", chat_id=1, text="To nobody")
    calls = drawer.get_by_role("listitem")
    await drawer.get_by_text("400", exact=True).wait_for()
    assert await calls.count() == 2
    await calls.first.locator("summary").first.click()
    await drawer.get_by_text("Bad Request: chat not found").wait_for()
    await drawer.get_by_role("searchbox").fill("before it")
    await view.page.wait_for_function("() => document.querySelectorAll('.calls > li:not([hidden])').length === 1")
    await view.page.keyboard.press("Escape")
    await drawer.wait_for(state="hidden")


async def test_a_call_that_is_held_shows_before_it_is_over(
    view: PageView, world: World, bot: RawBot, ann: Person
) -> None:
    fault = await world.faults("sendMessage", hold="before")
    await view.page.get_by_role("button", name="Calls").click()
    drawer = view.page.get_by_role("complementary", name="API calls")
    await view.page.evaluate(
        "([url, id]) => { fetch(url, {method: 'POST', body: new URLSearchParams({chat_id: id, text: 'Held'})}) }",
        [f"{bot.base}/sendMessage", ann.id],
    )
    await drawer.get_by_text("…", exact=True).wait_for()
    await fault.release()
    await drawer.get_by_text("200", exact=True).wait_for()
    await view.column("Ann").sees("Held")


async def test_a_script_that_was_handed_in_is_played(view: PageView, world: World, bot: RawBot) -> None:
    play = view.page.get_by_role("button", name="Play")
    assert await play.count() == 0
    steps = [
        {"person": "Olga", "act": "start"},
        {
            "person": "Olga",
            "act": "send",
            "text": "Hello",
            "wait_for": {"text": "Welcome", "later": True, "timeout": 10},
        },
        {"person": "Olga", "act": "press", "label": "Go", "timeout": 0.1},
        {"person": "Mia", "act": "follow", "link_from": {"person": "Olga", "text": "Welcome"}},
    ]
    await world.post("script", title="A first hello", steps=steps)
    await play.click()
    olga = view.column("Olga")
    await olga.sees("Hello")
    (person,) = await world.get("people")
    await bot.does(
        "sendMessage",
        chat_id=person["user"]["id"],
        text="Welcome, come in: https://t.me/long_view_bot?start=mia",
        reply_markup=keyboard([button("Go")]),
    )
    await view.column("Mia").sees("/start mia")
    await view.page.get_by_text("The script has come to its end.").wait_for()
    script = await world.get("script")
    assert (script["state"], script["step"], script["steps"]) == ("done", 4, 4)


async def test_a_script_that_fails_says_at_which_step(view: PageView, world: World) -> None:
    steps = [{"person": "Olga", "act": "start", "wait_for": {"text": "never said", "timeout": 0}}]
    await world.post("script", title="Vain", steps=steps)
    await view.page.get_by_role("button", name="Play").click()
    await view.page.get_by_text("The script has failed: step 1: Olga does not see").wait_for()
