"""Word to those who comment: what became of a comment, and what somebody answered; a reply to their own message."""

from __future__ import annotations

from bot.core.cases import Act, Appeal, CommentState
from bot.core.commenters import News
from bot.core.comments import Comment
from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.comment_list import headline_of
from bot.rendering.comment_rows import name_of, shortened
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.texts import Texts

ANSWER_ROOM = 900
"""Characters of an answer in the word of it; Show has the rest."""

_ANSWER_ENTITIES = 50
_WORDS_ROOM = 500


def news_of(comment: Comment) -> News | None:
    """What kind of word a comment's present state is worth; None: it is worth none."""
    if comment.case.decision is Act.DECLINED and comment.state is not CommentState.SPAM:
        return News.REJECTED
    if comment.visible:
        return News.PUBLISHED
    return News.REJECTED if comment.state is CommentState.REJECTED else None


def word(texts: Texts, comment: Comment, post: Post) -> Message:
    """What became of a comment, to its writer."""
    buttons = []
    if comment.visible:
        buttons.append(Button(texts.button("Show"), Press(Verb.THREAD, (comment.id, 0))))
    if comment.state is CommentState.REJECTED and comment.case.appeal is Appeal.NONE:
        buttons.append(Button(texts.button("Ask again"), Press(Verb.APPEAL, (comment.id,))))
    return Message(
        RichText(_sentence(texts, comment, headline_of(texts, post))),
        keyboard=(tuple(buttons),) if buttons else (),
        reply_to=comment.own_message,
        link_preview=False,
    )


def answered_word(texts: Texts, answer: Comment, answered: Comment, post: Post, *, open: bool) -> Message:
    """That somebody has answered, to the writer of ``answered``; while comments are ``open`` that can be replied to."""
    said = answer.body.text.without("blockquote", "expandable_blockquote").strip()
    lines = [RichText(texts.answered_you(name_of(texts, answer, post), headline_of(texts, post)))]
    if answer.body.photos:
        lines.append(RichText(texts.photos(len(answer.body.photos))))
    if said:
        lines.append(shortened(said, ANSWER_ROOM, _ANSWER_ENTITIES).wrap("blockquote"))
    buttons = (
        *((Button(texts.button("Reply"), Press(Verb.REPLY, (answer.id,))),) if open else ()),
        Button(texts.button("Show"), Press(Verb.THREAD, (answer.id, 0))),
        Button(texts.mute_button(False), Press(Verb.MUTE_THREAD, (answer.thread_id, 1))),
    )
    return Message(join(lines, "\n"), keyboard=(buttons,), reply_to=answered.own_message, link_preview=False)


def answer_gone(texts: Texts, answered: Comment, post: Post) -> Message:
    """In the place of that word, once the answer is not to be seen any more."""
    told = texts.answer_gone(headline_of(texts, post))
    return Message(RichText(told), reply_to=answered.own_message, link_preview=False)


def _sentence(texts: Texts, comment: Comment, headline: str) -> str:
    case = comment.case
    reason = texts.rejection(case.reason, excerpt(case.words or "", _WORDS_ROOM)) if case.reason is not None else None
    if comment.state in (CommentState.PENDING, CommentState.SCREENING):
        return texts.looked_at_anew(headline)
    if comment.visible:
        declined = case.decision is Act.DECLINED
        return texts.new_text_declined(headline) if declined else texts.published(headline)
    if comment.state in (CommentState.WITHDRAWN, CommentState.ERASED):
        return texts.bubble(comment.state, headline)
    if case.decision is Act.DECLINED:
        return texts.appeal_declined(headline, reason)
    told = texts.not_published(headline, reason)
    return f"{told} {texts.looked_at_again()}" if case.appeal is Appeal.OPEN else told
