"""The token stays out of whatever people can read."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from telegram import Bot

from bot.gateway.redaction import Redactor, TokenRedactor
from tests.gateway.fake_telegram import TOKEN

SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """What a handler with the filter writes, for everything that is logged."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(TokenRedactor(TOKEN))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize(
    "text",
    [
        f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        "https://api.telegram.org/file/bot" + TOKEN.replace(":", "%3A") + "/photos/1.jpg",
        "https://api.telegram.org/file/bot" + TOKEN.replace(":", "%3a") + "/photos/1.jpg",
        f"only the secret half: {SECRET}",
        f"in lower case, as the library writes some errors: {TOKEN.lower()}",
    ],
)
def test_every_form_of_the_token_is_taken_out(text: str) -> None:
    redacted = Redactor(TOKEN)(text)
    assert SECRET.lower() not in redacted.lower()
    assert "<token>" in redacted


@pytest.mark.parametrize("token", ["1:abc", "", "abc"])
def test_a_short_token_does_not_take_words_out(token: str) -> None:
    assert Redactor(token)("the abc of it") == ("the <token> of it" if token == "abc" else "the abc of it")


def test_messages_and_arguments_lose_the_token(output: io.StringIO) -> None:
    logging.getLogger("some.library").debug("calling %s with %r", f"/bot{TOKEN}/getMe", Bot(TOKEN))
    assert SECRET not in output.getvalue()
    assert "calling /bot<token>/getMe with" in output.getvalue()


def test_tracebacks_lose_the_token(output: io.StringIO) -> None:
    try:
        raise ValueError(f"cannot open /bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("some.library").exception("failed", stack_info=True)
    assert SECRET not in output.getvalue()
    assert "ValueError: cannot open /bot<token>/getMe" in output.getvalue()


def test_lines_without_the_token_stay_as_they_are(output: io.StringIO) -> None:
    logging.getLogger("some.library").info("%d of %s", 3, "four")
    assert output.getvalue().endswith("3 of four\n")
