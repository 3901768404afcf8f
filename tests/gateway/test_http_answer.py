"""An HTTP answer is read alike however its bytes are cut, and what is none is not taken for one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import TelegramError

from bot.gateway.failures import TooLargeError, UnintelligibleError
from bot.gateway.http_answer import HEAD_LIMIT, HttpAnswer, HttpAnswerReader

OK = b"HTTP/1.1 200 OK\r\n"

WHOLE = {
    "a length": (OK + b"Content-Length: 5\r\n\r\nhello", HttpAnswer(200, b"hello", True)),
    "a length in small letters": (OK + b"content-length:5 \r\nDate: x\r\n\r\nhello", HttpAnswer(200, b"hello", True)),
    "the same length twice": (
        OK + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        HttpAnswer(200, b"hello", True),
    ),
    "no body": (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", HttpAnswer(400, b"", True)),
    "never a body": (b"HTTP/1.1 204 No Content\r\n\r\n", HttpAnswer(204, b"", True)),
    "no reason": (b"HTTP/1.1 502\r\nContent-Length: 1\r\n\r\nx", HttpAnswer(502, b"x", True)),
    "an interim answer": (
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nok",
        HttpAnswer(200, b"ok", True),
    ),
    "the connection ends": (OK + b"Connection: Close\r\nContent-Length: 2\r\n\r\nok", HttpAnswer(200, b"ok", False)),
    "an old server": (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", HttpAnswer(200, b"ok", False)),
    "more than was asked for": (OK + b"Content-Length: 2\r\n\r\nokHTTP", HttpAnswer(200, b"ok", False)),
    "chunks": (
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n",
        HttpAnswer(200, b"hello", True),
    ),
    "chunks with a trailer": (
        OK + b"Transfer-Encoding: Chunked\r\n\r\nA\r\n0123456789\r\n0\r\nX-Sum: 1\r\nY: 2\r\n\r\n",
        HttpAnswer(200, b"0123456789", True),
    ),
    "no chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", HttpAnswer(200, b"", True)),
    "chunks and more": (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nHTTP", HttpAnswer(200, b"", False)),
}

BROKEN = {
    "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    "another version": b"HTTP/2 200\r\n\r\n",
    "no number": b"HTTP/1.1 two hundred\r\n\r\n",
    "a change of protocol": b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    "two lengths": OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "a negative length": OK + b"Content-Length: -5\r\n\r\nhello",
    "an endless length": OK + b"Content-Length: 99999999999999999999\r\n\r\nhello",
    "a length and chunks": OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "another coding": OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "a chunk without a size": OK + b"Transfer-Encoding: chunked\r\n\r\nhello\r\n0\r\n\r\n",
    "a chunk without an end": OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
    "a head without an end": OK + b"X: " + b"x" * HEAD_LIMIT,
    "a size without an end": OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * (HEAD_LIMIT + 1),
}


def read(pieces: list[bytes], limit: int = 1000) -> HttpAnswer | None:
    """The answer, which comes with the last piece."""
    reader = HttpAnswerReader(limit)
    for piece in pieces[:-1]:
        assert reader.feed(piece) is None
    return reader.feed(pieces[-1])


def without_excess(answer: bytes) -> bytes:
    """What follows an answer can come after it, too, and is then no matter of the reader's."""
    return answer.removesuffix(b"HTTP")


@pytest.mark.parametrize("kind", WHOLE)
def test_an_answer_is_read(kind: str) -> None:
    data, answer = WHOLE[kind]
    assert read([data]) == answer


@pytest.mark.parametrize("kind", WHOLE)
def test_it_may_come_byte_by_byte(kind: str) -> None:
    data, answer = WHOLE[kind]
    found = read([bytes([byte]) for byte in without_excess(data)])
    assert found is not None
    assert found[:2] == answer[:2]


@given(kind=st.sampled_from(sorted(WHOLE)), cuts=st.lists(st.integers(0, 120), max_size=5))
def test_it_may_be_cut_anywhere(kind: str, cuts: list[int]) -> None:
    data, answer = WHOLE[kind]
    data = without_excess(data)
    places = sorted({0, *(cut for cut in cuts if cut < len(data)), len(data)})
    found = read([data[start:end] for start, end in pairwise(places)])
    assert found is not None
    assert found[:2] == answer[:2]


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_answer_is_not_taken_for_one(kind: str) -> None:
    with pytest.raises(UnintelligibleError):
        read([BROKEN[kind]])


@given(data=st.binary(max_size=200), framed=st.booleans())
def test_whatever_comes_is_an_answer_or_unintelligible(data: bytes, framed: bool) -> None:
    reader = HttpAnswerReader(1000)
    try:
        reader.feed(OK + b"Transfer-Encoding: chunked\r\n\r\n" + data if framed else data)
    except (UnintelligibleError, TooLargeError):
        return
    assert reader.end() is None


def test_an_answer_can_end_with_its_connection() -> None:
    reader = HttpAnswerReader(1000)
    assert reader.feed(OK + b"\r\nhel") is None
    assert reader.feed(b"lo") is None
    assert reader.end() == HttpAnswer(200, b"hello", False)


@pytest.mark.parametrize(
    "data", [OK, OK + b"Content-Length: 5\r\n\r\nhell", OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n"]
)
def test_an_answer_that_is_cut_off_is_none(data: bytes) -> None:
    reader = HttpAnswerReader(1000)
    assert reader.feed(data) is None
    assert reader.end() is None


@pytest.mark.parametrize(
    "data",
    [
        OK + b"Content-Length: 6\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\n",
        OK + b"\r\nabcdef",
    ],
)
def test_a_body_over_the_limit_is_not_waited_for(data: bytes) -> None:
    with pytest.raises(TooLargeError):
        read([data], limit=5)
    assert issubclass(TooLargeError, TelegramError)
