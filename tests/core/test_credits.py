"""Which captions name a credit."""

from __future__ import annotations

import pytest
from hypothesis import given

from bot.core.credits import credit_of
from bot.core.richtext import RichText
from tests.strategies import rich_texts

WITH = [
    ("The barrier, closed, at dusk. Photo: Ann Lee", "Photo: Ann Lee"),
    ("The barrier closed. Ann Lee.", "Ann Lee."),
    ("The barrier closed! Ann Lee/Reuters", "Ann Lee/Reuters"),
    ("The barrier closed. (Ann Lee)", "(Ann Lee)"),
    ("The barrier closed.\nAnn Lee", "Ann Lee"),
    ("The barrier closed\nAnn Lee\n#harbour #maren", "Ann Lee"),
    ("It rose to 3.42 m. A. Lee", "A. Lee"),
    ("The church of St. Mary. Dr. A. Lee", "Dr. A. Lee"),
    ("Waiting… Ann Lee", "Ann Lee"),
    ("“It closed.” Ann Lee", "Ann Lee"),
    ("水门关闭了。李安摄", "李安摄"),
    ("هل أغلقت؟ آن لي", "آن لي"),
    ("बाँध बंद हुआ। ऐन ली", "ऐन ली"),
    ("Photo: Ann Lee", "Photo: Ann Lee"),
    ("photo by Ann", "photo by Ann"),
    ("Photo courtesy of the harbour office", "Photo courtesy of the harbour office"),
    ("Image credit: NASA/JPL", "Image credit: NASA/JPL"),
    ("The barrier at dusk (photo: Ann Lee)", "(photo: Ann Lee)"),
    ("The barrier in Sept. 2016, Foto: Ann Lee", "Foto: Ann Lee"),
    ("© Ann Lee", "© Ann Lee"),
    ("The barrier at dusk © Ann Lee", "© Ann Lee"),
    ("The barrier at dusk (c) Ann Lee", "(c) Ann Lee"),
    ("The barrier at dusk, courtesy of the Harbour Office", "courtesy of the Harbour Office"),
    ("📷 Ann", "📷 Ann"),
    ("Ships wait (Reuters)", "(Reuters)"),
    ("Ships wait (Ann/Reuters).", "(Ann/Reuters)."),
    ("Ships wait [dpa]", "[dpa]"),
    ("Ships wait off the coast – Ann Lee/Reuters", "Ann Lee/Reuters"),
    ("Ships wait, Ann Lee/AP, 2016", "Ann Lee/AP, 2016"),
    ("AP/Getty Images", "AP/Getty Images"),
    ("Ships wait, Reuters", "Reuters"),
    ("Reuters", "Reuters"),
    ("Закат, фото: Анна Ли", "фото: Анна Ли"),
    ("港の写真：アン", "写真：アン"),
    ("水门（新华社）", "（新华社）"),
]

WITHOUT = [
    "",
    "…",
    "#harbour",
    "The barrier, closed, at dusk",
    "The barrier, closed, at dusk.",
    "The barrier closed.\n#harbour #maren",
    "The church of St. Mary in the evening",
    "Approx. 3 m above the gauge",
    "It is approx. 3 m high.",
    "Lock No. 4 at noon.",
    "J. Smith at the barrier",
    "The U.S. Navy at the barrier.",
    "Waiting … for the flood...",
    "The water at 3.42 m",
    "Ships, e.g. the Maren, wait",
    "The barrier (closed)",
    "The barrier (2016)",
    "The barrier (on the left) at dusk",
    "Ships at 50 km/h",
    "A ship and/or a boat",
    "A photo of the barrier",
    "A photograph taken at dusk",
    "Photo:",
    "Ann is happy",
    "水门关闭了。",
    "Сегодня на ул. Ленина",
]


@pytest.mark.parametrize(("caption", "credit"), WITH)
def test_a_credit_is_the_last_sentence_or_the_part_that_can_be_nothing_else(caption: str, credit: str) -> None:
    assert credit_of(RichText(caption)) == credit


@pytest.mark.parametrize("caption", WITHOUT)
def test_a_caption_that_names_nobody_has_no_credit(caption: str) -> None:
    assert credit_of(RichText(caption)) is None


@given(rich_texts())
def test_a_credit_stands_in_its_caption_and_says_something(caption: RichText) -> None:
    credit = credit_of(caption)
    if credit is not None:
        assert credit in caption.text
        assert any(character.isalnum() for character in credit)
