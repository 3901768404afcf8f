"""Files: ids, sizes, and the bytes behind them.

File ids look like Telegram's (the first letters tell the type, URL-safe base64 follows) and are just as opaque. The
same id is good for ever for this bot.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass
from typing import Any

from bot.sandbox.refusals import bad_request

PREFIXES = {
    "photo": "AgACAgIAAxkD",
    "video": "BAACAgIAAxkD",
    "animation": "CgACAgIAAxkD",
    "audio": "CQACAgIAAxkD",
    "voice": "AwACAgIAAxkD",
    "document": "BQACAgIAAxkD",
    "sticker": "CAACAgIAAxkD",
    "video_note": "DQACAgIAAxkD",
}
"""How the ids of each type of file begin at Telegram."""

SPOKEN = {
    "photo": "Photo",
    "video": "Video",
    "animation": "Animation",
    "audio": "Audio",
    "voice": "VoiceNote",
    "document": "Document",
    "sticker": "Sticker",
    "video_note": "VideoNote",
}
"""TDLib's names of the types, as they stand in its errors."""

FOLDERS = {
    "photo": "photos",
    "video": "videos",
    "animation": "animations",
    "audio": "music",
    "voice": "voice",
    "document": "documents",
    "sticker": "stickers",
    "video_note": "video_notes",
}
"""The folders in the ``file_path`` of getFile."""


@dataclass(frozen=True, slots=True)
class File:
    """A file: its two ids, its type, its bytes, and where a client downloads it."""

    id: str
    unique_id: str
    type: str
    data: bytes
    path: str
    name: str | None = None
    mime: str | None = None


class Files:
    """All files that Telegram knows."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._contents: dict[str, dict[str, Any]] = {}
        self.count = 0

    def keep(self, type_: str, data: bytes, name: str | None = None, mime: str | None = None) -> File:
        """Store bytes as a file of that type."""
        number = self.count
        self.count += 1
        digest = hashlib.sha256(b"%d:" % number + data[:4096]).digest()
        file_id = PREFIXES[type_] + base64.urlsafe_b64encode(struct.pack(">I", number) + digest[:26]).decode()
        unique = (
            "AQAD"
            + base64.urlsafe_b64encode(digest[26:32]).decode()
            + base64.urlsafe_b64encode(struct.pack(">I", number)).decode().rstrip("=")
        )
        extension = _extension(type_, name)
        file = File(file_id, unique, type_, data, f"{FOLDERS[type_]}/file_{number}{extension}", name, mime)
        self._by_id[file_id] = file
        self._by_path[file.path] = file
        return file

    def get(self, file_id: str) -> File:
        """The file with that id. Refused in TDLib's words if the id is none, or of no file of this bot."""
        file = self._by_id.get(file_id)
        if file is not None:
            return file
        stripped = file_id.rstrip("=")
        if len(stripped) % 4 == 1:
            raise bad_request("Wrong remote file identifier specified: Wrong string length")
        if not all(char.isascii() and (char.isalnum() or char in "-_") for char in stripped):
            raise bad_request("Wrong remote file identifier specified: Wrong character in the string")
        if not any(file_id.startswith(prefix[:4]) for prefix in PREFIXES.values()):
            raise bad_request("Wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
        raise bad_request("Wrong file identifier/HTTP URL specified")

    def remember(self, content: dict[str, Any], *file_ids: str) -> dict[str, Any]:
        """Note that sending one of these ids sends this content."""
        for file_id in file_ids:
            self._contents[file_id] = content
        return content

    def content(self, file_id: str) -> dict[str, Any]:
        """What is sent when that id is sent, such as ``{"video": {…}}``; refused as in `get`."""
        return self._contents[self.get(file_id).id]

    def at(self, path: str) -> File | None:
        """The file behind a ``file_path``."""
        return self._by_path.get(path)


def _extension(type_: str, name: str | None) -> str:
    if name and "." in name:
        return "." + "".join(char for char in name.rpartition(".")[2] if char.isalnum())[:8]
    return {"photo": ".jpg", "video": ".mp4", "animation": ".mp4", "audio": ".mp3", "voice": ".oga"}.get(type_, "")


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG, PNG or GIF picture in pixels, None if the bytes are none of these."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # the start-of-frame markers
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 if 0xD0 <= marker <= 0xD9 else 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None
