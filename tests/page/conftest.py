"""A sandbox and a browser that shows its page. Where Chromium or playwright is missing, these tests are skipped.

They need Debian's ``chromium`` (or any Chromium whose path stands in ``CHROMIUM``) and ``playwright`` from PyPI.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio

from bot.sandbox.client import Person, World
from bot.sandbox.server import Sandbox
from tests.page.columns import PageView
from tests.sandbox.conftest import RawBot

if TYPE_CHECKING:
    from playwright.async_api import Browser

ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)

WIDE, NARROW = (1440, 900), (375, 812)
"""Width and height of the screens, in CSS pixels."""

Opens = Callable[..., Awaitable[PageView]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser serves all of them, so all run in one loop; and they need more than Python."""
    for item in items:
        if "tests/page/" in item.path.as_posix():
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.check)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium without a window."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium: apt-get install chromium, or set CHROMIUM to its path")
    api = pytest.importorskip("playwright.async_api", reason="playwright is not installed: pip install playwright")
    async with api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(bot_name="The Long View", bot_username="long_view_bot") as sandbox:
        yield sandbox


@pytest_asyncio.fixture(loop_scope="session")
async def world(sandbox: Sandbox) -> AsyncIterator[World]:
    async with World(sandbox.url) as world:
        yield world


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sandbox: Sandbox) -> AsyncIterator[RawBot]:
    """A bot that makes raw calls and never asks for updates."""
    async with aiohttp.ClientSession() as session:
        yield RawBot(sandbox, session)


@pytest_asyncio.fixture(loop_scope="session")
async def ann(world: World) -> Person:
    """Somebody who has pressed Start."""
    person = await world.person("Ann")
    await person.starts()
    return person


@pytest_asyncio.fixture(loop_scope="session")
async def opens(browser: Browser, sandbox: Sandbox) -> AsyncIterator[Opens]:
    """Opens the page; at the end, nothing that went wrong in it may have been written on its console."""
    views: list[PageView] = []

    async def open_page(size: tuple[int, int] = WIDE, scheme: str = "light") -> PageView:
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if scheme == "dark" else "light"
        )
        view = PageView(await context.new_page(), sandbox.url)
        views.append(view)
        await view.open()
        return view

    yield open_page
    for view in views:
        await view.page.context.close()
    assert [trouble for view in views for trouble in view.troubles] == []


@pytest_asyncio.fixture(loop_scope="session")
async def view(opens: Opens) -> PageView:
    """The page on a wide screen, in light colours."""
    return await opens()
