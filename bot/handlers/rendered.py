"""A draft as its readers would get it: assembled, laid out and encoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.assembly import Assembly, assemble
from bot.core.calls import Prepared
from bot.core.drafts import Draft
from bot.core.parts import Part
from bot.core.richtext import RichText
from bot.gateway.encoding import encode, with_keyboard
from bot.rendering.layout import full
from bot.rendering.message import Keyboard, Message


@dataclass(frozen=True, slots=True)
class Rendered:
    """The post that a draft makes, and the calls for its messages, without buttons."""

    assembly: Assembly
    pages: tuple[Prepared, ...]

    def with_buttons(self, keyboard: Keyboard) -> tuple[Prepared, ...]:
        """The same, with buttons on the last message."""
        return (*self.pages[:-1], with_keyboard(self.pages[-1], keyboard))


def render(parts: Sequence[Part], draft: Draft, dateline: str) -> Rendered:
    """The parts of a draft as a post with that first line; without parts there are no pages.

    The photos of an album are messages of their own here, the caption on the first.
    """
    assembly = assemble(parts, draft.title, draft.options.tags)
    if not assembly.roles:
        return Rendered(assembly, ())
    messages: list[Message] = []
    layout = full(assembly.article, dateline)
    for page in (*layout.opening, *layout.leaves):
        first, *further = page.media or (None,)
        messages.append(Message(page.text, media=first))
        messages += [Message(RichText(), media=medium) for medium in further]
    return Rendered(assembly, tuple(encode(message) for message in messages))
