"""The buttons below a post's last message: its leaves to turn, its comments, and a way to write one."""

from __future__ import annotations

from bot.core.options import CommentRule
from bot.core.posts import Post
from bot.rendering.message import Button, Keyboard, Press, Verb
from bot.rendering.texts import Texts


def post_buttons(texts: Texts, post: Post, leaf: int = 1) -> Keyboard:
    """ "No comments" (or how many) and "Post a comment"; above them ◀ 2/4 ▶ where there are leaves to turn.

    ``leaf`` is what the message shows, of a former revision perhaps. Where comments are closed none can be written.
    """
    comments = [Button(texts.comments_button(post.comments), Press(Verb.COMMENTS, (post.id,)))]
    if post.options.comments is not CommentRule.CLOSED and not post.comments_closed:
        comments.append(Button(texts.button("Post a comment"), Press(Verb.COMMENT, (post.id,))))
    return (*turning_row(Verb.TURN, post.id, leaf, post.leaves), tuple(comments))


def turning_row(verb: Verb, subject_id: int, leaf: int, leaves: int) -> Keyboard:
    """◀ 2/4 ▶ as a row, or none for a single leaf; the number turns back to the first. A press names the leaf."""
    if leaves == 1:
        return ()
    leaf = min(leaf, leaves)
    wanted = [("◀", leaf - 1), (f"{leaf}/{leaves}", 1), ("▶", leaf + 1)]
    return (tuple(Button(label, Press(verb, (subject_id, to))) for label, to in wanted if 1 <= to <= leaves),)
