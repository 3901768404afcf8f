"""What a person is called under comments, wants to hear of, and may say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.commenters import ALIAS_LIMIT, Commenter, Naming, News, checked_alias
from bot.core.refusals import Refusal, RefusalKey

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
TEAM = frozenset({"Olga Marin", "Mia"})


@pytest.mark.parametrize(
    ("commenter", "name"),
    [
        (Commenter(2), "Ann"),
        (Commenter(2, Naming.ALIAS, "A."), "A."),
        (Commenter(2, Naming.ALIAS), "Ann"),
        (Commenter(2, Naming.ANONYMOUS, "A."), None),
    ],
)
def test_a_comment_bears_the_name_that_its_writer_has_chosen(commenter: Commenter, name: str | None) -> None:
    assert commenter.name("Ann") == name


def test_nobody_is_told_of_what_they_do_not_want() -> None:
    commenter = Commenter(2, unwanted=frozenset({News.PUBLISHED}))
    assert [commenter.wants(news) for news in News] == [False, True, True]


def test_a_mute_ends_by_itself_and_a_ban_does_not() -> None:
    until = NOW + timedelta(days=1)
    muted, banned = Commenter(2, muted_until=until), Commenter(2, banned=True)
    with pytest.raises(Refusal) as refused:
        muted.must_not_be_silenced(NOW)
    assert (refused.value.key, refused.value.facts) == (RefusalKey.MUTED, {"until": until})
    muted.must_not_be_silenced(until)
    assert (muted.silenced(NOW), muted.silenced(until), banned.silenced(until)) == (True, False, True)
    with pytest.raises(Refusal) as refused:
        banned.must_not_be_silenced(until)
    assert refused.value.key is RefusalKey.BANNED
    Commenter(2).must_not_be_silenced(NOW)
    assert not Commenter(2).silenced(NOW)


@pytest.mark.parametrize(
    ("text", "alias"),
    [("A.", "A."), ("  Ann \n of Holm ", "Ann of Holm"), ("x" * ALIAS_LIMIT, "x" * ALIAS_LIMIT), ("An\u202en", "Ann")],
)
def test_an_alias_is_one_line_with_nothing_invisible_in_it(text: str, alias: str) -> None:
    assert checked_alias(text, TEAM) == alias


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * (ALIAS_LIMIT + 1)])
def test_what_cannot_be_an_alias_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked_alias(text, TEAM)
    assert refused.value.key is RefusalKey.ALIAS_IMPOSSIBLE


@pytest.mark.parametrize("text", ["mia", "MIA", "Ｍｉａ", "olga marin", "M\u200bia"])
def test_nobody_takes_the_name_of_somebody_on_the_team(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked_alias(text, TEAM)
    assert refused.value.key is RefusalKey.ALIAS_TAKEN
