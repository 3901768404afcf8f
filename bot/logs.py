"""Logging: to standard error, as text or as one JSON object a line, never with the bot's token in it."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """A line of JSON for each record: time, level, logger, message and, for errors, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            fields["error"] = record.exc_text
        return json.dumps(fields, ensure_ascii=False)


def configure_logging(format: str, redactor: logging.Filter) -> None:
    """Everything from INFO on goes to standard error; ``format`` is ``text`` or ``json``."""
    handler = logging.StreamHandler()
    handler.addFilter(redactor)
    if format == "json":
        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # These describe every call and every update; their warnings are enough.
    for chatty in ("telegram", "aiohttp", "alembic", "httpx"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
