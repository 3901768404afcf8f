"""Reading one HTTP/1.1 answer out of the bytes of a connection, however they are cut. No network in here.

Only what an answer to a POST needs (RFC 9112): a length, chunks, or everything up to the end of the connection.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.gateway.failures import TooLargeError, UnintelligibleError

HEAD_LIMIT = 64 * 1024
"""Bytes of an answer's head, and of a line between two chunks. Telegram's heads have some 300."""

_STATUS = re.compile(rb"HTTP/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?\r\n")
_FRAMING = re.compile(rb"\r\n(content-length|transfer-encoding|connection):[ \t]*([^\r\n]*?)[ \t]*(?=\r\n)")
_CHUNK = re.compile(rb"([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?", re.IGNORECASE)
_BLANK = b"\r\n\r\n"


class HttpAnswer(NamedTuple):
    """A whole answer. ``keeps`` says whether the connection may be used again."""

    status: int
    body: bytes
    keeps: bool


class HttpAnswerReader:
    """Reads one answer whose body has at most ``limit`` bytes.

    Raises ``UnintelligibleError`` where it is no HTTP, and ``TooLargeError``; then the connection is of no more use.
    """

    __slots__ = ("_body", "_chunked", "_keeps", "_length", "_limit", "_received", "_status", "_until_end")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._received = bytearray()
        self._status = 0
        self._keeps = True
        self._length = 0
        self._chunked = False
        self._until_end = False
        self._body = bytearray()

    def feed(self, data: bytes) -> HttpAnswer | None:
        """The next bytes; the answer once it is whole."""
        received = self._received
        received += data
        while not self._status:
            end = received.find(_BLANK)
            if end < 0:
                self._check_line()
                return None
            self._read_head(bytes(received[: end + 2]))
            del received[: end + 4]
        if self._chunked:
            return self._read_chunks()
        if self._until_end:
            self._check(len(received))
            return None
        excess = len(received) - self._length
        if excess < 0:
            return None
        if excess:
            del received[self._length :]
        return HttpAnswer(self._status, bytes(received), self._keeps and not excess)

    def end(self) -> HttpAnswer | None:
        """The connection has ended: the answer, if that is what completes it."""
        return HttpAnswer(self._status, bytes(self._received), False) if self._until_end else None

    def _check_line(self) -> None:
        if len(self._received) > HEAD_LIMIT:
            raise UnintelligibleError("The answer has a line without end")

    def _read_head(self, head: bytes) -> None:
        """Learns from the head how the body ends; ``head`` closes with the end of its last line."""
        opening = _STATUS.match(head)
        if opening is None:
            raise UnintelligibleError("The answer is not HTTP/1.1")
        status = int(opening[2])
        if status < 200:
            if status == 101:
                raise UnintelligibleError("The answer is not HTTP/1.1")
            return  # an interim answer; the real one follows
        self._status = status
        self._keeps = opening[1] == b"1"
        lengths: set[bytes] = set()
        codings: list[bytes] = []
        for name, value in _FRAMING.findall(head.lower()):
            if name == b"content-length":
                lengths.add(value)
            elif name == b"transfer-encoding":
                codings.append(value)
            elif b"close" in value:
                self._keeps = False
        if status in (204, 304):
            return
        if codings:
            if codings != [b"chunked"] or lengths:
                raise UnintelligibleError("The answer's length is not clear")
            self._chunked = True
        elif lengths:
            length = lengths.pop()
            if lengths or not (length.isdigit() and len(length) < 16):
                raise UnintelligibleError("The answer's length is not clear")
            self._length = int(length)
            self._check(self._length)
        else:
            self._until_end = True

    def _read_chunks(self) -> HttpAnswer | None:
        """Takes the chunks that are whole out of what was received."""
        received, at = self._received, 0
        while (end := received.find(b"\r\n", at)) >= 0:
            opening = _CHUNK.fullmatch(received, at, end)
            if opening is None:
                raise UnintelligibleError("The answer's chunks are not HTTP/1.1")
            size = int(opening[1], 16)
            if not size:
                trailer_end = received.find(_BLANK, at)
                if trailer_end < 0:
                    break
                excess = len(received) - trailer_end - 4
                return HttpAnswer(self._status, bytes(self._body), self._keeps and not excess)
            self._check(len(self._body) + size)
            if len(received) < end + size + 4:
                del received[:at]
                return None
            if received[end + size + 2 : end + size + 4] != b"\r\n":
                raise UnintelligibleError("The answer's chunks are not HTTP/1.1")
            self._body += received[end + 2 : end + size + 2]
            at = end + size + 4
        del received[:at]
        self._check_line()
        return None

    def _check(self, length: int) -> None:
        if length > self._limit:
            raise TooLargeError(f"The answer has more than {self._limit} bytes")
