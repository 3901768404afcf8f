"""What a post says about itself."""

from __future__ import annotations

import json

import pytest

from bot.core.article import Article, Figure, Heading, Quotation, Source, Text
from bot.core.article_json import article_from_json, article_to_json
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText

PHOTO = Media(MediaKind.PHOTO, "file", "unique", 7)


ARTICLE = Article(
    RichText.bold("Not counted"),
    (
        Figure((PHOTO,), RichText("two words")),
        Text(RichText("three more words")),
        Source("https://example.org", RichText("nor this")),
        Heading(RichText("One:")),
        Quotation(RichText("someone else's"), "Ann", (PHOTO,)),
    ),
    ("tag",),
)


def test_words_are_those_that_there_are_to_read() -> None:
    assert ARTICLE.words == 8
    assert ARTICLE.source_url == "https://example.org"
    assert ARTICLE.title == "Not counted"
    assert ARTICLE.lead == ARTICLE.blocks[0]


def test_an_article_survives_json() -> None:
    assert article_from_json(json.loads(json.dumps(article_to_json(ARTICLE)))) == ARTICLE
    assert article_from_json(article_to_json(Article())) == Article()


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (200, 1), (201, 2), (812, 5)])
def test_reading_takes_a_minute_for_each_two_hundred_words(words: int, minutes: int) -> None:
    assert Article(blocks=(Text(RichText("word " * words)),)).reading_minutes == minutes


def test_an_unknown_kind_of_block_is_an_error() -> None:
    with pytest.raises(ValueError, match="poem"):
        article_from_json({"headline": None, "blocks": [{"kind": "poem"}], "tags": []})


def test_it_knows_all_that_it_shows_beside_its_words() -> None:
    assert ARTICLE.media == (PHOTO, PHOTO)
