"""What a single line or message of the author's is: a headline, a section's heading, hashtags, a link.

The rules are those of "How messages become a post"; where in a draft they are applied is ``bot.core.assembly``.
"""

from __future__ import annotations

import re

from bot.core.richtext import RichText

HEADLINE_LENGTH = 200
"""Code points; a longer first line is text."""

SECTION_LENGTH = 60
"""Code points, the colon included; a longer line that ends in a colon is text."""

SET_APART = frozenset({"pre", "code", "blockquote", "expandable_blockquote"})
"""In code and quotations a line is part of what is shown, whatever it looks like."""

_COLONS = (":", "：")
_WRITTEN_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}
_AROUND_LINK = " \t\n<>()[]{}.,;:!?"
_BETWEEN_HASHTAGS = re.compile(r"[\s,;·|/]+")
_HASHTAG = re.compile(r"#([^\s#.,;:!?·|/()\[\]{}<>\"'…]+)\.?")


def is_headline(line: RichText) -> bool:
    """Whether the first line of a text can be the headline: at most 200 characters of prose. It may end in a colon."""
    words = line.text.strip()
    return 0 < len(words) <= HEADLINE_LENGTH and not _is_set_apart(line) and link_of(line) is None


def is_section(line: RichText) -> bool:
    """Whether a line opens a section: at most 60 characters, and a colon at the end."""
    words = line.text.strip()
    return (
        len(words) <= SECTION_LENGTH
        and words.endswith(_COLONS)
        and any(character.isalnum() for character in words)
        and not _is_set_apart(line)
    )


def hashtags_of(line: RichText) -> tuple[str, ...]:
    """The hashtags, without ``#``, of a line that holds nothing else (commas and the like between them apart).

    Empty for any other line. Of two that differ in nothing but case the first stays.
    """
    if _is_set_apart(line):
        return ()
    tags: dict[str, str] = {}
    for word in filter(None, _BETWEEN_HASHTAGS.split(line.text)):
        match = _HASHTAG.fullmatch(word)
        if match is None or match[1].isdecimal():
            return ()
        tags.setdefault(match[1].casefold(), match[1])
    return tuple(tags.values())


def link_of(message: RichText) -> str | None:
    """The URL of a message that is nothing but one link, written out or behind words; None for any other.

    Brackets and full stops around a link do not belong to it, except for a bracket that it opened itself. Without a
    scheme it is read as ``http://``, as Telegram does.
    """
    text = message.text.strip()
    for span in message.spans():
        if span.type in ("url", "text_link") and _is_decoration(message.text[: span.start], message.text[span.stop :]):
            if span.type == "text_link":
                return str(dict(span.extra).get("url", "")) or None
            return with_scheme(_without_brackets(message.text[span.start : span.stop]))
    bare = text.lstrip(_AROUND_LINK)
    if _WRITTEN_LINK.fullmatch(bare):
        return _without_brackets(bare)
    return None


def first_link_in(text: RichText) -> str | None:
    """The first URL in a text, written out or behind words; None where there is none."""
    for span in text.spans():
        if span.type == "text_link" and (url := str(dict(span.extra).get("url", ""))):
            return url
        if span.type == "url":
            return with_scheme(_without_brackets(text.text[span.start : span.stop]))
    written = _WRITTEN_LINK.search(text.text)
    return _without_brackets(written[0]) if written else None


def with_scheme(url: str) -> str:
    """The address with ``http://`` before it if it has no scheme, as Telegram reads it."""
    return url if _SCHEME.match(url) and "://" in url else f"http://{url}"


def _is_decoration(before: str, after: str) -> bool:
    return not before.strip(_AROUND_LINK) and not after.strip(_AROUND_LINK)


def _without_brackets(url: str) -> str:
    while True:
        bare = url.rstrip(".,;:!?")
        opening = _BRACKETS.get(bare[-1:])
        if opening is not None and bare.count(bare[-1]) > bare.count(opening):
            bare = bare[:-1]
        if bare == url:
            return url
        url = bare


def _is_set_apart(line: RichText) -> bool:
    return any(entity.type in SET_APART for entity in line.entities)
