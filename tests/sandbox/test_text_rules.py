"""What Telegram makes of a text and its entities, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.refusals import RefusedError
from bot.sandbox.strictness.entities import SPLITTABLE, end, fixed
from bot.sandbox.strictness.text import caption_of, text_of, typed

Entity = dict[str, Any]


def e(kind: str, offset: int, length: int, **extra: Any) -> Entity:
    return {"offset": offset, "length": length, "type": kind, **extra}


@pytest.mark.parametrize(
    ("text", "entities", "stored", "kept"),
    [
        ("  \n hello \n ", [], "hello", []),
        ("a\tb\x00c\rd", [], "a b cd", []),
        ("  bold", [e("bold", 2, 4)], "bold", [e("bold", 0, 4)]),
        ("  bold", [e("bold", 1, 5)], " bold", [e("bold", 0, 5)]),
        ("bold  ", [e("bold", 0, 6)], "bold", [e("bold", 0, 4)]),
        ("bold  x", [e("bold", 4, 0)], "bold  x", []),
        ("gone  ", [e("bold", 4, 2)], "gone", []),
        ("a\r\rbold", [e("bold", 3, 4)], "abold", [e("bold", 1, 4)]),
        ("😀 bold", [e("bold", 3, 4)], "😀 bold", [e("bold", 3, 4)]),
        ("\n😀\n", [e("italic", 1, 2)], "😀", [e("italic", 0, 2)]),
        ("abcdef", [e("bold", 0, 3), e("bold", 3, 3)], "abcdef", [e("bold", 0, 6)]),
        (
            "abcdef",
            [e("italic", 2, 2), e("bold", 0, 6)],
            "abcdef",
            [e("bold", 0, 2), e("bold", 2, 4), e("italic", 2, 2)],
        ),
        (
            "abcdef",
            [e("bold", 0, 4), e("code", 2, 4)],
            "abcdef",
            [e("bold", 0, 2), e("code", 2, 4)],
        ),
        (
            "abcdef",
            [e("text_link", 0, 4, url="https://example.org/a"), e("text_link", 2, 4, url="https://example.org/b")],
            "abcdef",
            [e("text_link", 0, 4, url="https://example.org/a")],
        ),
        ("say #hello", [], "say #hello", [e("hashtag", 4, 6)]),
        ("/start now", [e("bot_command", 6, 3)], "/start now", [e("bot_command", 0, 6)]),
        ("at example.org.", [], "at example.org.", [e("url", 3, 11)]),
        ("(see https://example.org/a_(b))", [], "(see https://example.org/a_(b))", [e("url", 5, 25)]),
        ("write me@example.org", [], "write me@example.org", [e("email", 6, 14)]),
        ("hi @olga_the_author", [], "hi @olga_the_author", [e("mention", 3, 16)]),
        ("😀 #tag", [], "😀 #tag", [e("hashtag", 3, 4)]),
        ("`#tag`", [e("code", 0, 6)], "`#tag`", [e("code", 0, 6)]),
        ("a", [e("pre", 0, 1, language="py", url="x")], "a", [e("pre", 0, 1, language="py")]),
        ("a", [e("text_link", 0, 1, url="example.org")], "a", [e("text_link", 0, 1, url="http://example.org/")]),
    ],
)
def test_a_text_is_stored_as_telegram_stores_it(
    text: str, entities: list[Entity], stored: str, kept: list[Entity]
) -> None:
    assert text_of(text, entities) == (stored, kept)


@pytest.mark.parametrize(
    ("text", "entities", "refusal"),
    [
        ("", [], "message text is empty"),
        (" \n ", [], "text must be non-empty"),
        ("\r\u2028", [], "text must be non-empty"),
        ("a" * 4097, [], "message is too long"),
        ("abc", [e("bold", 3, 1)], "entity begins after the end of the text at UTF-16 offset 3"),
        (
            "abc",
            [e("bold", 1, 3)],
            "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 4",
        ),
        ("😀a", [e("bold", 1, 2)], "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (
            "😀a",
            [e("bold", 0, 1)],
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4",
        ),
        ("abc", [e("bold", -1, 2)], "receive an entity with incorrect offset -1"),
        ("abc", [e("bold", 0, -2)], "receive an entity with incorrect length -2"),
        ("abc", [e("loud", 0, 2)], "can't parse MessageEntity: Unsupported type specified"),
        ("abc", [{"type": "bold", "length": 1}], "can't parse MessageEntity: Can't find field \"offset\""),
        ("abc", [e("text_link", 0, 2)], "can't parse MessageEntity: Can't find field \"url\""),
        (
            "abc",
            [e("text_link", 0, 2, url="no host")],
            "entity URL 'no host' is invalid: Disallowed character in URL host",
        ),
    ],
)
def test_a_text_is_refused_in_telegrams_words(text: str, entities: list[Entity], refusal: str) -> None:
    with pytest.raises(RefusedError) as caught:
        text_of(text, entities)
    assert (caught.value.code, caught.value.description) == (400, f"Bad Request: {refusal}")


def test_limits_count_code_points_after_trimming() -> None:
    assert text_of(" " + "😀" * 4096 + "\n", [])[0] == "😀" * 4096
    assert caption_of("😀" * 1024 + "  ", [])[0] == "😀" * 1024
    with pytest.raises(RefusedError, match="message caption is too long"):
        caption_of("😀" * 1025, [])
    with pytest.raises(RefusedError, match="message is too long"):
        text_of("😀" * 4097, [])


def test_entities_above_a_hundred_disappear_silently_and_custom_emoji_do_not_count() -> None:
    text = "x " * 260
    bold = [e("bold", 2 * at, 1) for at in range(120)]
    assert text_of(text, bold)[1] == bold[:100]
    emoji = [e("custom_emoji", 2 * at + 240, 1, custom_emoji_id="5") for at in range(5)]
    assert text_of(text, bold + emoji)[1] == bold[:100] + emoji
    codes = [e("code", 2 * at + 300, 1) for at in range(30)]
    assert text_of(text, bold + codes)[1] == bold[:70] + codes


def test_what_a_person_types_may_keep_a_blank_end() -> None:
    assert typed(" a ", None, ends=(True, False))[0] == "a "
    assert typed(" a ", None, ends=(False, True))[0] == " a"


entities_of_ten = st.lists(
    st.builds(
        e,
        st.sampled_from(["bold", "italic", "underline", "spoiler", "code", "pre", "blockquote", "custom_emoji"]),
        st.integers(0, 9),
        st.integers(1, 10),
    ).filter(lambda entity: end(entity) <= 10),
    max_size=8,
)


@given(entities_of_ten)
def test_fixed_entities_never_cross_and_stay_when_fixed_again(entities: list[Entity]) -> None:
    once = fixed(entities)
    for first in once:
        for second in once:
            begins_inside = first["offset"] < second["offset"] < end(first)
            if begins_inside and not (first["type"] in SPLITTABLE and second["type"] in SPLITTABLE):
                assert end(second) <= end(first)
    assert fixed(once) == once


@given(entities_of_ten)
def test_fixing_keeps_which_characters_are_bold_unless_code_covers_them(entities: list[Entity]) -> None:
    def covered(given: list[Entity], kind: str) -> set[int]:
        return {at for entity in given if entity["type"] == kind for at in range(entity["offset"], end(entity))}

    once = fixed(entities)
    inside = covered(once, "code") | covered(once, "pre")
    assert covered(once, "bold") == covered(entities, "bold") - inside
