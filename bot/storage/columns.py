"""Column types that the tables share: ids of 64 bits, moments and JSON that read the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer
from sqlalchemy.types import TypeDecorator

Id = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit id. SQLite counts up by itself only in a column that is called INTEGER; its integers have 64 bits anyway."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(value: datetime) -> int:
    """A moment as the tables keep it."""
    return (value - _EPOCH) // _MILLISECOND


def moment(value: int) -> datetime:
    """The inverse of ``milliseconds``."""
    return _EPOCH + value * _MILLISECOND


class Moment(TypeDecorator[datetime]):
    """An aware datetime in UTC, kept as milliseconds since 1970: six bytes, sortable, the same on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuses naive datetimes: a time without a zone is a bug of the caller's."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return milliseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Gives back UTC."""
        return None if value is None else moment(value)
