"""Headlines that are offered: what can stand above a draft whose first line cannot."""

from __future__ import annotations

from bot.core.article import Article, Block, Figure, Quotation, Text
from bot.core.drafts import HEADLINE_LIMIT
from bot.core.lines import link_of
from bot.core.richtext import RichText
from bot.core.sentences import sentences

_LOOKED_AT = 2_000
"""Characters of a text in which its first sentence is looked for: ten times what a headline holds."""


def offered_headline(article: Article) -> str | None:
    """The first sentence of the text, at most 200 characters of it, for an article that has no headline.

    Without a text it is that of the first caption or quotation. None where there is a headline, or no words at all.
    """
    if article.headline:
        return None
    blocks = sorted(article.blocks, key=lambda block: not isinstance(block, Text))
    return next(filter(None, (_first_sentence(_prose(block)) for block in blocks)), None)


def _prose(block: Block) -> RichText:
    match block:
        case Text(text) | Figure(caption=text) | Quotation(text):
            return text
    return RichText()


def _first_sentence(text: RichText) -> str | None:
    """The first one in a line that is more than a link; shortened at a word where it is too long."""
    for line in text.slice(0, _LOOKED_AT).lines():
        if any(character.isalnum() for character in line.text) and link_of(line) is None:
            return _shortened(" ".join(sentences(line.text)[0].split()))
    return None


def _shortened(sentence: str) -> str:
    """At most ``HEADLINE_LIMIT`` characters of it, cut at a word if there is one in the second half."""
    if len(sentence) <= HEADLINE_LIMIT:
        return sentence
    cut = sentence[: HEADLINE_LIMIT - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > HEADLINE_LIMIT // 2 else cut).rstrip() + "…"
