"""Which button does what, and how many ids its press names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.core.arranging import Move
from bot.core.campaigns import Control
from bot.core.parts import Key
from bot.core.people import Profile, Role
from bot.handlers.answers import Answer
from bot.handlers.bootstrap import Handlers
from bot.handlers.button import Button, in_own_chat, own_copy
from bot.handlers.presses_of_lists import of_lists
from bot.handlers.presses_of_own_comments import of_own_comments
from bot.handlers.presses_of_the_desk import of_the_desk
from bot.rendering.message import Verb
from bot.storage.engine import Transaction


def buttons(handlers: Handlers) -> dict[Verb, Button]:
    """Each by its verb."""
    return {
        **_of_drafts(handlers),
        **_of_cards(handlers),
        **_of_sending(handlers),
        **_of_campaigns(handlers),
        **_of_posts(handlers),
        **_of_comments(handlers),
        **of_lists(handlers),
        **of_own_comments(handlers),
        **of_the_desk(handlers),
        **_of_the_team(handlers),
    }


def _of_drafts(handlers: Handlers) -> dict[Verb, Button]:
    """A draft as a whole."""
    composing, previewing = handlers.composing, handlers.previewing
    shelving, rewriting = handlers.shelving, handlers.rewriting
    return {
        Verb.PREVIEW: Button(1, lambda tx, now, on, ids: previewing.previewed(tx, now, on.by, ids[0])),
        Verb.PREVIEW_TURN: Button(
            2, lambda tx, now, on, ids: previewing.turned(tx, now, on.by, ids[0], ids[1], in_own_chat(on))
        ),
        Verb.DISCARD: Button(1, lambda tx, now, on, ids: composing.discarded(tx, now, on.by, ids[0])),
        Verb.REOPEN: Button(1, lambda tx, now, on, ids: composing.reopened(tx, now, on.by, ids[0])),
        Verb.APPLY_TEXT: Button(1, lambda tx, now, on, ids: rewriting.applied(tx, now, on.by, ids[0])),
        Verb.DROP_TEXT: Button(1, lambda tx, now, on, ids: rewriting.dropped(tx, now, on.by, ids[0])),
        Verb.DRAFTS: Button(1, lambda tx, now, on, ids: shelving.turned(tx, now, on.by, ids[0])),
        Verb.OPEN: Button(1, lambda tx, now, on, ids: shelving.opened(tx, now, on.by, ids[0])),
        Verb.RENAME: Button(1, lambda tx, now, on, ids: shelving.asked_to_rename(tx, now, on.by, ids[0])),
        Verb.DUPLICATE: Button(1, lambda tx, now, on, ids: shelving.duplicated(tx, now, on.by, ids[0])),
    }


def _of_cards(handlers: Handlers) -> dict[Verb, Button]:
    """What is done from a draft's card: its parts, its options, its question."""
    composing, arranging, choosing = handlers.composing, handlers.arranging, handlers.choosing

    def move(where: Move) -> Button:
        return Button(4, lambda tx, now, on, ids: arranging.moved(tx, now, on.by, ids[0], _key(ids), where))

    def with_part(does: Callable[[Transaction, datetime, Profile, int, Key], Awaitable[Answer]]) -> Button:
        return Button(4, lambda tx, now, on, ids: does(tx, now, on.by, ids[0], _key(ids)))

    return {
        Verb.CARD: Button(1, lambda tx, now, on, ids: composing.shown(tx, now, on.by, ids[0])),
        Verb.USE_AS_TITLE: Button(1, lambda tx, now, on, ids: composing.titled_as_offered(tx, now, on.by, ids[0])),
        Verb.PARTS: Button(2, lambda tx, now, on, ids: arranging.listed(tx, now, on.by, ids[0], ids[1])),
        Verb.PART: with_part(arranging.opened),
        Verb.PART_UP: move(Move.UP),
        Verb.PART_DOWN: move(Move.DOWN),
        Verb.PART_TOP: move(Move.TOP),
        Verb.PART_OUT: with_part(arranging.taken_out),
        Verb.PART_IN: with_part(arranging.put_back),
        Verb.PART_USE: Button(5, lambda tx, now, on, ids: arranging.used(tx, now, on.by, ids[0], _key(ids), ids[4])),
        Verb.REPLACE_PART: with_part(arranging.replaced),
        Verb.KEEP_BOTH: with_part(arranging.kept_both),
        Verb.OPTIONS: Button(1, lambda tx, now, on, ids: choosing.opened(tx, now, on.by, ids[0])),
        Verb.OPTION: Button(3, lambda tx, now, on, ids: choosing.chosen(tx, now, on.by, ids[0], ids[1], ids[2])),
        Verb.TAGS: Button(1, lambda tx, now, on, ids: choosing.asked_for_tags(tx, now, on.by, ids[0])),
    }


def _of_sending(handlers: Handlers) -> dict[Verb, Button]:
    """On the way to readers."""
    publishing, scheduling = handlers.publishing, handlers.scheduling
    return {
        Verb.PUBLISH: Button(1, lambda tx, now, on, ids: publishing.asked(tx, now, on.by, ids[0])),
        Verb.SCHEDULE: Button(1, lambda tx, now, on, ids: scheduling.asked(tx, now, on.by, ids[0], in_own_chat(on))),
        Verb.SCHEDULE_AT: Button(2, lambda tx, now, on, ids: scheduling.chosen(tx, now, on.by, ids[0], ids[1])),
        Verb.UNSCHEDULE: Button(1, lambda tx, now, on, ids: scheduling.cancelled(tx, now, on.by, ids[0])),
        Verb.CLOSE_SHEET: Button(1, lambda tx, now, on, ids: scheduling.closed(tx, now, on.by, ids[0])),
        Verb.SEND_NOW: Button(1, lambda tx, now, on, ids: publishing.sent(tx, now, on.by, ids[0])),
        Verb.SEND_PAID: Button(1, lambda tx, now, on, ids: publishing.sent(tx, now, on.by, ids[0], paid=True)),
    }


