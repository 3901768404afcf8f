"""What a media message is made of: a file by its id or by upload, and a caption."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.fields import FieldError, flag_field, number_field, text_field
from bot.sandbox.strictness.text import caption_of
from bot.sandbox.world.files import SPOKEN, Files
from bot.sandbox.world.media import content_of, photo_size
from bot.sandbox.world.messages import Content

SENDABLE = {
    "photo": "show_caption_above_media has_spoiler",
    "video": "duration width height thumbnail cover start_timestamp show_caption_above_media has_spoiler"
    " supports_streaming",
    "animation": "duration width height thumbnail show_caption_above_media has_spoiler",
    "audio": "duration performer title thumbnail",
    "voice": "duration",
    "document": "thumbnail disable_content_type_detection",
}
"""The kinds of media that can be sent, with the parameters that each has of its own."""

PHOTO_LIMIT = 10 * 1024 * 1024
"""Bytes of an uploaded photo (Bot API, sendPhoto)."""

ALBUM_KINDS = ("photo", "video", "audio", "document")
"""What an album can hold; live photos are not known here."""

FLAGS = ("has_spoiler", "show_caption_above_media")

Build = Callable[[], Content]
"""What makes a content; nothing is stored before it is called, so that a call refused late leaves no file behind."""


def sent_media(files: Files, kind: str, parameters: Parameters) -> Build:
    """The media of a sendPhoto, sendVideo … with its caption."""
    given = parameters.text(kind)
    facts: dict[str, Any] = {name: parameters.number(name) for name in ("width", "height", "duration")}
    facts |= {name: parameters.text(name) for name in ("performer", "title")}
    build = _file(files, kind, given, _upload(parameters, kind, given), facts)
    if build is None:
        raise bad_request(f"There is no {kind} in the request")
    caption, entities = caption_of(parameters.text("caption"), parameters.array("caption_entities"))
    return _captioned(build, caption, entities, {flag: parameters.flag(flag) for flag in FLAGS})


def input_media(files: Files, item: Any, parameters: Parameters, *, album: bool) -> tuple[str, Build]:
    """The kind and the content of one `InputMedia` object."""
    try:
        return _input_media(files, item, parameters, album=album)
    except FieldError as error:
        raise bad_request(f"Can't parse InputMedia: {error}") from None


def _input_media(files: Files, item: Any, parameters: Parameters, *, album: bool) -> tuple[str, Build]:
    if not isinstance(item, dict):
        raise FieldError("expected an Object")
    words = text_field(item, "caption")
    if text_field(item, "parse_mode"):
        raise bad_request('Parameter "parse_mode" is not spoken here')
    flags = {flag: flag_field(item, flag) for flag in ("show_caption_above_media", "has_spoiler")}
    kind = text_field(item, "type", required=True)
    given = text_field(item, "media")
    upload = _upload(parameters, "", given)
    if kind == "animation" and album:
        raise FieldError(f'type "{kind}" can\'t be used in sendMediaGroup')
    if kind not in (*ALBUM_KINDS, "animation"):
        raise FieldError(f'type "{kind}" is unsupported')
    facts: dict[str, Any] = {name: number_field(item, name) for name in ("width", "height", "duration")}
    facts |= {name: text_field(item, name) for name in ("performer", "title")}
    build = _file(files, kind, given, upload, facts)
    if build is None:
        raise FieldError("media not found")
    caption, entities = caption_of(words, item.get("caption_entities"))
    return kind, _captioned(build, caption, entities, flags)


def _upload(parameters: Parameters, field: str, given: str) -> Upload | None:
    """The upload that a value means: ``attach://name``, or, if there is no value, the part called like the field."""
    if given.startswith("attach://"):
        return parameters.files.get(given.removeprefix("attach://"))
    return None if given else parameters.files.get(field)


def _file(files: Files, kind: str, given: str, upload: Upload | None, facts: dict[str, Any]) -> Build | None:
    if upload is None:
        if not given or given.startswith("attach://"):
            return None
        content = by_id(files, kind, given)
        return lambda: content
    data = upload.data
    if not data:
        raise bad_request("File must be non-empty")
    if kind == "photo":
        if len(data) > PHOTO_LIMIT:
            raise bad_request(
                f"File of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes"
            )
        photo_size(data)
    return lambda: content_of(files, kind, data, upload.name, upload.mime, **facts)


def by_id(files: Files, kind: str, file_id: str) -> Content:
    """What is sent under an id: a file keeps its type, whichever method sends it, and photos are no documents.

    Addresses are not fetched: this server speaks to nobody outside.
    """
    if file_id.startswith(("http://", "https://")):
        raise bad_request("Failed to get HTTP URL content")
    file = files.get(file_id)
    if (file.type == "photo") != (kind == "photo"):
        raise bad_request(f"Can't use file of type {SPOKEN[file.type]} as {SPOKEN[kind]}")
    return files.content(file_id)


def _captioned(build: Build, caption: str, entities: list[dict[str, Any]], flags: dict[str, bool]) -> Build:
    def content() -> Content:
        made = dict(build())
        if caption and not made.keys() & {"sticker", "video_note"}:
            made["caption"] = caption
            if entities:
                made["caption_entities"] = entities
        if flags["show_caption_above_media"] and caption:
            made["show_caption_above_media"] = True
        if flags["has_spoiler"] and made.keys() & {"photo", "video", "animation"}:
            made["has_media_spoiler"] = True
        return made

    return content
