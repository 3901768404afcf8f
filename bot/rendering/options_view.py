"""The options of a draft as a page that takes the card's place, and the question for its tags."""

from __future__ import annotations

from bot.core.article import Article
from bot.core.choosing import Choice, number_of
from bot.core.drafts import Draft
from bot.core.options import CommentRule, Mode
from bot.core.richtext import RichText, join
from bot.core.tags import TAGS_LIMIT
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.outlook import Outlook
from bot.rendering.texts import Texts

_HEADLINE_ROOM = 80
_TAGS_ROOM = 600


def options_page(texts: Texts, draft: Draft, article: Article, outlook: Outlook) -> Message:
    """Everything that can be chosen, what is chosen now ticked."""
    options = draft.options
    lines = (
        texts.options_delivery(options.mode, outlook.layout(options.mode).messages),
        texts.options_silent(options.silent),
        texts.options_link_preview(options.link_preview),
        texts.options_protect(options.protect),
        texts.options_comments(options.comments),
        excerpt(texts.options_tags(article.tags, options.tags is not None), _TAGS_ROOM),
    )
    title = RichText.bold(texts.options_title(excerpt(article.title or texts.untitled(), _HEADLINE_ROOM)))
    return Message(
        join((title, *map(RichText, lines)), "\n"),
        keyboard=_buttons(texts, draft, article, outlook),
        link_preview=False,
    )


def tags_prompt(texts: Texts, tags: tuple[str, ...]) -> Message:
    """The question for the tags; the client opens the field for the answer."""
    return Message(RichText(texts.tags_prompt(tags[:TAGS_LIMIT])), asks=texts.tags_placeholder())


def _buttons(texts: Texts, draft: Draft, article: Article, outlook: Outlook) -> Keyboard:
    options = draft.options

    def choose(choice: Choice, value: object, label: str, ticked: bool) -> Button:
        ids = (draft.id, choice, number_of(choice, value))
        return Button(texts.ticked(label) if ticked else label, Press(Verb.OPTION, ids))

    def toggle(choice: Choice, label: str, is_on: bool) -> Button:
        return choose(choice, not is_on, texts.button(label), is_on)

    modes = [
        choose(Choice.MODE, mode, texts.mode_button(mode, outlook.layout(mode).messages), options.mode is mode)
        for mode in Mode
    ]
    rules = [
        choose(Choice.COMMENTS, rule, texts.comments_rule_button(rule), options.comments is rule)
        for rule in (CommentRule.BLOG, CommentRule.FIRST, CommentRule.ALL, CommentRule.OFF, CommentRule.CLOSED)
    ]
    tags = [Button(texts.button("Tags"), Press(Verb.TAGS, (draft.id,)))]
    if article.tags:
        tags.append(choose(Choice.TAGS, (), texts.button("No tags"), ticked=False))
    if options.tags is not None:
        tags.append(choose(Choice.TAGS, None, texts.button("Tags as written"), ticked=False))
    return (
        tuple(modes),
        (
            toggle(Choice.SILENT, "Silent", options.silent),
            toggle(Choice.LINK_PREVIEW, "Link preview", options.link_preview),
            toggle(Choice.PROTECT, "Protect", options.protect),
        ),
        tuple(rules[:2]),
        tuple(rules[2:]),
        tuple(tags),
        (Button("◀", Press(Verb.CARD, (draft.id,))),),
    )
