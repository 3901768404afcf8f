"""The composer card: one message, edited in place, that shows an author what the draft is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.arranging import open_question
from bot.core.assembly import Assembly, PartRole
from bot.core.campaigns import delivery_span
from bot.core.drafts import WRITABLE, Draft, DraftState
from bot.core.headlines import offered_headline
from bot.core.richtext import RichText, join
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.outlook import Outlook, warnings
from bot.rendering.paging import TEXT_LENGTH
from bot.rendering.part_lines import line_of
from bot.rendering.texts import Texts

LINES_SHOWN = 40
"""Parts that the card lists at most; with more it says how many there are."""

_HEADLINE_ROOM = 80
_OFFER_ROOM = 30
_ROOM_FOR_MORE = 80
"""Characters for the line that says how many parts are not listed."""


def composer_card(
    texts: Texts, draft: Draft, assembly: Assembly, outlook: Outlook, *, at_desk: bool = True, scheduled: str = ""
) -> Message:
    """The card of a draft in any state, ``at_desk`` or put aside.

    ``scheduled`` is the line that says when it goes out by itself, if it does.
    """
    headline = excerpt(assembly.article.title, _HEADLINE_ROOM)
    if draft.state not in WRITABLE or not at_desk:
        return _closed(texts, draft, headline or texts.untitled(), scheduled)
    begin = RichText.bold(texts.draft_title(headline or None))
    end = [*_end(texts, draft, assembly, outlook), *([scheduled] if scheduled else [])]
    room = TEXT_LENGTH - len(begin.text) - sum(len(line) + 1 for line in end) - _ROOM_FOR_MORE
    lines = [*_lines(texts, assembly.roles, room), *end]
    keyboard = (*_question(texts, draft, assembly), *_buttons(texts, draft, assembly, outlook))
    return Message(join((begin, *map(RichText, lines)), "\n"), keyboard=keyboard, link_preview=False)


def _end(texts: Texts, draft: Draft, assembly: Assembly, outlook: Outlook) -> list[str]:
    """The lines below the parts: what is to be decided, what the post costs, and what may have been forgotten."""
    lines = []
    if assembly.roles:
        if numbers := _asked_about(assembly):
            lines.append(texts.question_of_reply(*numbers))
        article, mode = assembly.article, draft.options.mode
        full, paged = outlook.full.messages, outlook.paged.messages
        lines.append(texts.draft_size(article.words, article.reading_minutes, mode, full, paged))
        span = delivery_span(outlook.readers, outlook.layout(mode).messages, outlook.rate)
        lines.append(texts.draft_delivery(outlook.readers, span, outlook.rate))
        lines += warnings(texts, mode, assembly, outlook)
    else:
        lines.append(texts.draft_empty())
    if outlook.removed:
        lines.append(texts.parts_removed(outlook.removed))
    return lines


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


def _buttons(texts: Texts, draft: Draft, assembly: Assembly, outlook: Outlook) -> Keyboard:
    def row(*buttons: tuple[str, Verb]) -> tuple[Button, ...]:
        return tuple(
            Button(texts.button(name), Press(verb, (draft.id, 0) if verb is Verb.PARTS else (draft.id,)))
            for name, verb in buttons
        )

    preview, parts, options = ("Preview", Verb.PREVIEW), ("Parts", Verb.PARTS), ("Options", Verb.OPTIONS)
    restorable = (parts,) if outlook.removed else ()
    keyboard: Keyboard
    if draft.state is DraftState.REVISING:
        leave = row(("Leave as it was", Verb.LEAVE))
        if not assembly.roles:
            return (*((row(*restorable),) if restorable else ()), leave)
        keyboard = (row(preview, ("Update", Verb.UPDATE)), row(parts, options), leave)
    else:
        discard = ("Discard", Verb.DISCARD)
        if not assembly.roles:
            return (row(*restorable, discard),)
        keyboard = (
            row(preview, ("Publish", Verb.PUBLISH)),
            row(("Schedule", Verb.SCHEDULE), parts),
            row(options, discard),
        )
    offer = offered_headline(assembly.article)
    if offer is None:
        return keyboard
    return (
        *keyboard,
        (Button(texts.use_as_headline(excerpt(offer, _OFFER_ROOM)), Press(Verb.USE_AS_TITLE, (draft.id,))),),
    )


def _question(texts: Texts, draft: Draft, assembly: Assembly) -> Keyboard:
    """The buttons that say what a message which replied to an earlier part does with that one."""
    question = open_question(role.part for role in assembly.roles)
    numbers = _asked_about(assembly)
    if question is None or numbers is None:
        return ()
    ids = (draft.id, *question[0].first.key)
    return (
        (
            Button(texts.replace_button(numbers[1]), Press(Verb.REPLACE_PART, ids)),
            Button(texts.button("Keep both"), Press(Verb.KEEP_BOTH, ids)),
        ),
    )


def _asked_about(assembly: Assembly) -> tuple[int, int] | None:
    """The numbers of a message that replied to an earlier part, and of that one, while that is undecided."""
    question = open_question(role.part for role in assembly.roles)
    if question is None:
        return None
    numbers = {role.part.key: number for number, role in enumerate(assembly.roles, start=1)}
    answer, part = question
    return numbers[answer.first.key], numbers[part.first.key]


def _lines(texts: Texts, roles: Sequence[PartRole], room: int) -> list[str]:
    """A numbered line for each part, as far as there is room."""
    lines: list[str] = []
    for number, role in enumerate(roles[:LINES_SHOWN], start=1):
        line = f"{number}  {line_of(texts, role)}"
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    if len(roles) > len(lines):
        lines.append(texts.more_parts(len(roles) - len(lines)))
    return lines
