"""Whoever wrote a comment, as moderators see them: in place of the comment's card."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.options import CommentRule
from bot.core.richtext import RichText, join
from bot.rendering.card import Facts
from bot.rendering.inert import inert_line
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.texts import Texts

_NAME_ROOM = 128


def person_page(texts: Texts, facts: Facts) -> Message:
    """Who it is, what is imposed on them, and the buttons that do and lift it."""
    return Message(join(_lines(texts, facts), "\n"), keyboard=_keyboard(texts, facts), link_preview=False)


def _lines(texts: Texts, facts: Facts) -> Iterator[RichText]:
    writer, commenter, now = facts.writer, facts.commenter, facts.now
    name = inert_line(writer.name, _NAME_ROOM)
    yield RichText.bold(texts.person_title(name, writer.username))
    yield RichText(f"{texts.card_counts(facts.approved, facts.refused)} · {texts.card_known(writer.started_at, now)}")
    if writer.role is not None:
        yield RichText(texts.person_in_team())
    if commenter.banned:
        yield RichText(texts.person_banned())
    elif commenter.muted_until is not None and commenter.silenced(now):
        yield RichText(texts.person_muted(texts.card_moment(commenter.muted_until, now)))
    if commenter.rule is CommentRule.ALL:
        yield RichText(texts.person_ruled(True))


def _keyboard(texts: Texts, facts: Facts) -> Keyboard:
    number, commenter = facts.comment.id, facts.commenter
    history = Button(texts.button("History"), Press(Verb.PERSON_LOG, (number, 0)))
    back = (history, Button("◀", Press(Verb.COMMENT_CARD, (number,))))
    if facts.writer.role is not None:
        return (back,)
    ban = Button(texts.button("Ban"), Press(Verb.BAN, (number,)))
    if commenter.silenced(facts.now):
        lift = Button(texts.button("Lift"), Press(Verb.FREE, (number,)))
        first: tuple[Button, ...] = (lift,) if commenter.banned else (lift, ban)
    else:
        first = (
            Button(texts.button("Mute for a day"), Press(Verb.MUTE, (number, 1))),
            Button(texts.button("Mute for a week"), Press(Verb.MUTE, (number, 7))),
            ban,
        )
    ruled = commenter.rule is CommentRule.ALL
    label = "Wait as everybody’s do" if ruled else "Every comment waits"
    return (first, (Button(texts.button(label), Press(Verb.RULE, (number, int(not ruled)))),), back)
