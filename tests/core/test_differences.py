"""What is different between two forms of a post."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.differences import Change, ChangeKind, Difference, PieceKind, differences
from bot.core.parts import Media, MediaKind
from bot.core.richtext import RichText
from tests.strategies import ARTICLES

PLAIN, BOLD = RichText.plain, RichText.bold
PHOTO, VIDEO = Media(MediaKind.PHOTO, "f1", "u1"), Media(MediaKind.VIDEO, "f2", "u2")
ADDED, REMOVED, CHANGED, MOVED = ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED, ChangeKind.MOVED


def post(*blocks: Block | str, headline: str = "", tags: tuple[str, ...] = ()) -> Article:
    body = tuple(Text(PLAIN(block)) if isinstance(block, str) else block for block in blocks)
    return Article(PLAIN(headline) if headline else None, body, tags)


def told(before: Article, after: Article) -> list[tuple[str, str, str]]:
    """Each change as (kind, text before, text after)."""
    return [
        (change.kind, change.before.text.text if change.before else "", change.after.text.text if change.after else "")
        for change in differences(before, after).changes
    ]


def test_nothing_is_different_between_a_post_and_itself() -> None:
    article = post("One.\n\nTwo.", headline="H", tags=("a",))
    assert not differences(article, article)


def test_paragraphs_are_added_removed_and_changed_in_reading_order() -> None:
    before = post("The barrier held.\n\nNobody was hurt today.\n\nThe end.")
    after = post("A new beginning.\n\nThe barrier held.\n\nNobody was hurt yesterday.")
    assert told(before, after) == [
        (ADDED, "", "A new beginning."),
        (CHANGED, "Nobody was hurt today.", "Nobody was hurt yesterday."),
        (REMOVED, "The end.", ""),
    ]


def test_a_paragraph_among_the_changed_ones_keeps_its_place() -> None:
    before = post("alpha beta gamma\n\nold stuff\n\ndelta epsilon zeta")
    after = post("alpha beta GAMMAS\n\nfresh words\n\ndelta epsilon zetas")
    assert told(before, after) == [
        (CHANGED, "alpha beta gamma", "alpha beta GAMMAS"),
        (REMOVED, "old stuff", ""),
        (ADDED, "", "fresh words"),
        (CHANGED, "delta epsilon zeta", "delta epsilon zetas"),
    ]


def test_what_stands_elsewhere_unchanged_has_moved() -> None:
    before = post("First.\n\nSecond is longer.\n\nThird.")
    assert told(before, post("Second is longer.\n\nThird.\n\nFirst.")) == [(MOVED, "First.", "First.")]


def test_the_headline_and_the_tags_are_named_as_such() -> None:
    difference = differences(post(headline="Old", tags=("a",)), post(headline="New"))
    assert [(change.kind, change.piece.kind) for change in difference.changes] == [
        (CHANGED, PieceKind.HEADLINE),
        (REMOVED, PieceKind.TAGS),
    ]
    assert [difference.count(kind) for kind in ChangeKind] == [0, 0, 0, 0]
    added = differences(post(), post(headline="New", tags=("a",))).changes
    assert [change.kind for change in added] == [ADDED, ADDED]


def test_another_address_of_a_source_is_a_change() -> None:
    old, new = Source("https://a.org", PLAIN("https://a.org")), Source("https://b.net", PLAIN("Bulletin"))
    (change,) = differences(post("T", old), post("T", new)).changes
    assert (change.kind, change.piece.kind, change.piece.about) == (CHANGED, PieceKind.SOURCE, "https://b.net")


def test_formatting_alone_is_a_change() -> None:
    assert told(post("same words"), post(Text(BOLD("same words")))) == [(CHANGED, "same words", "same words")]


def test_a_line_that_became_a_heading_is_a_change() -> None:
    assert told(post("My Comment"), post(Heading(PLAIN("My Comment")))) == [(CHANGED, "My Comment", "My Comment")]


def test_media_are_compared_with_their_captions() -> None:
    one, other = Figure((PHOTO,), PLAIN("dusk")), Figure((PHOTO,), PLAIN("dawn"))
    assert told(post(one), post(other)) == [(CHANGED, "dusk", "dawn")]
    silent, video = Figure((PHOTO,), RichText()), Figure((VIDEO,), RichText())
    assert told(post(silent), post(video)) == [(CHANGED, "", "")]
    assert told(post(silent), post(Quotation(RichText(), "Ann", (PHOTO,)))) == [(REMOVED, "", ""), (ADDED, "", "")]


def test_words_without_spaces_between_them_are_compared_too() -> None:
    assert told(post("港の防潮堤は持ちこたえた"), post("港の防潮堤は持ちこたえる")) == [
        (CHANGED, "港の防潮堤は持ちこたえた", "港の防潮堤は持ちこたえる")
    ]


def test_two_long_posts_that_share_nothing_are_compared_within_bounds() -> None:
    before, after = (post("\n\n".join(f"{word}{n}" for n in range(5_000))) for word in ("a", "b"))
    difference = differences(before, after)
    assert (difference.count(REMOVED), difference.count(ADDED)) == (5_000, 5_000)


def rebuilt(difference: Difference, of: str) -> list[object]:
    return [getattr(change, of) for change in difference.changes if getattr(change, of) is not None]


@given(ARTICLES, ARTICLES, st.booleans())
def test_changes_never_invent_or_lose_anything(one: Article, other: Article, related: bool) -> None:
    if related:
        other = Article(other.headline, one.blocks[1:] + other.blocks[:1] + one.blocks[:1], one.tags)
    there, back = differences(one, other), differences(other, one)
    assert bool(there) == bool(back)
    assert not differences(one, one)
    everything = {change.after for change in differences(Article(), other).changes}
    assert set(rebuilt(there, "after")) <= everything
    for change in there.changes:
        match change:
            case Change(ChangeKind.ADDED, before, after):
                assert before is None
                assert after is not None
            case Change(ChangeKind.REMOVED, before, after):
                assert before is not None
                assert after is None
            case Change(ChangeKind.MOVED, before, after):
                assert before == after is not None
            case Change(_, before, after):
                assert before != after
