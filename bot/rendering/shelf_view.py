"""The list of drafts, with what can be done to each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.drafts import DraftState
from bot.core.richtext import RichText, join
from bot.core.summaries import DraftSummary
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.texts import Texts

PAGE = 5
"""Drafts on a page of the list: each takes a row of buttons."""

_HEADLINE_ROOM = 60
_NAME_ROOM = 30


def shelf(texts: Texts, page: int, drafts: Sequence[DraftSummary], count: int, looked_at_by: str) -> Message:
    """A page of the list, counted from 0, for somebody of that name; ``count`` is of all drafts."""
    if not drafts:
        return Message(RichText(texts.shelf_empty()))
    first = page * PAGE + 1
    lines = [RichText.bold(texts.shelf_title(count))]
    lines += [RichText(_line(texts, number, draft, looked_at_by)) for number, draft in enumerate(drafts, first)]
    rows = [_row(texts, number, draft) for number, draft in enumerate(drafts, first)]
    return Message(join(lines, "\n"), keyboard=(*rows, *_turning(page, count)), link_preview=False)


def rename_prompt(texts: Texts, headline: str) -> Message:
    """The question after Rename; the client opens the field for the answer."""
    return Message(
        RichText(texts.rename_prompt(excerpt(headline or texts.untitled(), _HEADLINE_ROOM))),
        asks=texts.rename_placeholder(),
    )


def _line(texts: Texts, number: int, summary: DraftSummary, looked_at_by: str) -> str:
    headline = excerpt(summary.headline, _HEADLINE_ROOM)
    told = [
        texts.shelf_line(number, headline, summary.words, summary.changed_at)
        if headline
        else texts.shelf_line_without_words(number, summary.changed_at)
    ]
    if summary.author != looked_at_by:
        told.append(texts.shelf_author(excerpt(summary.author, _NAME_ROOM)))
    if summary.writers:
        told.append(texts.shelf_writers(", ".join(excerpt(name, _NAME_ROOM) for name in summary.writers)))
    if summary.draft.state is DraftState.REVISING:
        told.append(texts.shelf_has_gone_out())
    return " · ".join(told)


def _row(texts: Texts, number: int, summary: DraftSummary) -> tuple[Button, ...]:
    names = (("Open", Verb.OPEN), ("Rename", Verb.RENAME), ("Duplicate", Verb.DUPLICATE))
    return tuple(Button(texts.shelf_button(name, number), Press(verb, (summary.draft.id,))) for name, verb in names)


def _turning(page: int, count: int) -> Keyboard:
    buttons = []
    if page > 0:
        buttons.append(Button("◀", Press(Verb.DRAFTS, (page - 1,))))
    if (page + 1) * PAGE < count:
        buttons.append(Button("▶", Press(Verb.DRAFTS, (page + 1,))))
    return (tuple(buttons),) if buttons else ()
