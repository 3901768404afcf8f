"""The composer card: one message, edited in place, that shows an author what the draft is."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.core.assembly import Assembly, PartRole
from bot.core.drafts import WRITABLE, Draft, DraftState
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.texts import Texts

LINES_SHOWN = 40
"""Parts that the card lists; with more it says how many there are, for a message holds 4,096 characters."""

_CAPTION_ROOM = 40
_HEADLINE_ROOM = 80


def composer_card(
    texts: Texts, draft: Draft, assembly: Assembly, messages: int, *, at_desk: bool = True, scheduled: str = ""
) -> Message:
    """The card of a draft in any state, ``at_desk`` or put aside. ``messages`` are those that each reader will get.

    ``scheduled`` is the line that says when it goes out by itself, if it does.
    """
    headline = excerpt(assembly.article.title, _HEADLINE_ROOM)
    if draft.state not in WRITABLE or not at_desk:
        return _closed(texts, draft, headline or texts.untitled(), scheduled)
    pieces = [RichText.bold(texts.draft_title(headline or None))]
    if assembly.roles:
        pieces.append(RichText("\n".join(_lines(texts, assembly.roles))))
        pieces.append(RichText(texts.draft_size(assembly.article.reading_minutes, messages)))
        pieces += [RichText(warning) for warning in warnings(texts, assembly)]
    else:
        pieces.append(RichText(texts.draft_empty()))
    pieces += [RichText(scheduled)] if scheduled else []
    return Message(join(pieces, "\n"), keyboard=_buttons(texts, draft, bool(assembly.roles)), link_preview=False)


def warnings(texts: Texts, assembly: Assembly) -> tuple[str, ...]:
    """What an author may have forgotten."""
    return () if assembly.article.headline else (texts.warn_no_headline(),)


def _closed(texts: Texts, draft: Draft, headline: str, scheduled: str) -> Message:
    reopen = {DraftState.OPEN: "Open again", DraftState.DISCARDED: "Undo"}
    sentence = {
        DraftState.OPEN: texts.draft_shelved,
        DraftState.REVISING: texts.draft_published,
        DraftState.DISCARDED: texts.draft_discarded,
        DraftState.PUBLISHED: texts.draft_published,
    }[draft.state](headline)
    keyboard: Keyboard = ()
    if draft.state in reopen:
        keyboard = ((Button(texts.button(reopen[draft.state]), Press(Verb.REOPEN, (draft.id,))),),)
    return Message(RichText(f"{sentence}\n{scheduled}" if scheduled else sentence), keyboard=keyboard)


def _buttons(texts: Texts, draft: Draft, has_parts: bool) -> Keyboard:
    def button(name: str, verb: Verb) -> Button:
        return Button(texts.button(name), Press(verb, (draft.id,)))

    if draft.state is DraftState.REVISING:
        leave = (button("Leave as it was", Verb.LEAVE),)
        return ((button("Preview", Verb.PREVIEW), button("Update", Verb.UPDATE)), leave) if has_parts else (leave,)
    discard = (button("Discard", Verb.DISCARD),)
    if not has_parts:
        return (discard,)
    return ((button("Preview", Verb.PREVIEW), button("Publish", Verb.PUBLISH)), discard)


def _lines(texts: Texts, roles: Sequence[PartRole]) -> list[str]:
    """A numbered line for each part, as far as there is room."""
    lines = [f"{number}  {_describe(texts, role)}" for number, role in enumerate(roles[:LINES_SHOWN], start=1)]
    if len(roles) > LINES_SHOWN:
        lines.append(texts.more_parts(len(roles) - LINES_SHOWN))
    return lines


def _describe(texts: Texts, role: PartRole) -> str:
    """What one message became, in a line."""
    if role.source is not None:
        return texts.part_source(urlsplit(role.source).hostname or role.source)
    told: list[str] = []
    if role.headline:
        told.append(texts.part_headline())
    if role.part.origin is not None:
        told.append(texts.part_quotation(excerpt(role.part.origin, _CAPTION_ROOM), role.words))
    elif role.part.media is not None:
        told.append(texts.part_media(role.part.media.kind, excerpt(role.part.text.text, _CAPTION_ROOM)))
    elif role.continues:
        told.append(texts.part_continued(role.words))
    elif role.words:
        told.append(texts.part_text(role.words))
    told += [texts.part_section(excerpt(heading, _CAPTION_ROOM)) for heading in role.sections[:3]]
    if role.tags:
        told.append(texts.part_tags(excerpt(" ".join(f"#{tag}" for tag in role.tags), _CAPTION_ROOM)))
    return " · ".join(told) or texts.part_text(0)
