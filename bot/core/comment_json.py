"""What a comment says ↔ JSON, as the tables keep it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.article_json import media_from_json, media_to_json
from bot.core.comments import Body
from bot.core.richtext_json import rich_from_json, rich_to_json


def comment_to_json(body: Body) -> dict[str, Any]:
    """``{"text": …, "entities": […], "photos": […]}``; what is empty is left out but for the text."""
    photos = {"photos": [media_to_json(photo) for photo in body.photos]} if body.photos else {}
    return rich_to_json(body.text) | photos


def comment_from_json(data: Mapping[str, Any]) -> Body:
    """The inverse of ``comment_to_json``."""
    return Body(rich_from_json(data), tuple(media_from_json(photo) for photo in data.get("photos", ())))
