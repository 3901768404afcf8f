"""What a revision of a post was made of ↔ JSON: kept with it, so that the draft can go back there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.core.article_json import media_from_json, media_to_json
from bot.core.options import PostOptions, options_from_json, options_to_json
from bot.core.parts import Key, Part, Standing, Use
from bot.core.richtext_json import rich_from_json, rich_to_json


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A draft as it was at one moment: all its parts, those that were taken out as well."""

    parts: tuple[Part, ...]
    title: str | None
    options: PostOptions


def draft_to_json(parts: Iterable[Part], title: str | None, options: PostOptions) -> dict[str, Any]:
    """The draft as plain values for ``json.dumps``."""
    return {"parts": [_part_to_json(part) for part in parts], "title": title, "options": options_to_json(options)}


def draft_from_json(data: Mapping[str, Any]) -> Snapshot:
    """The inverse of ``draft_to_json``."""
    return Snapshot(
        tuple(_part_from_json(part) for part in data["parts"]), data["title"], options_from_json(data["options"])
    )


def body_to_json(part: Part) -> dict[str, Any]:
    """What the message of a part is: its words, its medium, and where it comes from."""
    return {
        "text": rich_to_json(part.text),
        "media": None if part.media is None else media_to_json(part.media),
        "album_id": part.album_id,
        "origin": part.origin,
    }


def part_of_body(key: Key, sent_at: datetime, body: Mapping[str, Any]) -> Part:
    """The part with that message, where it was sent and used as it looks."""
    chat_id, message_id, item = key
    return Part(
        chat_id,
        message_id,
        sent_at,
        rich_from_json(body["text"]),
        None if body["media"] is None else media_from_json(body["media"]),
        body["album_id"],
        body["origin"],
        item,
    )


def _part_to_json(part: Part) -> dict[str, Any]:
    """``sent_at`` in whole seconds since 1970, as Telegram has it."""
    return {
        "key": list(part.key),
        "sent_at": int(part.sent_at.timestamp()),
        "body": body_to_json(part),
        "place": part.place,
        "standing": int(part.standing),
        "use": part.use,
        "answers": part.answers,
    }


def _part_from_json(data: Mapping[str, Any]) -> Part:
    chat_id, message_id, item = data["key"]
    part = part_of_body((chat_id, message_id, item), datetime.fromtimestamp(data["sent_at"], UTC), data["body"])
    return replace(
        part,
        place=data["place"],
        standing=Standing(data["standing"]),
        use=None if data["use"] is None else Use(data["use"]),
        answers=data["answers"],
    )
