"""Rich text ↔ the JSON form that the Bot API gives and takes (MessageEntity)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.core.richtext import Entity, RichText

_NESTED = "="
"""Stands before the name of a field whose value is neither text nor number and is kept as JSON text."""


def entities_to_json(entities: Iterable[Entity]) -> list[dict[str, Any]]:
    """Entities as the Bot API takes them. Of a ``text_mention``'s user only the id is kept, which is all it needs."""
    return [
        {"type": entity.type, "offset": entity.offset, "length": entity.length}
        | dict(_field_to_json(name, value) for name, value in entity.extra)
        for entity in entities
    ]


def entities_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Entity, ...]:
    """Entities as the Bot API gives them. Fields and types that are not known here survive the round trip."""
    return tuple(
        Entity(
            entity["type"],
            entity["offset"],
            entity["length"],
            tuple(
                sorted(
                    _field_from_json(name, value)
                    for name, value in entity.items()
                    if name not in ("type", "offset", "length") and value is not None
                )
            ),
        )
        for entity in data
    )


def rich_to_json(rich: RichText) -> dict[str, Any]:
    """``{"text": …, "entities": […]}``, the entities as in the Bot API; without ``entities`` where there are none."""
    if not rich.entities:
        return {"text": rich.text}
    return {"text": rich.text, "entities": entities_to_json(rich.entities)}


def rich_from_json(data: Mapping[str, Any]) -> RichText:
    """The inverse of ``rich_to_json``."""
    return RichText(data["text"], entities_from_json(data.get("entities", ())))


def _field_to_json(name: str, value: str | int) -> tuple[str, Any]:
    if name == "user":
        return name, {"id": value}
    if name.startswith(_NESTED):
        return name.removeprefix(_NESTED), json.loads(str(value))
    return name, value


def _field_from_json(name: str, value: Any) -> tuple[str, str | int]:
    if name == "user":
        return name, int(value["id"])
    if isinstance(value, (str, int)):
        return name, value
    return _NESTED + name, json.dumps(value, ensure_ascii=False, sort_keys=True)
