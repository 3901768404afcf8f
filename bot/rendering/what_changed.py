"""What is different between two forms of a post, in words, for whoever decides between them."""

from __future__ import annotations

from bot.core.article import Article
from bot.core.richtext import RichText
from bot.rendering.excerpts import excerpt
from bot.rendering.texts import Texts

_HEADLINE_ROOM = 80


def what_changed(texts: Texts, before: Article, after: Article) -> RichText:
    """A few lines; empty when neither the headline nor the number of words is another."""
    lines = []
    if before.title != after.title:
        lines.append(texts.headline_different(excerpt(before.title or texts.untitled(), _HEADLINE_ROOM)))
    if before.words != after.words:
        lines.append(texts.words_different(before.words, after.words))
    return RichText("\n".join(lines))
