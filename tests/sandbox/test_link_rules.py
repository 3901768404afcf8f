"""Which addresses Telegram takes, and what it makes of them."""

from __future__ import annotations

import pytest

from bot.sandbox.strictness.links import LinkError, checked_link


@pytest.mark.parametrize(
    ("link", "stored"),
    [
        ("example.org", "http://example.org/"),
        ("https://Example.ORG", "https://example.org/"),
        ("https://example.org?a=b", "https://example.org/?a=b"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org:8443/x#y", "https://example.org:8443/x#y"),
        ("https://user@example.org/", "https://user@example.org/"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("https://münchen.example/ä", "https://münchen.example/ä"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("https://t.me/sandbox_bot?start=abc", "https://t.me/sandbox_bot?start=abc"),
    ],
)
def test_an_address_is_stored_as_telegram_stores_it(link: str, stored: str) -> None:
    assert checked_link(link) == stored


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("localhost", "Wrong HTTP URL"),
        ("http://localhost:8080/", "Wrong HTTP URL"),
        ("ftp://example.org", "Unsupported URL protocol"),
        ("https://", "URL host is empty"),
        ("https://exa mple.org", "Disallowed character in URL host"),
        ("https://example.org:99999/", "Wrong port number specified in the URL"),
        ("https://example.org:0/", "Wrong port number specified in the URL"),
        ("tg://resolve.x/", "Unallowed characters in URL host"),
        ("https://[::zz]/", "Wrong IPv6 address specified in the URL"),
    ],
)
def test_an_address_is_refused_in_telegrams_words(link: str, why: str) -> None:
    with pytest.raises(LinkError) as caught:
        checked_link(link)
    assert str(caught.value) == f"URL '{link}' is invalid: {why}"
