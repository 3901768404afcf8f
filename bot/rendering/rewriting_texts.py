"""What is said about a draft as one document."""

from __future__ import annotations

from bot.rendering.language import Language


class RewritingTexts(Language):
    """The sentences of /text."""

    def document_caption(self, headline: str) -> str:
        """Below the document."""
        return self._(
            "“{headline}” as one text. Edit it on a computer and send it back: you see what would change before it"
            " takes the draft’s place."
        ).format(headline=headline)

    def rewriting_reading(self) -> str:
        """While the document is fetched."""
        return self._("Reading the document …")

    def rewriting_question(self) -> str:
        """Below what would change."""
        return self._("Replace the draft with this document? Its messages stay among the parts, taken out.")

    def rewriting_done(self) -> str:
        """The document has taken the draft's place."""
        return self._("The document is the draft now. “Parts” on its card brings back what it was made of before.")

    def rewriting_dropped(self) -> str:
        """The document was given up."""
        return self._("The draft is as it was.")

    def rewriting_draft_changed(self) -> str:
        """A box: a press on what was shown before the draft changed."""
        return self._("The draft has changed meanwhile. What the document would change is shown anew.")
