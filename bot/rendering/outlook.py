"""What a draft would come to if it were sent now, and what its author may have forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.article import Source, Text
from bot.core.assembly import Assembly
from bot.core.credits import credit_of
from bot.core.links import links_of
from bot.core.options import Mode
from bot.core.parts import MediaKind
from bot.core.posts import Post
from bot.core.stars import stars
from bot.rendering.excerpts import excerpt
from bot.rendering.layout import Layout
from bot.rendering.texts import Texts

WARNINGS_SHOWN = 8
"""Warnings that a card or a send sheet has room for; with more it says how many there are."""

_CREDITED = (MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.ANIMATION)
_LINK_ROOM = 60
_HEADLINE_ROOM = 60
_PAGES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Cost:
    """What a post costs in Stars when it is sent at ``rate`` messages a second."""

    stars: int
    rate: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What readers would get, in both ways to deliver it, and how many and how fast.

    ``rate`` is the present one, in messages a second. ``repeated`` are links of the draft that stand in earlier posts
    as well, with these. ``removed`` counts the parts that were taken out. ``paid_rate`` is that of posts which are
    paid for; None where none is.
    """

    full: Layout
    paged: Layout
    readers: int
    rate: float
    repeated: tuple[tuple[str, Post], ...] = ()
    removed: int = 0
    paid_rate: float | None = None

    def layout(self, mode: Mode) -> Layout:
        """What readers get in a mode."""
        return self.paged if mode is Mode.PAGED else self.full

    def cost(self, mode: Mode) -> Cost | None:
        """What sending it in a mode costs; None when nothing."""
        price = stars(self.readers * self.layout(mode).messages, self.paid_rate)
        return Cost(price, self.paid_rate) if self.paid_rate is not None and price else None


def warnings(texts: Texts, mode: Mode, assembly: Assembly, outlook: Outlook) -> tuple[str, ...]:
    """What an author may have forgotten, a line each, as the card and the send sheet show it."""
    found = list(_warnings(texts, mode, assembly, outlook))
    if len(found) > WARNINGS_SHOWN:
        shown = found[: WARNINGS_SHOWN - 1]
        return (*shown, texts.more_warnings(len(found) - len(shown)))
    return tuple(found)


def _warnings(texts: Texts, mode: Mode, assembly: Assembly, outlook: Outlook) -> Iterator[str]:
    if not assembly.article.headline:
        yield texts.warn_no_headline()
    for link, post in outlook.repeated:
        headline = excerpt(post.headline or texts.untitled(), _HEADLINE_ROOM)
        yield texts.warn_repeated(excerpt(link, _LINK_ROOM), headline, post.published_at)
    if crowded := _crowded_pages(outlook.layout(mode)):
        yield texts.warn_crowded(crowded)
    if _lacks_source(assembly):
        yield texts.warn_no_source()
    for number, role in enumerate(assembly.roles, start=1):
        medium = role.part.media
        if medium is not None and medium.kind in _CREDITED and role.caption and credit_of(role.caption) is None:
            yield texts.warn_no_credit(number)


def _crowded_pages(layout: Layout) -> list[int]:
    pages = [*layout.opening, *layout.leaves]
    return [number for number, page in enumerate(pages, start=1) if page.crowded][:_PAGES_SHOWN]


def _lacks_source(assembly: Assembly) -> bool:
    """Whether something is told, and nothing links to where it comes from."""
    blocks = assembly.article.blocks
    if not any(isinstance(block, Text) for block in blocks) or any(isinstance(block, Source) for block in blocks):
        return False
    return not links_of(assembly.article)
