"""A comment as moderators see it: the card, with what can be decided on it.

Whatever its writer has chosen stands inert, and in a quotation where it can be long: it neither looks like a line of
the card nor hides where a link leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.core.cases import Act, CommentState
from bot.core.commenters import Commenter
from bot.core.comments import Body, Comment
from bot.core.deciding import REASONS, answerable, can_be_pinned, choices
from bot.core.people import Person
from bot.core.posts import Post
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import clipped, excerpt
from bot.rendering.inert import inert, inert_line
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.texts import Texts

CARD_ROOM = 900
"""Characters of a comment on a moderator's card; of each, where an old and a new text stand there."""

_HEADLINE_ROOM = 60
_NAME_ROOM = 64
_LABEL_ROOM = 20
_ANSWERED_ROOM = 80
_PASSAGE_ROOM = 160
_NOTE_ROOM = 300

_VERBS = {Act.APPROVED: Verb.APPROVE, Act.REJECTED: Verb.REJECT, Act.SPAM: Verb.SPAM}
_LABELS = {Act.APPROVED: "Approve", Act.REJECTED: "Reject", Act.SPAM: "Spam"}
_REASON_LABELS = ("Rude", "Off topic", "Advertising", "Other…", "Silently")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card tells of a comment.

    ``approved`` and ``refused`` count the writer's comments; ``first`` is how many of them wait as first ones.
    ``undoable``: the last decision can be taken back now. ``proposed`` is the text that waits beside the one that
    others read. ``answered`` is the name and the text of the comment that it replies to, ``note`` the last one with
    its writer.
    """

    comment: Comment
    post: Post
    writer: Person
    commenter: Commenter
    approved: int
    refused: int
    first: int
    now: datetime
    undoable: bool = False
    proposed: Body | None = None
    answered: tuple[str | None, str] | None = None
    decided_by: str | None = None
    note: tuple[str, str] | None = None

    @property
    def read(self) -> Body:
        """What is decided on: the text that waits, or else the one that others read."""
        return self.proposed or self.comment.body


def card(texts: Texts, facts: Facts) -> Message:
    """The moderators' view. Its buttons carry the version and the revision that were seen."""
    return Message(_text(texts, facts), keyboard=_keyboard(texts, facts), link_preview=False)


def reasons(texts: Texts, facts: Facts) -> Message:
    """The card with the reasons for a rejection in the place of its buttons."""
    comment = facts.comment
    ids = (comment.id, comment.version, comment.revision)
    buttons = [
        Button(texts.button(label), Press(Verb.REJECT_FOR, (*ids, number)))
        for number, label in enumerate(_REASON_LABELS[: len(REASONS)])
    ]
    keyboard = (tuple(buttons[:3]), (*buttons[3:], _back(comment)))
    return Message(_text(texts, facts), keyboard=keyboard, link_preview=False)


def more(texts: Texts, facts: Facts) -> Message:
    """The card with what is done seldom in the place of its buttons."""
    comment = facts.comment
    rows = [_decisions(texts, facts)]
    second = [
        Button(texts.button("History"), Press(Verb.HISTORY, (comment.id, 0))),
        Button(texts.button("Note"), Press(Verb.NOTE, (comment.id,))),
    ]
    if can_be_pinned(comment):
        label = "Unpin" if comment.case.pinned else "Pin"
        pin = Press(Verb.PIN, (comment.id, comment.version, int(not comment.case.pinned)))
        second.append(Button(texts.button(label), pin))
    if comment.revision > 1:
        second.append(Button(texts.button("Edits"), Press(Verb.EDITS, (comment.id, comment.revision, 1))))
    rows += [tuple(second), (_person(texts, facts), _back(comment))]
    return Message(_text(texts, facts), keyboard=tuple(row for row in rows if row), link_preview=False)


def taken_card(texts: Texts, comment: Comment) -> Message:
    """What is left of a card in the chat of somebody who is no moderator any more."""
    return Message(RichText(texts.card_taken(comment.id)), link_preview=False)


def _text(texts: Texts, facts: Facts) -> RichText:
    return join(_lines(texts, facts), "\n")


