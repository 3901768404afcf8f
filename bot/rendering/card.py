"""A comment as moderators see it: the card, with what can be decided on it."""

from __future__ import annotations

from bot.core.comments import Comment
from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import clipped, excerpt
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.texts import Texts

CARD_ROOM = 900
"""Characters of a comment on a moderator's card."""

_HEADLINE_ROOM = 60
_NAME_ROOM = 64


def card(texts: Texts, comment: Comment, post: Post, decided_by: str | None) -> Message:
    """The moderators' view. While it waits its buttons carry the version and the revision that were seen."""
    headline = excerpt(post.headline or texts.untitled(), _HEADLINE_ROOM)
    name = RichText.bold(excerpt(comment.name or texts.anonymous(), _NAME_ROOM))
    text = RichText.quote(clipped(comment.body.text.text, CARD_ROOM))
    if comment.case.waits:
        title = RichText(texts.card_title(comment.id, headline, comment.created_at))
        ids = (comment.id, comment.version, comment.revision)
        buttons = (
            Button(texts.button("Approve"), Press(Verb.APPROVE, ids)),
            Button(texts.button("Reject"), Press(Verb.REJECT, ids)),
        )
        return Message(join((title, name, text), "\n"), keyboard=(buttons,), link_preview=False)
    when = comment.case.decided_at or comment.created_at
    title = RichText(texts.card_decided(comment.state, decided_by or "", when, comment.id))
    return Message(join((title, name, text), "\n"), link_preview=False)
