"""An article ↔ JSON, the form in which each revision of a post is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.parts import Media, MediaKind
from bot.core.richtext_json import rich_from_json, rich_to_json


def article_to_json(article: Article) -> dict[str, Any]:
    """The article as plain values for ``json.dumps``; each block says its ``kind``."""
    return {
        "headline": rich_to_json(article.headline) if article.headline is not None else None,
        "blocks": [_block_to_json(block) for block in article.blocks],
        "tags": list(article.tags),
    }


def article_from_json(data: Mapping[str, Any]) -> Article:
    """The inverse of ``article_to_json``. Raises ``ValueError`` for a kind of block that is not known."""
    return Article(
        headline=rich_from_json(data["headline"]) if data["headline"] is not None else None,
        blocks=tuple(_block_from_json(block) for block in data["blocks"]),
        tags=tuple(data["tags"]),
    )


def media_to_json(media: Media) -> dict[str, Any]:
    """One medium as plain values."""
    return {"kind": media.kind.value, "file_id": media.file_id, "unique_id": media.unique_id, "size": media.size}


def media_from_json(data: Mapping[str, Any]) -> Media:
    """The inverse of ``media_to_json``."""
    return Media(MediaKind(data["kind"]), data["file_id"], data["unique_id"], data["size"])


def _block_to_json(block: Block) -> dict[str, Any]:
    match block:
        case Text(text):
            return {"kind": "text", "text": rich_to_json(text)}
        case Heading(text):
            return {"kind": "heading", "text": rich_to_json(text)}
        case Figure(media, caption):
            return {"kind": "figure", "media": [media_to_json(one) for one in media], "caption": rich_to_json(caption)}
        case Quotation(text, origin, media):
            quoted = [media_to_json(one) for one in media]
            return {"kind": "quotation", "text": rich_to_json(text), "origin": origin, "media": quoted}
    return {"kind": "source", "url": block.url, "words": rich_to_json(block.words)}


def _block_from_json(data: Mapping[str, Any]) -> Block:
    match data["kind"]:
        case "text":
            return Text(rich_from_json(data["text"]))
        case "heading":
            return Heading(rich_from_json(data["text"]))
        case "figure":
            return Figure(tuple(media_from_json(one) for one in data["media"]), rich_from_json(data["caption"]))
        case "quotation":
            media = tuple(media_from_json(one) for one in data["media"])
            return Quotation(rich_from_json(data["text"]), data["origin"], media)
        case "source":
            return Source(data["url"], rich_from_json(data["words"]))
        case kind:
            raise ValueError(f"no block is of the kind {kind!r}")
