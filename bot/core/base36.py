"""Numbers as callback data and links write them: short, in digits and small letters, each in one way only."""

from __future__ import annotations

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def to_base36(number: int) -> str:
    """The number in base 36, behind a minus if it is negative."""
    sign, rest = ("-", -number) if number < 0 else ("", number)
    digits = ""
    while rest or not digits:
        rest, digit = divmod(rest, 36)
        digits = _DIGITS[digit] + digits
    return sign + digits


def from_base36(digits: str) -> int | None:
    """The number that ``to_base36`` writes in this way; None for any other spelling.

    Takes time that grows with the square of the length: whoever calls limits it.
    """
    try:
        number = int(digits, 36)
    except ValueError:
        return None
    return number if to_base36(number) == digits else None
