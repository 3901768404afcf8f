"""The objects that messages carry for their files: `Video`, `Document`, `Voice` and so on (Bot API 10.0)."""

from __future__ import annotations

from typing import Any

from bot.sandbox.refusals import bad_request
from bot.sandbox.world.files import Files, dimensions

THUMBNAILS = (90, 320, 800)
"""The longer sides, in pixels, of the smaller sizes that Telegram makes of a photo."""

MIME = {
    "video": "video/mp4",
    "animation": "video/mp4",
    "audio": "audio/mpeg",
    "voice": "audio/ogg",
    "document": "application/octet-stream",
    "video_note": "video/mp4",
}
"""What a file is taken for when nobody says."""


def content_of(
    files: Files, kind: str, data: bytes, name: str | None = None, mime: str | None = None, **facts: Any
) -> dict[str, Any]:
    """Store the bytes and give the message content of that kind, such as ``{"video": {…}}``.

    An animation comes with the `Document` that doubles it, as at Telegram. ``facts`` are width, height and duration (in
    pixels and seconds), title and performer, where the kind has them; what is missing is 0, or absent.
    """
    if kind == "photo":
        return _photo(files, data)
    file = files.keep(kind, data, name, mime or MIME.get(kind))
    shape: dict[str, Any] = {"file_id": file.id, "file_unique_id": file.unique_id}
    if kind in ("video", "animation"):
        shape["width"] = int(facts.get("width") or 0)
        shape["height"] = int(facts.get("height") or 0)
    if kind in ("video", "animation", "audio", "voice", "video_note"):
        shape["duration"] = int(facts.get("duration") or 0)
    if kind == "video_note":
        shape["length"] = int(facts.get("length") or 240)
    if kind == "audio":
        shape.update({field: str(facts[field]) for field in ("performer", "title") if facts.get(field)})
    if kind == "sticker":
        shape.update(type="regular", width=512, height=512, is_animated=False, is_video=False)
        shape["emoji"] = str(facts.get("emoji") or "👍")
    if name and kind in ("video", "animation", "audio", "document"):
        shape["file_name"] = name
    if file.mime and kind not in ("sticker", "video_note"):
        shape["mime_type"] = file.mime
    shape["file_size"] = len(data)
    if kind == "animation":
        document = {field: value for field, value in shape.items() if field not in ("width", "height", "duration")}
        return files.remember({"animation": shape, "document": document}, file.id)
    return files.remember({kind: shape}, file.id)


def photo_size(data: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels. Refused: what is no picture, or has a shape that is not taken."""
    width, height = dimensions(data) or (0, 0)
    if not width or not height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _photo(files: Files, data: bytes) -> dict[str, Any]:
    """A picture's `PhotoSize` objects, smallest first; all have the same bytes, the last one also their size."""
    width, height = photo_size(data)
    longest = max(width, height)
    sizes = [
        (max(1, width * side // longest), max(1, height * side // longest)) for side in THUMBNAILS if side < longest
    ]
    sizes.append((width, height))
    photo: list[dict[str, Any]] = []
    for wide, high in sizes:
        file = files.keep("photo", data)
        photo.append(
            {
                "file_id": file.id,
                "file_unique_id": file.unique_id,
                "file_size": max(1, len(data) * wide * high // (width * height)),
                "width": wide,
                "height": high,
            }
        )
    return files.remember({"photo": photo}, *(size["file_id"] for size in photo))


def media_of(content: dict[str, Any]) -> dict[str, Any]:
    """The part of a content that is the file itself, without caption."""
    return {field: value for field, value in content.items() if field in MEDIA_FIELDS}


MEDIA_FIELDS = frozenset({"photo", "video", "animation", "audio", "voice", "document", "sticker", "video_note"})
"""The fields of a message that hold files."""
