"""The addresses that a post links to, and when two of them are the same link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote_from_bytes

from bot.core.article import Article, Figure, Source
from bot.core.lines import link_of
from bot.core.richtext import RichText, Span

TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_")
"""Beginnings of the query parameters that campaigns add: Google Analytics, Matomo, HubSpot."""

TRACKING = frozenset(
    {
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "_openstat",
        "dclid",
        "epik",
        "fbclid",
        "gbraid",
        "gclid",
        "gclsrc",
        "igsh",
        "igshid",
        "irclickid",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "msclkid",
        "oly_anon_id",
        "oly_enc_id",
        "rb_clickid",
        "ref_src",
        "ref_url",
        "srsltid",
        "ttclid",
        "twclid",
        "vero_id",
        "wbraid",
        "wickedid",
        "yclid",
        "ysclid",
    }
)
"""Query parameters that say who followed a link and from where, and nothing about what it leads to."""

_LINKS = ("url", "text_link")
_NO_LINKS = frozenset({*_LINKS, "code", "pre"})
_WRITTEN = re.compile(r"https?://\S+", re.IGNORECASE)
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_OTHER = re.compile(r"(?!https?:)(?:[a-z][a-z0-9+.-]*(?=://)|mailto|tel):", re.IGNORECASE)
_SITE = re.compile(r"(.*@)?([^:]*|\[.*\])(?::0*([0-9]*))?", re.DOTALL)
_DEFAULT_PORTS = ("80", "443")
_HOST = re.compile(r"[a-z0-9._-]+")
_HOST_LENGTH = 253
_ESCAPED_PLAIN = re.compile(r"%(?:2D|2E|3\d|4[1-9A-F]|5[0-9A]|5F|6[1-9A-F]|7[0-9A]|7E)", re.IGNORECASE | re.ASCII)
_ESCAPED_OR_ODD = re.compile(r"%[0-9a-f]{2}|[^a-z0-9._~!$&'()*+,;=:@/?\[\]-]", re.IGNORECASE | re.ASCII)


def links_of(article: Article) -> tuple[str, ...]:
    """Every address that the article links to, as it is written, in reading order; of the same link the first.

    Without a scheme it is read as ``http://``, as Telegram does.
    """
    found: dict[str, str] = {}
    for url in _all_links(article):
        found.setdefault(same_link(url), url)
    return tuple(found.values())


def same_link(url: str) -> str:
    """The normal form of an address: two are the same link if theirs are equal. Takes any string.

    For the web: ``https``, the host in lower case, in ASCII (IDNA 2003) and without ``www.``, no default port, no
    slash at the end, no fragment, no tracking parameters, and percent-encoding only where it is needed. Parameters
    stay in their order. Of any other address (``tg://``, ``mailto:``) the scheme in lower case.
    """
    url = url.strip()
    if other := _OTHER.match(url):
        return other[0].lower() + url[other.end() :]
    if not url:
        return ""
    address, _, query = url[_after_scheme(url) :].partition("#")[0].partition("?")
    site, slash, path = address.partition("/")
    kept = "&".join(parameter for parameter in _encoded(query).split("&") if parameter and not _tracks(parameter))
    return f"https://{_site(site)}{_encoded(slash + path).rstrip('/')}{'?' if kept else ''}{kept}"


def host_of(url: str) -> str:
    """Where an address leads to, in a word: the bare host in ASCII, or the scheme of what is not of the web ("tg:").

    A user before the host, which is there to mislead, is left out.
    """
    link = same_link(url)
    if not link.startswith("https://"):
        return f"{link.partition(':')[0]}:" if ":" in link else ""
    return re.split(r"[/?]", link.removeprefix("https://"), maxsplit=1)[0].rpartition("@")[2]


def _all_links(article: Article) -> Iterator[str]:
    if article.headline:
        yield from _links_in(article.headline)
    for block in article.blocks:
        match block:
            case Source(url):
                yield url
            case Figure(caption=caption):
                yield from _links_in(caption)
            case _:
                yield from _links_in(block.text)


def _links_in(text: RichText) -> Iterator[str]:
    """Behind words and written out; Telegram links what is written out even where no entity says so."""
    spans = text.spans()
    links = [span for span in spans if span.type in _LINKS]
    taken = {point for span in spans if span.type in _NO_LINKS for point in range(span.start, span.stop)}
    for match in _WRITTEN.finditer(text.text):
        if taken.isdisjoint(range(*match.span())):
            links.append(Span("url", match.start(), match.end()))
    for span in sorted(links, key=lambda span: span.start):
        words = text.text[span.start : span.stop]
        if url := link_of(RichText.from_spans(words, [Span(span.type, 0, len(words), span.extra)])):
            yield url


def _after_scheme(url: str) -> int:
    web = _WEB.match(url)
    return web.end() if web else 0


def _site(site: str) -> str:
    """User, host and port; what does not look like them is only encoded."""
    match = _SITE.fullmatch(site)
    if match is None:
        return _encoded(site)
    user, host, port = match.groups()
    port = f":{port}" if port and port not in _DEFAULT_PORTS else ""
    return f"{_encoded(user or '')}{_host(host)}{port}"


def _host(host: str) -> str:
    host = _ESCAPED_PLAIN.sub(_unescaped, host).casefold()
    host = (_ascii(host) or _encoded(host).lower()).rstrip(".")
    while host.startswith("www.") and "." in host.removeprefix("www."):
        host = host.removeprefix("www.")
    return host


def _ascii(host: str) -> str | None:
    """The host as the name system has it; None for what cannot be one."""
    if len(host) > _HOST_LENGTH:
        return None
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return name if _HOST.fullmatch(name) else None


def _encoded(piece: str) -> str:
    """Letters, digits and ``-._~`` are never percent-encoded, what has no place in an address always is (RFC 3986)."""
    return _ESCAPED_OR_ODD.sub(_normal, piece)


def _normal(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) == 1:
        return quote_from_bytes(found.encode("utf-8", "surrogatepass"), safe="")
    return _unescaped(match) if _ESCAPED_PLAIN.fullmatch(found) else found.upper()


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[0][1:], 16))


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0].casefold()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)
