"""What people see as one character stays one."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.rendering.graphemes import is_boundary
from tests.strategies import CLUSTERS


def clusters(text: str) -> list[str]:
    edges = [position for position in range(len(text) + 1) if is_boundary(text, position)]
    return [text[start:stop] for start, stop in pairwise(edges)]


@pytest.mark.parametrize(
    "text",
    [
        "a|b",
        "e\u0301|e",
        "\r\n|x",
        "👩\u200d👩\u200d👧|👦",
        "👍🏽|👍",
        "❤\ufe0f|1\ufe0f\u20e3",
        "🇺🇦|🇩🇪|🇫",
        "x|🇺🇦|y",
        "🏴\U000e0067\U000e0062\U000e007f|a",
        "\u1112\u1161\u11ab|\u1112\u1161",
        "한|글",
        "가\u11a8|가",
        "각\u11a8|각|가",
        "क्षि|क",
        "กำ|ก",
        "ש\u05b8|ל",
        "\u0600١|٢",
        "\n|\u0301",
    ],
)
def test_a_text_falls_into_the_characters_that_people_see(text: str) -> None:
    assert clusters(text.replace("|", "")) == text.split("|")


def test_the_sample_clusters_are_more_than_one_code_point() -> None:
    assert any(not is_boundary(cluster, 1) for cluster in CLUSTERS)
