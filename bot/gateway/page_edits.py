"""Edits of delivered messages: made from a post's stored pages, which are encoded for sending.

Nothing here names a message or has buttons: ``at_message`` and ``with_keyboard`` of ``encoding`` put those in.
"""

from __future__ import annotations

import json
from typing import Any

from bot.core.calls import Prepared
from bot.core.copy_plan import Change
from bot.core.parts import MediaKind
from bot.core.richtext import RichText
from bot.gateway.encoding import KINDS, encode_revision, with_fields
from bot.rendering.message import Message

_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities")
"""What an edit says of what a send does; whether a message was silent or protected stays as it was."""


def page_edit(page: Prepared, item: int, change: Change) -> Prepared:
    """What makes a message show that page, or the item (from 0) of that album; ``change`` is TEXT, CAPTION or MEDIA."""
    fields = json.loads(b"{" + page.tail.removeprefix(b","))
    if change is Change.TEXT:
        return with_fields(Prepared("editMessageText", b"}"), _some(fields, _TEXT))
    shown = _item(page, fields, item)
    if change is Change.CAPTION:
        return with_fields(Prepared("editMessageCaption", b"}"), _some(shown, _CAPTION))
    return with_fields(Prepared("editMessageMedia", b"}"), {"media": shown})


def words_edit(kind: MediaKind | None, words: str) -> Prepared | None:
    """What makes a message of that kind say this: a text, or a caption below what cannot be taken out.

    None for a video note, which has no caption (Bot API, sendVideoNote).
    """
    if kind is MediaKind.VIDEO_NOTE:
        return None
    if kind is None:
        return encode_revision(Message(RichText(words)))
    return with_fields(Prepared("editMessageCaption", b"}"), {"caption": words})


def _item(page: Prepared, fields: dict[str, Any], item: int) -> dict[str, Any]:
    """One of Telegram's InputMedia…: of an album that has them, or of a page that sends one."""
    if page.method == "sendMediaGroup":
        found: dict[str, Any] = fields["media"][item]
        return found
    kind = KINDS[page.method]
    return {"type": kind.value, "media": fields[kind.value], **_some(fields, _CAPTION)}


def _some(fields: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: fields[name] for name in names if name in fields}
