"""Telling a database that is away for a while from a statement that is wrong (PostgreSQL).

One that is restarted, or cannot be reached, comes back by itself, and waiting for it helps; nothing else that goes
wrong is of that kind.
"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

_AWAY = ("08", "57", "53300", "25006")
"""What PostgreSQL's codes for it begin with: connection exceptions, the intervention of an operator (such as shutting
down), no connection left, and a server that only reads because another one has taken its place."""


def outage(error: BaseException) -> str | None:
    """The reason in the driver's words when the database is away; None when it is something else.

    Neither the statement nor the address is in it.
    """
    cause: BaseException = error
    if isinstance(error, DBAPIError) and error.orig is not None:
        cause = error.orig
        # The driver loses its own count when a connection breaks just as it is used.
        if error.connection_invalidated or type(cause).__name__ == "InternalClientError":
            return _words(cause)
    code = getattr(cause, "sqlstate", None) or ""
    # Sockets that are refused, names that are not found, time that has run out: all of them are of one family.
    if code.startswith(_AWAY) or isinstance(cause, OSError):
        return _words(cause)
    return None


def _words(error: BaseException) -> str:
    """The last part of what the adapter says, which is what the server or the system said."""
    said = str(error).rpartition(">: ")[2]
    return said or "no answer in time"
