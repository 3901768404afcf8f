"""What readers wrote, made inert: nothing in it is hidden, turned round, or a link."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.richtext import Entity, RichText
from bot.rendering.inert import inert, inert_line
from tests.strategies import rich_texts


def linked(text: str, url: str) -> RichText:
    """A text that leads somewhere from its first character to its last."""
    return RichText.link(text, url)


@pytest.mark.parametrize(
    ("rich", "shown"),
    [
        (linked("the Office", "https://www.example.org/a?b=c"), "the Office (example.org)"),
        (linked("example.org", "https://example.org/paid"), "example.org"),
        (linked("https://good.example/x", "https://evil.example/x"), "good.example (evil.example)"),
        (linked("my bank", "https://bank.example@evil.example/"), "my bank (evil.example)"),
        (linked("me", "tg://user?id=7"), "me (tg:)"),
        (linked("nowhere", ""), "nowhere ()"),
        (RichText.styled("url", "https://example.org/a/b?c"), "example.org"),
        (RichText.styled("url", "exаmple.org/a"), "xn--exmple-4nf.org"),
        (RichText("See https://example.org/a/b and HTTP://Example.com"), "See example.org and example.com"),
        (RichText("tg://resolve?domain=x"), "tg:"),
        (
            RichText("a b", (Entity("text_link", 0, 3, (("url", "https://a.example"),)), Entity("url", 2, 1))),
            "a b (a.example)",
        ),
        (RichText("bold", (Entity("bold", 0, 4),)), "bold"),
    ],
)
def test_a_link_is_its_label_and_its_bare_domain(rich: RichText, shown: str) -> None:
    assert inert(rich) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u3164\u2800\u115f", ""),
        ("a\u2028b\x85c\r\nd\x0be", "a\nb\nc\nd\ne"),
        ("a\n\n\n \n\nb", "a\n\nb"),
        ("tab\tbed", "tab bed"),
        ("z" + "\u0301" * 50, "z" + "\u0301" * 4),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("🏳\ufe0f\u200d🌈", "🏳\ufe0f\u200d🌈"),
        ("a\u200d\u200db\u200d", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200dx", "x"),
    ],
)
def test_nothing_is_left_that_cannot_be_seen(text: str, shown: str) -> None:
    assert inert(RichText(text)) == shown


def test_a_name_stays_in_its_place_whichever_way_it_is_read() -> None:
    assert inert_line("Ann\nB.", 64) == "Ann B."
    assert inert_line("דוד", 64) == "\u2068דוד\u2069"
    assert inert_line("x" * 70, 64) == "x" * 63 + "…"


@given(rich_texts() | st.builds(RichText, st.text()))
def test_whatever_is_written_hides_nothing(rich: RichText) -> None:
    shown = inert(rich)
    assert "://" not in shown
    assert all(
        char in "\n\u200c\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Cn", "Co", "Cs") for char in shown
    )
    assert "\n" not in inert_line(rich.text, 64)
    assert len(inert_line(rich.text, 64)) <= 66
