"""A post that is out is changed: Edit, Update, Leave as it was, revisions, edited messages, photos that come late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.core.drafts import DraftState
from bot.core.posts import PostState
from bot.demo.sample import read_sample
from bot.rendering.message import Verb
from bot.sandbox.client import Person
from tests.stories.slips import NOT_ALLOWED, NOTHING_DOES, Slip, forged, nothing_changes, writes
from tests.stories.stage import ON_SQLITE, Message, Stage, copies_of

pytestmark = [ON_SQLITE, pytest.mark.check]

DRAFT = POST = 1


async def published(stage: Stage, author: Person) -> Message:
    """A post of two messages is out; gives the second one."""
    await author.says("The barrier held")
    text = await author.says("It did.")
    await stage.sends(author, "The barrier held")
    await author.sees("“The barrier held” went out")
    return text


async def opens_post(author: Person, number: str = "1") -> Message:
    """The author has the page of a post before them."""
    await author.says("/posts")
    await author.presses(number, on=await author.sees("Posts · "))
    return await author.sees("Published on", button="Withdraw")


async def state(stage: Stage) -> tuple[DraftState, int, int]:
    """The draft, the post's revision, and on how many desks something lies."""
    kept = await stage.kept()
    return DraftState(kept["drafts"][0].state), kept["posts"][0].revision, len(kept["desks"])


