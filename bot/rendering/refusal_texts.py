"""The sentence for each refusal: what is not done, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from bot.core.campaigns import CampaignState
from bot.core.drafts import DraftState
from bot.core.refusals import Refusal, RefusalKey
from bot.rendering.excerpts import excerpt
from bot.rendering.language import Language

_ROOM = 60
"""Characters of what somebody wrote, where a sentence repeats it."""
_MEGABYTE = 1024 * 1024
_REFERENCE_ROOM = 60
_TAG_ROOM = 80


class RefusalTexts(Language):
    """One sentence for each key, made of its facts."""

    def refusal(self, refusal: Refusal) -> str:
        """The sentence for a refusal: what is not done, and what to do instead."""
        return self._refusals()[refusal.key](**refusal.facts)

    def _refusals(self) -> dict[RefusalKey, Callable[..., str]]:
        _ = self._
        return {
            RefusalKey.NOT_STARTED: lambda: _("I don’t know you yet. Press /start first; then send it again."),
            RefusalKey.NOT_ALLOWED: lambda: _("That is not for you to decide here."),
            RefusalKey.UNKNOWN_COMMAND: lambda: _("I don’t know that command. /help lists those that I know."),
            RefusalKey.UNKNOWN_BUTTON: lambda: _("This button no longer does anything."),
            RefusalKey.ODD_PART: lambda: _(
                "That cannot be part of a post. Text, photos, videos, audio, voice and video messages, documents and"
                " links can."
            ),
            RefusalKey.ODD_ANSWER: lambda: _("The answer to that is text. Please write it in words."),
            RefusalKey.ODD_COMMENT: lambda photos: (
                _("A comment is text, photos, or both. Please send it as these.")
                if photos
                else _("A comment is text. Please write it in words.")
            ),
            RefusalKey.PART_TOO_LATE: lambda: _(
                "That message belongs to a draft that is closed; your edit changes nothing there."
            ),
            RefusalKey.PARTS_FULL: lambda limit: _(
                "This draft holds {limit} messages, and that is its limit. Publish it, or begin another with /new."
            ).format(limit=self.number(limit)),
            RefusalKey.DRAFT_TOO_LONG: lambda length, limit: _(
                "With this the draft would have {length} characters; {limit} are the limit, and the message was left"
                " out. Publish the draft, or begin another with /new."
            ).format(length=self.number(length), limit=self.number(limit)),
            RefusalKey.BROKEN_ENTITIES: lambda: _(
                "The formatting of that message reaches beyond its text, so it cannot be kept. Please send it anew."
            ),
            RefusalKey.FILE_TOO_BIG: lambda size, limit: _(
                "That file has {size} MB; {limit} MB are the limit. Send a smaller one, or a link to it."
            ).format(size=self._megabytes(size), limit=self._megabytes(limit)),
            RefusalKey.USE_IMPOSSIBLE: lambda: _("That part cannot be this. Its page shows what it can be."),
            RefusalKey.TAG_IMPOSSIBLE: lambda tag, limit: _(
                "“{tag}” cannot be a tag. Tags are made of letters, digits and _, at most {limit} of them, as in:"
                " /tags harbour, barrier"
            ).format(tag=excerpt(tag, _TAG_ROOM), limit=self.number(limit)),
            RefusalKey.TAGS_TOO_MANY: lambda count, limit: _("Those are {count} tags; {limit} are the limit.").format(
                count=self.number(count), limit=self.number(limit)
            ),
            RefusalKey.NO_DRAFT: lambda: _("There is no open draft. Send its first message, and there is one."),
            RefusalKey.DRAFT_EMPTY: lambda: _("The draft is empty. Send its headline and text first."),
            RefusalKey.DRAFT_CLOSED: self._draft_closed,
            RefusalKey.TITLE_MISSING: lambda: _("Write the headline behind the command: /title The barrier held"),
            RefusalKey.TITLE_TOO_LONG: lambda length, limit: _(
                "That headline has {length} characters; {limit} are the limit."
            ).format(length=self.number(length), limit=self.number(limit)),
            RefusalKey.TEXT_NOT_UTF8: lambda: _(
                "That file is not text in UTF-8; the draft is as it was. Save it as UTF-8 in your editor and send it"
                " again."
            ),
            RefusalKey.TEXT_NOT_OF_THIS_DRAFT: lambda expected: _(
                "That file is not the text of this draft: its first lines do not say “draft: {expected}”. The draft is"
                " as it was. Change the file that /text gives, and leave that line in it."
            ).format(expected=expected),
            RefusalKey.TEXT_MEDIUM_UNKNOWN: lambda reference: _(
                "The text shows “{reference}”, which is no medium of this draft; the draft is as it was. Send the"
                " picture here first, then take /text anew."
            ).format(reference=excerpt(reference, _ROOM)),
            RefusalKey.TEXT_TOO_LONG: lambda length, limit: _(
                "That text has {length} characters; {limit} are the limit. The draft is as it was. Make two posts of"
                " it."
            ).format(length=self.number(length), limit=self.number(limit)),
            RefusalKey.TEXT_TOO_TANGLED: lambda: _(
                "That text nests brackets or formatting too deeply to be read; the draft is as it was. Make it simpler"
                " and send it again."
            ),
            RefusalKey.TEXT_NOT_FETCHED: lambda: _("Telegram does not give me that file. Please send it once more."),
            RefusalKey.TEXT_UNCHANGED: lambda: _("That document says just what the draft says; nothing is changed."),
            RefusalKey.TEXT_DECIDED: lambda: _("That document was decided on already. Send it again to have it back."),
            RefusalKey.NO_POST_MEANT: lambda: _(
                "I can’t tell which post that is about. Reply to one of the post’s messages, or press “Post a comment”"
                " below it."
            ),
            RefusalKey.POST_UNKNOWN: lambda: _("That post is not to be had any more."),
            RefusalKey.POST_WITHDRAWN: lambda: _("This post was withdrawn."),
            RefusalKey.UPDATE_TOO_EARLY: lambda headline: _(
                "“{headline}” has not begun to go out yet; update it when it has, or press Stop."
            ).format(headline=headline),
            RefusalKey.COMMENT_TOO_LONG: lambda length, limit: _(
                "That comment has {length} characters; {limit} are the limit. Edit your message to shorten it."
            ).format(length=self.number(length), limit=self.number(limit)),
            RefusalKey.COMMENT_TOO_MANY_PHOTOS: lambda limit: _("A comment has at most {limit} photos.").format(
                limit=self.number(limit)
            ),
            RefusalKey.COMMENT_UNKNOWN: lambda: _("That comment is not to be had any more."),
            RefusalKey.NOTE_TOO_LONG: lambda length, limit: _(
                "That has {length} characters; {limit} are the limit. Please say it shorter."
            ).format(length=self.number(length), limit=self.number(limit)),
            RefusalKey.NOTHING_ASKED: lambda: _(
                "That question no longer stands. Press the button on the comment’s card once more."
            ),
            RefusalKey.NOT_ANSWERABLE: lambda: _(
                "Nobody can read that comment, so nobody would understand the answer. Approve it first."
            ),
            RefusalKey.TEAM_NOT_SANCTIONED: lambda: _(
                "Nobody in the team can be muted or banned. The owner removes members under /team."
            ),
            RefusalKey.COMMENT_CLOSED: lambda: _(
                "Your comment has been decided on, and that stands: neither an edit nor another look changes it."
            ),
            RefusalKey.COMMENT_WITHDRAWN: lambda: _(
                "You have withdrawn that comment. To say it after all, write it anew as a reply to the post."
            ),
            RefusalKey.COMMENT_REWRITTEN: lambda: _(
                "A later message of yours took the place of this one. Edit that, or press “Edit” below it."
            ),
            RefusalKey.LOOSE_GONE: lambda: _(
                "That message does not wait for a post any more. To comment with it, send it once more."
            ),
            RefusalKey.COMMENTS_CLOSED: lambda: _(
                "Comments on this post are closed; those that are there can be read below it."
            ),
            RefusalKey.COMMENT_NOT_YOURS: lambda: _("Only whoever wrote that comment can do this."),
            RefusalKey.ALREADY_APPEALED: lambda: _("It is looked at a second time, or was, and that decision stands."),
            RefusalKey.NOT_REJECTED: lambda: _("Nobody has turned that comment down."),
            RefusalKey.MUTED: lambda until: _(
                "The moderators let you write no comments until {when}. You can go on reading."
            ).format(when=self.day_and_clock(until)),
            RefusalKey.BANNED: lambda: _("The moderators let you write no comments here. You can go on reading."),
            RefusalKey.ALIAS_IMPOSSIBLE: lambda limit: _(
                "A name under comments is one line of at most {limit} characters. Please send another."
            ).format(limit=self.number(limit)),
            RefusalKey.ALIAS_TAKEN: lambda: _(
                "That name is too much like somebody’s of the team. Please send another."
            ),
            RefusalKey.CAMPAIGN_PAST: lambda state: _("Too late: {state}.").format(state=self._campaign_state(state)),
            RefusalKey.NOTHING_TO_REPEAT: lambda: _("Nothing is left that could be sent again."),
            RefusalKey.SCHEDULE_UNREADABLE: lambda: _(
                "I can’t read that time. Write it like this: “tomorrow 8:00”, “Friday 18:30” or “2026-03-28 08:00”."
            ),
            RefusalKey.SCHEDULE_NO_TIME: lambda: _(
                "At what time on that day? Write the time, too, such as “tomorrow 8:00” or “Friday 6:30 pm”."
            ),
            RefusalKey.SCHEDULE_PAST: lambda local: _(
                "{when} lies in the past. Write a time that is yet to come."
            ).format(when=self.local_date_and_clock(local)),
            RefusalKey.SCHEDULE_TOO_FAR: lambda: _(
                "That is too far ahead: a post can be scheduled for at most a year from now."
            ),
            RefusalKey.TIMEZONE_UNKNOWN: self._timezone_unknown,
            RefusalKey.INVITATION_INVALID: lambda: _(
                "This invitation was used already or is too old. Ask the blog’s owner for another."
            ),
            RefusalKey.MEMBER_UNKNOWN: lambda: _("That person is not in the team any more."),
            RefusalKey.DATABASE_NEWER: lambda revision: _(
                "The database is at revision {revision}, which this version of Broadsheet does not know: it was used"
                " with a newer version. Install that version, or restore the copy that was made before the upgrade."
            ).format(revision=revision),
            RefusalKey.DATABASE_BEHIND: lambda: _(
                "The database lacks the newest tables; run `broadsheet migrate` first."
            ),
            RefusalKey.DATABASE_UNREACHABLE: lambda reason: _(
                "The database that BROADSHEET_DATABASE_URL names cannot be opened: {reason}."
            ).format(reason=reason),
            RefusalKey.DATABASE_AWAY: lambda reason: _(
                "The database that BROADSHEET_DATABASE_URL names does not answer: {reason}."
            ).format(reason=reason),
            RefusalKey.DATABASE_IN_USE: lambda path: _(
                "Another process works with {path}, and only one can. With PostgreSQL several can take turns."
            ).format(path=path),
            RefusalKey.DATABASE_NOT_COPIED: lambda reason: _(
                "No copy of the database could be made before its upgrade: {reason}."
            ).format(reason=reason),
        }

    def _timezone_unknown(self, name: str, near: tuple[str, ...]) -> str:
        unknown = self._("“{name}” is no time zone that I know.").format(name=excerpt(name, _ROOM))
        if near:
            return f"{unknown} {self._('Did you mean {names}?').format(names=', '.join(near))}"
        return f"{unknown} {self._('They are called after a city, such as Europe/Berlin.')}"

    def _megabytes(self, size: int) -> str:
        """Rounded up, so that a size over the limit never reads like the limit itself."""
        return self.number(ceil(size / _MEGABYTE * 10) / 10)

    def _draft_closed(self, state: DraftState) -> str:
        return {
            DraftState.OPEN: self._("That draft is open already."),
            DraftState.REVISING: self._(
                "That draft is a post that is being changed. Press “Update” on its card, or “Leave as it was”."
            ),
            DraftState.PUBLISHED: self._("That draft has become a post already."),
            DraftState.DISCARDED: self._("That draft was discarded. Press “Undo” on its card to have it back."),
        }[state]

    def _campaign_state(self, state: CampaignState) -> str:
        return {
            CampaignState.WAITING: self._("it has not begun yet"),
            CampaignState.PROVING: self._("it has begun"),
            CampaignState.SENDING: self._("it is on its way"),
            CampaignState.PAUSED: self._("it is paused already"),
            CampaignState.DONE: self._("it has gone out"),
            CampaignState.STOPPED: self._("it was stopped"),
            CampaignState.CANCELLED: self._("it was cancelled"),
            CampaignState.REFUSED: self._("Telegram refused it"),
            CampaignState.SUPERSEDED: self._("a newer change took over"),
        }[state]
