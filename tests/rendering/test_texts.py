"""The sentences: every key has one, every one is whole, and dates and numbers are the language's own."""

from __future__ import annotations

import gettext
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest

from bot.core.people import Role
from bot.core.refusals import Refusal, RefusalKey
from bot.rendering.texts import Texts
from tests.rendering.english import english


def test_a_refusal_names_its_numbers() -> None:
    sentence = english().refusal(Refusal(RefusalKey.TITLE_TOO_LONG, length=5000, limit=200))
    assert sentence == "That headline has 5,000 characters; 200 are the limit."


def test_the_dateline_is_the_day_in_the_blogs_time_zone_and_language() -> None:
    late = datetime(2016, 3, 27, 23, 30, tzinfo=UTC)
    assert english().dateline(late) == "Sunday, March 27, 2016"
    german = Texts(NullTranslations(), "de", ZoneInfo("Europe/Berlin"), "Die Aussicht")
    assert german.dateline(late) == "Montag, 28. März 2016"


@pytest.mark.parametrize(
    ("count", "label"), [(0, "No comments"), (1, "1 comment"), (2, "2 comments"), (1204, "1,204 comments")]
)
def test_the_comments_button_counts(count: int, label: str) -> None:
    assert english().comments_button(count) == label


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3, "0 s"), (0, "0 s"), (59, "59 s"), (145, "2 min 25 s"), (3600, "1 h 0 min"), (33_400, "9 h 16 min")],
)
def test_a_length_of_time_is_said_in_two_units(seconds: int, said: str) -> None:
    assert english().duration(timedelta(seconds=seconds)) == said


def test_a_catalogue_translates_plural_forms_too() -> None:
    class Catalogue(NullTranslations):
        def gettext(self, message: str) -> str:
            return {"No comments": "Keine Kommentare"}.get(message, message)

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return "{count} Kommentar" if n == 1 else "{count} Kommentare"

    german = Texts(Catalogue(), "de", UTC, "Die Aussicht")
    assert [german.comments_button(count) for count in (0, 1, 1000)] == [
        "Keine Kommentare",
        "1 Kommentar",
        "1.000 Kommentare",
    ]
    assert isinstance(gettext.NullTranslations(), NullTranslations)


def test_help_says_to_each_role_what_it_can_do() -> None:
    texts = english()
    reader, moderator, author, owner = (texts.help(role) for role in (None, Role.MODERATOR, Role.AUTHOR, Role.OWNER))
    assert "/stop" in reader
    assert "/publish" not in reader
    assert "Approve" in moderator
    assert "/publish" not in moderator
    assert "/publish" in author
    assert "/team" not in author
    assert "/team" in owner


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_name_and_a_greeting(role: Role) -> None:
    assert english().role(role)
    assert english().role_given(role)
    for said in (english().member_title("Mia", role), english().member_joined("Mia", role)):
        assert said.startswith("Mia is a")
        assert english().role(role) in said
