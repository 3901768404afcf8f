"""A comment as its writer sees it: the bubble that changes with what becomes of it, and the questions about it."""

from __future__ import annotations

from bot.core.cases import Appeal, CommentState
from bot.core.comments import Body, Comment
from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import clipped, excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.texts import Texts

BUBBLE_ROOM = 300
"""Characters of a comment in its writer's bubble: the message itself stands right above."""

_HEADLINE_ROOM = 60
_WORDS_ROOM = 500


def comment_prompt(texts: Texts, post: Post) -> Message:
    """The question after Post a comment; the client opens the field for the answer."""
    return Message(RichText(texts.comment_prompt(_headline(texts, post))), asks=texts.comment_placeholder())


def new_text_prompt(texts: Texts, post: Post) -> Message:
    """The question after Edit."""
    return Message(RichText(texts.new_text_prompt(_headline(texts, post))), asks=texts.comment_placeholder())


def bubble(texts: Texts, comment: Comment, post: Post, proposed: Body | None = None) -> Message:
    """The reader's own view: what was written, what became of it, and what can be done.

    ``proposed`` is the new text of a comment that waits beside the old one.
    """
    pieces = [RichText(_first_line(texts, comment, post)), quoted(texts, comment.body)]
    if proposed is not None:
        pieces += [RichText(texts.new_text_waits()), quoted(texts, proposed)]
    elif comment.state is CommentState.REJECTED and comment.case.appeal is Appeal.OPEN:
        pieces.append(RichText(texts.looked_at_again()))
    text = join((piece for piece in pieces if piece), "\n")
    return Message(text, keyboard=_keyboard(texts, comment), link_preview=False)


def moved_bubble(texts: Texts) -> Message:
    """What stays of a bubble in whose place there is one below the new text."""
    return Message(RichText(texts.bubble_moved()))


def withdraw_comment_question(texts: Texts, comment: Comment, post: Post) -> Message:
    """The question after Withdraw, in the bubble's place."""
    text = join((RichText(texts.withdraw_comment(_headline(texts, post))), quoted(texts, comment.body)), "\n")
    row = (
        _button(texts, "Withdraw", Verb.WITHDRAW_COMMENT_NOW, comment),
        _button(texts, "Keep it", Verb.BUBBLE, comment),
    )
    return Message(text, keyboard=(row,), link_preview=False)


def quoted(texts: Texts, body: Body) -> RichText:
    """What somebody wrote, cut to its beginning."""
    text = clipped(body.text.text, BUBBLE_ROOM)
    photos = texts.photos(len(body.photos)) if body.photos else ""
    return RichText.quote("\n".join(line for line in (photos, text) if line))


def _first_line(texts: Texts, comment: Comment, post: Post) -> str:
    case = comment.case
    words = excerpt(case.words, _WORDS_ROOM) if case.words else None
    reason = texts.rejection(case.reason, words) if case.reason is not None else None
    return texts.bubble(comment.state, _headline(texts, post), reason)


def _keyboard(texts: Texts, comment: Comment) -> Keyboard:
    """What its writer can do, in one row."""
    state, appeal = comment.state, comment.case.appeal
    if state in (CommentState.WITHDRAWN, CommentState.ERASED):
        return ()
    final = state is CommentState.SPAM or (state is CommentState.REJECTED and appeal is Appeal.USED)
    edit = () if final else (_button(texts, "Edit", Verb.EDIT_COMMENT, comment),)
    can_ask = state is CommentState.REJECTED and appeal is Appeal.NONE
    ask = (_button(texts, "Ask again", Verb.APPEAL, comment),) if can_ask else ()
    show = (Button(texts.button("Show"), Press(Verb.THREAD, (comment.id, 0))),) if comment.visible else ()
    return ((*show, *edit, *ask, _button(texts, "Withdraw", Verb.WITHDRAW_COMMENT, comment)),)


def _button(texts: Texts, label: str, verb: Verb, comment: Comment) -> Button:
    return Button(texts.button(label), Press(verb, (comment.id,)))


def _headline(texts: Texts, post: Post) -> str:
    return excerpt(post.headline or texts.untitled(), _HEADLINE_ROOM)
