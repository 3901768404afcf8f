"""What readers read above and between the comments under a post."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.cases import CommentState
from bot.core.listing import ListOrder
from bot.rendering.language import Language

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


class ListTexts(Language):
    """Sentences of the list of comments."""

    def comments_button(self, count: int) -> str:
        """ "No comments", "1 comment", "2 comments" …"""
        if count == 0:
            return self._("No comments")
        return self._n("{count} comment", "{count} comments", count).format(count=self.number(count))

    def comments_title(self, headline: str, count: int) -> str:
        """The first line of the list under a post."""
        return self._("“{headline}” · {comments}").format(headline=headline, comments=self.comments_button(count))

    def no_comments_yet(self, headline: str) -> str:
        """A toast when there is nothing to list."""
        return self._("No comments on “{headline}” yet.").format(headline=headline)

    def author_mark(self) -> str:
        """Behind the name of the post's author in the list."""
        return self._("(author)")

    def ago(self, moment: datetime, now: datetime) -> str:
        """How long ago a comment was written: "now", "5 min", "4 h", "3 d"; after a week its day."""
        past = now - moment
        if past < _MINUTE:
            return self._("now")
        if past < _HOUR:
            return self._("{minutes} min").format(minutes=past // _MINUTE)
        if past < _DAY:
            return self._("{hours} h").format(hours=past // _HOUR)
        if past < 7 * _DAY:
            return self._("{days} d").format(days=past // _DAY)
        return self.day(moment)

    def about_passage(self, passage: str) -> str:
        """The passage of the post that a comment is about."""
        return self._("on “{passage}”").format(passage=passage)

    def tombstone(self, state: CommentState) -> str:
        """In the place of the comment that a thread began with, once that is not to be seen."""
        if state is CommentState.WITHDRAWN:
            return self._("A comment stood here; its writer has withdrawn it.")
        return self._("A comment stood here; it is not shown any more.")

    def order_button(self, order: ListOrder) -> str:
        """Shows the list in the other order, from its beginning."""
        return self._("Newest first") if order is ListOrder.NEWEST else self._("Oldest first")

    def reply_button(self, number: int) -> str:
        """The first of the buttons that reply to one of the comments on the page; the others are numbers."""
        return self._("Reply to {number}").format(number=number)

    def read_button(self, number: int) -> str:
        """The first of the buttons that show what was cut."""
        return self._("Read {number}").format(number=number)

    def photos_button(self, number: int) -> str:
        """The first of the buttons that show a comment's photos."""
        return self._("📷 {number}").format(number=number)

    def card_button(self, number: int) -> str:
        """The first of a moderator's buttons that open a comment's card."""
        return self._("Card {number}").format(number=number)

    def thread_title(self, headline: str, count: int) -> str:
        """The first line of a thread."""
        return self._("A thread on “{headline}” · {comments}").format(
            headline=headline, comments=self.comments_button(count)
        )

    def thread_link(self, link: str) -> str:
        """The last line of a thread."""
        return self._("Link to this thread: {link}").format(link=link)

    def all_comments_button(self) -> str:
        """From a thread to the list that it is a part of."""
        return self._("All comments")

    def mute_button(self, muted: bool) -> str:
        """No word of answers in this thread any more, or again."""
        return self._("Unmute thread") if muted else self._("Mute thread")

    def reply_prompt(self, name: str, headline: str) -> str:
        """The question after Reply."""
        return self._("Write your reply to {name} on “{headline}”.").format(name=name, headline=headline)

    def reply_placeholder(self) -> str:
        """In the field where the reply is written."""
        return self._("Your reply")

    def thread_muted(self, muted: bool) -> str:
        """The toast of Mute thread and Unmute thread."""
        if muted:
            return self._("You will hear of no more answers in this thread.")
        return self._("You will hear of answers to you in this thread again.")