async def test_a_post_is_edited_and_updated_and_new_readers_get_it_so(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await published(stage, olga)
    old = await ann.sees("It did.", button="No comments")
    page = await opens_post(olga)
    assert "2 readers have it · 0 comments" in page["text"]

    await olga.presses("Edit")
    card = await olga.sees("Draft · “The barrier held”", button="Update")
    await olga.says("And the pumps ran.")
    await olga.sees("3  text · 4 words")
    assert await state(stage) == (DraftState.REVISING, 1, 1)
    await olga.presses("Update", on=card)
    sheet = await olga.sees("Update “The barrier held”?", button="Update silently")
    assert "In each chat it edits 1 of 1 message, adds 0 and empties 0." in sheet["text"]
    assert await olga.presses("Update silently") == (
        "Revision 2 is out: new readers get it, and delivered copies follow."
    )
    await olga.sees("“The barrier held” has become a post.")
    changed = await ann.sees("And the pumps ran.", button="No comments")
    assert (changed["message_id"], changed["date"]) == (old["message_id"], old["date"])
    assert await state(stage) == (DraftState.PUBLISHED, 2, 0)

    ben = await stage.reader("Ben")
    got = await ben.sees("And the pumps ran.", button="No comments")
    assert got["text"] == changed["text"]
    await olga.sees("“The barrier held” was updated")


async def test_an_update_can_be_left_and_the_draft_is_as_it_went_out(stage: Stage) -> None:
    olga = await stage.opens()
    await published(stage, olga)
    await opens_post(olga)
    await olga.presses("Edit")
    await olga.says("/title Another headline")
    await olga.says("And the pumps ran.")
    card = await olga.sees("Draft · “Another headline”", button="Leave as it was")
    await olga.presses("Update", on=card)
    sheet = await olga.sees("Update “Another headline”?")
    assert "The barrier held → Another headline" in sheet["text"]
    await olga.presses("Cancel")
    await olga.sees("Not updated. The changes wait in the draft.")
    assert await olga.presses("Leave as it was") == "The post stays as it is."
    await olga.sees("“The barrier held” has become a post.")
    kept = await stage.kept()
    assert [row.title for row in kept["drafts"]] == [None]
    assert len(kept["parts"]) == 2
    assert await state(stage) == (DraftState.PUBLISHED, 1, 0)


async def test_a_post_in_which_nothing_has_changed_is_not_updated(stage: Stage) -> None:
    olga = await stage.opens()
    await published(stage, olga)
    await opens_post(olga)
    await olga.presses("Edit")
    card = await olga.sees_button("Update")
    await olga.presses("Update", on=card)
    told = await olga.sees("“The barrier held” says what readers have already; there is nothing to update.")
    await forged(olga, told, Verb.UPDATE_WITH_LINE, DRAFT)()
    assert await state(stage) == (DraftState.REVISING, 1, 1)


async def test_an_edited_message_of_a_post_offers_to_update_it(stage: Stage) -> None:
    olga = await stage.opens()
    text = await published(stage, olga)
    await olga.edits(text, "It did.")
    assert await state(stage) == (DraftState.PUBLISHED, 1, 0)
    await olga.edits(text, "It did, all night.")
    card = await olga.sees("Draft · “The barrier held”", button="Update", after=text)
    assert await state(stage) == (DraftState.REVISING, 1, 0)
    await olga.presses("Update", on=card)
    await olga.sees("Update “The barrier held”?")
    await olga.presses("Update with a line")
    line = await olga.sees("“The barrier held” was updated.")
    assert "It did, all night." in line["reply_to_message"]["text"]
    assert [(row.revision, row.line, row.made_by) for row in (await stage.kept())["revisions"]] == [
        (1, False, olga.id),
        (2, True, olga.id),
    ]


async def test_revisions_are_listed_compared_and_restored(stage: Stage) -> None:
    olga = await stage.opens()
    text = await published(stage, olga)
    await olga.edits(text, "It did, all night long.")
    await olga.presses("Update", on=await olga.sees("Draft · “The barrier held”", button="Update"))
    await olga.presses("Update silently", on=await olga.sees("Update “The barrier held”?"))
    await olga.sees("was updated")

    page = await opens_post(olga)
    assert "Revision 2, of " in page["text"]
    await olga.presses("Revisions")
    listed = await olga.sees("Revisions of “The barrier held”", button="2")
    assert listed["text"].count(" · Olga") == 2
    await olga.presses("1", on=listed)
    await olga.sees("From it to revision 2:", button="Restore")
    assert await olga.presses("Restore") == "The draft is as in revision 1. Readers get it once you press “Update”."
    card = await olga.sees("2  text · 2 words", button="Update")
    assert await state(stage) == (DraftState.REVISING, 2, 1)
    await olga.presses("Update", on=card)
    await olga.presses("Update silently", on=await olga.sees("Update “The barrier held”?"))
    ben = await stage.reader("Ben")
    got = await ben.sees("It did.", button="No comments")
    assert "night" not in got["text"]


async def test_a_photo_of_an_album_that_comes_late_asks_whether_to_add_it(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await _sends_photo(olga, "first", "At dusk")
    await _sends_photo(olga, "first")
    await stage.sends(olga, "The barrier held")
    await olga.sees("“The barrier held” went out")

    await _sends_photo(olga, "first")
    await olga.sees("This belongs to an album of “The barrier held”, which has become a post. Add it?", button="Add")
    assert await state(stage) == (DraftState.PUBLISHED, 1, 0)
    assert len((await stage.kept())["drafts"]) == 1
    await olga.presses("Ignore")
    await olga.sees("Left out of the post.")

    late = await _sends_photo(olga, "first")
    await olga.presses("Add", on=await olga.sees("Add it?", button="Add", after=late))
    await olga.sees("Added. Readers get it once you press “Update”.")
    card = await olga.sees("4  photo", button="Update", after=late)
    assert "5  photo" not in card["text"]
    assert await state(stage) == (DraftState.REVISING, 1, 0)


async def test_a_photo_joins_the_draft_that_its_album_is_in_wherever_that_lies(stage: Stage) -> None:
    olga = await stage.opens()
    await _sends_photo(olga, "one", "The first album")
    await _sends_photo(olga, "one")
    await olga.says("/new")
    await _sends_photo(olga, "two", "The second album")
    await _sends_photo(olga, "one")
    await _sends_photo(olga, "two")
    kept = await stage.kept()
    assert [row.draft_id for row in kept["parts"]].count(1) == 3
    assert [row.draft_id for row in kept["parts"]].count(2) == 2


async def test_two_albums_in_one_draft_stay_apart_also_when_a_photo_is_late(stage: Stage) -> None:
    olga = await stage.opens()
    await _sends_photo(olga, "one", "The first album")
    await _sends_photo(olga, "two", "The second album")
    await _sends_photo(olga, "two")
    await stage.world.moves_clock(4)
    await _sends_photo(olga, "one")
    card = await olga.sees("4  photo")
    assert card["text"].split("\n")[1:5] == [
        "1  photo · “The first album”",
        "2  photo",
        "3  photo · “The second album”",
        "4  photo",
    ]


async def test_a_new_album_that_is_added_while_a_post_is_changed_asks_nothing(stage: Stage) -> None:
    olga = await stage.opens()
    await published(stage, olga)
    await opens_post(olga)
    await olga.presses("Edit")
    await olga.sees_button("Update")
    await _sends_photo(olga, "new", "At dusk")
    await _sends_photo(olga, "new")
    await olga.sees("4  photo")


async def test_an_edit_in_the_time_with_stop_is_in_the_draft_that_stop_gives_back(stage: Stage) -> None:
    olga = await stage.opens(send_delay=timedelta(minutes=1))
    await olga.says("The barrier held")
    text = await olga.says("It did.")
    await stage.sends(olga, "The barrier held")
    status = await olga.sees_button("Stop")
    await olga.edits(text, "It did, all night.")
    card = await olga.sees("Draft · “The barrier held”", button="Update", after=text)
    assert await olga.presses("Update", on=card) == (
        "“The barrier held” has not begun to go out yet; update it when it has, or press Stop."
    )
    await olga.presses("Stop", on=status)
    await olga.sees("2  text · 4 words", button="Publish")
    kept = await stage.kept()
    assert [row.state for row in kept["drafts"]] == [DraftState.OPEN]
    assert [row.state for row in kept["posts"]] == [PostState.STOPPED]


async def test_what_cannot_be_done_to_a_post_is_said_and_changes_nothing(stage: Stage) -> None:
    olga = await stage.opens()
    pavel = await stage.author(olga, "Pavel")
    ann = await stage.reader("Ann")
    text = await published(stage, olga)
    at_pavel, at_ann = await pavel.sees("You are an author"), await ann.sees("It did.")
    await pavel.says("/posts")
    await pavel.sees("No post is out. /drafts lists what is being written.")
    await olga.edits(text, "It did, all night.")
    card = await olga.sees("Draft · “The barrier held”", button="Update", after=text)
    closed = "That draft is a post that is being changed. Press “Update” on its card, or “Leave as it was”."
    foreign = {
        f"{verb} of somebody else's": (pavel, Slip(forged(pavel, at_pavel, verb, *ids), NOT_ALLOWED))
        for verb, ids in _PRESSES.items()
    }
    by_readers = {
        f"{verb} by a reader": (ann, Slip(forged(ann, at_ann, verb, *ids), NOT_ALLOWED))
        for verb, ids in _PRESSES.items()
    }
    of_nothing = {
        f"{verb} of nothing": (olga, Slip(forged(olga, card, verb, 99, *ids[1:]), NOTHING_DOES))
        for verb, ids in _PRESSES.items()
        if verb not in (Verb.ADD_LATE, Verb.IGNORE_LATE)
    }
    await nothing_changes(
        stage,
        foreign
        | by_readers
        | of_nothing
        | {
            "/posts by a reader": (ann, Slip(writes(ann, "/posts"), NOT_ALLOWED)),
            "Publish": (olga, Slip(forged(olga, card, Verb.PUBLISH, DRAFT), closed)),
            "Send now": (olga, Slip(forged(olga, card, Verb.SEND_NOW, DRAFT), closed)),
            "Discard": (olga, Slip(forged(olga, card, Verb.DISCARD, DRAFT), closed)),
            "a revision that there is not": (olga, Slip(forged(olga, card, Verb.REVISION, POST, 2), NOTHING_DOES)),
            "a revision far from any": (olga, Slip(forged(olga, card, Verb.REVISION, POST, 2**62), NOTHING_DOES)),
            "going back to no revision": (olga, Slip(forged(olga, card, Verb.RESTORE, POST, 0), NOTHING_DOES)),
            "adding what is no part": (olga, Slip(forged(olga, card, Verb.ADD_LATE, DRAFT, 1, 2), NOTHING_DOES)),
            "ignoring what is no part": (olga, Slip(forged(olga, card, Verb.IGNORE_LATE, 99, 1, 2), NOTHING_DOES)),
        },
    )
    await olga.presses("Update", on=card)
    sheet = await olga.sees("Update “The barrier held”?")
    await olga.presses("Update silently", on=sheet)
    await olga.sees("was updated")
    sent = "That draft has become a post already."
    assert await forged(olga, sheet, Verb.UPDATE_SILENTLY, DRAFT)() == sent
    assert await forged(olga, sheet, Verb.LEAVE, DRAFT)() == sent
    assert await copies_of(ann, "The barrier held") == 1


_PRESSES: dict[Verb, tuple[int, ...]] = {
    Verb.POST: (POST,),
    Verb.EDIT: (POST,),
    Verb.UPDATE: (DRAFT,),
    Verb.UPDATE_SILENTLY: (DRAFT,),
    Verb.UPDATE_WITH_LINE: (DRAFT,),
    Verb.LEAVE: (DRAFT,),
    Verb.REVISIONS: (POST,),
    Verb.REVISION: (POST, 1),
    Verb.RESTORE: (POST, 1),
    Verb.WITHDRAW: (POST,),
    Verb.WITHDRAW_NOW: (POST,),
}


async def _sends_photo(author: Person, album: str, caption: str = "") -> Any:
    return await author.sends(photo=read_sample().photo, caption=caption or None, album=album)


async def test_the_status_of_a_post_that_went_out_leads_to_its_changes(stage: Stage) -> None:
    olga = await stage.opens()
    await published(stage, olga)
    status = await olga.sees("“The barrier held” went out", button="Edit")
    await olga.presses("Withdraw", on=status)
    await olga.sees("Withdraw “The barrier held”?")
    await olga.presses("Edit", on=status)
    await olga.sees("Draft · “The barrier held”", button="Update")


async def test_a_late_photo_is_not_lost_when_changes_are_given_up(stage: Stage) -> None:
    olga = await stage.opens()
    await olga.says("The barrier held")
    await _sends_photo(olga, "first", "At dusk")
    await _sends_photo(olga, "first")
    await stage.sends(olga, "The barrier held")
    status = await olga.sees("“The barrier held” went out", button="Edit")
    await _sends_photo(olga, "first")
    question = await olga.sees("Add it?", button="Add")
    await olga.presses("Edit", on=status)
    await olga.presses("Leave as it was")
    await olga.sees("“The barrier held” has become a post.")
    await olga.presses("Add", on=question)
    await olga.sees("Added. Readers get it once you press “Update”.")
