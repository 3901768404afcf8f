"""What an author chooses for a post beside its words: how it is delivered, and how it is commented on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Mode(StrEnum):
    """How a long post is delivered (product, "What readers get")."""

    FULL = "full"
    PAGED = "paged"


class CommentRule(StrEnum):
    """Which comments on a post wait for a moderator (product, "Comments").

    ``BLOG``: as the blog's owner has it. ``FIRST``: until some of the person's comments were approved. ``CLOSED``:
    there are no new comments. Of the blog's, the post's and the person's rule the strictest wins (``core.judging``).
    """

    BLOG = "blog"
    ALL = "all"
    FIRST = "first"
    OFF = "off"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PostOptions:
    """The choices. ``tags`` None: the last line of hashtags decides."""

    tags: tuple[str, ...] | None = None
    mode: Mode = Mode.FULL
    silent: bool = False
    link_preview: bool = True
    protect: bool = False
    comments: CommentRule = CommentRule.BLOG


AS_USUAL = PostOptions()
"""What nobody has changed."""


def options_to_json(options: PostOptions) -> dict[str, Any]:
    """The options as plain values; those that are as usual are left out."""
    values = {field.name: getattr(options, field.name) for field in fields(options)}
    changed = {name: value for name, value in values.items() if value != getattr(AS_USUAL, name)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in changed.items()}


def options_from_json(data: Mapping[str, Any]) -> PostOptions:
    """The inverse of ``options_to_json``."""
    tags = data.get("tags")
    return PostOptions(
        tags=None if tags is None else tuple(tags),
        mode=Mode(data.get("mode", AS_USUAL.mode)),
        silent=data.get("silent", AS_USUAL.silent),
        link_preview=data.get("link_preview", AS_USUAL.link_preview),
        protect=data.get("protect", AS_USUAL.protect),
        comments=CommentRule(data.get("comments", AS_USUAL.comments)),
    )
