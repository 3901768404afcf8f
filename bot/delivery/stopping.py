"""The one thing that ends the engine from within: Telegram no longer takes our token, or another poller has it."""

from __future__ import annotations


class Halted(Exception):  # noqa: N818 — it is a decision, not an error
    """Everything stops and nobody is marked; ``reason`` is Telegram's words, for the console."""

    def __init__(self, reason: str) -> None:
        """``reason`` never holds the token."""
        super().__init__(reason)
        self.reason = reason
