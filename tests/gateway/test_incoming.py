"""A message from Telegram as a value: what it holds, and whose it was before it was forwarded."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message

from bot.core.parts import Media, MediaKind
from bot.core.richtext import Entity, RichText
from bot.gateway.incoming import behind_command, submission_of

ANN = {"id": 7, "is_bot": False, "first_name": "Ann", "last_name": "Lee", "username": "ann"}
CHAT = {"id": 7, "type": "private", "first_name": "Ann"}
CHANNEL = {"id": -1001, "type": "channel", "title": "Harbour Office"}
BASE = {"message_id": 5, "date": 1_774_641_600, "chat": CHAT, "from": ANN}


def message(**fields: Any) -> Message:
    """A message of Ann's in her private chat."""
    read = Message.de_json(BASE | fields)
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ({"type": "user", "sender_user": ANN}, "Ann Lee"),
        ({"type": "hidden_user", "sender_user_name": "Somebody"}, "Somebody"),
        ({"type": "chat", "sender_chat": CHANNEL | {"type": "supergroup"}}, "Harbour Office"),
        ({"type": "chat", "sender_chat": CHANNEL, "author_signature": "Duty officer"}, "Harbour Office, Duty officer"),
        ({"type": "channel", "chat": CHANNEL, "message_id": 3}, "Harbour Office"),
        ({"type": "channel", "chat": CHANNEL, "message_id": 3, "author_signature": "Ben"}, "Harbour Office, Ben"),
    ],
    ids=["a person", "a hidden one", "a group", "an anonymous administrator", "a channel", "a signed one"],
)
def test_a_forwarded_message_names_where_it_comes_from(origin: dict[str, Any], name: str) -> None:
    forwarded = message(text="It held.", forward_origin=origin | {"date": BASE["date"]})
    assert submission_of(forwarded).origin == name


def test_a_text_keeps_its_entities_and_says_what_it_replies_to() -> None:
    bold = {"type": "bold", "offset": 3, "length": 4}
    sent = message(text="It held.", entities=[bold], reply_to_message=BASE | {"message_id": 4, "text": "Before"})
    submission = submission_of(sent)
    assert submission.text == RichText("It held.", (Entity("bold", 3, 4),))
    assert (submission.sender.name, submission.message_id, submission.reply_to) == ("Ann Lee", 5, 4)
    assert (submission.origin, submission.media, submission.odd) == (None, None, False)


def test_the_first_name_is_told_from_the_rest() -> None:
    sender = submission_of(message(text="It held.")).sender
    assert (sender.name, sender.first) == ("Ann Lee", "Ann")


def test_what_is_quoted_of_another_message_comes_along() -> None:
    before = BASE | {"message_id": 4, "text": "For the whole night"}
    quote = {"text": "the whole night", "position": 4, "is_manual": True}
    assert submission_of(message(text="All of it?", reply_to_message=before, quote=quote)).quote == "the whole night"
    assert submission_of(message(text="All of it?", reply_to_message=before)).quote is None


def keyboard(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": each, "callback_data": each}] for each in data]}


@pytest.mark.parametrize(
    ("data", "post", "comment"),
    [
        (["v1:comments:3", "v1:comment:3"], 3, None),
        (["v1:reply:7", "v1:reply:8", "v1:comment:3"], 3, None),
        (["v1:reply:7", "v1:comment:3"], 3, None),
        (["v1:reply:7"], None, 7),
        (["v1:reply:7", "v1:hush:5:1", "v1:cpage:3:0:0"], 3, 5),
        (["v1:hush:5:1", "v1:cpage:3:0:0"], 3, 5),
        (["v1:reply:", "nonsense"], None, None),
        ([], None, None),
    ],
    ids=["a post", "a list", "a list of one", "a comment", "a thread of one", "a thread", "nonsense", "nothing"],
)
def test_the_buttons_say_what_a_reply_is_about(data: list[str], post: int | None, comment: int | None) -> None:
    before = BASE | {"message_id": 4, "text": "Before", "reply_markup": keyboard(*data)}
    submission = submission_of(message(text="Well", reply_to_message=before))
    assert (submission.reply_to_post, submission.reply_to_comment) == (post, comment)


@pytest.mark.parametrize(
    ("data", "version"),
    [
        (["v1:approve:1:3:2", "v1:answer:1:3", "v1:more:1"], 3),
        (["v1:undo:1:4", "v1:more:1"], 4),
        (["v1:more:1", "v1:ccard:1"], None),
        (["v1:answer:1"], None),
    ],
)
def test_a_reply_to_a_card_says_which_version_that_shows(data: list[str], version: int | None) -> None:
    card = BASE | {"message_id": 4, "text": "Card", "reply_markup": keyboard(*data)}
    assert submission_of(message(text="We will see.", reply_to_message=card)).reply_to_version == version


def test_a_message_without_buttons_is_about_nothing_that_we_know() -> None:
    submission = submission_of(message(text="Well", reply_to_message=BASE | {"message_id": 4, "text": "Before"}))
    assert (submission.reply_to_post, submission.reply_to_comment, submission.on_copy) == (None, None, False)


@pytest.mark.parametrize(
    ("text", "behind"), [("/comment It held.", "It held."), ("/comment@blog\nIt held.", "It held."), ("/comment", "")]
)
def test_what_stands_behind_a_command_is_a_message_with_its_formatting(text: str, behind: str) -> None:
    bold = {"type": "bold", "offset": text.find("It"), "length": 2}
    sent = message(text=text, entities=[bold] if behind else [])
    assert behind_command(sent).text == RichText(behind, (Entity("bold", 0, 2),) if behind else ())


def test_a_medium_has_its_caption_and_its_size() -> None:
    film = {"file_id": "f", "file_unique_id": "u", "file_size": 21_000_000}
    submission = submission_of(message(document=film, caption="All of it", media_group_id="9"))
    assert submission.media == Media(MediaKind.DOCUMENT, "f", "u", 21_000_000)
    assert (submission.text.text, submission.album_id, submission.odd) == ("All of it", "9", False)


def test_what_is_neither_text_nor_a_medium_is_odd() -> None:
    assert submission_of(message(location={"latitude": 54.3, "longitude": 10.1})).odd
