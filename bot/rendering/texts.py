"""Every sentence that Broadsheet says, and nothing else (architecture, decision 13).

Sentences go through gettext, plural forms included, so that a translation is one catalogue; dates and numbers go
through Babel. ``bot.app`` loads the catalogue and passes a :class:`Texts` in: there is no global translator.
Names that people and tests match (button labels) are translated here, too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from gettext import NullTranslations

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from bot.core.campaigns import CampaignState
from bot.core.comments import CommentState
from bot.core.drafts import DraftState
from bot.core.people import Role
from bot.core.refusals import Refusal, RefusalKey


class Texts:
    """The sentences of one language, for one blog in one time zone."""

    def __init__(self, translations: NullTranslations, locale: str, zone: tzinfo, blog_title: str) -> None:
        """``locale`` is a Babel identifier such as ``en`` or ``de_AT``."""
        self._ = translations.gettext
        self._n = translations.ngettext
        self._locale = locale
        self._zone = zone
        self.blog_title = blog_title

    # ── Dates and numbers ─────────────────────────────────────────────────────────────────────────────────────────────

    def dateline(self, moment: datetime) -> str:
        """A post's first line: "Sunday, March 27, 2016"."""
        return format_date(moment.astimezone(self._zone), format="full", locale=self._locale)

    def clock(self, moment: datetime) -> str:
        """The time of day: "21:14" or "9:14 PM", as the language has it."""
        return format_time(moment.astimezone(self._zone), format="short", locale=self._locale)

    def day_and_clock(self, moment: datetime) -> str:
        """The weekday and the time: "Sunday, 21:14"."""
        local = moment.astimezone(self._zone)
        return f"{format_date(local, 'EEEE', locale=self._locale)}, {self.clock(moment)}"

    def number(self, value: float) -> str:
        """A count with its thousands apart: "3,612"."""
        return format_decimal(value, locale=self._locale)

    def duration(self, span: timedelta) -> str:
        """A length of time in at most two units: "2 min 25 s"."""
        seconds = max(0, round(span.total_seconds()))
        hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
        if hours:
            return self._("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
        if minutes:
            return self._("{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds)
        return self._("{seconds} s").format(seconds=seconds)

    # ── Buttons ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def button(self, name: str) -> str:
        """The label of a button; ``name`` is the English one (product, "Names that stay")."""
        return self._(name)

    def comments_button(self, count: int) -> str:
        """ "No comments", "1 comment", "2 comments" …"""
        if count == 0:
            return self._("No comments")
        return self._n("{count} comment", "{count} comments", count).format(count=self.number(count))

    # ── Readers ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def welcome(self) -> str:
        """Below the blog's title, after Start."""
        return self._("You will get new posts here. Reply to any of them to comment. /help · /stop")

    def no_post_so_far(self) -> str:
        """In the welcome, while nothing has been published."""
        return self._("Nothing has been published so far; the first post will come by itself.")

    def left(self) -> str:
        """After /stop."""
        return self._("You will get no more posts. /start brings them back.")

    def help(self, role: Role | None) -> str:
        """What /help says: the readers' part, and the team's for its members."""
        lines = [
            self._(
                "New posts come by themselves. Reply to any message of a post to comment on it, or press"
                " “Post a comment” below it. A comment is shown to others once a moderator has approved it."
            ),
            self._("/start – get new posts\n/stop – get no more posts\n/help – this page"),
        ]
        if role in (Role.OWNER, Role.AUTHOR):
            lines.append(
                self._(
                    "To write a post, just send its messages: the headline first, a photo with its caption, the"
                    " text, a link as its source. Edit a message and the post follows.\n"
                    "/title – set the headline\n/preview – see what readers will get\n/publish – send it\n"
                    "/new – begin another draft\n/discard – give the draft up"
                )
            )
        if role is not None:
            lines.append(self._("Comments come to you as cards with Approve and Reject."))
        if role is Role.OWNER:
            lines.append(self._("/team – invite and remove authors and moderators"))
        return "\n\n".join(lines)

    def comment_prompt(self, headline: str) -> str:
        """The question after Post a comment."""
        return self._("Write your comment on “{headline}”.").format(headline=headline)

    def comment_placeholder(self) -> str:
        """In the field where the comment is written."""
        return self._("Your comment")

    def bubble(self, state: CommentState, headline: str) -> str:
        """The first line of a reader's bubble."""
        sentence = {
            CommentState.PENDING: self._("⏳ Your comment on “{headline}” waits for a moderator."),
            CommentState.APPROVED: self._("✅ Your comment on “{headline}” is published."),
            CommentState.REJECTED: self._("✖ Your comment on “{headline}” was not published."),
        }[state]
        return sentence.format(headline=headline)

    def comments_title(self, headline: str, count: int) -> str:
        """The first line of the list under a post."""
        return self._("“{headline}” · {comments}").format(headline=headline, comments=self.comments_button(count))

    def comments_range(self, first: int, last: int, count: int) -> str:
        """Which of the comments a page of the list shows."""
        return self._("{first}–{last} of {count}").format(first=first, last=last, count=self.number(count))

    def no_comments_yet(self, headline: str) -> str:
        """A toast when there is nothing to list."""
        return self._("No comments on “{headline}” yet.").format(headline=headline)

    def author_mark(self) -> str:
        """Behind the name of the post's author in the list."""
        return self._("(author)")

    # ── Authors ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def untitled(self) -> str:
        """In the place of a headline that is missing."""
        return self._("no headline yet")

    def draft_title(self, headline: str | None) -> str:
        """The first line of the composer card."""
        if headline is None:
            return self._("Draft · {untitled}").format(untitled=self.untitled())
        return self._("Draft · “{headline}”").format(headline=headline)

    def draft_empty(self) -> str:
        """The card of a draft without parts."""
        return self._(
            "Send the post’s messages: the headline first, then text, a photo with its caption, a link as the"
            " source. This card shows what becomes of them."
        )

    def part_headline(self) -> str:
        """A line of the card."""
        return self._("headline")

    def part_text(self, words: int) -> str:
        """A line of the card."""
        return self._n("text · {words} word", "text · {words} words", words).format(words=self.number(words))

    def part_continued(self, words: int) -> str:
        """A line of the card: the rest of a text that the client has cut."""
        return self._n("↳ goes on · {words} word", "↳ goes on · {words} words", words).format(words=self.number(words))

    def part_section(self, heading: str) -> str:
        """A line of the card."""
        return self._("section “{heading}”").format(heading=heading)

    def part_media(self, kind: str, caption: str) -> str:
        """A line of the card; ``kind`` is a media kind in English."""
        name = {
            "photo": self._("photo"),
            "video": self._("video"),
            "animation": self._("animation"),
            "audio": self._("audio"),
            "voice": self._("voice message"),
            "document": self._("document"),
        }[kind]
        return self._("{media} · “{caption}”").format(media=name, caption=caption) if caption else name

    def part_source(self, domain: str) -> str:
        """A line of the card."""
        return self._("source · {domain}").format(domain=domain)

    def part_tags(self, tags: str) -> str:
        """A line of the card."""
        return self._("tags · {tags}").format(tags=tags)

    def part_quotation(self, origin: str, words: int) -> str:
        """A line of the card."""
        counted = self._n("{words} word", "{words} words", words).format(words=self.number(words))
        return self._("quotation from {origin} · {words}").format(origin=origin, words=counted)

    def more_parts(self, count: int) -> str:
        """A line of the card for what it has no room for."""
        return self._n("… and {count} more", "… and {count} more", count).format(count=self.number(count))

    def draft_size(self, minutes: int, messages: int) -> str:
        """What the post costs its readers."""
        reading = self._n("{minutes} min to read", "{minutes} min to read", minutes).format(minutes=minutes)
        each = self._n("{messages} message to each reader", "{messages} messages to each reader", messages)
        return f"{reading} · {each.format(messages=messages)}"

    def warn_no_headline(self) -> str:
        """A warning on the card and the send sheet."""
        return self._("⚠ no headline: /title sets one")

    def draft_begun(self) -> str:
        """The toast of Undo and Open again."""
        return self._("The draft is open again.")

    def draft_shelved(self, headline: str) -> str:
        """The card of a draft that waits while another one is written."""
        return self._("“{headline}” is put aside.").format(headline=headline)

    def draft_discarded(self, headline: str) -> str:
        """The card of a discarded draft."""
        return self._("“{headline}” is discarded.").format(headline=headline)

    def draft_published(self, headline: str) -> str:
        """The card of a draft that is on its way."""
        return self._("“{headline}” has become a post.").format(headline=headline)

    def preview_above(self) -> str:
        """The toast of Preview."""
        return self._("This is what readers will get.")

    # ── Publishing ────────────────────────────────────────────────────────────────────────────────────────────────────

    def sheet_question(self, headline: str) -> str:
        """The first line of the send sheet."""
        return self._("Publish “{headline}”?").format(headline=headline)

    def sheet_cost(self, readers: int, messages: int, span: timedelta, rate: float) -> str:
        """Readers, messages and time."""
        people = self._n("{readers} reader", "{readers} readers", readers).format(readers=self.number(readers))
        each = self._n("{messages} message each", "{messages} messages each", messages).format(messages=messages)
        return self._("{people} · {each} · about {span} at {rate} a second").format(
            people=people, each=each, span=self.duration(span), rate=self.number(rate)
        )

    def sheet_closed(self) -> str:
        """The send sheet after Cancel."""
        return self._("Not published. The draft is as it was.")

    def sending_in(self, headline: str, span: timedelta) -> str:
        """The time with Stop."""
        return self._("Sending “{headline}” in {span} …").format(headline=headline, span=self.duration(span))

    def campaign_title(self, state: CampaignState, headline: str, finished_at: datetime | None) -> str:
        """The first line of a status message."""
        if state is CampaignState.DONE and finished_at is not None:
            return self._("“{headline}” went out on {when}").format(
                headline=headline, when=self.day_and_clock(finished_at)
            )
        sentence = {
            CampaignState.WAITING: self._("Sending “{headline}” soon"),
            CampaignState.PROVING: self._("Sending “{headline}”: your own copy first"),
            CampaignState.SENDING: self._("Sending “{headline}”"),
            CampaignState.PAUSED: self._("“{headline}” is paused"),
            CampaignState.DONE: self._("“{headline}” went out"),
            CampaignState.STOPPED: self._("Stopped. Nobody got “{headline}”; the draft is as it was."),
            CampaignState.CANCELLED: self._("“{headline}” was cancelled; what had been sent stays."),
            CampaignState.REFUSED: self._("Telegram refused “{headline}”. Nobody else got it; the draft is as it was."),
        }[state]
        return sentence.format(headline=headline)

    def campaign_bar(self, share: float, rate: float, left: timedelta) -> str:
        """Percentage, pace and the time that is left."""
        return self._("{percent} % · {rate}/s · {left} left").format(
            percent=int(share * 100), rate=self.number(round(rate, 1)), left=self.duration(left)
        )

    def campaign_counts(
        self, sent: int, blocked: int, failed: int, uncertain: int, queued: int, cancelled: int, planned: int
    ) -> str:
        """The ledger, as a sum."""
        line = self._(
            "sent {sent} · blocked {blocked} · failed {failed} · uncertain {uncertain} · queued {queued}"
        ).format(
            sent=self.number(sent),
            blocked=self.number(blocked),
            failed=self.number(failed),
            uncertain=self.number(uncertain),
            queued=self.number(queued),
        )
        if cancelled:
            line += self._(" · cancelled {cancelled}").format(cancelled=self.number(cancelled))
        return line + self._(" = {planned}").format(planned=self.number(planned))

    def campaign_result(self, sent: int, readers: int) -> str:
        """What a finished campaign came to."""
        messages = self._n("{sent} message", "{sent} messages", sent).format(sent=self.number(sent))
        people = self._n("{readers} reader", "{readers} readers", readers).format(readers=self.number(readers))
        return self._("{messages} to {people}").format(messages=messages, people=people)

    def telegram_says(self, reason: str) -> str:
        """Telegram's own words, where they explain something."""
        return self._("Telegram says: {reason}").format(reason=reason)

    # ── Moderators ────────────────────────────────────────────────────────────────────────────────────────────────────

    def card_title(self, number: int, headline: str, moment: datetime) -> str:
        """The first line of a card that waits."""
        return self._("🟡 #{number} · “{headline}” · {when}").format(
            number=number, headline=headline, when=self.clock(moment)
        )

    def card_decided(self, state: CommentState, who: str, moment: datetime, number: int) -> str:
        """The first line of a card after the decision."""
        sentence = {
            CommentState.APPROVED: self._("✅ Approved by {who} · {when} · #{number}"),
            CommentState.REJECTED: self._("✖ Rejected by {who} · {when} · #{number}"),
        }[state]
        return sentence.format(who=who, when=self.clock(moment), number=number)

    def decided_toast(self, state: CommentState) -> str:
        """What the press of a decision says."""
        return self._("Approved.") if state is CommentState.APPROVED else self._("Rejected.")

    # ── Owner and team ────────────────────────────────────────────────────────────────────────────────────────────────

    def role(self, role: Role) -> str:
        """The name of a role."""
        return {
            Role.OWNER: self._("owner"),
            Role.AUTHOR: self._("author"),
            Role.MODERATOR: self._("moderator"),
        }[role]

    def team_title(self) -> str:
        """The first line of /team."""
        return self._("Team")

    def team_member(self, name: str, role: Role) -> str:
        """A line of /team."""
        return f"{name} ({self.role(role)})"

    def member_title(self, name: str, role: Role) -> str:
        """The page of one member."""
        return {
            Role.OWNER: self._("{name} is an owner."),
            Role.AUTHOR: self._("{name} is an author."),
            Role.MODERATOR: self._("{name} is a moderator."),
        }[role].format(name=name)

    def remove_button(self, name: str) -> str:
        """Takes a member out of the team."""
        return self._("Remove {name}").format(name=name)

    def member_removed(self, name: str) -> str:
        """A toast."""
        return self._("{name} is no longer in the team.").format(name=name)

    def role_taken(self) -> str:
        """To whoever was removed."""
        return self._("You are no longer in the team of this blog. You stay a reader; /help says what that means.")

    def invitation(self, role: Role, url: str, hours: int) -> str:
        """What the owner passes on."""
        return self._("Send this link to the new {role}; it works once, for {hours} hours:\n{url}").format(
            role=self.role(role), hours=hours, url=url
        )

    def role_given(self, role: Role) -> str:
        """To whoever has opened an invitation."""
        return {
            Role.OWNER: self._("This blog is yours now. /team invites authors and moderators; /help says the rest."),
            Role.AUTHOR: self._(
                "You are an author of this blog now. Just send a post’s messages; /help says the rest."
            ),
            Role.MODERATOR: self._("You are a moderator of this blog now. Comments come to you as cards."),
        }[role]

    def member_joined(self, name: str, role: Role) -> str:
        """To whoever had made the invitation."""
        return {
            Role.OWNER: self._("{name} is an owner now."),
            Role.AUTHOR: self._("{name} is an author now."),
            Role.MODERATOR: self._("{name} is a moderator now."),
        }[role].format(name=name)

    def command_menu(self) -> tuple[tuple[str, str], ...]:
        """The commands that clients list, each with what it does."""
        return (
            ("start", self._("get new posts")),
            ("stop", self._("get no more posts")),
            ("help", self._("what you can do here")),
        )

    # ── What goes wrong ───────────────────────────────────────────────────────────────────────────────────────────────

    def bug(self, error_id: str) -> str:
        """Something failed that should not; the id stands in the log."""
        return self._(
            "Something went wrong here, and what you sent had no effect. Please try again; if it happens"
            " again, tell the blog’s owner this number: {error_id}"
        ).format(error_id=error_id)

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
                "That cannot be part of a post. Text, photos, videos, audio, voice messages, documents and links can."
            ),
            RefusalKey.ODD_COMMENT: lambda: _("A comment is text. Please write it in words."),
            RefusalKey.PART_TOO_LATE: lambda: _(
                "That message belongs to a draft that is closed; your edit changes nothing there."
            ),
            RefusalKey.PARTS_FULL: lambda limit: _(
                "This draft holds {limit} messages, and that is its limit. Publish it, or begin another with /new."
            ).format(limit=self.number(limit)),
            RefusalKey.NO_DRAFT: lambda: _("There is no open draft. Send its first message, and there is one."),
            RefusalKey.DRAFT_EMPTY: lambda: _("The draft is empty. Send its headline and text first."),
            RefusalKey.DRAFT_CLOSED: self._draft_closed,
            RefusalKey.DRAFT_IN_THE_WAY: lambda: _(
                "Another draft is open. Publish, discard or put it aside with /new first."
            ),
            RefusalKey.TITLE_MISSING: lambda: _("Write the headline behind the command: /title The barrier held"),
            RefusalKey.TITLE_TOO_LONG: lambda length, limit: _(
                "That headline has {length} characters; {limit} are the limit."
            ).format(length=self.number(length), limit=self.number(limit)),
            RefusalKey.NO_POST_MEANT: lambda: _(
                "I can’t tell which post that is about. Reply to one of the post’s messages, or press “Post a comment”"
                " below it."
            ),
            RefusalKey.POST_UNKNOWN: lambda: _("That post is not to be had any more."),
            RefusalKey.COMMENT_TOO_LONG: lambda length, limit: _(
                "That comment has {length} characters; {limit} are the limit. Edit your message to shorten it."
            ).format(length=self.number(length), limit=self.number(limit)),
            RefusalKey.COMMENT_UNKNOWN: lambda: _("That comment is not to be had any more."),
            RefusalKey.COMMENT_DECIDED: self._comment_decided,
            RefusalKey.COMMENT_CHANGED: lambda: _("The comment has been edited since; please read it again."),
            RefusalKey.COMMENT_CLOSED: lambda: _(
                "Your comment has been decided on; editing your message no longer changes it."
            ),
            RefusalKey.CAMPAIGN_PAST: lambda state: _("Too late: {state}.").format(state=self._campaign_state(state)),
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
            RefusalKey.DATABASE_NOT_COPIED: lambda reason: _(
                "No copy of the database could be made before its upgrade: {reason}."
            ).format(reason=reason),
        }

    def _draft_closed(self, state: DraftState) -> str:
        return {
            DraftState.OPEN: self._("That draft is open already."),
            DraftState.SHELVED: self._("That draft is put aside. Press “Open again” on its card first."),
            DraftState.PUBLISHED: self._("That draft has become a post already."),
            DraftState.DISCARDED: self._("That draft was discarded. Press “Undo” on its card to have it back."),
        }[state]

    def _comment_decided(self, state: CommentState, who: str, at: datetime) -> str:
        sentence = {
            CommentState.PENDING: self._("This comment waits for a decision."),
            CommentState.APPROVED: self._("Already approved by {who}, {when}"),
            CommentState.REJECTED: self._("Already rejected by {who}, {when}"),
        }[state]
        return sentence.format(who=who, when=self.clock(at))

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
        }[state]
