"""What moderators read on the cards of comments."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.cases import Act, CommentState, Reason, Why
from bot.rendering.language import Language


class CardTexts(Language):
    """Sentences of the moderators' desk."""

    # ── The card ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def card_moment(self, moment: datetime, now: datetime) -> str:
        """The time of day, with the day where that is not today."""
        if self.date_of(moment) == self.date_of(now):
            return self.clock(moment)
        return f"{self.day(moment)}, {self.clock(moment)}"

    def card_title(self, number: int, headline: str, when: str) -> str:
        """The first line of a card that waits."""
        return self._("🟡 #{number} · “{headline}” · {when}").format(number=number, headline=headline, when=when)

    def card_decided(self, state: CommentState, who: str, when: str, number: int) -> str:
        """The first line of a card on which nobody has to decide; ``who`` says why, too."""
        return {
            CommentState.SCREENING: self._("⏳ Being looked at · {when} · #{number}"),
            CommentState.PENDING: self._("🟡 Waits · {when} · #{number}"),
            CommentState.LIVE: self._("🟢 Shown at once · {when} · #{number}"),
            CommentState.APPROVED: self._("✅ Approved by {who} · {when} · #{number}"),
            CommentState.REJECTED: self._("✖ Rejected by {who} · {when} · #{number}"),
            CommentState.SPAM: self._("🚫 Spam, says {who} · {when} · #{number}"),
            CommentState.WITHDRAWN: self._("↩ Withdrawn by its writer · #{number}"),
            CommentState.ERASED: self._("⌫ Erased · #{number}"),
        }[state].format(who=who, when=when, number=number)

    def card_declined(self, who: str, when: str) -> str:
        """A line: what was decided last was a new text, or an appeal."""
        return self._("Turned down by {who} · {when}").format(who=who, when=when)

    def card_because(self, who: str, reason: str) -> str:
        """Who has rejected a comment, and why."""
        return self._("{who}: {reason}").format(who=who, reason=reason)

    def card_reason(self, reason: Reason) -> str:
        """Why a comment was rejected, behind a colon."""
        return {
            Reason.RUDE: self._("rude"),
            Reason.OFF_TOPIC: self._("off topic"),
            Reason.ADVERTISING: self._("advertising"),
            Reason.OTHER: self._("other"),
            Reason.SILENT: self._("silently"),
        }[reason]

    def card_alias(self, name: str, alias: str | None) -> str:
        """Who it is, and what others read; None: nobody's name."""
        if alias is None:
            return self._("{name} (anonymous)").format(name=name)
        return self._("{name} (“{alias}”)").format(name=name, alias=alias)

    def card_counts(self, approved: int, refused: int) -> str:
        """How many of a person's comments were approved and refused."""
        return self._("✅ {approved} ✖ {refused}").format(approved=self.number(approved), refused=self.number(refused))

    def card_known(self, since: datetime, now: datetime) -> str:
        """How long somebody has been a reader."""
        days = max(0, (now - since).days)
        if days == 0:
            return self._("here since today")
        return self._n("here for {days} day", "here for {days} days", days).format(days=self.number(days))

    def card_answers(self, name: str, text: str) -> str:
        """Which comment it replies to."""
        return self._("↳ {name}: {text}").format(name=name, text=text)

    def card_about(self, passage: str) -> str:
        """The passage of the post that it is about."""
        return self._("» {passage}").format(passage=passage)

    def card_published(self) -> str:
        """Above the text that others read, where a new one waits."""
        return self._("Published:")

    def card_proposed(self) -> str:
        """Above the text that waits."""
        return self._("New text:")

    def card_nothing(self) -> str:
        """In the place of a text in which there is nothing to see."""
        return self._("nothing that can be seen")

    def card_photos(self, count: int) -> str:
        """A line, and the label of the button that shows them."""
        return self._n("📷 {count} photo", "📷 {count} photos", count).format(count=self.number(count))

    def card_why(self, why: Why, approved: int, first: int) -> str:
        """Why it waits; ``first`` comments of a person do, of which ``approved`` were."""
        because = {
            Why.EVERY: self._("every comment does"),
            Why.PERSON: self._("every comment of this person does"),
            Why.FIRST: self._("first comments ({number} of {first})"),
            Why.APPEAL: self._("its writer asks to look at it again"),
            Why.REPORTS: self._("readers have complained"),
        }[why].format(number=self.number(min(approved + 1, first)), first=self.number(first))
        return self._("Waits because: {because}").format(because=because)

    def card_note(self, who: str, note: str) -> str:
        """The last note of a moderator's."""
        return self._("✎ {who}: {note}").format(who=who, note=note)

    def card_pinned(self) -> str:
        """A line: it stands first under its post."""
        return self._("📌 Pinned")

    def card_taken(self, number: int) -> str:
        """In the place of a card, for whoever is no moderator any more."""
        return self._("#{number} · This card is for the blog’s moderators.").format(number=number)

    def card_moved(self, number: int) -> str:
        """In the place of a card, where there is another one in the chat."""
        return self._("#{number} · This comment has another card in this chat.").format(number=number)

    def person_button(self, name: str) -> str:
        """Opens the page of whoever wrote it."""
        return f"{name}…"

    # ── What presses say ──────────────────────────────────────────────────────────────────────────────────────────────

    def decided_toast(self, act: Act) -> str:
        """What the press of a decision says."""
        return {
            Act.APPROVED: self._("Approved."),
            Act.REJECTED: self._("Rejected."),
            Act.SPAM: self._("Marked as spam."),
            Act.DECLINED: self._("Turned down."),
        }[act]

    def overtaken(self, state: CommentState, who: str, when: str) -> str:
        """Somebody was first, and nobody has to decide any more."""
        return {
            CommentState.SCREENING: self._("This comment is being looked at."),
            CommentState.PENDING: self._("This comment waits for a decision."),
            CommentState.LIVE: self._("This comment was shown at once; nobody has to decide on it."),
            CommentState.APPROVED: self._("Already approved by {who}, {when}"),
            CommentState.REJECTED: self._("Already rejected by {who}, {when}"),
            CommentState.SPAM: self._("Already marked as spam by {who}, {when}"),
            CommentState.WITHDRAWN: self._("Its writer has withdrawn it."),
            CommentState.ERASED: self._("It is erased."),
        }[state].format(who=who, when=when)

    def edited_since(self) -> str:
        """The text that was decided on is no longer the comment's."""
        return self._("The comment has been edited since; please read it again.")

    def moved_since(self) -> str:
        """Something else has happened to the comment."""
        return self._("Something has happened to this comment since; please look again.")

    def undone_toast(self) -> str:
        """Undo has taken a decision back."""
        return self._("Taken back.")

    def undo_too_late(self) -> str:
        """Ten minutes have passed."""
        return self._("A decision can be taken back for ten minutes. Now it takes another one.")

    # ── Questions ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def reason_prompt(self, number: int) -> str:
        """The question after Other…"""
        return self._("Why is #{number} not published? Its writer will read what you answer.").format(number=number)

    def answer_prompt(self, number: int) -> str:
        """The question after Reply."""
        return self._("Write your answer to #{number}. It is published, and so is the comment.").format(number=number)

    def note_prompt(self, number: int) -> str:
        """The question after Note."""
        return self._("Write a note on #{number} for the other moderators.").format(number=number)

    def asked_by_name(self, name: str, question: str) -> str:
        """A question in a group, where it has to say whom it asks."""
        return self._("{name}, reply to this message. {question}").format(name=name, question=question)

    def answer_placeholder(self) -> str:
        """In the field where the answer is written."""
        return self._("Your answer")

    def noted(self, number: int) -> str:
        """A message: the note is taken."""
        return self._("The note stands on the card of #{number}.").format(number=number)

    def answered(self, number: int) -> str:
        """A message in the group: the answer is taken."""
        return self._("Your answer to #{number} is published.").format(number=number)

    # ── Further pages ─────────────────────────────────────────────────────────────────────────────────────────────────

    def text_title(self, number: int, revision: int, revisions: int, part: int, parts: int) -> str:
        """Above one of a comment's texts; ``part`` of it, where it is long."""
        title = self._("#{number} · text {revision} of {revisions}").format(
            number=number, revision=revision, revisions=revisions
        )
        if parts == 1:
            return title
        return self._("{title} · part {part} of {parts}").format(title=title, part=part, parts=parts)

    def pin_toast(self, on: bool) -> str:
        """What Pin and Unpin say."""
        return self._("Pinned: it stands first under its post.") if on else self._("No longer pinned.")

    # ── Whoever wrote it ──────────────────────────────────────────────────────────────────────────────────────────────

    def person_title(self, name: str, username: str | None) -> str:
        """The first line of a person's page."""
        return name if username is None else self._("{name} (@{username})").format(name=name, username=username)

    def person_in_team(self) -> str:
        """A line: nobody can be kept from commenting who is of the team."""
        return self._("In the team: neither muted nor banned.")

    def person_muted(self, until: str) -> str:
        """A line, and a toast: until when somebody cannot comment."""
        return self._("Muted until {until}.").format(until=until)

    def person_banned(self) -> str:
        """A line, and a toast."""
        return self._("Banned: no comment of theirs is taken.")

    def person_freed(self) -> str:
        """A toast."""
        return self._("They can comment again.")

    def person_ruled(self, on: bool) -> str:
        """A line, and a toast: the person's own rule."""
        if on:
            return self._("Every comment of theirs waits.")
        return self._("Their comments wait as everybody’s do.")

    # ── The queue ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def queue(self, count: int, waited: timedelta | None) -> str:
        """What /queue says; ``waited`` is how long the oldest has, None where none does."""
        if waited is None:
            return self._("No comment waits.")
        waits = self._n("{count} comment waits", "{count} comments wait", count).format(count=self.number(count))
        return self._("{waits} · the oldest for {span}").format(waits=waits, span=self.waiting_span(waited))

    def waiting_span(self, span: timedelta) -> str:
        """How long something has waited, in one unit or two."""
        if span.days:
            return self._n("{days} day", "{days} days", span.days).format(days=self.number(span.days))
        return self.duration(span)

    def queue_next(self, count: int) -> str:
        """The label of the button that brings the next cards."""
        return self._("Next {count}").format(count=count)

    def queue_end(self) -> str:
        """A toast: all of them have come."""
        return self._("These were all.")
