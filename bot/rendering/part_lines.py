"""What a part of a draft became, in a line: for the composer card and for the list of parts."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.core.assembly import PartRole
from bot.rendering.excerpts import excerpt
from bot.rendering.texts import Texts

ROOM = 40
"""Characters of a caption, a heading, an origin or a row of tags."""


def line_of(texts: Texts, role: PartRole) -> str:
    """What one message became."""
    if role.source is not None:
        return texts.part_source(excerpt(site_of(role.source), ROOM))
    told: list[str] = []
    if role.headline:
        told.append(texts.part_headline())
    if role.part.origin is not None:
        told.append(texts.part_quotation(excerpt(role.part.origin, ROOM), role.words))
    elif role.part.media is not None:
        told.append(texts.part_media(role.part.media.kind, excerpt(role.part.text.text, ROOM)))
    elif role.continues:
        told.append(texts.part_continued(role.words))
    elif role.words:
        told.append(texts.part_text(role.words))
    told += [texts.part_section(excerpt(heading, ROOM)) for heading in role.sections[:3]]
    if role.tags:
        told.append(texts.part_tags(excerpt(" ".join(f"#{tag}" for tag in role.tags), ROOM)))
    return " · ".join(told) or texts.part_text(0)


def site_of(url: str) -> str:
    """The site that an address leads to; the address itself where it names none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url