def _lines(texts: Texts, facts: Facts) -> Iterator[RichText]:
    comment, case = facts.comment, facts.comment.case
    yield RichText(_title(texts, facts))
    yield _who(texts, facts)
    if facts.answered is not None:
        name, text = facts.answered
        answered = texts.card_answers(
            inert_line(name or texts.anonymous(), _NAME_ROOM), inert_line(text, _ANSWERED_ROOM)
        )
        yield RichText.quote(answered)
    if comment.quote is not None:
        yield RichText.quote(texts.card_about(inert_line(comment.quote, _PASSAGE_ROOM)))
    if facts.proposed is not None and comment.visible:
        yield RichText(texts.card_published())
        yield _quoted(texts, comment.body)
        yield RichText(texts.card_proposed())
    yield _quoted(texts, facts.read)
    if facts.read.photos:
        yield RichText(texts.card_photos(len(facts.read.photos)))
    if case.pinned:
        yield RichText(texts.card_pinned())
    if case.why is not None:
        yield RichText(texts.card_why(case.why, facts.approved, facts.first))
    elif case.decision is Act.DECLINED and case.decided_at is not None:
        yield RichText(texts.card_declined(_decider(facts), texts.card_moment(case.decided_at, facts.now)))
    if facts.note is not None:
        who, note = facts.note
        yield RichText.quote(texts.card_note(inert_line(who, _NAME_ROOM), inert_line(note, _NOTE_ROOM)))


def _title(texts: Texts, facts: Facts) -> str:
    comment, case = facts.comment, facts.comment.case
    if case.waits:
        headline = excerpt(facts.post.headline or texts.untitled(), _HEADLINE_ROOM)
        return texts.card_title(comment.id, headline, texts.card_moment(comment.created_at, facts.now))
    who = _decider(facts)
    if comment.state is CommentState.REJECTED and case.reason is not None:
        words = inert_line(case.words, _NOTE_ROOM) if case.words else texts.card_reason(case.reason)
        who = texts.card_because(who, words)
    when = texts.card_moment(case.decided_at or comment.created_at, facts.now)
    return texts.card_decided(comment.state, who, when, comment.id)


def _decider(facts: Facts) -> str:
    return inert_line(facts.decided_by or "", _NAME_ROOM)


def _who(texts: Texts, facts: Facts) -> RichText:
    name = inert_line(facts.writer.name, _NAME_ROOM)
    shown = None if facts.comment.name is None else inert_line(facts.comment.name, _NAME_ROOM)
    if shown != name:
        name = texts.card_alias(name, shown)
    rest = (
        texts.card_counts(facts.approved, facts.refused),
        texts.card_known(facts.writer.started_at, facts.now),
    )
    return RichText.bold(name) + RichText("".join(f" · {each}" for each in rest))


def _quoted(texts: Texts, body: Body) -> RichText:
    text = clipped(inert(body.text), CARD_ROOM)
    if not text and body.photos:
        return RichText.quote(texts.card_photos(len(body.photos)))
    return RichText.quote(text) if text else RichText.italic(texts.card_nothing())


def _keyboard(texts: Texts, facts: Facts) -> Keyboard:
    comment, case = facts.comment, facts.comment.case
    reply = Button(texts.button("Reply"), Press(Verb.ANSWER, (comment.id, comment.version)))
    others = [Button(texts.button("More…"), Press(Verb.MORE, (comment.id,)))]
    if case.waits:
        others.insert(0, _person(texts, facts))
    if answerable(case):
        others.insert(0, reply)
    if facts.undoable:
        others.insert(0, Button(texts.button("Undo"), Press(Verb.UNDO, (comment.id, comment.version))))
    decisions = () if facts.undoable else _decisions(texts, facts)
    return tuple(row for row in (_whole(texts, facts), decisions, tuple(others)) if row)


def _whole(texts: Texts, facts: Facts) -> tuple[Button, ...]:
    """What the card has no room for."""
    comment, buttons = facts.comment, []
    if facts.read.photos:
        label = texts.card_photos(len(facts.read.photos))
        buttons.append(Button(label, Press(Verb.CARD_PHOTOS, (comment.id,))))
    if len(inert(facts.read.text)) > CARD_ROOM:
        buttons.append(Button(texts.button("Whole text"), Press(Verb.EDITS, (comment.id, comment.revision, 1))))
    return tuple(buttons)


def _decisions(texts: Texts, facts: Facts) -> tuple[Button, ...]:
    comment = facts.comment
    ids = (comment.id, comment.version, comment.revision)
    return tuple(Button(texts.button(_LABELS[act]), Press(_VERBS[act], ids)) for act in choices(comment.case))


def _person(texts: Texts, facts: Facts) -> Button:
    label = texts.person_button(inert_line(facts.writer.name, _LABEL_ROOM))
    return Button(label, Press(Verb.COMMENTER, (facts.comment.id,)))


def _back(comment: Comment) -> Button:
    return Button("◀", Press(Verb.COMMENT_CARD, (comment.id,)))
