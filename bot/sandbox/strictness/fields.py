"""Fields of a JSON object, read as TDLib reads them (``tdutils/td/utils/JsonBuilder.cpp``).

A text may be written as a number and a number as a text; a field that is there must have its type, and null is no type.
"""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)
LARGEST = {32: 2**31 - 1, 64: 2**63 - 1}


class FieldError(Exception):
    """What is wrong with a field, in TDLib's words."""


def text_field(value: Json, name: str, *, required: bool = False) -> str:
    """A text, "" if it may be and is missing."""
    if name not in value:
        return str(_missing(name, required, ""))
    field = value[name]
    if isinstance(field, str):
        return field
    if isinstance(field, bool) or not isinstance(field, int | float):
        raise FieldError(f'Field "{name}" must be of type String')
    return str(field)


def number_field(value: Json, name: str, *, required: bool = False, bits: int = 32) -> int:
    """A whole number of 32 or 64 bits, 0 if it may be and is missing."""
    if name not in value:
        return int(_missing(name, required, 0))
    field = value[name]
    if isinstance(field, bool) or not isinstance(field, int | float | str):
        raise FieldError(f'Field "{name}" must be a Number')
    if not WHOLE.fullmatch(str(field)) or not -LARGEST[bits] <= int(field) <= LARGEST[bits]:
        raise FieldError(f'Field "{name}" must be a valid Number')
    return int(field)


def flag_field(value: Json, name: str) -> bool:
    """A yes or no, no if it is missing."""
    field = value.get(name, False)
    if not isinstance(field, bool):
        raise FieldError(f'Field "{name}" must be of type Boolean')
    return field


def object_field(value: Json, name: str) -> Json:
    """An object, which must be there."""
    if name not in value:
        _missing(name, True, None)
    field = value[name]
    if not isinstance(field, dict):
        raise FieldError(f'Field "{name}" must be of type Object')
    return field


def array_field(value: Json, name: str) -> list[Any] | None:
    """An array, None if it is missing."""
    if name not in value:
        return None
    field = value[name]
    if not isinstance(field, list):
        raise FieldError(f'Field "{name}" must be of type Array')
    return field


def _missing(name: str, required: bool, default: Any) -> Any:
    if required:
        raise FieldError(f'Can\'t find field "{name}"')
    return default
