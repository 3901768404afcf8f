"""Files and albums, at each limit and beyond it."""

from __future__ import annotations

from bot.sandbox.methods.contents import PHOTO_LIMIT
from bot.sandbox.parameters import UPLOAD_LIMIT
from tests.sandbox.conftest import png
from tests.sandbox.rules import API, TDLIB, Rule, kept_file

MEDIA = [
    Rule(
        "album, least",
        API + "sendMediaGroup",
        "sendMediaGroup",
        lambda g: g.album("photo", "photo"),
        lambda g: g.album("photo"),
        "there must be at least two messages to send as an album",
    ),
    Rule(
        "album, most",
        API + "sendMediaGroup",
        "sendMediaGroup",
        lambda g: g.album(*["photo"] * 10),
        lambda g: g.album(*["photo"] * 11),
        "too many messages to send as an album",
    ),
    Rule(
        "album, mix",
        API + "sendMediaGroup",
        "sendMediaGroup",
        lambda g: g.album("photo", "video"),
        lambda g: g.album("photo", "document"),
        "document can't be mixed with other media types",
    ),
    Rule(
        "file id",
        TDLIB + "FileManager.cpp, from_persistent_id",
        "sendPhoto",
        lambda g: {**g.to, "photo": g.files["photo"]},
        lambda g: {**g.to, "photo": "AgACAgIAAxkDAAAA"},
        "wrong file identifier/HTTP URL specified",
    ),
    Rule(
        "kind of a file",
        TDLIB + "FileManager.cpp",
        "sendPhoto",
        lambda g: {**g.to, "photo": g.files["photo"]},
        lambda g: {**g.to, "photo": g.files["document"]},
        "can't use file of type Document as Photo",
    ),
    Rule(
        "bytes of a photo",
        API + "sendPhoto",
        "sendPhoto",
        lambda g: g.to,
        lambda g: g.to,
        f"file of size {PHOTO_LIMIT + 1} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes",
        files=(
            lambda: {"photo": png() + bytes(PHOTO_LIMIT - len(png()))},
            lambda: {"photo": png() + bytes(PHOTO_LIMIT + 1 - len(png()))},
        ),
    ),
    Rule(
        "sides of a photo, together",
        API + "sendPhoto",
        "sendPhoto",
        lambda g: g.to,
        lambda g: g.to,
        "PHOTO_INVALID_DIMENSIONS",
        files=(lambda: {"photo": png(9000, 1000)}, lambda: {"photo": png(9000, 1001)}),
    ),
    Rule(
        "sides of a photo, ratio",
        API + "sendPhoto",
        "sendPhoto",
        lambda g: g.to,
        lambda g: g.to,
        "PHOTO_INVALID_DIMENSIONS",
        files=(lambda: {"photo": png(2000, 100)}, lambda: {"photo": png(2001, 100)}),
    ),
    Rule(
        "bytes of an upload",
        API + "Sending files",
        "sendDocument",
        lambda g: g.to,
        lambda g: g.to,
        "Request Entity Too Large",
        files=(lambda: {"document": bytes(UPLOAD_LIMIT)}, lambda: {"document": bytes(UPLOAD_LIMIT + 1)}),
    ),
    Rule(
        "bytes of a download",
        API + "getFile",
        "getFile",
        lambda g: {"file_id": g.extra["file"]},
        lambda g: {"file_id": g.extra["file"]},
        "file is too big",
        before=(lambda g: kept_file(g, 20 * 1024**2), lambda g: kept_file(g, 20 * 1024**2 + 1)),
    ),
]
