"""The real bot, and people who know nothing but the page: a post is written, sent, commented on and approved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from bot.app import Broadsheet, utc_now
from bot.config import Settings
from bot.sandbox.server import Sandbox
from bot.storage import migrating
from tests.page.columns import Column, PageView
from tests.page.test_reading import PHOTO


@pytest_asyncio.fixture(loop_scope="session")
async def claim_link(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[str]:
    """A running bot; the link by which somebody becomes the blog's owner."""
    url = f"sqlite+aiosqlite:///{tmp_path}/blog.db"
    await migrating.upgrade(url, utc_now())
    settings: dict[str, Any] = {
        "bot_token": sandbox.token,
        "api_url": sandbox.url,
        "database_url": url,
        "blog_title": "The Long View",
        "send_delay": timedelta(0),
        "notice_delay": timedelta(0),
    }
    lines: asyncio.Queue[str] = asyncio.Queue()
    broadsheet = Broadsheet(Settings(_env_file=None, **settings))
    running = asyncio.create_task(broadsheet.run(lines.put_nowait))
    while "start=" not in (line := await lines.get()):
        pass
    yield line.split()[-1]
    broadsheet.stop()
    await running


async def comes(view: PageView, name: str) -> Column:
    """Add a person by name."""
    await view.page.get_by_role("button", name="People").click()
    await view.page.get_by_role("menuitem", name="Add a person").click()
    await view.page.get_by_role("textbox", name="Name").fill(name)
    await view.page.keyboard.press("Enter")
    column = view.column(name)
    await column.root.wait_for()
    return column


async def test_a_post_is_written_published_commented_on_and_approved(view: PageView, claim_link: str) -> None:
    olga = await comes(view, "Olga")
    await olga.from_menu("Open a link…")
    await view.page.get_by_role("textbox", name="Address").fill(claim_link)
    await view.page.keyboard.press("Enter")
    await olga.sees("This blog is yours now")
    ann, mia = await comes(view, "Ann"), await comes(view, "Mia")
    await ann.button("Start").click()
    await ann.sees("You will get new posts")

    await olga.says("/team")
    await olga.button("Invite a moderator").click()
    invitation = await (await olga.sees("it works once")).get_by_role("link").inner_text()
    await mia.from_menu("Open a link…")
    await view.page.get_by_role("textbox", name="Address").fill(invitation)
    await view.page.keyboard.press("Enter")
    await mia.sees("You are a moderator")

    async with view.page.expect_file_chooser() as choosing:
        await olga.button("Attach").click()
        await view.page.get_by_role("menuitem", name="Photo or video").click()
    await (await choosing.value).set_files(PHOTO)
    await olga.says("The barrier at dusk. Harbour Office.")
    await olga.says("The barrier held\n\nIt **did**.\n\nMy Comment:\n\nAbout time.\n\n#harbour")
    publish = olga.root.get_by_role("article").filter(has_text="#harbour").get_by_role("button", name="Publish")
    await publish.last.click()
    await olga.button("Send now").click()
    for column in (olga, ann, mia):
        post = await column.sees("About time.")
        await post.get_by_role("button", name="No comments").wait_for()

    await ann.button("Post a comment").click()
    await ann.sees("Write your comment")
    await view.page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
    await view.page.keyboard.type("What happens to Holm now?")
    await view.page.keyboard.press("Enter")
    await ann.sees("waits for a moderator")
    await mia.button("Approve").click()
    await ann.sees("is published")
    for column in (olga, ann, mia):
        await column.button("1 comment").wait_for()
