"""What readers see of a stored page is what it was encoded from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calls import FOLLOWS
from bot.core.copy_plan import Change, Shown, plan
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from bot.gateway.encoding import encode, encode_album, with_keyboard
from bot.gateway.shown import shown_by
from bot.rendering.message import Button, Message, Press, Verb
from tests.strategies import MEDIA, rich_texts

PHOTO = Media(MediaKind.PHOTO, "file", "unique")
CAPTIONED = MEDIA.filter(lambda media: media.kind is not MediaKind.VIDEO_NOTE)
MESSAGES = st.builds(Message, rich_texts(), media=st.none() | CAPTIONED, link_preview=st.booleans())


@given(MESSAGES, MESSAGES)
def test_two_pages_show_the_same_only_where_they_say_the_same(one: Message, other: Message) -> None:
    if one.media == other.media and one.text == other.text and one.link_preview == other.link_preview:
        assert shown_by(encode(one)) == shown_by(encode(other))
    elif shown_by(encode(one)) == shown_by(encode(other)):
        without_words = one.media is not None and not one.text.text and not other.text.text
        assert without_words or one.text == other.text


@pytest.mark.parametrize("kind", MediaKind)
def test_a_medium_is_known_by_its_kind_and_its_file(kind: MediaKind) -> None:
    (shown,) = shown_by(encode(Message(RichText(), media=Media(kind, "file", "unique"))))
    assert shown == Shown(kind, "{}", "file")


def test_a_text_shows_its_words_and_whether_links_have_previews() -> None:
    (shown,) = shown_by(encode(Message(RichText.bold("It held"), link_preview=False)))
    assert (shown.kind, shown.medium, shown.album) == (None, None, False)
    assert shown != shown_by(encode(Message(RichText.bold("It held"))))[0]
    assert shown != shown_by(encode(Message(RichText("It held"), link_preview=False)))[0]


def test_the_items_of_an_album_are_messages_of_their_own() -> None:
    items = [Message(RichText("At dusk"), media=PHOTO), Message(RichText(), media=PHOTO)]
    first, second = shown_by(encode_album(items))
    assert (first.kind, first.medium, first.album) == (MediaKind.PHOTO, "file", True)
    assert first.words != second.words
    assert shown_by(FOLLOWS) == ()


def test_silence_protection_and_buttons_are_nothing_that_an_edit_changes() -> None:
    plain = encode(Message(RichText("It held")))
    loud = encode(Message(RichText("It held"), silent=True, protect=True))
    pressed = with_keyboard(plain, ((Button("Send now", Press(Verb.SEND_NOW, (1,))),),))
    for other in (loud, pressed):
        steps = plan(shown_by(plain), shown_by(other)).steps
        assert [step.change for step in steps] == [Change.KEEP]
