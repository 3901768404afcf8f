"""Entities in the Bot API's form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from bot.core.richtext import Entity, RichText
from bot.core.richtext_json import entities_from_json, entities_to_json, rich_from_json, rich_to_json
from tests.strategies import rich_texts


@given(rich_texts())
def test_rich_text_survives_json(rich: RichText) -> None:
    assert rich_from_json(json.loads(json.dumps(rich_to_json(rich)))) == rich


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "bold"},
        {"type": "text_link", "url": "https://example.org/"},
        {"type": "pre", "language": "python"},
        {"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"},
        {"type": "date_time", "unix_time": 1_647_531_900, "date_time_format": "wDT"},
        {"type": "not_known_yet", "flag": True, "nested": {"list": [1, "two"]}, "ratio": 0.5},
    ],
)
def test_an_entity_of_any_type_survives(fields: dict[str, Any]) -> None:
    entity = {"offset": 1, "length": 2} | fields
    (kept,) = entities_from_json([entity])
    hash(kept)
    assert entities_to_json([kept]) == [entity]


def test_of_a_mentioned_person_only_the_id_is_kept() -> None:
    person = {"id": 5, "is_bot": False, "first_name": "Ann"}
    (kept,) = entities_from_json([{"type": "text_mention", "offset": 0, "length": 3, "user": person}])
    assert kept == Entity("text_mention", 0, 3, (("user", 5),))
    assert entities_to_json([kept]) == [{"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 5}}]


def test_fields_without_a_value_are_as_if_absent() -> None:
    assert entities_from_json([{"type": "pre", "offset": 0, "length": 1, "language": None}]) == (Entity("pre", 0, 1),)
