"""What is said to those who comment: the question, the bubble, and what becomes of a comment."""

from __future__ import annotations

from bot.core.cases import CommentState, Reason
from bot.rendering.language import Language


class CommentTexts(Language):
    """Sentences about a person's own comments."""

    def comment_prompt(self, headline: str) -> str:
        """The question after Post a comment."""
        return self._("Write your comment on “{headline}”.").format(headline=headline)

    def comment_placeholder(self) -> str:
        """In the field where the comment is written."""
        return self._("Your comment")

    def anonymous(self) -> str:
        """Stands for the name of somebody who does not want to be known."""
        return self._("Anonymous")

    def new_text_prompt(self, headline: str) -> str:
        """The question after Edit."""
        return self._(
            "Send the new text of your comment on “{headline}”. It takes the place of all that you wrote in it."
        ).format(headline=headline)

    def which_post(self) -> str:
        """The question about a comment that says not which post it is about."""
        return self._("Which post is your comment about? If it is none of these, reply to that post instead.")

    def photos(self, count: int) -> str:
        """Stands for the photos of a comment."""
        return self._n("📷 {count} photo", "📷 {count} photos", count).format(count=self.number(count))

    def bubble(self, state: CommentState, headline: str, reason: str | None = None) -> str:
        """The first line of a reader's bubble; ``reason`` is why it was rejected, if its writer is told."""
        published = self._("✅ Your comment on “{headline}” is published.")
        refused = self._("✖ Your comment on “{headline}” was not published.")
        because = self._("✖ Your comment on “{headline}” was not published: {reason}.")
        waits = self._("⏳ Your comment on “{headline}” waits for a moderator.")
        return {
            CommentState.SCREENING: waits,
            CommentState.PENDING: waits,
            CommentState.LIVE: published,
            CommentState.APPROVED: published,
            CommentState.REJECTED: because if reason else refused,
            CommentState.SPAM: refused,
            CommentState.WITHDRAWN: self._("You have withdrawn your comment on “{headline}”."),
            CommentState.ERASED: self._("Your comment on “{headline}” is erased."),
        }[state].format(headline=headline, reason=reason)

    def rejection(self, reason: Reason, words: str | None) -> str | None:
        """Why a comment was rejected, within a sentence; None: its writer is not told. ``words`` are a moderator's."""
        return {
            Reason.RUDE: self._("rude"),
            Reason.OFF_TOPIC: self._("off topic"),
            Reason.ADVERTISING: self._("advertising"),
            Reason.OTHER: words.rstrip(".") if words else None,
            Reason.SILENT: None,
        }[reason]

    def new_text_waits(self) -> str:
        """In the bubble of a comment that was changed, above the new text."""
        return self._("⏳ Your new text waits for a moderator:")

    def looked_at_again(self) -> str:
        """In the bubble of a rejected comment whose writer has asked again."""
        return self._("⏳ A moderator will look at it once more.")

    def asked_again(self) -> str:
        """The toast of Ask again."""
        return self._("A moderator will look at it once more.")

    def bubble_moved(self) -> str:
        """In the place of a bubble that stands below the new text now."""
        return self._("You have written this comment anew, below.")

    def withdraw_comment(self, headline: str) -> str:
        """The question after Withdraw, with what it means."""
        return self._(
            "Withdraw your comment on “{headline}”? Nobody will see it any more, and that cannot be undone. Replies"
            " to it stay."
        ).format(headline=headline)
