"""A request's parameters: from the address, a form, a multipart body or a JSON object, as the open server reads them.

All four ways are one to a method: numbers and flags may come as text, structures as JSON text or as JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import BodyPartReader, web

from bot.sandbox.refusals import RefusedError, bad_request

UPLOAD_LIMIT = 50 * 1024 * 1024
"""Bytes of one upload (Bot API, sending files); a larger one is answered 413."""

CHUNK = 256 * 1024
"""Bytes of a part that are read at a time."""

DIGITS = re.compile(r"[+-]?\d{1,20}", re.ASCII)
"""How a number begins; what follows is passed over, as in TDLib's ``to_integer``."""

T = TypeVar("T")

TRUE = frozenset({"true", "yes", "1"})
"""The texts that mean yes (the open server's ``to_bool``)."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str | None
    mime: str | None
    data: bytes


class Parameters:
    """The parameters of one call. ``values`` are as they came, ``files`` are uploads by field name."""

    __slots__ = ("files", "values")

    def __init__(self, values: dict[str, Any], files: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def text(self, name: str) -> str:
        """A text; "" if it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; ``default`` if it is missing, 0 if it is none, as the open server has it."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, int):
            return int(value)
        found = DIGITS.match(str(value))
        return int(found[0]) if found else 0

    def flag(self, name: str) -> bool:
        """A yes or no; what cannot be understood is no."""
        value = self.values.get(name)
        return value is True or str(value).strip().lower() in TRUE

    def structure(self, name: str, kind: type[T], broken: str, wrong: str) -> T | None:
        """A JSON object or array, None if missing; refused with ``broken`` if it is no JSON, else with ``wrong``."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = decoded(value)
            except ValueError:
                raise bad_request(broken) from None
        if not isinstance(value, kind):
            raise bad_request(wrong)
        return value

    def array(self, name: str) -> list[Any] | None:
        """A JSON array; what is none counts as missing (the open server's ``get_input_entities``)."""
        value = self.values.get(name)
        if isinstance(value, str):
            try:
                value = decoded(value)
            except ValueError:
                return None
        return value if isinstance(value, list) else None

    def required(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value:
            raise bad_request(f'Parameter "{name}" is required')
        return value


async def parameters_of(request: web.BaseRequest) -> Parameters:
    """Read a request. Refused: a body that is not what it says, an upload that is too big."""
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.method != "POST" or not request.can_read_body:
        return Parameters(values)
    kind = request.content_type
    try:
        if kind == "application/json":
            values.update(_json_object(await request.read()))
        elif kind == "application/x-www-form-urlencoded":
            values.update({name: str(value) for name, value in (await request.post()).items()})
        elif kind == "multipart/form-data":
            await _read_parts(request, values, files)
    except web.HTTPRequestEntityTooLarge:
        raise RefusedError(413, "Request Entity Too Large") from None
    except (UnicodeDecodeError, ValueError, AssertionError):
        raise RefusedError(400, "Bad Request: can't parse form data") from None
    return Parameters(values, files)


async def _read_parts(request: web.BaseRequest, values: dict[str, Any], files: dict[str, Upload]) -> None:
    """Read a multipart body into texts and uploads. What is too big is read to its end, so that the client listens."""
    too_big = False
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise ValueError("a part may not have parts")
        data = bytearray()
        while chunk := await part.read_chunk(CHUNK):
            if len(data) <= UPLOAD_LIMIT:
                data += chunk
        too_big |= len(data) > UPLOAD_LIMIT
        name = part.name or ""
        if part.filename is None:
            values[name] = data.decode()
        else:
            files[name] = Upload(part.filename or None, part.headers.get("Content-Type"), bytes(data))
    if too_big:
        raise RefusedError(413, "Request Entity Too Large")


def _json_object(body: bytes) -> dict[str, Any]:
    """The parameters of a JSON body. A null at the top is the text "null" to the open server, and so it is here."""
    if not body:
        return {}
    try:
        value = decoded(body)
    except ValueError:
        raise RefusedError(400, "Bad Request: can't parse JSON object") from None
    if not isinstance(value, dict):
        raise RefusedError(400, "Bad Request: JSON object expected")
    return {name: "null" if each is None else each for name, each in value.items()}


def decoded(written: str | bytes) -> Any:
    """JSON as TDLib reads it: no NaN, not too deep, no halves of surrogate pairs. ValueError for anything else."""
    try:
        value = json.loads(written, parse_constant=_no_number)
        if (b"\\ud" if isinstance(written, bytes) else "\\ud") in written.lower():  # type: ignore[operator]
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("too deep") from None
    return value


def _no_number(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
