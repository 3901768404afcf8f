"""The words of the blog's language are read, and English ones besides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest

from bot.core.local_time import Exactly
from bot.core.time_reading import read_time
from bot.rendering.texts import Texts
from bot.rendering.time_words import time_words

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 27, 13, 0, tzinfo=UTC)  # a Friday, 14:00 in Berlin


class German(NullTranslations):
    """A catalogue with the words of time."""

    def gettext(self, message: str) -> str:
        return {
            "today": "heute",
            "tomorrow": "morgen",
            "in": "in",
            "a|an|one": "einer|einem",
            "hour|hours|h": "Stunde|Stunden|Std",
            "noon": "Mittag",
            "o'clock|h": "Uhr",
            "at|on|of|the": "um|am|den",
        }.get(message, message)


def read(texts: Texts, text: str) -> str:
    reading = read_time(text, NOW, BERLIN, time_words(texts))
    assert isinstance(reading, Exactly)
    return f"{reading.moment.astimezone(BERLIN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("morgen 8:00", "2026-03-28 08:00"),
        ("heute um 18 Uhr", "2026-03-27 18:00"),
        ("Am Samstag um 18:30 Uhr", "2026-03-28 18:30"),
        ("Sa. 8.30 Uhr", "2026-03-28 08:30"),
        ("28. März 8:00", "2026-03-28 08:00"),
        ("am 28. März 2027 um 8 Uhr", "2027-03-28 08:00"),
        ("Montag, 6. April, 8:00", "2026-04-06 08:00"),
        ("in einer Stunde", "2026-03-27 15:00"),
        ("in 2 Std.", "2026-03-27 16:00"),
        ("morgen Mittag", "2026-03-28 12:00"),
        ("tomorrow 8 am", "2026-03-28 08:00"),
        ("March 28, 6:30 pm", "2026-03-28 18:30"),
    ],
)
def test_german_is_read_and_english_besides(text: str, moment: str) -> None:
    assert read(Texts(German(), "de", BERLIN, "Die Aussicht"), text) == moment


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("fr", "samedi 28 mars 8h00"),
        ("fr", "sam. 28 mars, 8:00"),
        ("es", "sábado, 28 de marzo, 8:00 a. m."),
        ("uk", "28 березня 8:00"),
        ("cs", "sobota 8:00"),
        ("ko", "토요일 오전 8:00"),
    ],
)
def test_the_names_are_those_of_the_language(locale: str, text: str) -> None:
    class Spanish(NullTranslations):
        def gettext(self, message: str) -> str:
            return "de|el|a las" if message == "at|on|of|the" else message

    assert read(Texts(Spanish(), locale, BERLIN, "La vista"), text) == "2026-03-28 08:00"


def test_a_short_name_that_two_lists_share_is_told_apart_by_its_place() -> None:
    french = Texts(NullTranslations(), "fr", BERLIN, "La vue")
    assert read(french, "mar. 8:00") == "2026-03-31 08:00"
    assert read(french, "mar 28 8:00") == "2026-03-28 08:00"


@pytest.mark.parametrize("locale", ["en", "de", "fr", "es", "pt_BR", "uk", "ru", "cs", "it", "nl", "tr", "ar"])
def test_what_the_language_writes_for_a_moment_it_also_reads(locale: str) -> None:
    texts = Texts(NullTranslations(), locale, BERLIN, "The Long View")
    for days in range(1, 360, 9):
        moment = NOW + timedelta(days=days, minutes=days)
        local = moment.astimezone(BERLIN)
        said = f"{texts.local_weekday(local)} {texts.local_clock(local)}"
        assert read(texts, said)[11:] == f"{local:%H:%M}"
