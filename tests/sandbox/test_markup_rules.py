"""What keyboards Telegram takes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.refusals import RefusedError
from bot.sandbox.strictness.markup import inline_markup_of, markup_of
from tests.sandbox.conftest import button, keyboard

BEFORE = "can't parse inline keyboard button: "


@pytest.mark.parametrize(
    "markup",
    [
        keyboard([button(data="é" * 32)]),
        keyboard([button(data="x" * 64)]),
        keyboard([button()] * 8),
        keyboard(*[[button()] * 5] * 20),
        keyboard([{"text": "Site", "url": "https://example.org/"}]),
        keyboard([{"text": "Copy", "copy_text": {"text": "x" * 256}}]),
    ],
)
def test_an_inline_keyboard_within_the_limits_is_kept_as_it_is(markup: dict[str, Any]) -> None:
    assert markup_of(markup) == (markup, None)


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        (keyboard([button(data="é" * 32 + "x")]), "BUTTON_DATA_INVALID"),
        (keyboard([button(data="x" * 65)]), "BUTTON_DATA_INVALID"),
        (keyboard([button(data="")]), BEFORE + "Text buttons are unallowed in the inline keyboard"),
        (keyboard([{"text": "x"}]), BEFORE + "Text buttons are unallowed in the inline keyboard"),
        (keyboard([{"callback_data": "x"}]), BEFORE + 'Can\'t find field "text"'),
        (keyboard(["x"]), BEFORE + "InlineKeyboardButton must be an Object"),  # type: ignore[list-item]
        (keyboard([button()] * 9), "REPLY_MARKUP_INVALID"),
        (keyboard(*[[button()]] * 101), "reply markup is too long"),
        (keyboard(*[[button("12", "x" * 64)] * 8] * 12, [button("12", "x" * 64)] * 3), "reply markup is too long"),
        (
            {"inline_keyboard": [button()]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" must be of type Array'),
        (
            keyboard([{"text": "Site", "url": "localhost"}]),
            "inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL",
        ),
        (keyboard([{"text": "Copy", "copy_text": {"text": "x" * 257}}]), "BUTTON_COPY_TEXT_INVALID"),
        ([], "object expected as reply markup"),
    ],
)
def test_a_keyboard_is_refused_in_telegrams_words(markup: Any, refusal: str) -> None:
    with pytest.raises(RefusedError) as caught:
        markup_of(markup)
    assert caught.value.description == f"Bad Request: {refusal}"


def test_empty_rows_and_empty_labels_disappear() -> None:
    assert markup_of(keyboard([], [button("")], [button()])) == (keyboard([button()]), None)
    assert markup_of(keyboard()) == (None, None)
    assert markup_of(None) == (None, None)


def test_an_edit_takes_inline_keyboards_only() -> None:
    assert markup_of({"force_reply": True}) == (None, {"force_reply": True})
    with pytest.raises(RefusedError, match="inline keyboard expected"):
        inline_markup_of({"force_reply": True})


def test_equal_keyboards_are_one_object() -> None:
    assert markup_of(keyboard([button()]))[0] is markup_of(keyboard([button()]))[0]
