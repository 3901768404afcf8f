"""What is said to those who comment: the question, the bubble, and what becomes of a comment."""

from __future__ import annotations

from bot.core.cases import CommentState
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

    def bubble(self, state: CommentState, headline: str) -> str:
        """The first line of a reader's bubble."""
        published = self._("✅ Your comment on “{headline}” is published.")
        refused = self._("✖ Your comment on “{headline}” was not published.")
        waits = self._("⏳ Your comment on “{headline}” waits for a moderator.")
        return {
            CommentState.SCREENING: waits,
            CommentState.PENDING: waits,
            CommentState.LIVE: published,
            CommentState.APPROVED: published,
            CommentState.REJECTED: refused,
            CommentState.SPAM: refused,
            CommentState.WITHDRAWN: self._("You have withdrawn your comment on “{headline}”."),
            CommentState.ERASED: self._("Your comment on “{headline}” is erased."),
        }[state].format(headline=headline)
