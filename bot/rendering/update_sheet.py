"""The question before a post is updated, and the one about a photo that came after it had gone out."""

from __future__ import annotations

from bot.core.article import Article
from bot.core.copy_plan import Plan
from bot.core.differences import differences
from bot.core.richtext import RichText, join
from bot.rendering.difference_view import difference_lines
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Message, Press, Verb
from bot.rendering.posts_view import HEADLINE_ROOM
from bot.rendering.texts import Texts


def update_sheet(texts: Texts, draft_id: int, before: Article, after: Article, plan: Plan) -> Message:
    """What is different, what that does to the messages of the post, and the ways to update it.

    ``plan`` leads from the messages that readers have by the newest revision to those of the draft.
    """
    difference = differences(before, after)
    lines = (
        RichText.bold(texts.update_question(_headline(texts, after))),
        difference_lines(texts, difference) if difference else RichText(texts.update_of_options()),
        RichText(texts.update_plan(plan.edits, len(plan.steps), plan.additions, plan.emptied)),
        RichText(texts.update_explained()),
    )

    def button(name: str, verb: Verb) -> Button:
        return Button(texts.button(name), Press(verb, (draft_id,)))

    ways = (button("Update silently", Verb.UPDATE_SILENTLY), button("Update with a line", Verb.UPDATE_WITH_LINE))
    cancel = (button("Cancel", Verb.CLOSE_SHEET),)
    return Message(join(lines, "\n"), keyboard=(ways, cancel), link_preview=False)


def nothing_to_update(texts: Texts, after: Article) -> Message:
    """In the place of the sheet when readers have all of it already."""
    return Message(RichText(texts.update_nothing(_headline(texts, after))))


def late_question(texts: Texts, headline: str, draft_id: int, chat_id: int, message_id: int) -> Message:
    """Whether a photo is to be added to the album of a post that is out."""
    ids = (draft_id, chat_id, message_id)
    buttons = (
        Button(texts.button("Add"), Press(Verb.ADD_LATE, ids)),
        Button(texts.button("Ignore"), Press(Verb.IGNORE_LATE, ids)),
    )
    question = texts.late_question(excerpt(headline or texts.untitled(), HEADLINE_ROOM))
    return Message(RichText(question), keyboard=(buttons,))


def _headline(texts: Texts, article: Article) -> str:
    return excerpt(article.title or texts.untitled(), HEADLINE_ROOM)
