"""The headline that is offered to a draft without one."""

from __future__ import annotations

import pytest
from hypothesis import given

from bot.core.article import Article, Figure, Heading, Text
from bot.core.assembly import assemble
from bot.core.drafts import HEADLINE_LIMIT, checked_title
from bot.core.headlines import offered_headline
from bot.core.parts import Part
from bot.core.richtext import RichText
from tests.strategies import drafts


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("The office closed. Then it opened again.", "The office closed."),
        ("The  office\tclosed", "The office closed"),
        ("https://example.org/\nAll of it is there", "All of it is there"),
        ("—\nIt held", "It held"),
        ("word " * 100, "word " * 38 + "word…"),
        ("x" * 300, "x" * 199 + "…"),
        ("🌊", None),
    ],
)
def test_it_is_the_first_sentence_as_far_as_a_headline_has_room(text: str, offer: str | None) -> None:
    assert offered_headline(Article(None, (Text(RichText(text)),))) == offer
    assert offered_headline(Article(RichText("There is one"), (Text(RichText(text)),))) is None


def test_a_text_comes_before_a_caption_and_a_heading_is_none() -> None:
    figure, heading = Figure((), RichText("The barrier")), Heading(RichText("My Comment:"))
    assert offered_headline(Article(None, (figure, heading, Text(RichText("It held"))))) == "It held"
    assert offered_headline(Article(None, (heading, figure))) == "The barrier"
    assert offered_headline(Article(None, (heading,))) is None


@given(drafts())
def test_what_is_offered_can_be_the_title(parts: list[Part]) -> None:
    offer = offered_headline(assemble(parts).article)
    if offer is not None:
        assert 0 < len(checked_title(offer)) <= HEADLINE_LIMIT
        assert assemble(parts, offer).article.title == offer
