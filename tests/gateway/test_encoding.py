"""Messages as JSON: what Telegram gets for each of them."""

from __future__ import annotations

import inspect
import json
from dataclasses import replace
from typing import Any

import pytest
from telegram import Bot

from bot.core.calls import Lane, Prepared, Upload
from bot.core.parts import Media, MediaKind
from bot.core.richtext import Entity, RichText
from bot.gateway.encoding import (
    at_message,
    beginning_at,
    encode,
    encode_album,
    encode_answer,
    encode_deletion,
    encode_file_request,
    encode_markup_edit,
    encode_revision,
    with_fields,
    with_keyboard,
)
from bot.rendering.message import Button, Message, Press, Verb

TEXT = RichText("Ünder 🌊", (Entity("bold", 0, 5), Entity("text_link", 6, 2, (("url", "https://example.org/"),))))
ENTITIES = [
    {"type": "bold", "offset": 0, "length": 5},
    {"type": "text_link", "offset": 6, "length": 2, "url": "https://example.org/"},
]
PHOTO = Media(MediaKind.PHOTO, "AgAC-file", "unique")
KEYBOARD = ((Button("Approve", Press(Verb.APPROVE, (1, 2))),),)
MARKUP = {"inline_keyboard": [[{"text": "Approve", "callback_data": "v1:approve:1:2"}]]}


def parameters(prepared: Prepared) -> dict[str, Any]:
    """What Telegram would read, without the chat."""
    fields: dict[str, Any] = json.loads(prepared.to(-7, Lane.POSTS).body)
    assert fields.pop("chat_id") == -7
    return fields


def test_a_text_goes_with_its_entities() -> None:
    prepared = encode(Message(TEXT))
    assert prepared.method == "sendMessage"
    assert parameters(prepared) == {"text": "Ünder 🌊", "entities": ENTITIES}


def test_the_json_is_compact_utf_8() -> None:
    assert encode(Message(RichText("Ü 🌊"))).to(5, Lane.POSTS).body == '{"chat_id":5,"text":"Ü 🌊"}'.encode()


CAPTIONED = [kind for kind in MediaKind if kind is not MediaKind.VIDEO_NOTE]
VIDEO_NOTE = Media(MediaKind.VIDEO_NOTE, "DQAC-file", "unique")


@pytest.mark.parametrize("kind", CAPTIONED)
def test_media_go_by_their_kind_with_the_text_as_caption(kind: MediaKind) -> None:
    prepared = encode(Message(TEXT, Media(kind, "file", "unique")))
    assert prepared.method == f"send{kind.value.capitalize()}"
    assert parameters(prepared) == {kind.value: "file", "caption": "Ünder 🌊", "caption_entities": ENTITIES}


def test_a_video_note_goes_without_a_caption() -> None:
    prepared = encode(Message(RichText(), VIDEO_NOTE))
    assert prepared.method == "sendVideoNote"
    assert parameters(prepared) == {"video_note": "DQAC-file"}
    with pytest.raises(ValueError, match="no caption"):
        encode(Message(TEXT, VIDEO_NOTE))


def test_media_without_a_text_have_no_caption() -> None:
    assert parameters(encode(Message(RichText(), PHOTO))) == {"photo": "AgAC-file"}


def test_every_choice_of_a_message_has_its_parameter() -> None:
    message = Message(RichText("a"), keyboard=KEYBOARD, reply_to=44, silent=True, protect=True, link_preview=False)
    assert parameters(encode(message)) == {
        "text": "a",
        "link_preview_options": {"is_disabled": True},
        "disable_notification": True,
        "protect_content": True,
        "reply_parameters": {"message_id": 44, "allow_sending_without_reply": True},
        "reply_markup": MARKUP,
    }


