"""HTTP to Telegram, on aiohttp (architecture, decision 8).

python-telegram-bot's request class wants two things of a transport: send this, and raise its own errors. This one
also says of every failure whether the call can have reached Telegram, and refuses calls that hold no permit from the
courier, so that nothing goes out past the gate (decision 7).
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput, UploadFileDict
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.core.calls import Upload
from bot.gateway.redaction import Redactor

READ_TIMEOUT = 30.0
"""Seconds without a byte from Telegram. With 5 s, slow calls would end as uncertain ones."""

CONNECT_TIMEOUT = 10.0
"""Seconds to get a connection, from the pool or a new one. Until then nothing was sent, so giving up costs nothing."""

WRITE_TIMEOUT = 30.0
UPLOAD_TIMEOUT = 300.0
"""Seconds that sending the body may add: 50 MB (the Bot API's limit for uploads) take five minutes at 1.4 Mbit/s."""

CONNECTIONS = 256
"""Open connections at most. Calls beyond wait ``CONNECT_TIMEOUT`` for one, and are then safe to repeat."""

ANSWER_LIMIT = 20 * 1024 * 1024
"""Bytes of an answer: what the Bot API's getFile serves at most. Its JSON answers are far smaller."""

JSON_HEADERS = {"Content-Type": "application/json", "User-Agent": BaseRequest.USER_AGENT}
PLAIN_HEADERS = {"User-Agent": BaseRequest.USER_AGENT}


class NotPermittedError(TelegramError):
    """A call that did not come from the courier. It was not made."""


class UnreachedError(NetworkError):
    """The call never left: there was no connection. Safe to repeat."""


class UnreachedInTimeError(TimedOut):
    """The call never left: no connection within ``CONNECT_TIMEOUT``. Safe to repeat."""


class UnintelligibleError(NetworkError):
    """The answer is not one of Telegram's, such as a proxy's page: it says nothing about the call."""


class TooLargeError(TelegramError):
    """The answer is larger than ``ANSWER_LIMIT``."""


class FloodedError(RetryAfter):
    """429. Unlike its parent it can be made without the library's warning that ``retry_after`` will change its type."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        TelegramError.__init__(self, f"Flood control exceeded. Retry in {seconds:g} seconds")
        self.seconds = seconds

    @property
    def retry_after(self) -> int:
        """Whole seconds to wait."""
        return int(self.seconds)


class Permit:
    """Leave to make calls, as many as ``calls`` says, or any number while it is None."""

    __slots__ = ("calls",)

    def __init__(self, calls: int | None) -> None:
        self.calls = calls

    def use(self) -> None:
        """Count a call, or raise ``NotPermittedError`` when there is none left."""
        if self.calls is not None:
            if self.calls < 1:
                raise NotPermittedError("This permit of the courier's is used up")
            self.calls -= 1


_permit: ContextVar[Permit | None] = ContextVar("permit", default=None)


@contextmanager
def permitted(calls: int | None) -> Iterator[None]:
    """For the courier only: what runs in this block may call Telegram.

    Tasks that are started in the block inherit its permit, which ends with the block for them, too.
    """
    permit = Permit(calls)
    before = _permit.set(permit)
    try:
        yield
    finally:
        _permit.reset(before)
        permit.calls = 0


class PreparedBody(RequestData):  # type: ignore[misc]
    """Parameters that are JSON bytes already. The parent is marked final, but only its attributes are ever read.

    With a ``file``, which is uploaded as the document, they go as a multipart form.
    """

    __slots__ = ("_body", "_file")

    def __init__(self, body: bytes, file: Upload | None = None) -> None:
        super().__init__()
        self._body = body
        self._file = file
        self.contains_files = file is not None

    @property
    def json_payload(self) -> bytes:
        """The bytes as they are."""
        return self._body

    @property
    def json_parameters(self) -> dict[str, str]:
        """The parameters one by one, as a form has them (Bot API, "Making requests")."""
        parameters = json.loads(self._body)
        return {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in parameters.items()
        }

    @property
    def multipart_data(self) -> UploadFileDict:
        """The file with its name and type."""
        if self._file is None:
            return {}
        kind = mimetypes.guess_type(self._file.name)[0] or "application/octet-stream"
        return {"document": (self._file.name, self._file.content, kind)}


class LastLookConnector(aiohttp.TCPConnector):
    """Asks ``may_leave`` when a call has got its connection, directly before its bytes are written.

    A process can be stopped between any two lines, and getting a connection takes time: asked any earlier, a call
    could leave long after the answer.
    """

    def __init__(self, may_leave: Callable[[], bool], **how: Any) -> None:
        super().__init__(**how)
        self._may_leave = may_leave

    async def connect(self, *what: Any, **how: Any) -> aiohttp.connector.Connection:
        """A connection, or ``UnreachedError``."""
        connection = await super().connect(*what, **how)
        if not self._may_leave():
            connection.release()
            raise UnreachedError("Calls may not leave now: the lease is not renewed")
        return connection


class Transport(BaseRequest):
    """One pool of connections to Telegram.

    ``token`` is only there to be kept out of error texts. ``may_leave`` is asked directly before each call; one that
    it turns away ends as ``UnreachedError``. The courier and a ``telegram.Bot`` share one transport: it
    is open from the courier's ``open`` to its ``close``, whatever the bot says meanwhile.
    """

    def __init__(
        self,
        token: str,
        *,
        read_timeout: float = READ_TIMEOUT,
        connections: int = CONNECTIONS,
        may_leave: Callable[[], bool] = lambda: True,
    ) -> None:
        self._redact = Redactor(token)
        self._may_leave = may_leave
        self._read_timeout = read_timeout
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._held = False

    @property
    def read_timeout(self) -> float:
        """Seconds without a byte from Telegram after which a call is given up."""
        return self._read_timeout

    async def open(self) -> None:
        """Open the pool for the courier."""
        self._held = True
        await self.initialize()

    async def close(self) -> None:
        """Close the pool. Calls still under way end as uncertain ones."""
        self._held = False
        await self.shutdown()

    async def initialize(self) -> None:
        """Open the pool, unless somebody has."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=LastLookConnector(self._may_leave, limit=self._connections, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close the pool, unless it is the courier's."""
        if self._session is not None and not self._held:
            session, self._session = self._session, None
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """One of Telegram's answers; ``UnintelligibleError`` if it is not one."""
        answer = _telegrams_answer(payload)
        if answer is None:
            raise UnintelligibleError("The answer is not one of Telegram's")
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call and return the HTTP status and the body. Timeouts are in seconds, None is for ever.

        Not sent: ``NotPermittedError``, ``UnreachedError``, ``UnreachedInTimeError``. Uncertain: ``TimedOut``,
        ``NetworkError``, ``UnintelligibleError``. Answered: ``FloodedError`` (429), ``TooLargeError``. None of them
        names the token.
        """
        permit = _permit.get()
        if permit is None:
            raise NotPermittedError("Calls to Telegram go through the courier (architecture, decision 7)")
        permit.use()
        if self._session is None:
            raise UnreachedError("The transport is closed")
        uploads = request_data is not None and request_data.contains_files
        timeout = _timeout(
            read=_given(read_timeout, self._read_timeout),
            write=_given(write_timeout, UPLOAD_TIMEOUT if uploads else WRITE_TIMEOUT),
            connect=_given(connect_timeout, CONNECT_TIMEOUT),
            pool=_given(pool_timeout, 0.0),
        )
        body: bytes | aiohttp.FormData | None = None
        if request_data is not None:
            body = _form(request_data) if uploads else request_data.json_payload
        headers = JSON_HEADERS if isinstance(body, bytes) else PLAIN_HEADERS
        try:
            address = URL(url, encoded=True)
        except ValueError as error:
            raise UnreachedError(self._words(error)) from None
        try:
            async with self._session.request(
                method, address, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                payload = await _read(response)
                status = response.status
        except aiohttp.ConnectionTimeoutError:
            raise UnreachedInTimeError("No connection to Telegram in time") from None
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise UnreachedError(self._words(error)) from None
        except TimeoutError:
            raise TimedOut("No answer from Telegram in time") from None
        except TelegramError:
            raise
        except Exception as error:  # noqa: BLE001 — the parent would quote any other's repr, address and all
            raise NetworkError(self._words(error)) from None
        if not 200 <= status <= 299:
            self._check_refusal(status, payload)
        return status, payload

    def _check_refusal(self, status: int, payload: bytes) -> None:
        """See that an answer other than 2xx is Telegram's own; its words then become the error's.

        A proxy that says 403 or 404 on its own account must not pass for a reader who blocked the bot, or a revoked
        token, and its page can quote the address that was asked for.
        """
        answer = _telegrams_answer(payload)
        if answer is None:
            raise UnintelligibleError(f"HTTP {status}, and the answer is not one of Telegram's")
        if status == 429:
            parameters = answer.get("parameters")
            seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
            raise FloodedError(max(1.0, float(seconds)) if isinstance(seconds, int | float) else 1.0)

    def _words(self, error: BaseException) -> str:
        """An error's kind and text, without the token."""
        return self._redact(f"{type(error).__name__}: {error}")


def _telegrams_answer(payload: bytes) -> dict[str, Any] | None:
    """The answer if it is a JSON object with ``ok`` and what belongs to it (Bot API, "Making requests")."""
    try:
        answer = json.loads(payload)
    except ValueError:
        return None
    if not isinstance(answer, dict) or "ok" not in answer:
        return None
    return answer if "result" in answer or not answer["ok"] else None


def _given(value: ODVInput[float], default: float) -> float | None:
    """A timeout that was passed, or the default."""
    return default if isinstance(value, DefaultValue) else value


def _timeout(*, read: float | None, write: float | None, connect: float | None, pool: float | None) -> Any:
    """aiohttp's form of the four: its ``connect`` covers the wait for the pool, and only ``total`` covers writing."""
    to_connect = None if connect is None or pool is None else connect + pool
    total = None if read is None or write is None or to_connect is None else to_connect + write + read
    return aiohttp.ClientTimeout(total=total, connect=to_connect, sock_read=read)


def _form(data: RequestData) -> aiohttp.FormData:
    """The multipart form of a call with files."""
    form = aiohttp.FormData(quote_fields=False)  # a file's name is read as it stands
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body, as long as it keeps to ``ANSWER_LIMIT``."""
    if response.content_length is not None:
        if response.content_length > ANSWER_LIMIT:
            raise TooLargeError(f"The answer has {response.content_length} bytes")
        return await response.read()
    chunks = bytearray()
    async for chunk in response.content.iter_any():
        chunks += chunk
        if len(chunks) > ANSWER_LIMIT:
            raise TooLargeError(f"The answer has more than {ANSWER_LIMIT} bytes")
    return bytes(chunks)
