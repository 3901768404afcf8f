"""What a post is, free of any layout: a headline, blocks in reading order, and tags.

How the author's messages become one is ``bot.core.assembly``; how it becomes messages to readers is
``bot.rendering.layout``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from bot.core.parts import Media
from bot.core.richtext import RichText

WORDS_A_MINUTE = 200
"""A cautious reading speed: most adults read 175–300 words of English prose a minute, 238 in the mean (M. Brysbaert,
"How many words do we read per minute?", Journal of Memory and Language 109, 2019)."""


@dataclass(frozen=True, slots=True)
class Text:
    """One or more paragraphs."""

    text: RichText


@dataclass(frozen=True, slots=True)
class Heading:
    """Opens a section, such as "My Comment:"."""

    text: RichText


@dataclass(frozen=True, slots=True)
class Figure:
    """One medium, or several of one album, with the caption (empty where there is none)."""

    media: tuple[Media, ...]
    caption: RichText


@dataclass(frozen=True, slots=True)
class Quotation:
    """A message of somebody else's. ``origin`` names whose; ``text`` is empty where ``media`` says it all."""

    text: RichText
    origin: str
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text before it comes from. ``words`` is what the author wrote for it, often just the URL."""

    url: str
    words: RichText


Block = Text | Heading | Figure | Quotation | Source


@dataclass(frozen=True, slots=True)
class Article:
    """A post. ``tags`` are without their ``#``. A source stands right behind the text or quotation it belongs to."""

    headline: RichText | None = None
    blocks: tuple[Block, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The headline as a plain string; empty where there is none."""
        return self.headline.text if self.headline else ""

    @property
    def lead(self) -> Figure | None:
        """The media before any body text, which stand right below the headline."""
        return self.blocks[0] if self.blocks and isinstance(self.blocks[0], Figure) else None

    @property
    def source_url(self) -> str | None:
        """The first source."""
        return next((block.url for block in self.blocks if isinstance(block, Source)), None)

    @property
    def media(self) -> tuple[Media, ...]:
        """Everything that the post shows beside its words."""
        return tuple(one for block in self.blocks if isinstance(block, Figure | Quotation) for one in block.media)

    @property
    def words(self) -> int:
        """How many words there are to read, captions and section headings included, the headline and sources not."""
        return sum(word_count(_prose(block)) for block in self.blocks)

    @property
    def reading_minutes(self) -> int:
        """How many minutes the words take at ``WORDS_A_MINUTE``, rounded up."""
        return ceil(self.words / WORDS_A_MINUTE)


def word_count(rich: RichText) -> int:
    """How many words a text has: stretches without whitespace."""
    return len(rich.text.split())


def _prose(block: Block) -> RichText:
    match block:
        case Text(text) | Heading(text) | Quotation(text):
            return text
        case Figure(caption=caption):
            return caption
    return RichText()
