"""What was encoded for sending becomes what changes a message: an edit shows the same as the send would have."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.core.calls import Prepared
from bot.core.copy_plan import Change
from bot.core.parts import Media, MediaKind
from bot.core.richtext import Entity, RichText
from bot.gateway.encoding import SENDING, encode, encode_album, encode_revision
from bot.gateway.page_edits import page_edit, words_edit
from bot.rendering.message import Message

TEXT = RichText("Ünder 🌊", (Entity("bold", 0, 5),))
PHOTO = Media(MediaKind.PHOTO, "AgAC", "u")
VIDEO = Media(MediaKind.VIDEO, "BAAC", "v")


def parameters(prepared: Prepared) -> dict[str, Any]:
    """The JSON object behind the chat's id."""
    found: dict[str, Any] = json.loads(b"{" + prepared.tail.removeprefix(b","))
    return found


@pytest.mark.parametrize("message", [Message(TEXT), Message(TEXT, link_preview=False), Message(RichText("a"))])
def test_a_text_is_changed_into_what_would_have_been_sent(message: Message) -> None:
    silently = encode(Message(message.text, silent=True, protect=True, link_preview=message.link_preview))
    assert page_edit(silently, 0, Change.TEXT) == encode_revision(message)


@pytest.mark.parametrize("kind", [kind for kind in MediaKind if kind is not MediaKind.VIDEO_NOTE])
def test_a_caption_and_a_medium_are_changed(kind: MediaKind) -> None:
    page = encode(Message(TEXT, Media(kind, "file", "u"), protect=True))
    assert page_edit(page, 0, Change.CAPTION) == encode_revision(Message(TEXT, Media(kind, "file", "u")))
    media = page_edit(page, 0, Change.MEDIA)
    assert media.method == "editMessageMedia"
    assert parameters(media) == {
        "media": {
            "type": kind.value,
            "media": "file",
            "caption": TEXT.text,
            "caption_entities": [{"type": "bold", "offset": 0, "length": 5}],
        }
    }


def test_each_item_of_an_album_is_changed_by_itself() -> None:
    album = encode_album([Message(TEXT, PHOTO), Message(RichText(), VIDEO)])
    assert page_edit(album, 0, Change.CAPTION) == encode_revision(Message(TEXT, PHOTO))
    assert parameters(page_edit(album, 1, Change.CAPTION)) == {}
    assert parameters(page_edit(album, 1, Change.MEDIA)) == {"media": {"type": "video", "media": "BAAC"}}


@pytest.mark.parametrize("kind", [None, *SENDING])
def test_words_take_the_place_of_a_text_and_of_a_caption(kind: MediaKind | None) -> None:
    edit = words_edit(kind, "Gone.")
    if kind is MediaKind.VIDEO_NOTE:
        assert edit is None
    else:
        assert edit is not None
        field = "text" if kind is None else "caption"
        assert (edit.method, parameters(edit)) == (f"editMessage{field.capitalize()}", {field: "Gone."})
