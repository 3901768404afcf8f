"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.sentences import sentence_ends, sentences
from tests.strategies import texts


@pytest.mark.parametrize(
    "text",
    [
        "The barrier closed.|It was dusk!|Why?",
        "It stands 3.42 m above the gauge.|Ann Lee.",
        "The church of St. Mary.|Built by Dr. Lee.",
        "It is approx. 3 m high.|Lock No. 4 is open.",
        "He said no.|Ann left.",
        "J. Smith and J.R.R. Tolkien met the U.S. Navy.|They left.",
        "Ships, e.g. Maren, waited until 5 p.m.|Ann Lee",
        "Wait … for it... and see.|Waiting…|Done",
        "“It closed.”|(It did.)|«Почему?»|Так.",
        '"Why?" she asked.|Nobody knew.',
        "水门关闭了。|她说：“为什么？”|李安摄",
        "یہ ہے۔|کیوں؟|ہاں",
        "यह है।|वह था।",
        "Version 2.0 is at example.org/a.b today.|Yes",
        "One line|Another line",
        "Wait!!|What?!|No.",
        "The harbour, ca. 1900.|1901 it burned.",
    ],
)
def test_a_sentence_ends_at_its_mark_and_not_at_an_abbreviation(text: str) -> None:
    wanted = text.split("|")
    unspaced = "。" in text
    assert (
        list(sentences(("" if unspaced else " ").join(wanted) if "line" not in text else "\n".join(wanted))) == wanted
    )


def test_marks_alone_are_no_sentence() -> None:
    assert sentences("") == sentences(" … \n--- ") == ()
    assert sentences("... Yes. ...") == ("Yes.",)


@given(texts())
def test_every_letter_and_digit_is_in_one_sentence(text: str) -> None:
    def alnum(of: str) -> str:
        return "".join(character for character in of if character.isalnum())

    found = sentences(text)
    assert "".join(map(alnum, found)) == alnum(text)
    assert all(alnum(sentence) and sentence == sentence.strip() and sentence in text for sentence in found)


@given(texts(), st.data())
def test_the_ends_in_a_stretch_are_those_of_the_whole_text(text: str, data: st.DataObject) -> None:
    stop = data.draw(st.integers(0, len(text)))
    assert list(sentence_ends(text, 0, stop)) == [end for end in sentence_ends(text) if end <= stop]


def test_a_sentence_ends_behind_its_mark_and_what_closes_it() -> None:
    text = "Dr. Lee said: “No.” Then 3.42 m. 是。吗"
    assert [text[end - 2 : end] for end in sentence_ends(text)] == [".”", "m.", "是。"]
    assert [text[end - 2 : end] for end in sentence_ends(text, 20)] == ["m.", "是。"]


def test_a_book_is_read_in_linear_time() -> None:
    """A quadratic way would take minutes; the limit on a test tells."""
    assert len(sentences("It closed.  Dr. Lee left. " * 40_000)) == 80_000
