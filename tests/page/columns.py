"""The page as people see it: columns by name, and in them bubbles, buttons and the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.client import PATIENCE
from tests.sandbox.conftest import RawBot

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

HARMLESS = "the server responded with a status of 4"
"""What Chromium writes whenever a request is refused, as some are here on purpose."""


class PageView:
    """An open page. ``troubles`` collects errors of its scripts and whatever it could not load."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.troubles: list[str] = []
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda line: self._hears(line.type, line.text))
        page.on("request", lambda request: self._asks(request.url))

    def _hears(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and HARMLESS not in text:
            self.troubles.append(text)

    def _asks(self, address: str) -> None:
        if not address.startswith((self.url, "data:", "blob:")):
            self.troubles.append(f"the page asks for {address}")

    async def open(self) -> None:
        """Load it, and wait until it has read what there is."""
        await self.page.goto(self.url)
        await self.page.get_by_text("@long_view_bot").wait_for()

    def column(self, name: str) -> Column:
        """The column of the person with that first name."""
        return Column(self.page, name)


class Column:
    """One person's column."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.root = page.get_by_role("region", name=name, exact=True)
        self.field = self.root.get_by_role("textbox", name="Message")

    def bubble(self, text: str) -> Locator:
        """The newest message with that text."""
        return self.root.get_by_role("article").filter(has_text=text).last

    def button(self, label: str) -> Locator:
        """The newest button with that label."""
        return self.root.get_by_role("button", name=label, exact=True).last

    async def says(self, text: str) -> None:
        """Type a text and send it with Enter."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def sees(self, text: str) -> Locator:
        """Wait until a message with that text stands there; it is scrolled to."""
        found = self.bubble(text)
        await found.wait_for()
        return found

    async def chooses(self, text: str, action: str) -> None:
        """Open the menu of the message with that text and choose an action."""
        await self.bubble(text).click(button="right", position={"x": 12, "y": 12})
        await self.page.get_by_role("menuitem", name=action, exact=True).click()

    async def from_menu(self, action: str) -> None:
        """Choose from the menu in the column's head."""
        await self.root.get_by_role("button", name="Menu of").click()
        await self.page.get_by_role("menuitem", name=action, exact=True).click()


async def pressed(bot: RawBot) -> dict[str, Any]:
    """Wait for the next press of a button; the `CallbackQuery` object."""
    offset = 0
    while True:
        for update in await bot.does("getUpdates", offset=offset, timeout=10):
            offset = update["update_id"] + 1
            if "callback_query" in update:
                query: dict[str, Any] = update["callback_query"]
                return query
