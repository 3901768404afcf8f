"""Which links a post holds, and which of them are the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.article import Article, Block, Figure, Heading, Quotation, Source, Text
from bot.core.assembly import assemble
from bot.core.links import TRACKING, TRACKING_PREFIXES, host_of, links_of, same_link
from bot.core.parts import Media, MediaKind, Part
from bot.core.richtext import RichText, Span
from tests.strategies import drafts

URL_PIECES = st.sampled_from(
    (
        *("http:", "HTTPS:", "https:", "//", "/", "?", "#", "&", "=", "@", ":", ":80", ":443", ":0080", "[", "]"),
        *(
            "www.",
            "WWW.",
            "example",
            ".org",
            ".",
            "..",
            "。",
            "．",
            "ß",
            "İ",
            "℀",
            "ﷺ",
            "münchen",
            "例え",
            "xn--",
            "\ud800",
        ),
        *(
            "%",
            "%2",
            "%2F",
            "%2f",
            "%41",
            "%2e",
            "%25",
            "%zz",
            "%77",
            "utm_source=",
            "fbclid",
            "+",
            ";",
            " ",
            "\n",
            "\0",
        ),
        *("mailto:", "tg://", "a" * 70, "1", "b", "é", "🙂", "\u200b", "\u00ad", "-", "_", "~", "\\", '"'),
    )
)
ADDRESSES = st.one_of(
    st.lists(URL_PIECES, max_size=10).map("".join),
    st.lists(URL_PIECES, max_size=10).map(lambda pieces: "https://" + "".join(pieces)),
    st.text(st.characters(), max_size=12),
)

HOSTS = st.sampled_from(("example.org", "news.example.co.uk", "münchen.example", "xn--mnchen-3ya.example"))
PATHS = st.sampled_from(("", "/a", "/a/B", "/caf%C3%A9", "/a_(b)", "/x;y=1", "/100%25"))
QUERIES = st.lists(st.sampled_from(("a=1", "b=%20", "b", "id=7&c=", "q=x+y")), max_size=3)


@given(ADDRESSES)
@example("http://a%2E./")
@example("http://www.www.example.org..")
@example("http://a:80:80")
@example("http://ﬆ。")
@example("%%34%31")
def test_any_string_has_a_normal_form_that_is_its_own(url: str) -> None:
    normal = same_link(url)
    assert same_link(normal) == normal
    assert same_link(f"  {url}\n") == normal


@given(HOSTS, PATHS, QUERIES, st.data())
def test_the_variants_of_an_address_are_the_same_link(
    host: str, path: str, query: list[str], data: st.DataObject
) -> None:
    def either(*ways: str) -> str:
        return data.draw(st.sampled_from(ways))

    parameters = list(query)
    for name in data.draw(
        st.lists(st.sampled_from([*sorted(TRACKING), *(f"{one}x" for one in TRACKING_PREFIXES)]), max_size=2)
    ):
        parameters.insert(data.draw(st.integers(0, len(parameters))), f"{either(name, name.upper())}=abc")
    scheme = either("http", "https", "HTTP", "Https")
    site = either("", "www.", "WWW.") + either(host, host.upper()) + either("", ".") + either("", ":", ":80", ":443")
    variant = (
        f"{scheme}://{site}{either(path, path.replace('%C3%A9', 'é').replace('a', '%61'))}{either('', '/')}"
        f"{'?' if parameters else either('', '?')}{'&'.join(parameters)}{either('', '#', '#top', '#a?b/c')}"
    )
    assert same_link(variant) == same_link(f"https://{host}{path}?{'&'.join(query)}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1"),
        ("https://example.org/a?x=1", "https://example.org/a?x=2"),
        ("https://example.org:8080/", "https://example.org/"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/a%3Fb", "https://example.org/a?b"),
        ("https://ann@example.org/", "https://example.org/"),
        ("https://news.example.org/", "https://example.org/"),
        ("tg://user?id=5", "https://user?id=5"),
        ("https://www.org/", "https://org/"),
        ("https://example.org/?utm=1", "https://example.org/"),
    ],
)
def test_what_leads_elsewhere_is_another_link(one: str, other: str) -> None:
    assert same_link(one) != same_link(other)


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://WWW.Example.ORG:80/?utm_source=a&b=%7e&fbclid=x#top", "https://example.org?b=~"),
        ("example.org/a/", "https://example.org/a"),
        ("//example.org", "https://example.org"),
        ("http://MÜNCHEN.example/ü", "https://xn--mnchen-3ya.example/%C3%BC"),
        ("http://[::1]:8080/a", "https://[::1]:8080/a"),
        ("http://Ann:pw@example.org", "https://Ann:pw@example.org"),
        ("http://example.org:0443/x y", "https://example.org/x%20y"),
        ("http://a:b:c/", "https://a:b:c"),
        ("http://two words/", "https://two%20words"),
        (f"http://{'a' * 300}/", f"https://{'a' * 300}"),
        ("TG://User?id=5#x", "tg://User?id=5#x"),
        ("MAILTO:Ann@example.org", "mailto:Ann@example.org"),
        ("localhost:8080/a", "https://localhost:8080/a"),
        ("  ", ""),
    ],
)
def test_the_normal_form_can_be_read(url: str, normal: str) -> None:
    assert same_link(url) == normal


def test_links_are_listed_as_they_are_written_in_reading_order_and_once() -> None:
    photo = Media(MediaKind.PHOTO, "file", "unique")
    blocks: tuple[Block, ...] = (
        Figure((photo,), RichText("Photo: ") + RichText.link("Ann", "https://ann.example/")),
        Text(RichText("See ") + RichText.styled("url", "example.org/a") + RichText(", and http://b.example/c_(d).")),
        Source("https://source.example/?utm_source=x", RichText("the harbour")),
        Heading(RichText.link("Comment", "https://comment.example")),
        Quotation(RichText("(https://quoted.example)"), "Ann"),
        Text(RichText.link("the same", "http://www.source.example") + RichText(" https://ann.example")),
        Text(RichText.code("https://code.example") + RichText.link(" ", "")),
        Text(RichText.link("https://shown.example", "https://meant.example")),
    )
    assert links_of(Article(RichText.link("Head", "tg://user?id=5"), blocks)) == (
        "tg://user?id=5",
        "https://ann.example/",
        "http://example.org/a",
        "http://b.example/c_(d)",
        "https://source.example/?utm_source=x",
        "https://comment.example",
        "https://quoted.example",
        "https://meant.example",
    )


def test_the_link_that_the_author_sent_alone_is_found() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    words = ("Head\n\nText.", "https://example.org/source")
    article = assemble([Part(7, number, moment, RichText(text)) for number, text in enumerate(words)]).article
    assert links_of(article) == ("https://example.org/source",)


@given(drafts())
def test_whatever_the_author_sends_no_link_stands_twice(parts: list[Part]) -> None:
    links = links_of(assemble(parts).article)
    assert all(links)
    assert len({same_link(url) for url in links}) == len(links)


def test_links_that_cross_are_both_found() -> None:
    text = RichText.from_spans(
        "one two", [Span("text_link", 0, 5, (("url", "https://a.b"),)), Span("text_link", 4, 7, (("url", "c.d"),))]
    )
    assert links_of(Article(blocks=(Text(text),))) == ("https://a.b", "c.d")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Example.org:443/a?b#c", "example.org"),
        ("example.org?b", "example.org"),
        ("https://bank.example@evil.example/x", "evil.example"),
        ("tg://user?id=7", "tg:"),
        ("mailto:ann@example.org", "mailto:"),
        ("", ""),
    ],
)
def test_a_host_is_where_an_address_leads_to_and_nothing_else(url: str, host: str) -> None:
    assert host_of(url) == host
