"""What an author may have forgotten, as the card and the send sheet say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.assembly import assemble
from bot.core.options import Mode
from bot.core.parts import Media, MediaKind, Part
from bot.core.posts import Post, PostState
from bot.core.richtext import RichText
from bot.rendering.layout import Layout, Page
from bot.rendering.outlook import WARNINGS_SHOWN, Cost, Outlook, warnings
from bot.rendering.part_lines import site_of
from tests.rendering.english import NOW, english

PHOTO = Media(MediaKind.PHOTO, "file", "unique")
ONE = Layout((), (Page(RichText("x")),))
OUTLOOK = Outlook(ONE, ONE, 5, 25.0)
EARLIER = Post(3, 4, 7, PostState.PUBLISHED, "Thursday’s forecast", 1, 1, 0, NOW)
HEADLINE, SOURCE = (0, "The barrier held"), (9, "https://example.org/bulletin")
NO_SOURCE = "⚠ no source: send the link that it comes from"


def part(number: int, text: RichText | str, media: Media | None = None) -> Part:
    rich = RichText(text) if isinstance(text, str) else text
    return Part(7, number, NOW + timedelta(seconds=number * 10), rich, media)


def warned(*parts: Part, outlook: Outlook = OUTLOOK, mode: Mode = Mode.FULL) -> tuple[str, ...]:
    """The warnings about a draft."""
    return warnings(english(), mode, assemble(parts), outlook)


def test_a_post_that_has_everything_is_not_warned_of() -> None:
    assert warned(part(*HEADLINE), part(1, "It did."), part(*SOURCE)) == ()


def test_a_text_without_any_link_has_no_source() -> None:
    assert warned(part(*HEADLINE), part(1, "It did.")) == (NO_SOURCE,)
    assert warned(part(*HEADLINE)) == ()
    assert warned(part(*HEADLINE), part(1, "It did, says http://example.org/.")) == ()
    assert warned(part(*HEADLINE), part(1, RichText.link("It did.", "https://example.org"))) == ()


@pytest.mark.parametrize("kind", MediaKind)
def test_a_picture_whose_caption_names_no_credit_is_warned_of_by_its_number(kind: MediaKind) -> None:
    media = Media(kind, "file", "unique")
    pictures = (MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.ANIMATION)
    expected = ("⚠ 2: the caption names no credit",) if kind in pictures else ()
    assert warned(part(*HEADLINE), part(2, "The barrier at dusk", media)) == expected
    assert warned(part(*HEADLINE), part(2, "The barrier at dusk. Harbour Office.", media)) == ()
    assert warned(part(*HEADLINE), part(2, "", media)) == ()


def test_a_quoted_picture_needs_no_credit_of_ours() -> None:
    assert warned(part(*HEADLINE), replace(part(2, "The barrier at dusk", PHOTO), origin="Ben")) == ()


def test_the_caption_of_an_album_is_that_of_all_its_items() -> None:
    album = [replace(part(number, text, PHOTO), album_id="a") for number, text in ((2, "At dusk"), (3, "Photo: Ben"))]
    assert warned(part(*HEADLINE), *album) == ()


def test_a_link_of_an_earlier_post_is_named_with_that_post_and_its_day() -> None:
    twice = replace(OUTLOOK, repeated=(("https://example.org/", EARLIER), ("https://b.org/", untitled())))
    assert warned(part(*HEADLINE), outlook=twice) == (
        "⚠ https://example.org/ stood in an earlier post: “Thursday’s forecast”, March 27, 2016",
        "⚠ https://b.org/ stood in an earlier post: “no headline yet”",
    )


def untitled() -> Post:
    """A post without a headline, of which nobody knows when it went out."""
    return replace(EARLIER, headline="", published_at=None)


def test_crowded_pages_are_those_of_the_chosen_way_to_deliver() -> None:
    crowded = Page(RichText("x"), crowded=True)
    full = Layout((crowded, Page(RichText("x"))), (crowded,))
    outlook = replace(OUTLOOK, full=full, paged=Layout((), (Page(RichText("x")), crowded)))
    assert warned(part(*HEADLINE), outlook=outlook) == (
        "⚠ pages 1, 3: more than 100 formats and links, so they end early",
    )
    assert warned(part(*HEADLINE), outlook=outlook, mode=Mode.PAGED) == (
        "⚠ page 2: more than 100 formats and links, so it ends early",
    )


def test_more_warnings_than_there_is_room_for_are_counted() -> None:
    pictures = [part(number, "The barrier at dusk", PHOTO) for number in range(1, 13)]
    found = warned(part(*HEADLINE), *pictures)
    assert len(found) == WARNINGS_SHOWN
    assert found[-1] == "⚠ and 5 more warnings"
    assert len(warned(part(*HEADLINE), *pictures[:WARNINGS_SHOWN])) == WARNINGS_SHOWN


@pytest.mark.parametrize(
    ("url", "site"),
    [("https://example.org/a", "example.org"), ("mailto:a@b.org", "mailto:a@b.org"), ("http://[x", "http://[x")],
)
def test_a_source_is_called_by_its_site(url: str, site: str) -> None:
    assert site_of(url) == site


def test_a_post_costs_what_all_its_messages_cost_where_posts_are_paid_for() -> None:
    many = replace(OUTLOOK, readers=3000, paged=Layout(ONE.leaves, ONE.leaves), paid_rate=60.0)
    assert many.cost(Mode.FULL) == Cost(150, 60.0)
    assert many.cost(Mode.PAGED) == Cost(300, 60.0)
    assert replace(many, paid_rate=None).cost(Mode.FULL) is None
    assert replace(many, readers=30).cost(Mode.FULL) is None
