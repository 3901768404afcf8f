"""Which button on the card of a comment does what."""

from __future__ import annotations

from bot.core.cases import Act
from bot.handlers.bootstrap import Handlers
from bot.handlers.button import Button
from bot.rendering.message import Verb


def of_the_desk(handlers: Handlers) -> dict[Verb, Button]:
    """Each by its verb."""
    return {**_deciding(handlers), **_looking(handlers), **_saying(handlers), **_sanctioning(handlers)}


def _deciding(handlers: Handlers) -> dict[Verb, Button]:
    moderating = handlers.moderating

    def does(act: Act) -> Button:
        return Button(3, lambda tx, now, on, ids: moderating.decided(tx, now, on, act, (ids[0], ids[1], ids[2])))

    return {
        Verb.APPROVE: does(Act.APPROVED),
        Verb.SPAM: does(Act.SPAM),
        Verb.REJECT: Button(3, lambda tx, now, on, ids: moderating.asked_why(tx, now, on, (ids[0], ids[1], ids[2]))),
        Verb.REJECT_FOR: Button(
            4, lambda tx, now, on, ids: moderating.rejected(tx, now, on, (ids[0], ids[1], ids[2]), ids[3])
        ),
        Verb.UNDO: Button(2, lambda tx, now, on, ids: moderating.undone(tx, now, on, ids[0], ids[1])),
    }


def _looking(handlers: Handlers) -> dict[Verb, Button]:
    pages, looking_back = handlers.card_pages, handlers.looking_back
    return {
        Verb.COMMENT_CARD: Button(1, lambda tx, now, on, ids: pages.opened(tx, now, on, ids[0])),
        Verb.MORE: Button(1, lambda tx, now, on, ids: pages.more(tx, now, on, ids[0])),
        Verb.EDITS: Button(3, lambda tx, now, on, ids: pages.text(tx, now, on, ids[0], ids[1], ids[2])),
        Verb.HISTORY: Button(2, lambda tx, now, on, ids: looking_back.at_comment(tx, now, on, ids[0], ids[1])),
        Verb.PERSON_LOG: Button(2, lambda tx, now, on, ids: looking_back.at_person(tx, now, on, ids[0], ids[1])),
        Verb.POST_LOG: Button(2, lambda tx, now, on, ids: looking_back.at_post(tx, now, on, ids[0], ids[1])),
        Verb.CARD_PHOTOS: Button(1, lambda tx, now, on, ids: pages.photos(tx, now, on, ids[0])),
    }


def _saying(handlers: Handlers) -> dict[Verb, Button]:
    answering, noting, queue = handlers.answering, handlers.noting, handlers.queue
    return {
        Verb.ANSWER: Button(2, lambda tx, now, on, ids: answering.asked(tx, now, on, ids[0], ids[1])),
        Verb.NOTE: Button(1, lambda tx, now, on, ids: noting.asked(tx, now, on, ids[0])),
        Verb.PIN: Button(3, lambda tx, now, on, ids: noting.pinned(tx, now, on, ids[0], ids[1], ids[2])),
        Verb.QUEUE: Button(2, lambda tx, now, on, ids: queue.went_on(tx, now, on, ids[0], ids[1])),
    }


def _sanctioning(handlers: Handlers) -> dict[Verb, Button]:
    sanctions = handlers.sanctions
    return {
        Verb.COMMENTER: Button(1, lambda tx, now, on, ids: sanctions.shown(tx, now, on, ids[0])),
        Verb.MUTE: Button(2, lambda tx, now, on, ids: sanctions.muted(tx, now, on, ids[0], ids[1])),
        Verb.BAN: Button(1, lambda tx, now, on, ids: sanctions.banned(tx, now, on, ids[0])),
        Verb.FREE: Button(1, lambda tx, now, on, ids: sanctions.freed(tx, now, on, ids[0])),
        Verb.RULE: Button(2, lambda tx, now, on, ids: sanctions.ruled(tx, now, on, ids[0], ids[1])),
    }
