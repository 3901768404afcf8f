"""One comment by itself: all of its text, its photos, and the question before it is replied to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.comments import Comment
from bot.core.posts import Post
from bot.core.richtext import RichText
from bot.rendering.comment_list import headline_of
from bot.rendering.comment_rows import name_of
from bot.rendering.excerpts import clipped
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.paging import TEXT_LENGTH, cut
from bot.rendering.texts import Texts

ANSWERED_ROOM = 200
"""Characters of a comment where somebody is about to reply to it."""


def whole_comment(texts: Texts, post: Post, comment: Comment, *, now: datetime, open: bool) -> list[Message]:
    """All of the text, in as many messages as it takes; the last one can be replied to while comments are ``open``."""
    above = _signed(texts, post, comment, now) + RichText("\n")
    said = comment.body.text.without("blockquote", "expandable_blockquote").wrap("blockquote")
    pieces = [piece.text for piece in cut(said, TEXT_LENGTH - len(above.text))] or [RichText()]
    messages = [Message(piece, link_preview=False) for piece in (above + pieces[0], *pieces[1:])]
    if open:
        reply = Button(texts.button("Reply"), Press(Verb.REPLY, (comment.id,)))
        messages[-1] = replace(messages[-1], keyboard=((reply,),))
    return messages


def comment_photos(texts: Texts, post: Post, comment: Comment, now: datetime) -> list[Message]:
    """The photos of a comment, the first with its writer's name."""
    caption = _signed(texts, post, comment, now)
    return [Message(RichText() if number else caption, media=photo) for number, photo in enumerate(comment.body.photos)]


def reply_prompt(texts: Texts, post: Post, comment: Comment) -> Message:
    """The question after Reply; the client opens the field for the answer."""
    question = RichText(texts.reply_prompt(name_of(texts, comment, post), headline_of(texts, post)))
    said = clipped(comment.body.text.text, ANSWERED_ROOM)
    text = question + RichText("\n") + RichText.quote(said) if said else question
    return Message(text, asks=texts.reply_placeholder(), link_preview=False)


def _signed(texts: Texts, post: Post, comment: Comment, now: datetime) -> RichText:
    """Without formatting: the text may have as much as a message can hold."""
    return RichText(f"{name_of(texts, comment, post)} · {texts.ago(comment.created_at, now)}")
