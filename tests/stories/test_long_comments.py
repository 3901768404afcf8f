"""Comments of several messages: a long text that the client has cut, and an album."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.sample import read_sample
from bot.sandbox.client import Person
from tests.stories.commented import texts_of_comments
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = [ON_SQLITE, pytest.mark.check]

PHOTO = {"photo": read_sample().photo}


async def asked_to_comment(stage: Stage, **changed: Any) -> tuple[Person, Person]:
    """An owner, and a reader who has pressed Post a comment."""
    olga = await stage.opens(**changed)
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    await ann.presses("Post a comment")
    await ann.sees("Write your comment")
    return olga, ann


async def test_a_long_text_is_one_comment_with_one_bubble(stage: Stage) -> None:
    _, ann = await asked_to_comment(stage)
    await ann.pastes(9_000 * "x")
    await ann.sees("waits for a moderator")
    assert await texts_of_comments(stage) == [9_000 * "x"]
    assert sum("waits for a moderator" in said.get("text", "") for said in await ann.messages()) == 1


async def test_an_edit_of_one_of_the_pieces_edits_the_comment(stage: Stage) -> None:
    _, ann = await asked_to_comment(stage)
    pieces = await ann.pastes(8_000 * "x")
    await ann.sees("waits for a moderator")
    await ann.edits(pieces[1], "the end")
    await stage.world.quiet()
    assert await texts_of_comments(stage) == [4_096 * "x" + "the end"]


async def test_a_piece_that_comes_when_the_first_was_shown_is_judged_like_an_edit(stage: Stage) -> None:
    _, ann = await asked_to_comment(stage, comments="off")
    await ann.pastes(8_000 * "x")
    await ann.sees("✅ Your comment on “The barrier held” is published.")
    assert await texts_of_comments(stage) == [8_000 * "x"]
    await ann.sees("It did.", button="1 comment")


async def test_an_album_is_one_comment_where_photos_are_welcome(stage: Stage) -> None:
    _, ann = await asked_to_comment(stage, comment_photos=True)
    album = await ann.sends_album([PHOTO | {"caption": "At Holm"}, PHOTO, PHOTO])
    await ann.sees("waits for a moderator.\n📷 3 photos\nAt Holm")
    await ann.edits(album[0], "At Maren")
    await ann.sees("waits for a moderator.\n📷 3 photos\nAt Maren")
    (kept,) = (await stage.kept())["comments"]
    assert len(kept.body["photos"]) == 3


async def test_an_album_about_no_post_waits_as_one(stage: Stage) -> None:
    olga = await stage.opens(comment_photos=True)
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    await ann.sees("It did.")
    await ann.sends_album([PHOTO, PHOTO])
    question = await ann.sees("reply to that post instead.\n📷 2 photos", button="The barrier held")
    await ann.presses("The barrier held", on=question)
    await ann.sees("waits for a moderator.\n📷 2 photos")


async def test_photos_are_refused_in_words_where_they_are_not_welcome(stage: Stage) -> None:
    _, ann = await asked_to_comment(stage)
    await ann.sends_photo(PHOTO["photo"], "Look")
    await ann.sees("A comment is text. Please write it in words.")
    assert await texts_of_comments(stage) == []
    await ann.says("Then in words", as_reply=False)
    await ann.sees("waits for a moderator.\nThen in words")


async def test_other_kinds_are_refused_in_words_that_say_what_is_possible(stage: Stage) -> None:
    _, ann = await asked_to_comment(stage, comment_photos=True)
    await ann.sends_sticker()
    await ann.sees("A comment is text, photos, or both. Please send it as these.")
    assert await texts_of_comments(stage) == []
