"""A post's messages outside of a campaign: each leaves a copy, so that replies and presses know their post.

Whoever presses a button below a copy, or comments, has it before her: it shows the newest count at once, by an answer
of the same turn (``bot.delivery.counters`` sees to all others).
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.outgoing import PageOf
from bot.core.posts import Copy, Post
from bot.core.refusals import Refusal, RefusalKey
from bot.gateway.encoding import encode_markup_edit, with_keyboard
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


async def adopt(tx: Transaction, post: Post, chat_id: int, message_id: int) -> Copy | None:
    """A press or a reply shows that the post's last message stands there: kept, if it was not known.

    None if ``message_id`` is 0, or belongs to another post.
    """
    if not message_id:
        return None
    copy = await copies.find(tx, chat_id, message_id)
    if copy is None:
        # Which count its button shows is not known; one that cannot be right is found by the next repainting.
        copy = Copy(post.id, chat_id, message_id, post.pages, post.revision, UNKNOWN_COUNT)
        await copies.add(tx, [copy])
        await ledger.adopt(tx, post.id, chat_id, post.pages)
    return copy if copy.post_id == post.id else None


async def pressed_on(
    tx: Transaction, texts: Texts, post: Post, chat_id: int, message_id: int, *, anew: bool = False
) -> tuple[Say, ...]:
    """A button below the post was pressed there: new buttons for the copy, if it shows an old count; with ``anew`` in
    any case, for it has others than it should."""
    copy = await adopt(tx, post, chat_id, message_id)
    if copy is None or (copy.comments == post.comments and not anew):
        return ()
    if copy.comments is None and (copy.revision, copy.page) != (post.revision, post.pages):
        return ()  # an update has taken its buttons, or has not yet brought them
    # The post's last message may have been given up as beyond painting; as it was pressed, it is not.
    return (await _repainted(tx, texts, post, copy),)


async def counted_for(
    tx: Transaction, texts: Texts, post: Post, chat_id: int, *, anew: bool = False
) -> tuple[Say, ...]:
    """The count has changed for somebody who is there, or with ``anew`` something else: new buttons for the newest copy
    in that chat."""
    copy = await copies.newest_with_buttons(tx, post.id, chat_id)
    if copy is None or (copy.comments == post.comments and not anew):
        return ()
    return (await _repainted(tx, texts, post, copy),)


async def _repainted(tx: Transaction, texts: Texts, post: Post, copy: Copy) -> Say:
    """The edit comes behind whatever is queued for the chat, so also behind a turning of the same copy."""
    await copies.shows(tx, replace(copy, comments=post.comments))
    keyboard = post_buttons(texts, post, await copies.turned(tx, copy.chat_id, copy.message_id))
    return Say(copy.chat_id, encode_markup_edit(keyboard, copy.message_id))


UNKNOWN_COUNT = -1
"""The count on the button of a copy that was adopted."""
