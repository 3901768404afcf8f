"""What is said about trouble that the blog itself is in."""

from __future__ import annotations

from bot.rendering.language import Language


class TroubleTexts(Language):
    """The sentences of an emergency."""

    def storage_waits(self, reason: str) -> str:
        """To owners, and to authors whose post is on its way; ``reason`` is SQLite's words."""
        return self._(
            "⚠️ The blog’s database cannot be written to ({reason}). Nothing is lost: posts and answers wait, and go on"
            " by themselves as soon as that has passed. Whoever looks after the machine can see to it."
        ).format(reason=reason)
