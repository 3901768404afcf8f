"""The refusals of the Bot API, in Telegram's own words.

A method that refuses raises `RefusedError` before it has changed anything, so that call leaves the world as it was.
Wording and codes are those of the open Bot API server (``Client.cpp``) and TDLib, with the "Bad Request: " prefix that
the server puts before them.
"""

from __future__ import annotations


class RefusedError(Exception):
    """An answer with ``ok: false``: the HTTP status and error code, Telegram's words, and perhaps ``parameters``.

    These are the fields of `ResponseParameters`: ``retry_after``, ``migrate_to_chat_id``.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, object]:
        """The JSON object that the client gets."""
        answer: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(words: str) -> RefusedError:
    """400 with the words as the server prints them: behind "Bad Request: ", the first letter in lower case.

    A word in capitals, such as BUTTON_DATA_INVALID, keeps them (``fail_query_with_error``).
    """
    if len(words) > 1 and (words[1] == "_" or words[1].isupper()):
        return RefusedError(400, f"Bad Request: {words}")
    return RefusedError(400, f"Bad Request: {words[:1].lower()}{words[1:]}")


def forbidden(words: str) -> RefusedError:
    """403 with the words behind "Forbidden: "."""
    return RefusedError(403, f"Forbidden: {words}")


def too_many_requests(seconds: int) -> RefusedError:
    """429: the caller has to wait so many whole seconds."""
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


class MisusedError(Exception):
    """The control API was asked for what nobody could do, such as pressing a button that is not there."""
