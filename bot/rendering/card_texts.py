"""What moderators read on the cards of comments."""

from __future__ import annotations

from datetime import datetime

from bot.core.cases import CommentState
from bot.rendering.language import Language


class CardTexts(Language):
    """Sentences of the moderators' desk."""

    def card_title(self, number: int, headline: str, moment: datetime) -> str:
        """The first line of a card that waits."""
        return self._("🟡 #{number} · “{headline}” · {when}").format(
            number=number, headline=headline, when=self.clock(moment)
        )

    def card_decided(self, state: CommentState, who: str, moment: datetime, number: int) -> str:
        """The first line of a card on which nobody has to decide."""
        return {
            CommentState.SCREENING: self._("⏳ Being looked at · {when} · #{number}"),
            CommentState.PENDING: self._("🟡 Waits · {when} · #{number}"),
            CommentState.LIVE: self._("🟢 Shown at once · {when} · #{number}"),
            CommentState.APPROVED: self._("✅ Approved by {who} · {when} · #{number}"),
            CommentState.REJECTED: self._("✖ Rejected by {who} · {when} · #{number}"),
            CommentState.SPAM: self._("🚫 Spam, says {who} · {when} · #{number}"),
            CommentState.WITHDRAWN: self._("↩ Withdrawn by its writer · #{number}"),
            CommentState.ERASED: self._("⌫ Erased · #{number}"),
        }[state].format(who=who, when=self.clock(moment), number=number)

    def decided_toast(self, state: CommentState) -> str:
        """What the press of a decision says."""
        return {
            CommentState.APPROVED: self._("Approved."),
            CommentState.REJECTED: self._("Rejected."),
            CommentState.SPAM: self._("Marked as spam."),
        }.get(state, "")
