"""A post's messages outside of a campaign: each leaves a copy, so that replies and presses know their post."""

from __future__ import annotations

from bot.core.outgoing import PageOf
from bot.core.posts import Copy, Post
from bot.core.refusals import Refusal, RefusalKey
from bot.gateway.encoding import with_keyboard
from bot.handlers.answers import Say
from bot.rendering.post_buttons import post_buttons
from bot.rendering.texts import Texts
from bot.storage import copies, ledger, posts
from bot.storage.engine import Transaction


async def post_in(tx: Transaction, texts: Texts, post: Post, chat_id: int) -> list[Say]:
    """The messages of a post for one chat, the buttons on the last."""
    pages = await posts.pages_of(tx, post.id, post.revision)
    said = []
    for number, page in enumerate(pages, start=1):
        if not page.messages:
            continue
        last = number == len(pages)
        content = with_keyboard(page, post_buttons(texts, post)) if last else page
        copy = PageOf(post.id, post.revision, number, post.comments if last else None)
        said.append(Say(chat_id, content, page=copy))
    return said


async def published(tx: Transaction, post_id: int) -> Post:
    """The post that a press or a reply is about; refused when readers have none of that id, or no longer."""
    post = await posts.find(tx, post_id)
    if post is None:
        raise Refusal(RefusalKey.POST_UNKNOWN)
    post.must_be_out()
    return post


async def adopt(tx: Transaction, post: Post, chat_id: int, message_id: int) -> None:
    """A press or a reply shows that the post's last message stands there: kept, if it was not known."""
    if not message_id or await copies.find(tx, chat_id, message_id) is not None:
        return
    # Which count its button shows is not known; one that cannot be right is found by the next repainting.
    await copies.add(tx, [Copy(post.id, chat_id, message_id, post.pages, post.revision, UNKNOWN_COUNT)])
    await ledger.adopt(tx, post.id, chat_id, post.pages)


UNKNOWN_COUNT = -1
"""The count on the button of a copy that was adopted."""