@pytest.mark.parametrize(
    ("asks", "markup"),
    [
        ("Why?", {"force_reply": True, "input_field_placeholder": "Why?"}),
        ("", {"force_reply": True}),
        ("x" * 65, {"force_reply": True, "input_field_placeholder": "x" * 63 + "…"}),
    ],
)
def test_a_message_that_asks_opens_the_input_field(asks: str, markup: dict[str, Any]) -> None:
    assert parameters(encode(Message(RichText("a"), asks=asks))) == {"text": "a", "reply_markup": markup}


def test_a_message_that_asks_cannot_have_buttons() -> None:
    with pytest.raises(ValueError, match="buttons"):
        encode(Message(RichText("a"), keyboard=KEYBOARD, asks="Why?"))


@pytest.mark.parametrize("message", [Message(TEXT), Message(TEXT, PHOTO), Message(TEXT, PHOTO, silent=True)])
def test_a_keyboard_added_later_makes_the_same_bytes_as_one_from_the_start(message: Message) -> None:
    assert with_keyboard(encode(message), KEYBOARD) == encode(replace(message, keyboard=KEYBOARD))
    assert with_keyboard(encode_revision(message), KEYBOARD) == encode_revision(replace(message, keyboard=KEYBOARD))
    assert with_keyboard(encode(message), ()) == encode(message)


def test_further_parameters_can_be_added() -> None:
    prepared = with_fields(encode(Message(RichText("a"))), {"protect_content": True})
    assert parameters(prepared) == {"text": "a", "protect_content": True}
    assert with_fields(prepared, {}) == prepared


def test_an_edit_of_a_text() -> None:
    prepared = at_message(encode_revision(Message(TEXT, keyboard=KEYBOARD, link_preview=False)), 12)
    assert prepared.method == "editMessageText"
    assert parameters(prepared) == {
        "message_id": 12,
        "text": "Ünder 🌊",
        "entities": ENTITIES,
        "link_preview_options": {"is_disabled": True},
        "reply_markup": MARKUP,
    }


def test_an_edit_of_a_caption() -> None:
    prepared = at_message(encode_revision(Message(TEXT, PHOTO, keyboard=KEYBOARD)), 12)
    assert prepared.method == "editMessageCaption"
    assert parameters(prepared) == {
        "message_id": 12,
        "caption": "Ünder 🌊",
        "caption_entities": ENTITIES,
        "reply_markup": MARKUP,
    }


def test_an_edit_can_take_the_caption_away() -> None:
    assert parameters(at_message(encode_revision(Message(RichText(), PHOTO)), 12)) == {"message_id": 12}


def test_one_revision_serves_many_copies() -> None:
    revision = encode_revision(Message(TEXT))
    assert [parameters(at_message(revision, id_))["message_id"] for id_ in (12, 13)] == [12, 13]


@pytest.mark.parametrize(
    ("keyboard", "fields"),
    [(KEYBOARD, {"message_id": 12, "reply_markup": MARKUP}), ((), {"message_id": 12})],
)
def test_an_edit_of_the_buttons(keyboard: Any, fields: dict[str, Any]) -> None:
    prepared = encode_markup_edit(keyboard, 12)
    assert prepared.method == "editMessageReplyMarkup"
    assert parameters(prepared) == fields


def test_an_album_has_a_caption_for_each_item_and_the_first_ones_choices() -> None:
    video = Media(MediaKind.VIDEO, "BAAC-file", "unique")
    album = encode_album([Message(TEXT, PHOTO, silent=True, protect=True, reply_to=3), Message(RichText(), video)])
    assert album.method == "sendMediaGroup"
    assert parameters(album) == {
        "media": [
            {"type": "photo", "media": "AgAC-file", "caption": "Ünder 🌊", "caption_entities": ENTITIES},
            {"type": "video", "media": "BAAC-file"},
        ],
        "disable_notification": True,
        "protect_content": True,
        "reply_parameters": {"message_id": 3, "allow_sending_without_reply": True},
    }
    assert parameters(encode_album([Message(RichText(), PHOTO)] * 2)).keys() == {"media"}


