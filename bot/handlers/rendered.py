"""A draft as its readers would get it: assembled, laid out and encoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.assembly import Assembly, assemble
from bot.core.calls import FOLLOWS, Prepared
from bot.core.drafts import Draft
from bot.core.options import Mode, PostOptions
from bot.core.parts import Part, Standing
from bot.core.richtext import RichText
from bot.gateway.encoding import encode, encode_album, encode_revision
from bot.rendering.layout import Layout, Page, full, paged
from bot.rendering.message import Message


@dataclass(frozen=True, slots=True)
class Rendered:
    """The post that a draft makes, in both ways to deliver it; ``layout`` is the one that was chosen.

    ``removed`` counts the parts that were taken out. What costs time is done when it is asked for.
    """

    assembly: Assembly
    options: PostOptions
    dateline: str
    removed: int = 0

    @property
    def full(self) -> Layout:
        """Every page a message."""
        return full(self.assembly.article, self.dateline)

    @property
    def paged(self) -> Layout:
        """The text as leaves of one message."""
        return paged(self.assembly.article, self.dateline)

    @property
    def layout(self) -> Layout:
        """What readers get, by the options."""
        return self.paged if self.options.mode is Mode.PAGED else self.full

    def encoded(self) -> Edition:
        """The calls for the messages that readers get."""
        layout = self.layout
        pages = [*layout.opening, *layout.leaves[:1]]
        turned = [self._messages(leaf)[0] for leaf in layout.leaves]
        return Edition(
            tuple(call for page in pages for call in self._calls(page)),
            tuple(encode_revision(message) for message in turned) if len(turned) > 1 else (),
        )

    def _calls(self, page: Page) -> list[Prepared]:
        """One for each message; the first of an album makes them all."""
        messages = self._messages(page)
        if len(messages) == 1:
            return [encode(messages[0])]
        return [encode_album(messages), *(FOLLOWS for _ in messages[1:])]

    def _messages(self, page: Page) -> list[Message]:
        """The items of an album are messages of their own, the caption on the first."""
        texts = [page.text, *(RichText() for _ in page.media[1:])]
        return [
            Message(
                text,
                media=medium,
                silent=self.options.silent,
                protect=self.options.protect,
                link_preview=self.options.link_preview,
            )
            for text, medium in zip(texts, page.media or (None,), strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Edition:
    """The calls for a post's messages, without buttons.

    ``pages`` are the messages in their order; the first of an album carries the call. Where the last of them shows
    more than one leaf, ``leaves`` are what it is changed into, without its id; else there are none.
    """

    pages: tuple[Prepared, ...]
    leaves: tuple[Prepared, ...]


def render(parts: Sequence[Part], draft: Draft, dateline: str) -> Rendered:
    """The parts of a draft as a post with that first line; without parts there is only that line."""
    removed = sum(part.standing is Standing.REMOVED for part in parts)
    return Rendered(assemble(parts, draft.title, draft.options.tags), draft.options, dateline, removed)
