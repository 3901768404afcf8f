"""Rich text and parts as the JSON that the tables keep. Each function has its inverse beside it."""

from __future__ import annotations

from typing import Any

from bot.core.parts import Media, MediaKind
from bot.core.richtext import Entity, RichText

Json = dict[str, Any]


def text_to_json(text: RichText) -> Json:
    """``{"text": …, "entities": [[type, offset, length, {…}], …]}``."""
    return {
        "text": text.text,
        "entities": [[entity.type, entity.offset, entity.length, dict(entity.extra)] for entity in text.entities],
    }


def text_from_json(body: Json) -> RichText:
    """The inverse of :func:`text_to_json`."""
    return RichText(
        body["text"],
        tuple(
            Entity(type_, offset, length, tuple(sorted(extra.items())))
            for type_, offset, length, extra in body["entities"]
        ),
    )


def media_to_json(media: Media | None) -> Json | None:
    """None stays None."""
    if media is None:
        return None
    return {"kind": media.kind, "file_id": media.file_id, "unique_id": media.unique_id, "size": media.size}


def media_from_json(body: Json | None) -> Media | None:
    """The inverse of :func:`media_to_json`."""
    if body is None:
        return None
    return Media(MediaKind(body["kind"]), body["file_id"], body["unique_id"], body["size"])
