"""The revisions of a post: their list, and one of them beside the newest."""

from __future__ import annotations

from bot.core.article import Article, Text
from bot.core.differences import differences
from bot.core.posts import Post, PostState, Revision
from bot.core.richtext import RichText
from bot.rendering.difference_view import difference_lines
from bot.rendering.message import Verb
from bot.rendering.revisions_view import revision_page, revisions_page
from tests.rendering.english import NOW, english, labels, press

POST = Post(3, 5, 7, PostState.PUBLISHED, "The barrier held", 3, 2, 1, NOW)
NAMES = {7: "Olga"}
FIRST, SECOND, THIRD = Revision(1, NOW, None, False), Revision(2, NOW, 7, True), Revision(3, NOW, 8, False)
SHORT, LONG = (Article(RichText(POST.headline), (Text(RichText(text)),)) for text in ("a", "a b c"))


def lines(text: RichText) -> list[str]:
    return text.text.replace("\u202f", " ").splitlines()


def told(before: Article, after: Article) -> list[str]:
    return lines(difference_lines(english(), differences(before, after)))


def test_the_list_says_when_each_was_made_and_by_whom() -> None:
    page = revisions_page(english(), POST, [THIRD, SECOND, FIRST], NAMES)
    assert lines(page.text) == [
        "Revisions of “The barrier held”",
        "3  March 27, 2016, 9:14 PM",
        "2  March 27, 2016, 9:14 PM · Olga · with a line",
        "1  March 27, 2016, 9:14 PM",
    ]
    assert labels(page) == [["3", "2", "1"], ["◀"]]
    assert press(page, "2") == (Verb.REVISION, (3, 2))
    assert press(page, "◀") == (Verb.POST, (3,))


def test_a_long_list_says_how_many_there_were_before() -> None:
    assert lines(revisions_page(english(), POST, [THIRD], NAMES).text)[-1] == "… and 2 before"


def test_an_old_revision_is_compared_with_the_newest_and_can_be_restored() -> None:
    page = revision_page(english(), POST, SECOND, NAMES, SHORT, LONG)
    assert lines(page.text) == [
        "Revision 2 of “The barrier held”",
        "2  March 27, 2016, 9:14 PM · Olga · with a line",
        "From it to revision 3:",
        *told(SHORT, LONG),
    ]
    assert labels(page) == [["Restore"], ["◀ 1", "3 ▶"], ["Revisions"]]
    assert press(page, "Restore") == (Verb.RESTORE, (3, 2))
    assert press(page, "◀ 1") == (Verb.REVISION, (3, 1))
    assert press(page, "3 ▶") == (Verb.REVISION, (3, 3))
    assert press(page, "Revisions") == (Verb.REVISIONS, (3,))


def test_the_newest_is_compared_with_the_one_before() -> None:
    page = revision_page(english(), POST, THIRD, NAMES, SHORT, LONG)
    assert lines(page.text)[2:] == ["It is the newest. From revision 2 to it:", *told(LONG, SHORT)]
    assert labels(page) == [["◀ 2"], ["Revisions"]]


def test_the_first_has_none_before_it() -> None:
    assert labels(revision_page(english(), POST, FIRST, NAMES, SHORT, SHORT)) == [
        ["Restore"],
        ["2 ▶"],
        ["Revisions"],
    ]


def test_the_only_one_is_compared_with_nothing() -> None:
    only = Post(3, 5, 7, PostState.PUBLISHED, "The barrier held", 1, 2, 1, NOW)
    page = revision_page(english(), only, FIRST, NAMES, SHORT, None)
    assert lines(page.text)[2:] == ["It is the only one so far."]
    assert labels(page) == [["Revisions"]]
