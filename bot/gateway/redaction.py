"""Keeps the bot's token out of whatever people can read: logs, error texts, tracebacks.

The token stands in the address of every call, so an HTTP library's errors quote it, and python-telegram-bot names it
in its own (``Bot.initialize``) and in ``repr(bot)``. ``app`` puts one ``TokenRedactor`` on each log handler.
"""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

MASK = "<token>"

_SECRET_LENGTH = 30
"""Real tokens end in 35 characters after the colon. Those alone are as good as the token; shorter ones, which only
occur in tests, could be a word."""


class Redactor:
    """Replaces one bot's token in texts, also where an address has its colon encoded."""

    def __init__(self, token: str) -> None:
        forms = {token, quote(token, safe="")}
        secret = token.partition(":")[2]
        if len(secret) >= _SECRET_LENGTH:
            forms.add(secret)
        longest_first = sorted((form for form in forms if form), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if longest_first else None

    def __call__(self, text: str) -> str:
        """The text without the token."""
        return self._pattern.sub(MASK, text) if self._pattern else text


class TokenRedactor(logging.Filter):
    """A filter for log handlers: message, arguments, traceback and stack lose the token.

    It belongs on handlers, not on loggers, whose filters do not see what comes up from their children. Arguments are
    merged into the message when it has to be changed, for they can be objects whose ``repr`` shows the token.
    """

    def __init__(self, token: str) -> None:
        super().__init__()
        self._redact = Redactor(token)
        self._tracebacks = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record, and let it pass."""
        message = record.getMessage()
        redacted = self._redact(message)
        if redacted != message:
            record.msg, record.args = redacted, None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._tracebacks.formatException(record.exc_info)
        if record.exc_text:
            redacted = self._redact(record.exc_text)
            if redacted != record.exc_text:
                record.exc_text = redacted
                record.exc_info = None  # a formatter that reads the exception itself would show it again
        if record.stack_info:
            record.stack_info = self._redact(record.stack_info)
        return True
