"""Time zones by their names: found in any case, and suggested where there is none of the name."""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.refusals import Refusal, RefusalKey
from bot.core.timezones import kept_zone, zone_called


@pytest.mark.parametrize("written", ["Asia/Tokyo", "asia/tokyo", " ASIA/TOKYO "])
def test_a_zone_is_found_in_any_case(written: str) -> None:
    assert zone_called(written) == ZoneInfo("Asia/Tokyo")


def test_a_space_may_stand_for_the_underscore() -> None:
    assert zone_called("america/new york") == ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("Europe/Berlni", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("Asia/Tokio", "Asia/Tokyo"),
        ("new york", "America/New_York"),
    ],
)
def test_a_name_that_there_is_not_is_refused_with_those_like_it(written: str, suggested: str) -> None:
    with pytest.raises(Refusal) as refused:
        zone_called(written)
    assert refused.value.key is RefusalKey.TIMEZONE_UNKNOWN
    assert refused.value.facts["name"] == written
    near = refused.value.facts["near"]
    assert isinstance(near, tuple)
    assert suggested in near
    assert len(near) <= 3


def test_there_is_not_always_one_like_it() -> None:
    with pytest.raises(Refusal) as refused:
        zone_called("§§§§§§§§§§")
    assert refused.value.facts["near"] == ()


@given(st.sampled_from(sorted(available_timezones())))
def test_every_zone_is_found_by_its_name_in_any_case(name: str) -> None:
    assert zone_called(name.upper()).key.casefold() == name.casefold()


@given(st.text(max_size=60))
def test_any_text_is_a_zone_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert zone_called(text).key in available_timezones()


def test_a_zone_that_was_chosen_is_found_again_unless_it_is_gone() -> None:
    assert kept_zone("Asia/Tokyo") == ZoneInfo("Asia/Tokyo")
    assert kept_zone("Europe/Atlantis") is None
    assert kept_zone(None) is None
