"""What an Update does to the messages that readers have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.copy_plan import Change, Plan, Shown, Step, plan
from bot.core.parts import MediaKind

PHOTO, VIDEO, ANIMATION, AUDIO, VOICE, VIDEO_NOTE, DOCUMENT = MediaKind


def text(words: str) -> Shown:
    return Shown(None, words)


def media(kind: MediaKind, medium: str, words: str = "", album: bool = False) -> Shown:
    return Shown(kind, words, medium, album)


def item(medium: str, words: str = "", kind: MediaKind = PHOTO) -> Shown:
    return media(kind, medium, words, album=True)


def brief(made: Plan) -> list[tuple[str, int | None]]:
    return [(step.change.value, step.page) for step in made.steps]


MESSAGES = st.one_of(
    st.builds(text, st.sampled_from("abc")),
    st.builds(media, st.sampled_from(MediaKind), st.sampled_from("xy"), st.sampled_from("ab")).map(
        lambda shown: replace(shown, words="") if shown.kind is VIDEO_NOTE else shown
    ),
    st.builds(item, st.sampled_from("xy"), st.sampled_from("ab"), st.sampled_from((PHOTO, VIDEO, AUDIO, DOCUMENT))),
)
POSTS = st.lists(MESSAGES, max_size=9)
SHORT_POSTS = st.lists(MESSAGES, max_size=5)
PAIRS = st.one_of(
    st.tuples(POSTS, POSTS),
    st.tuples(POSTS, POSTS, POSTS, POSTS).map(lambda four: (four[0] + four[1] + four[2], four[0] + four[3] + four[2])),
)
"""Two revisions that have nothing to do with each other, or one that differs in its middle."""


class Chat:
    """Telegram, as far as it matters: messages that can be changed within its rules, with their buttons."""

    def __init__(self, messages: Sequence[Shown]) -> None:
        self.messages = list(messages)
        self.buttons = [index == len(messages) - 1 and not one.album for index, one in enumerate(messages)]
        self.empty = [False] * len(messages)
        self.calls = 0

    def edit(self, index: int, page: Shown, change: Change, buttons: bool) -> None:
        old = self.messages[index]
        self.calls += 1
        assert not (buttons and old.album), "an album carries no buttons"
        match change:
            case Change.BUTTONS:
                assert self.buttons[index] != buttons, "message is not modified"
            case Change.TEXT:
                assert (old.kind, page.kind) == (None, None), "there is no text in the message to edit"
                self.messages[index] = replace(old, words=page.words)
            case Change.CAPTION:
                assert (old.kind, old.medium) == (page.kind, page.medium) != (None, None), "there is no caption to edit"
                self.messages[index] = replace(old, words=page.words)
            case Change.MEDIA:
                assert old.kind not in (VOICE, VIDEO_NOTE), "message media can't be edited"
                assert page.kind not in (None, VOICE, VIDEO_NOTE), "type is not allowed"
                if old.album:
                    assert old.kind == page.kind or {old.kind, page.kind} == {PHOTO, VIDEO}, (
                        "can't change media in the album"
                    )
                self.messages[index] = replace(old, kind=page.kind, medium=page.medium, words=page.words)
            case _:
                raise AssertionError(change)
        self.buttons[index] = buttons

    def carry_out(self, made: Plan, after: Sequence[Shown]) -> list[tuple[Shown, bool]]:
        """What the reader sees afterwards, but for the emptied messages; an album or not is all the same here."""
        assert len(made.steps) == len(self.messages)
        for index, step in enumerate(made.steps):
            if step.change is Change.EMPTY:
                assert (step.page, step.buttons) == (None, False)
                self.empty[index] = True
                self.calls += 1
            elif step.change is not Change.KEEP:
                assert step.page is not None
                self.edit(index, after[step.page], step.change, step.buttons)
        left = [
            (message, buttons)
            for message, buttons, empty in zip(self.messages, self.buttons, self.empty, strict=True)
            if not empty
        ]
        sent = [(after[page], page == made.buttons) for page in made.added]
        self.calls += len(sent)
        return [(replace(message, album=False), buttons) for message, buttons in left + sent]


def wanted(after: Sequence[Shown]) -> list[tuple[Shown, bool]]:
    last = len(after) - 1
    return [(replace(page, album=False), index == last and not page.album) for index, page in enumerate(after)]


def possible(old: Shown, new: Shown, carries: bool) -> bool:
    """Whether the message can become the page, by a table of its own."""
    if old.album and carries:
        return False
    if new.kind is None:
        return old.kind is None
    if (old.kind, old.medium) == (new.kind, new.medium):
        return True
    if {VOICE, VIDEO_NOTE} & {old.kind, new.kind}:
        return False
    return not old.album or old.kind == new.kind or {old.kind, new.kind} == {PHOTO, VIDEO}


def cost(before: Sequence[Shown], after: Sequence[Shown], taken: Sequence[int]) -> tuple[int, int, int]:
    """What it costs that the messages ``taken`` get the first pages: messages lost, media left behind, calls."""
    left = set(range(len(before))) - set(taken)
    carries = len(after) - 1 if after and not after[-1].album else None
    carried = len(before) - 1 if before and not before[-1].album else None
    unchanged = sum(
        replace(before[index], album=False) == replace(after[page], album=False)
        and (page == carries) == (index == carried)
        for page, index in enumerate(taken)
    )
    unmatched = len(left) + len(after) - len(taken)
    return unmatched, sum(before[index].kind is not None for index in left), unmatched + len(taken) - unchanged


def taken_by(made: Plan) -> list[int]:
    return [index for index, step in enumerate(made.steps) if step.page is not None]


@given(PAIRS)
def test_the_plan_brings_exactly_the_new_pages_in_order_and_buttons_where_they_belong(
    revisions: tuple[list[Shown], list[Shown]],
) -> None:
    before, after = revisions
    made = plan(before, after)
    chat = Chat(before)
    assert chat.carry_out(made, after) == wanted(after)
    assert chat.calls == made.calls
    shown = [step.page for step in made.steps if step.page is not None]
    assert [*shown, *made.added] == list(range(len(after)))
    moved = sum(step.change is Change.BUTTONS for step in made.steps)
    assert made.calls == made.edits + made.emptied + made.additions + moved
    assert made.emptied == len(before) - len(shown)


@given(POSTS)
def test_a_revision_without_a_change_costs_nothing(messages: list[Shown]) -> None:
    made = plan(messages, messages)
    assert [step.change for step in made.steps] == [Change.KEEP] * len(messages)
    assert made.calls == 0


@given(PAIRS)
def test_it_never_costs_more_than_going_message_by_message(revisions: tuple[list[Shown], list[Shown]]) -> None:
    before, after = revisions
    naive: list[int] = []
    for index, message in enumerate(before):
        page = len(naive)
        if page < len(after) and possible(message, after[page], page == len(after) - 1 and not after[page].album):
            naive.append(index)
    assert cost(before, after, taken_by(plan(before, after))) <= cost(before, after, naive)


@given(SHORT_POSTS, SHORT_POSTS)
def test_there_is_no_cheaper_way_and_the_earlier_message_wins(before: list[Shown], after: list[Shown]) -> None:
    carries = len(after) - 1 if after and not after[-1].album else None
    ways = [
        taken
        for size in range(min(len(before), len(after)) + 1)
        for taken in combinations(range(len(before)), size)
        if all(possible(before[index], after[page], page == carries) for page, index in enumerate(taken))
    ]
    best = min(ways, key=lambda taken: (cost(before, after, taken), taken))
    assert tuple(taken_by(plan(before, after))) == best


def test_a_corrected_word_is_one_edit() -> None:
    made = plan([media(PHOTO, "x", "a"), text("b"), text("c")], [media(PHOTO, "x", "a"), text("B"), text("c")])
    assert made.steps == (
        Step(Change.KEEP, 0, False),
        Step(Change.TEXT, 1, False),
        Step(Change.KEEP, 2, True),
    )
    assert (made.edits, made.additions, made.emptied, made.calls) == (1, 0, 0, 1)


def test_a_page_taken_out_of_the_middle_leaves_the_others_alone() -> None:
    made = plan([text("a"), text("b"), text("c")], [text("a"), text("c")])
    assert brief(made) == [("keep", 0), ("empty", None), ("keep", 1)]


def test_a_page_put_in_moves_the_rest_down_and_the_last_one_is_sent_with_the_buttons() -> None:
    made = plan([text("a"), text("b")], [text("a"), text("new"), text("b")])
    assert brief(made) == [("keep", 0), ("text", 1)]
    assert [step.buttons for step in made.steps] == [False, False]
    assert (made.added, made.buttons) == ((2,), 2)


def test_an_unchanged_message_loses_its_buttons_when_another_follows() -> None:
    made = plan([text("a")], [text("a"), text("b")])
    assert made.steps == (Step(Change.BUTTONS, 0, False),)
    assert (made.edits, made.additions, made.calls) == (0, 1, 2)


def test_an_unchanged_message_gets_the_buttons_when_the_last_one_is_emptied() -> None:
    made = plan([text("a"), text("b")], [text("a")])
    assert made.steps == (Step(Change.BUTTONS, 0, True), Step(Change.EMPTY, None, False))


def test_a_medium_that_was_removed_is_not_left_behind_if_a_text_can_be_emptied_instead() -> None:
    made = plan([media(PHOTO, "x"), text("a")], [media(PHOTO, "y")])
    assert brief(made) == [("media", 0), ("empty", None)]
    made = plan([text("a"), media(PHOTO, "x")], [media(PHOTO, "y")])
    assert brief(made) == [("empty", None), ("media", 0)]


def test_a_medium_that_was_removed_is_not_left_behind_for_the_sake_of_fewer_edits() -> None:
    before = [text("1"), text("a"), text("b"), media(PHOTO, "z"), text("2"), text("3")]
    made = plan(before, [media(PHOTO, "x"), text("a"), text("b")])
    assert [change for change, _ in brief(made)] == ["empty"] * 3 + ["media", "text", "text"]


def test_an_album_neither_carries_buttons_nor_grows() -> None:
    made = plan([item("x", "a"), item("y")], [media(PHOTO, "x", "a")])
    assert brief(made) == [("empty", None), ("empty", None)]
    assert (made.added, made.buttons) == ((0,), 0)
    made = plan([item("x"), item("y")], [item("x"), item("y"), item("z")])
    assert brief(made) == [("keep", 0), ("keep", 1)]
    assert (made.added, made.buttons, made.calls) == ((2,), None, 1)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (text("a"), media(PHOTO, "x", "b"), "media"),
        (text("a"), media(VOICE, "x", "b"), "empty"),
        (media(PHOTO, "x"), text("a"), "empty"),
        (media(PHOTO, "x", "a"), media(PHOTO, "x", "b"), "caption"),
        (media(PHOTO, "x", "a"), media(PHOTO, "y", "b"), "media"),
        (media(PHOTO, "x"), media(DOCUMENT, "y"), "media"),
        (media(ANIMATION, "x"), media(AUDIO, "y"), "media"),
        (media(VOICE, "x"), media(VOICE, "y"), "empty"),
        (media(VOICE, "x", "a"), media(VOICE, "x", "b"), "caption"),
        (media(VOICE, "x"), media(AUDIO, "y"), "empty"),
        (item("x"), item("y", kind=VIDEO), "media"),
        (item("x"), item("y", kind=DOCUMENT), "empty"),
        (item("x", kind=AUDIO), item("y", kind=AUDIO), "media"),
        (item("x", kind=DOCUMENT), item("y", kind=DOCUMENT), "media"),
        (item("x", kind=DOCUMENT), item("y", kind=AUDIO), "empty"),
        (item("x"), replace(media(ANIMATION, "y"), album=True), "empty"),
    ],
)
def test_only_what_telegram_can_edit_is_edited(old: Shown, new: Shown, change: str) -> None:
    end = text("end")
    made = plan([old, end], [new, end])
    assert made.steps[0].change == change


def test_nothing_becomes_a_post_and_a_post_nothing() -> None:
    assert plan([], [text("a"), text("b")]) == Plan((), (0, 1), 1)
    assert brief(plan([text("a"), item("x")], [])) == [("empty", None)] * 2


def test_a_book_is_planned_as_fast_as_its_length_squared_allows() -> None:
    """The limit on a test tells; trying every way would never end."""
    before = [text(str(number)) for number in range(300)]
    after = [text(str(number)) for number in range(300) if number % 7]
    made = plan(before, after)
    assert (made.edits, made.emptied, made.additions) == (0, 43, 0)
