"""Whatever a post holds, each of its messages can be sent, and nothing of it is missing."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.assembly import assemble
from bot.core.parts import Media, Part
from bot.core.richtext import RichText, Span
from bot.rendering.albums import albums_of, carries_caption
from bot.rendering.layout import Layout, Page, full, paged
from bot.rendering.paging import fits
from tests.proofs import proof
from tests.strategies import MEDIA, drafts, rich_texts

DATE = "Sunday, March 27, 2016"


def prose(sentences: int) -> RichText:
    """So many numbered sentences, in paragraphs of nine."""
    return RichText("".join(f"Sentence {n}." + (" " if n % 9 else "\n\n") for n in range(sentences)).strip())


def crowd(words: int) -> RichText:
    """So many words, each with an entity."""
    return RichText.from_spans("ab " * words, [Span("bold", 3 * n, 3 * n + 2) for n in range(words)])


WORDS = st.one_of(
    rich_texts(max_entities=3),
    st.integers(1, 450).map(prose),
    st.integers(90, 130).map(crowd),
)
ALBUMS = st.lists(MEDIA, min_size=1, max_size=12).map(tuple) | st.tuples(MEDIA)
SHORT = rich_texts(max_entities=2)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, WORDS),
    st.builds(Text, WORDS),
    st.builds(Heading, SHORT),
    st.builds(Figure, ALBUMS, SHORT | WORDS),
    st.builds(Quotation, SHORT, st.sampled_from(("", "Ann")), st.just(()) | ALBUMS),
    st.builds(Source, st.just("https://example.org/"), SHORT),
)
LEAD = st.builds(Figure, st.tuples(MEDIA), SHORT)
A_FEW_CAPTIONS = st.builds(Text, st.integers(60, 150).map(prose))
ARTICLES = st.builds(
    Article,
    st.none() | SHORT,
    st.lists(BLOCKS, max_size=4).map(tuple) | st.tuples(LEAD, A_FEW_CAPTIONS) | st.tuples(LEAD, A_FEW_CAPTIONS, BLOCKS),
    st.sampled_from(((), ("tag",), ("tag", "another"))),
)


def media_of(article: Article) -> list[Media]:
    return [medium for block in article.blocks if isinstance(block, Figure | Quotation) for medium in block.media]


def shown(pages: tuple[Page, ...]) -> str:
    return "".join("".join(page.text.text.split()) for page in pages)


def check(layout: Layout) -> None:
    """Everything that Telegram asks of the messages, and the buttons of the last one."""
    for page in (*layout.opening, *layout.leaves):
        assert fits(page.text, 1024 if page.media else 4096)
        assert page.text.text == page.text.text.strip()
        assert page.text or page.media
        assert albums_of(page.media) == ((page.media,) if page.media else ())
        assert not page.text or not page.media or carries_caption(page.media)
    assert len({page.media for page in layout.leaves}) == 1
    assert len(layout.leaves[0].media) < 2
    assert layout.messages == sum(len(page.media) or 1 for page in layout.opening) + 1


def shows_everything_in_its_place(article: Article, in_full: Layout) -> None:
    """Every medium stands at its place, and every word is somewhere."""
    assert len(in_full.leaves) == 1
    pages = (*in_full.opening, *in_full.leaves)
    assert [medium for page in pages for medium in page.media] == media_of(article)
    everything = shown(pages)
    for block in article.blocks:
        if isinstance(block, Text | Heading):
            for word in set(block.text.text.split()):
                assert word in everything


def shows_the_text_in_its_order(article: Article, turned: Layout) -> None:
    """The media go first, but for a lead that carries the leaves; these have the whole text."""
    assert all(page.media for page in turned.opening)
    media = [medium for page in turned.opening for medium in page.media]
    assert [*turned.leaves[0].media, *media] == media_of(article)
    everything = shown(turned.leaves)
    position = 0
    for block in article.blocks:
        if isinstance(block, Text | Heading):
            words = "".join(block.text.text.split())
            position = everything.index(words, position) + len(words)
    for tag in article.tags:
        position = everything.index(f"#{tag}", position)


@proof
@given(ARTICLES)
def test_both_ways_every_message_can_be_sent_and_the_post_is_whole(article: Article) -> None:
    in_full, turned = full(article, DATE), paged(article, DATE)
    check(in_full)
    shows_everything_in_its_place(article, in_full)
    if turned != in_full:
        check(turned)
        assert turned.messages < in_full.messages
        shows_the_text_in_its_order(article, turned)


@given(drafts())
def test_a_draft_of_any_messages_can_be_sent_both_ways(parts: list[Part]) -> None:
    article = assemble(parts).article
    for layout in (full(article, DATE), paged(article, DATE)):
        check(layout)
        media = [medium for page in (*layout.opening, layout.leaves[0]) for medium in page.media]
        assert Counter(media) == Counter(part.media for part in parts if part.media)
