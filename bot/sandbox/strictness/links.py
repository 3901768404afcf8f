"""Addresses in buttons and text links: what Telegram takes, and how it stores them.

After TDLib's ``LinkManager::check_link`` and ``parse_url`` (``td/telegram/LinkManager.cpp``, ``HttpUrl.cpp``): a
protocol is put before, a slash behind the host, and the host is made lower case, so what comes back may differ from
what was sent.
"""

from __future__ import annotations

import ipaddress
import re

OWN_PROTOCOLS = re.compile(r"^(tg|ton|tonsite):(?://)?", re.IGNORECASE)
ALLOWED = re.compile(r"^(?:[A-Za-z0-9._!$,~*'();&+=:-]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])*$")
"""What a host or the part before the @ may consist of; a colon only in the latter."""


class LinkError(Exception):
    """Why an address is none, in TDLib's words."""


def checked_link(link: str) -> str:
    """The address as Telegram stores it; `LinkError` with the whole sentence if it is none."""
    try:
        return _checked(link)
    except LinkError as error:
        raise LinkError(f"URL '{link}' is invalid: {error}") from None


def _checked(link: str) -> str:
    own = OWN_PROTOCOLS.match(link)
    if own is None:
        protocol, userinfo, host, port, query = _parsed(link)
        if "." not in host and not host.startswith("["):
            raise LinkError("Wrong HTTP URL")
        return f"{protocol}://{userinfo + '@' if userinfo else ''}{host}{f':{port}' if port else ''}{query}"
    rest = link[own.end() :]
    protocol, userinfo, host, port, query = _parsed(rest)
    name = own[1].lower()
    if rest.lower().startswith("http://") or protocol == "https" or userinfo or port or host.startswith("["):
        raise LinkError("Wrong tg URL" if name == "tg" else "Wrong ton URL")
    if not re.fullmatch(r"[A-Za-z0-9_.-]*" if name == "tonsite" else r"[A-Za-z0-9_-]*", host):
        raise LinkError("Unallowed characters in URL host")
    return f"{name}://{host}{query[1:] if query.startswith('/?') else query}"


def _parsed(url: str) -> tuple[str, str, str, int, str]:
    """Protocol, user information, host, port (0 if none is given) and the rest, which begins with a slash."""
    head, found, rest = url.partition("://")
    if found and not re.search(r"[:/?#@\[\]]", head):
        protocol = head.lower()
        if protocol not in ("http", "https"):
            raise LinkError("Unsupported URL protocol")
    else:
        protocol, rest = "http", url
    match = re.match(r"^([^/?#]*)(.*)$", rest, re.DOTALL)
    assert match is not None
    place, query = match[1], match[2]
    userinfo, _at, host = place.rpartition("@")
    port = 0
    ported = re.match(r"^(.+):([^:\]@]*)$", host)
    if ported is not None and not (host.startswith("[") and host.endswith("]")):
        host = ported[1]
        if not re.fullmatch(r"0*[1-9][0-9]{0,4}", ported[2]) or int(ported[2]) > 65535:
            raise LinkError("Wrong port number specified in the URL")
        port = int(ported[2])
    _check_host(host)
    if not ALLOWED.match(userinfo) or (not host.startswith("[") and (":" in host or not ALLOWED.match(host))):
        raise LinkError(f"Disallowed character in URL {'host' if ALLOWED.match(userinfo) else 'userinfo'}")
    query = query.rstrip(" \t\r\n\0\x0b")
    if not query.startswith("/"):
        query = "/" + query
    query = re.sub(r"[\x00-\x20]", lambda char: f"%{ord(char[0]):02X}", query)
    return protocol, userinfo, host.lower(), port, query


def _check_host(host: str) -> None:
    if host.startswith("[") and host.endswith("]"):
        try:
            ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            raise LinkError("Wrong IPv6 address specified in the URL") from None
    elif not host:
        raise LinkError("URL host is empty")
    elif host == ".":
        raise LinkError("Host is invalid")