def _of_campaigns(handlers: Handlers) -> dict[Verb, Button]:
    """Below a status message."""
    controlling = handlers.controlling

    def does(control: Control) -> Button:
        return Button(1, lambda tx, now, on, ids: controlling.done(tx, now, on.by, ids[0], control))

    return {
        Verb.STOP: Button(1, lambda tx, now, on, ids: controlling.stopped(tx, now, on.by, ids[0])),
        Verb.PAUSE: does(Control.PAUSE),
        Verb.RESUME: does(Control.RESUME),
        Verb.CANCEL: does(Control.CANCEL),
        Verb.RETRY_FAILED: does(Control.RETRY),
        Verb.RESEND_UNCERTAIN: Button(1, lambda tx, now, on, ids: controlling.asked_to_resend(tx, now, on.by, ids[0])),
        Verb.RESEND_NOW: does(Control.RESEND),
        Verb.STATUS: Button(1, lambda tx, now, on, ids: controlling.thought_better(tx, now, on.by, ids[0])),
    }


def _of_posts(handlers: Handlers) -> dict[Verb, Button]:
    """A post that is out, as those have it before them who may change it."""
    posts_list, revising, revisions = handlers.posts_list, handlers.revising, handlers.revisions
    withdrawing, late = handlers.withdrawing, handlers.late_photos
    return {
        Verb.POSTS: Button(1, lambda tx, now, on, ids: posts_list.turned(tx, now, on.by, ids[0], in_own_chat(on))),
        Verb.POST: Button(1, lambda tx, now, on, ids: posts_list.opened(tx, now, on.by, ids[0], in_own_chat(on))),
        Verb.EDIT: Button(1, lambda tx, now, on, ids: revising.opened(tx, now, on.by, ids[0])),
        Verb.UPDATE: Button(1, lambda tx, now, on, ids: revising.asked(tx, now, on.by, ids[0])),
        Verb.UPDATE_SILENTLY: Button(1, lambda tx, now, on, ids: revising.updated(tx, now, on.by, ids[0], line=False)),
        Verb.UPDATE_WITH_LINE: Button(1, lambda tx, now, on, ids: revising.updated(tx, now, on.by, ids[0], line=True)),
        Verb.LEAVE: Button(1, lambda tx, now, on, ids: revising.left(tx, now, on.by, ids[0])),
        Verb.REVISIONS: Button(1, lambda tx, now, on, ids: revisions.listed(tx, now, on.by, ids[0], in_own_chat(on))),
        Verb.REVISION: Button(
            2, lambda tx, now, on, ids: revisions.opened(tx, now, on.by, ids[0], ids[1], in_own_chat(on))
        ),
        Verb.RESTORE: Button(2, lambda tx, now, on, ids: revisions.restored(tx, now, on.by, ids[0], ids[1])),
        Verb.WITHDRAW: Button(1, lambda tx, now, on, ids: withdrawing.asked(tx, now, on.by, ids[0], in_own_chat(on))),
        Verb.WITHDRAW_NOW: Button(
            1, lambda tx, now, on, ids: withdrawing.done(tx, now, on.by, ids[0], in_own_chat(on))
        ),
        Verb.ADD_LATE: Button(3, lambda tx, now, on, ids: late.added(tx, now, on.by, ids[0], ids[1], ids[2])),
        Verb.IGNORE_LATE: Button(3, lambda tx, now, on, ids: late.ignored(tx, now, on.by, ids[0], ids[1], ids[2])),
    }


def _of_comments(handlers: Handlers) -> dict[Verb, Button]:
    """Below a post."""
    commenting, reading, turning = handlers.commenting, handlers.reading, handlers.turning
    return {
        Verb.TURN: Button(2, lambda tx, now, on, ids: turning.turned(tx, now, on.by, ids[0], ids[1], own_copy(on))),
        Verb.COMMENT: Button(1, lambda tx, now, on, ids: commenting.asked(tx, now, on.by, ids[0], own_copy(on))),
        Verb.COMMENTS: Button(
            1, lambda tx, now, on, ids: reading.opened(tx, now, on.by, ids[0], own_copy(on), on.invites)
        ),
    }


def _of_the_team(handlers: Handlers) -> dict[Verb, Button]:
    """What an owner does with the team."""
    joining = handlers.joining
    return {
        Verb.TEAM: Button(0, lambda tx, now, on, _ids: joining.back_to_team(tx, now, on.by)),
        Verb.INVITE_AUTHOR: Button(0, lambda tx, now, on, _ids: joining.invited(tx, now, on.by, Role.AUTHOR)),
        Verb.INVITE_MODERATOR: Button(0, lambda tx, now, on, _ids: joining.invited(tx, now, on.by, Role.MODERATOR)),
        Verb.MEMBER: Button(1, lambda tx, now, on, ids: joining.opened_member(tx, now, on.by, ids[0])),
        Verb.REMOVE: Button(1, lambda tx, now, on, ids: joining.removed(tx, now, on.by, ids[0])),
    }


def _key(ids: tuple[int, ...]) -> Key:
    """The part that a press names behind the draft's id."""
    return (ids[1], ids[2], ids[3])
