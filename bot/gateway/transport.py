"""HTTP to Telegram (architecture, decision 8).

python-telegram-bot's request class wants two things of a transport: send this, and raise its own errors. This one
also says of every failure whether the call can have reached Telegram, and refuses calls that hold no permit from the
courier, so that nothing goes out past the gate (decision 7).

aiohttp carries the library's own calls and all files; calls that are prepared bytes go as ``prepared_calls`` has it.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Callable
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput, UploadFileDict
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.core.calls import Upload
from bot.core.outcomes import Sent
from bot.gateway.failures import (
    MAY_NOT_LEAVE,
    FloodedError,
    TooLargeError,
    UnintelligibleError,
    UnreachedError,
    UnreachedInTimeError,
)
from bot.gateway.permits import use_permit
from bot.gateway.prepared_calls import PreparedCalls
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

_MESSAGE = re.compile(rb'\{\s*"ok"\s*:\s*true\s*,\s*"result"\s*:\s*\{\s*"message_id"\s*:\s*(\d{1,18})\s*[,}]')
"""How an answer that is a message begins; whatever begins otherwise is read as a whole."""

JSON_HEADERS = {"Content-Type": "application/json", "User-Agent": BaseRequest.USER_AGENT}
PLAIN_HEADERS = {"User-Agent": BaseRequest.USER_AGENT}


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


class _Answered(RequestData):  # type: ignore[misc]
    """An answer that is there already, for the library's own reading of it."""

    __slots__ = ("payload", "status")

    def __init__(self, status: int, payload: bytes) -> None:
        super().__init__()
        self.status = status
        self.payload = payload


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
            raise UnreachedError(MAY_NOT_LEAVE)
        return connection


class Transport(BaseRequest):
    """The connections to Telegram.

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
        self._prepared: PreparedCalls | None = None
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
        if self._prepared is None:
            self._prepared = PreparedCalls(
                JSON_HEADERS, most=self._connections, words=self._words, may_leave=self._may_leave
            )

    async def shutdown(self) -> None:
        """Close the pool, unless it is the courier's."""
        if self._session is not None and not self._held:
            session, self._session = self._session, None
            await session.close()
        if self._prepared is not None and not self._held:
            self._prepared.close()
            self._prepared = None

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
        if isinstance(request_data, _Answered):
            return request_data.status, request_data.payload
        use_permit()
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

    async def call(self, url: str, body: bytes, *, read_timeout: float | None = None) -> Sent:
        """Make one call whose parameters are JSON bytes already; errors as with ``do_request`` and the library's.

        Of a message that was sent or edited only the id is read: ``Sent.result`` is None then.
        """
        use_permit()
        if self._prepared is None:
            raise UnreachedError("The transport is closed")
        status, payload, _ = await self._prepared.post(
            url,
            body,
            connect_timeout=CONNECT_TIMEOUT,
            write_timeout=WRITE_TIMEOUT,
            read_timeout=self._read_timeout if read_timeout is None else read_timeout,
            limit=ANSWER_LIMIT,
        )
        if status == 200 and (message := _MESSAGE.match(payload)) and payload.endswith(b"}}"):
            return Sent(int(message[1]))
        if not 200 <= status <= 299:
            self._check_refusal(status, payload)
        return _sent(await self.post(url, _Answered(status, payload)))

    async def upload(self, url: str, body: bytes, file: Upload) -> Sent:
        """The same with a file, which is uploaded as the document."""
        return _sent(await self.post(url, PreparedBody(body, file)))

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


def _sent(result: Any) -> Sent:
    """What the result of a call says."""
    message_id = result.get("message_id") if isinstance(result, dict) else None
    return Sent(message_id if isinstance(message_id, int) else None, result)


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