def test_an_album_counts_as_its_items_and_an_edit_as_one() -> None:
    assert encode_album([Message(RichText(), PHOTO)] * 7).to(5, Lane.POSTS).messages == 7
    assert encode_markup_edit((), 12).to(5, Lane.POSTS).messages == 1


def test_a_file_is_a_document_with_the_text_as_caption() -> None:
    upload = Upload("post.md", b"# The barrier held")
    prepared = encode(Message(TEXT, upload=upload, silent=True))
    assert (prepared.method, prepared.file) == ("sendDocument", upload)
    assert parameters(prepared) == {
        "caption": "Ünder 🌊",
        "caption_entities": ENTITIES,
        "disable_notification": True,
    }
    assert prepared.to(5, Lane.ANSWERS).file == with_keyboard(prepared, KEYBOARD).file == upload


def test_every_change_of_a_message_begins_alike_and_its_deletion_does_not() -> None:
    changes = [
        at_message(encode_revision(Message(TEXT)), 12),
        at_message(encode_revision(Message(TEXT, PHOTO)), 12),
        encode_markup_edit(KEYBOARD, 12),
    ]
    assert all(change.tail.startswith(beginning_at(12)) for change in changes)
    assert not at_message(encode_revision(Message(TEXT)), 123).tail.startswith(beginning_at(12))
    assert not encode_deletion([12]).tail.startswith(beginning_at(12))


@pytest.mark.parametrize("count", [0, 1, 11])
def test_an_album_has_two_to_ten_items(count: int) -> None:
    with pytest.raises(ValueError, match="two to ten"):
        encode_album([Message(RichText(), PHOTO)] * count)


def test_one_message_is_deleted_by_itself_and_several_together() -> None:
    one, several = encode_deletion([4]), encode_deletion([4, 5])
    assert (one.method, parameters(one)) == ("deleteMessage", {"message_id": 4})
    assert (several.method, parameters(several)) == ("deleteMessages", {"message_ids": [4, 5]})


@pytest.mark.parametrize(
    ("text", "alert", "fields"),
    [
        ("", False, {}),
        ("Done ✅", False, {"text": "Done ✅"}),
        ("x" * 200, True, {"text": "x" * 200, "show_alert": True}),
        ("x" * 201, False, {"text": "x" * 199 + "…"}),
    ],
)
def test_the_answer_to_a_press_takes_no_slot_and_is_cut(text: str, alert: bool, fields: dict[str, Any]) -> None:
    call = encode_answer("4711", text, alert)
    assert (call.method, call.chat_id, call.lane) == ("answerCallbackQuery", None, None)
    assert json.loads(call.body) == {"callback_query_id": "4711", **fields}


def test_a_file_is_asked_for_without_a_slot() -> None:
    call = encode_file_request("AgAC-file")
    assert (call.method, call.chat_id, call.lane, call.body) == ("getFile", None, None, b'{"file_id":"AgAC-file"}')


EVERYTHING = [
    encode(Message(TEXT, keyboard=KEYBOARD, reply_to=1, silent=True, link_preview=False)),
    *(encode(Message(TEXT, Media(kind, "f", "u"), keyboard=KEYBOARD)) for kind in CAPTIONED),
    encode(Message(RichText(), VIDEO_NOTE, keyboard=KEYBOARD)),
    at_message(encode_revision(Message(TEXT, keyboard=KEYBOARD, link_preview=False)), 1),
    at_message(encode_revision(Message(TEXT, PHOTO, keyboard=KEYBOARD)), 1),
    encode_markup_edit(KEYBOARD, 1),
    encode_album([Message(TEXT, PHOTO, silent=True, reply_to=3)] * 2),
    encode_deletion([1]),
    encode_deletion([1, 2]),
]


@pytest.mark.parametrize("prepared", EVERYTHING, ids=lambda prepared: prepared.method)
def test_the_library_knows_every_method_and_parameter(prepared: Prepared) -> None:
    known = inspect.signature(getattr(Bot, prepared.method)).parameters
    assert parameters(prepared).keys() <= known.keys()
