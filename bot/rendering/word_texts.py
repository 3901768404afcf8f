"""What those who comment are told of by a message of its own."""

from __future__ import annotations

from bot.rendering.language import Language


class WordTexts(Language):
    """Sentences about what became of a comment, and about answers to it.

    ``reason`` None: its writer is not told why.
    """

    def published(self, headline: str) -> str:
        """A moderator has let a comment, or its new text, be seen."""
        return self._("✅ Published: your comment on “{headline}”.").format(headline=headline)

    def not_published(self, headline: str, reason: str | None) -> str:
        """A moderator has rejected a comment, or found that it is spam."""
        told = self._("✖ Not published: your comment on “{headline}”.").format(headline=headline)
        return self._because(told, reason)

    def appeal_declined(self, headline: str, reason: str | None) -> str:
        """A rejected comment was looked at a second time, in vain."""
        told = self._("✖ Not published, at the second look, too: your comment on “{headline}”.")
        return self._because(told.format(headline=headline), reason)

    def new_text_declined(self, headline: str) -> str:
        """A new text was turned down."""
        told = self._("✖ Not published: the new text of your comment on “{headline}”. The old one stays.")
        return told.format(headline=headline)

    def looked_at_anew(self, headline: str) -> str:
        """A decision that its writer had heard of was taken back."""
        return self._("⏳ Your comment on “{headline}” is being looked at again.").format(headline=headline)

    def answered_you(self, name: str, headline: str) -> str:
        """Above an answer."""
        return self._("{name} answered you on “{headline}”:").format(name=name, headline=headline)

    def answer_gone(self, headline: str) -> str:
        """In the place of an answer that was taken down or back."""
        return self._("An answer to you on “{headline}” is not shown any more.").format(headline=headline)

    def _because(self, told: str, reason: str | None) -> str:
        if reason is None:
            return told
        return self._("{told} Reason: {reason}.").format(told=told, reason=reason)
