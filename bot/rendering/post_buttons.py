"""The buttons below a post's last message: its comments, and a way to write one."""

from __future__ import annotations

from bot.core.posts import Post
from bot.rendering.message import Button, Keyboard, Press, Verb
from bot.rendering.texts import Texts


def post_buttons(texts: Texts, post: Post) -> Keyboard:
    """ "No comments" (or how many) and "Post a comment"."""
    return (
        (
            Button(texts.comments_button(post.comments), Press(Verb.COMMENTS, (post.id,))),
            Button(texts.button("Post a comment"), Press(Verb.COMMENT, (post.id,))),
        ),
    )
