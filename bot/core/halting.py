"""The one thing that ends everything from within: Telegram no longer takes the bot's token."""

from __future__ import annotations


class Halted(Exception):  # noqa: N818 — it is a decision, not an error
    """Everything stops and nobody is marked; ``reason`` is Telegram's words, for the console."""

    def __init__(self, reason: str) -> None:
        """``reason`` never holds the token."""
        super().__init__(reason)
        self.reason = reason
