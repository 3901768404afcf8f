"""One process for one SQLite file: a lock beside it, which the system lets go when its process ends, however it ends.

The lock is not on the database itself: closing a second handle of that file would drop SQLite's own locks. The file is
left where it is, since whoever deletes it could delete it under somebody who waits for it. On PostgreSQL there is
``lease``.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.core.refusals import Refusal, RefusalKey

SUFFIX = ".lock"


@contextmanager
def alone(url: str) -> Iterator[None]:
    """A block in which no other process works with that SQLite file. Raises :class:`Refusal` where one does."""
    database = make_url(url).database
    if database is None:
        raise ValueError("a SQLite database needs a file")
    file = Path(database).resolve()  # whatever name somebody else knows it by
    try:
        handle = file.with_name(file.name + SUFFIX).open("a", encoding="utf-8")
    except OSError as error:
        raise Refusal(RefusalKey.DATABASE_UNREACHABLE, reason=str(error)) from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(RefusalKey.DATABASE_IN_USE, path=str(database)) from None
        except OSError as error:
            raise Refusal(RefusalKey.DATABASE_UNREACHABLE, reason=str(error)) from None
        yield
