"""Hypothesis strategies for what people write: texts, rich texts, the messages of a draft, and articles."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.parts import Media, MediaKind, Part
from bot.core.richtext import Extra, RichText, Span

CLUSTERS = (
    "e\u0301",
    "👩\u200d👩\u200d👧\u200d👦",
    "🏳\ufe0f\u200d🌈",
    "👍🏽",
    "🇺🇦🇩🇪",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\u1112\u1161\u11ab",
    "한",
    "क्षि",
    "กำ",
    "שָׁלוֹם",
    "مرحبا",
    "𝄞",
    "🙂",
)
"""What people see as one character, or as one word in another direction, and what is several code points."""

AWKWARD = (
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\u00a0",
    "\u2028",
    "\u3000",
    "\x0b",
    "\x1c",
    "\x85",
    "\ufeff",
    "\u200b",
    ". ",
    "。",
    ":",
    "!",
    "(",
    ")",
    '"',
    "#",
    "#tag",
    "@",
    "- ",
    "1. ",
    "2) ",
    "> ",
    "===",
    "---",
    "* * *",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~~",
    "`",
    "```",
    "\\",
    "[",
    "](",
    "![",
    "[a]: b",
    "<",
    "<b>",
    "</b>",
    "<br>",
    "<!--",
    "<https://a.b>",
    "&",
    "&amp;",
    "&#32;",
    "|",
    "    ",
    "https://example.org/a_(b)",
)
"""Whitespace of every kind, and what means something in Markdown, in HTML or to the rules of assembly."""

_LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=6)
_PROSE = st.sampled_from(("word", "Another", "sentence ends.", "a b", "3.42", "naïve", "x"))


def texts(max_pieces: int = 12) -> st.SearchStrategy[str]:
    """Short texts of prose, awkward pieces and any Unicode, but for NUL, carriage return and lone surrogates."""
    piece = st.one_of(_PROSE, st.sampled_from(AWKWARD), st.sampled_from(CLUSTERS), _LETTERS)
    return st.lists(piece, max_size=max_pieces).map("".join)


URLS = st.one_of(
    st.sampled_from(("https://example.org/", "https://example.org/a_(b)?c=d&amp;e=*f*", "tg://user?id=5", "x y", "")),
    texts(4),
)

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote", "expandable_blockquote")

_PLAIN_KINDS: tuple[tuple[str, Extra], ...] = (
    *((style, ()) for style in STYLES),
    ("blockquote", ()),
    ("pre", ()),
    ("pre", (("language", "python"),)),
    ("pre", (("language", "two words"),)),
    ("custom_emoji", (("custom_emoji_id", "5368324170671202286"),)),
    ("custom_emoji", (("custom_emoji_id", "7"),)),
    ("text_link", (("url", "https://example.org/"),)),
)
KINDS: st.SearchStrategy[tuple[str, Extra]] = st.one_of(
    st.sampled_from(_PLAIN_KINDS),
    st.sampled_from(_PLAIN_KINDS),
    st.sampled_from(_PLAIN_KINDS),
    URLS.map(lambda url: ("text_link", (("url", url),))),
    st.integers(1, 10**12).map(lambda user: ("text_mention", (("user", user),))),
)
"""The types of entity that people can make, each with its extra."""


WORDS = ("a", "word", "One sentence.", "(b)", "my_name", "1.", "-", "🙂", "e\u0301")
PARAGRAPHS = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from((" ", " ", "  ", "\n", "\n", "\n\n", "\n\n", "\n\n\n"))),
    min_size=1,
    max_size=8,
).map(lambda words: "".join(word + behind for word, behind in words[:-1]) + words[-1][0])
"""Lines and paragraphs of words, as people write them."""


@st.composite
def rich_texts(draw: st.DrawFn, text: st.SearchStrategy[str] | None = None, max_entities: int = 6) -> RichText:
    """Rich texts whose entities nest and cross as they like: over whole lines, over words, or over anything."""
    content = draw(st.one_of(texts(), PARAGRAPHS) if text is None else text)
    edges = draw(st.sampled_from((r"(?m)^|$", r"\b", r"(?m)^|$|\b", r"")))
    positions = sorted({0, len(content), *(match.start() for match in re.finditer(edges, content))})
    spans = []
    for kind, extra in draw(st.lists(KINDS, max_size=max_entities)) if len(positions) > 1 else ():
        first = draw(st.integers(0, len(positions) - 2))
        last = draw(st.integers(first + 1, min(first + 4, len(positions) - 1)))
        spans.append(Span(kind, positions[first], positions[last], extra))
    return RichText.from_spans(content, spans)


MEDIA = st.builds(
    Media,
    st.sampled_from(MediaKind),
    st.integers(1, 99).map("file{}".format),
    st.integers(1, 99).map("unique{}".format),
    st.none() | st.integers(0, 20_000_000),
)

EPOCH = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@st.composite
def drafts(draw: st.DrawFn, max_parts: int = 6) -> list[Part]:
    """The messages of a draft in their order: texts, links, photos, albums, forwarded ones, and cut pastes."""
    parts: list[Part] = []
    message_id = draw(st.integers(1, 1_000))
    sent_at = EPOCH
    for _ in range(draw(st.integers(0, max_parts))):
        shape = draw(st.sampled_from(("text", "text", "link", "photo", "album", "forward", "paste")))
        sent_at += timedelta(seconds=draw(st.integers(0, 5)))
        texts_: list[RichText] = [draw(rich_texts(max_entities=3))]
        if shape == "paste":
            filler = draw(st.sampled_from(("word ", "word\n", "wörd𝄞")))
            length = draw(st.sampled_from((3_999, 4_000, 4_095, 4_096)))
            texts_ = [RichText((filler * 1_000)[:length]), *texts_]
        elif shape == "album":
            texts_ += draw(st.lists(rich_texts(max_entities=1), min_size=1, max_size=3))
        elif shape == "link":
            texts_ = [RichText("https://example.org/source")]
        album_id = f"album{message_id}" if shape == "album" else None
        for text in texts_:
            message_id += draw(st.integers(1, 3))
            parts.append(
                Part(
                    chat_id=7,
                    message_id=message_id,
                    sent_at=sent_at,
                    text=text,
                    media=draw(MEDIA) if shape in ("photo", "album") else None,
                    album_id=album_id,
                    origin="Harbour Office" if shape == "forward" else None,
                )
            )
    return parts


def _medium(number: int) -> Media:
    kinds = tuple(MediaKind)
    return Media(kinds[number % len(kinds)], f"file{number}", f"AQAD (ü%/{number})_-", number or None)


TAGS = st.lists(
    st.sampled_from(
        ("harbour", "Barrier", "yes", "12a", "null", "wörter", "水", "a_b", "a-b", "e\u0301", "*x", "&y", "~")
    ),
    unique_by=str.casefold,
    max_size=4,
).map(tuple)

ARTICLE_MEDIA = st.lists(st.integers(0, 40).map(_medium), min_size=1, max_size=10).map(tuple)
"""Media of which those with the same unique id are the same."""

_ORIGINS = st.one_of(st.sampled_from(("Harbour Office", "", "A [b](c)", "# x")), texts(3))

BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, rich_texts(max_entities=4)),
    st.builds(Text, rich_texts(max_entities=4)),
    st.builds(Heading, rich_texts(st.one_of(st.sampled_from(("My Comment:", "C #", "#", "a\nb")), texts(3)), 2)),
    st.builds(Figure, ARTICLE_MEDIA, rich_texts(max_entities=2)),
    st.builds(Quotation, rich_texts(max_entities=3), _ORIGINS, st.one_of(st.just(()), ARTICLE_MEDIA)),
    st.builds(Source, URLS, rich_texts(texts(3), 2)),
)

ARTICLES = st.builds(
    Article,
    st.none() | rich_texts(st.one_of(st.sampled_from(("12:30", "yes", "A: b", "The *x")), texts(8)), 3),
    st.lists(BLOCKS, max_size=5).map(tuple),
    TAGS,
)
"""Articles of everything that there is, in any order."""
