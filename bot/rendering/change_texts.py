"""What readers see of changes to a post that they have already."""

from __future__ import annotations

from bot.rendering.language import Language


class ChangeTexts(Language):
    """In their copies, or below them."""

    def emptied(self) -> str:
        """In place of a message for which an update has no text any more."""
        return self._("— this part was taken out —")

    def update_line(self, headline: str) -> str:
        """Below a copy that was changed, where the author wants readers to know."""
        if not headline:
            return self._("This post was updated.")
        return self._("“{headline}” was updated.").format(headline=headline)

    def withdrawn_notice(self) -> str:
        """In place of a message that is too old to be deleted."""
        return self._("This post was withdrawn by its author.")
