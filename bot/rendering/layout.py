"""A post as the messages that readers get: an article → pages (product.md, "What readers get").

Two ways to deliver: in full, every page a message; or paged, where the last message shows one leaf at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.article import Article
from bot.core.parts import Media
from bot.core.richtext import RichText
from bot.rendering.albums import carries_caption
from bot.rendering.galleys import Galley, galleys
from bot.rendering.paging import CAPTION_LENGTH, TEXT_LENGTH, cut


@dataclass(frozen=True, slots=True)
class Page:
    """One message of a post, or one album: ``text`` is its caption where there are ``media`` (of an album the first's).

    It is ``crowded`` when more entities than Telegram keeps made it end early, or had to be left out.
    """

    text: RichText
    media: tuple[Media, ...] = ()
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The messages of a post: those of ``opening`` in their order, then one that shows one of the ``leaves``.

    That last message carries the buttons. All its leaves hold the same single medium, or none, so that it can be
    turned in place. There are no leaves only where there is nothing to show at all.
    """

    opening: tuple[Page, ...] = ()
    leaves: tuple[Page, ...] = ()

    @property
    def messages(self) -> int:
        """How many messages each reader gets at Telegram's count, for which every item of an album is one."""
        return sum(max(1, len(page.media)) for page in self.opening) + min(1, len(self.leaves))

    @property
    def screens(self) -> int:
        """How many pages there are to look at."""
        return len(self.opening) + len(self.leaves)


def full(article: Article, dateline: str) -> Layout:
    """Every page as a message, so that there is one leaf. ``dateline`` is the first line; empty for none.

    One captioned medium or one text if everything fits; else the lead media with dateline, headline and caption, then
    texts. Media that come later are messages of their own at their place. What a caption cannot hold goes on as text.
    """
    made = _with_tags(galleys(article, dateline), article.tags)
    if len(made) == 2 and not made[1].media and _fits_a_caption(whole := made[0].followed_by(made[1])):
        made = [whole]
    pages: list[Page] = []
    for galley in made:
        if galley.media:
            page, text = _captioned(galley)
            pages.append(page)
            galley = Galley(paragraphs=[text])
        pages += _leaves(galley)
    pages = _ending_in_a_message(pages)
    return Layout(tuple(pages[:-1]), tuple(pages[-1:]))


def paged(article: Article, dateline: str) -> Layout:
    """The text as leaves of the last message, where that makes fewer messages than ``full``; else the same as that.

    A single lead medium carries the leaves as its captions, or goes first with dateline, headline and its own caption:
    whichever makes fewer screens, the captions if both do. An album always goes first, and so do media that come
    later, for a message cannot be turned from text to media and back.
    """
    in_full = full(article, dateline)
    made = galleys(article, dateline)
    layouts = [_below_media((), made, article.tags)]
    if article.lead and len(article.lead.media) == 1 and _can_be_turned(made[0]):
        layouts.insert(0, _below_media(made[:1], made[1:], article.tags))
    best = min(layouts, key=lambda layout: layout.screens)
    return best if best.leaves and best.messages < in_full.messages else in_full


def _below_media(lead: Sequence[Galley], others: Sequence[Galley], tags: Sequence[str]) -> Layout:
    """The media of ``others`` with their captions, then all the other words as leaves: those of ``lead``, if given."""
    opening = []
    running = Galley()
    for galley in others:
        text = galley
        if galley.media:
            page, rest = _captioned(galley)
            opening.append(page)
            text = Galley()
            text.add(rest)
        running = running.followed_by(text)
    running.add(_hashtags(tags))
    for galley in lead:
        running = galley.followed_by(running)
    return Layout(tuple(opening), _leaves(running))


def _can_be_turned(galley: Galley) -> bool:
    """Whether it is one medium, whose caption can be another at every turn."""
    return len(galley.media) == 1 and carries_caption(galley.media)


def _fits_a_caption(galley: Galley) -> bool:
    """Whether all of it is one captioned medium."""
    return _can_be_turned(galley) and galley.length <= CAPTION_LENGTH and len(_leaves(galley)) == 1


def _leaves(galley: Galley) -> tuple[Page, ...]:
    """The text as pages of one kind: each a caption of the same medium, or a text."""
    text, together = galley.compose()
    pieces = cut(text, CAPTION_LENGTH if galley.media else TEXT_LENGTH, together)
    return tuple(Page(piece.text, galley.media, piece.crowded) for piece in pieces)


def _captioned(galley: Galley) -> tuple[Page, RichText]:
    """The media with as much of the words as a caption holds, and the rest."""
    text, together = galley.compose()
    pieces = cut(text, CAPTION_LENGTH, together)
    if not pieces:
        return Page(RichText(), galley.media), RichText()
    return Page(pieces[0].text, galley.media, pieces[0].crowded), text.slice(pieces[0].stop).strip()


def _with_tags(made: Sequence[Galley], tags: Sequence[str]) -> list[Galley]:
    """The tags at the end of the text, or of the last caption if it has room, else below it."""
    line = Galley()
    line.add(_hashtags(tags))
    if not line.paragraphs:
        return list(made)
    last = made[-1].followed_by(line)
    return [*made, line] if last.media and not _fits_a_caption(last) else [*made[:-1], last]


def _hashtags(tags: Sequence[str]) -> RichText:
    return RichText(" ".join(f"#{tag}" for tag in tags))


def _ending_in_a_message(made: list[Page]) -> list[Page]:
    """The last message carries the buttons, and an album cannot: the last words then follow it as a text.

    Of albums without a word the last one's last item stands alone.
    """
    if not made or len(made[-1].media) < 2:
        return made
    spoken = next((index for index in range(len(made) - 1, -1, -1) if made[index].text), None)
    if spoken is None:
        *others, last = made[-1].media
        return [*made[:-1], Page(RichText(), tuple(others)), Page(RichText(), (last,))]
    words = made[spoken]
    silent = [Page(RichText(), words.media)] if words.media else []
    return [*made[:spoken], *silent, *made[spoken + 1 :], Page(words.text, crowded=words.crowded)]
