"""The sentences about a draft as one text, and about what is different between two forms of a post."""

from __future__ import annotations

from bot.core.differences import PieceKind
from bot.rendering.language import Language


class DocumentTexts(Language):
    """What the view of a difference says."""

    def nothing_different(self) -> str:
        """In the place of a difference."""
        return self._("Nothing is different.")

    def difference_counts(self, added: int, removed: int, changed: int, moved: int) -> str:
        """The first line of a difference; empty where the body is the same. Counts are paragraphs, or media."""
        phrases = (
            self._n("{count} paragraph added", "{count} paragraphs added", added),
            self._n("{count} removed", "{count} removed", removed),
            self._n("{count} changed", "{count} changed", changed),
            self._n("{count} moved", "{count} moved", moved),
        )
        alone = (
            phrases[0],
            self._n("{count} paragraph removed", "{count} paragraphs removed", removed),
            self._n("{count} paragraph changed", "{count} paragraphs changed", changed),
            self._n("{count} paragraph moved", "{count} paragraphs moved", moved),
        )
        said: list[str] = []
        for count, first, further in zip((added, removed, changed, moved), alone, phrases, strict=True):
            if count:
                said.append((further if said else first).format(count=self.number(count)))
        return ", ".join(said)

    def piece(self, kind: PieceKind) -> str:
        """What stands before an excerpt that is not running text; empty for a paragraph."""
        return {
            PieceKind.HEADLINE: self._("Headline: "),
            PieceKind.TEXT: "",
            PieceKind.HEADING: self._("Section: "),
            PieceKind.MEDIA: self._("Media: "),
            PieceKind.QUOTATION: self._("Quotation: "),
            PieceKind.SOURCE: self._("Source: "),
            PieceKind.TAGS: self._("Tags: "),
        }[kind]

    def only_formatting(self) -> str:
        """Behind an excerpt whose words are the same."""
        return self._("(formatting)")

    def other_media(self) -> str:
        """Behind an excerpt whose words are the same, where other media are shown."""
        return self._("(other media)")

    def media_count(self, count: int) -> str:
        """In the place of a caption that is empty."""
        return self._n("{count} file", "{count} files", count).format(count=self.number(count))

    def more_changes(self, count: int) -> str:
        """The last line, for what has no room."""
        return self._n("and {count} more", "and {count} more", count).format(count=self.number(count))
