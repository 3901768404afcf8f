"""Callback data: what goes out comes back, and anything else is nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.buttons import decode, encode, inline_keyboard
from bot.rendering.message import Button, Press, Verb

ids = st.integers(-(2**52), 2**52)
"""Telegram's ids have at most 52 significant bits (Bot API, User and Chat)."""

presses = st.builds(Press, st.sampled_from(Verb), st.lists(ids, max_size=4).map(tuple))


@given(presses)
def test_a_press_comes_back_as_it_went_out(press: Press) -> None:
    data = encode(press)
    assert len(data.encode()) <= 64
    assert decode(data) == press


@given(st.one_of(st.text(), st.text(alphabet="v1:-_ zZ09²", max_size=20).map("v1:publish:".__add__)))
def test_reading_never_fails_and_only_takes_what_was_written(data: str) -> None:
    press = decode(data)
    assert press is None or encode(press) == data


@pytest.mark.parametrize(
    ("press", "data"),
    [
        (Press(Verb.PREVIEW), "v1:preview"),
        (Press(Verb.APPROVE, (35, 36)), "v1:approve:z:10"),
        (Press(Verb.MEMBER, (-1001234567890, 0)), "v1:member:-cryl7kya:0"),
    ],
)
def test_ids_are_in_base_36(press: Press, data: str) -> None:
    assert encode(press) == data
    assert decode(data) == press


@pytest.mark.parametrize(
    "data",
    [
        "",
        "v1",
        "v1:",
        "v2:publish:1",
        "v1:unknown:1",
        "v1:PUBLISH:1",
        "v1:publish:",
        "v1:publish:1:",
        "v1:publish:A",
        "v1:publish:01",
        "v1:publish:-0",
        "v1:publish:+1",
        "v1:publish: 1",
        "v1:publish:1_0",
        "v1:publish:٣",
        "v1:publish:\ud800",
        "v1:publish" + ":1" * 28,
        "v1:publish:" + "z" * 10_000_000,
    ],
)
def test_what_was_not_written_here_is_nothing(data: str) -> None:
    assert decode(data) is None


def test_too_many_ids_are_a_bug() -> None:
    with pytest.raises(ValueError, match="bytes"):
        encode(Press(Verb.INVITE_MODERATOR, (2**52,) * 5))


def test_every_verb_leaves_room_for_four_ids() -> None:
    for verb in Verb:
        assert encode(Press(verb, (-(2**52),) * 4))


def test_a_keyboard_has_presses_and_addresses() -> None:
    keyboard = (
        (Button("No comments", Press(Verb.COMMENTS, (7,))), Button("Source", "https://example.org/")),
        (Button("Stop", Press(Verb.STOP)),),
    )
    assert inline_keyboard(keyboard) == {
        "inline_keyboard": [
            [
                {"text": "No comments", "callback_data": "v1:comments:7"},
                {"text": "Source", "url": "https://example.org/"},
            ],
            [{"text": "Stop", "callback_data": "v1:stop"}],
        ]
    }
