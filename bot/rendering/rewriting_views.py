"""A draft as a document, and what a document would make of it."""

from __future__ import annotations

from bot.core.article import Article
from bot.core.calls import Upload
from bot.core.differences import Difference
from bot.core.richtext import RichText, join
from bot.rendering.difference_view import difference_lines
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.texts import Texts

_HEADLINE_ROOM = 80
_NAME_ROOM = 40
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|.\n\t', " "))


def document_message(texts: Texts, draft_id: int, article: Article, document: str) -> Message:
    """The document as a file; its name begins with the headline."""
    headline = excerpt(article.title or texts.untitled(), _HEADLINE_ROOM)
    name = "-".join(excerpt(article.title.translate(_NOT_IN_NAMES), _NAME_ROOM).rstrip("…").split())
    file = Upload(f"{name or 'draft'}-{draft_id}.md", document.encode())
    return Message(RichText(texts.document_caption(headline)), upload=file)


def reading_view(texts: Texts) -> Message:
    """While the document is fetched."""
    return Message(RichText(texts.rewriting_reading()))


def rewriting_sheet(texts: Texts, form_id: int, changes: Difference) -> Message:
    """What would change, and whether it is to."""
    buttons = (
        Button(texts.button("Replace the draft"), Press(Verb.APPLY_TEXT, (form_id,))),
        Button(texts.button("Cancel"), Press(Verb.DROP_TEXT, (form_id,))),
    )
    text = join((difference_lines(texts, changes), RichText(texts.rewriting_question())), "\n\n")
    return Message(text, keyboard=(buttons,), link_preview=False)


def replaced_view(texts: Texts) -> Message:
    """The document has taken the draft's place."""
    return Message(RichText(texts.rewriting_done()))


def drop_view(sentence: str) -> Message:
    """Why the draft stays as it is."""
    return Message(RichText(sentence))
