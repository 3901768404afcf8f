"""What becomes of a text on its way into a message: TDLib's ``fix_formatted_text``, and the limits behind it.

What is known, from ``td/telegram/MessageEntity.cpp`` and ``td/utils/utf8``:

* Control characters become spaces; carriage returns, the line separators U+2028–U+202E and three combining strokes
  disappear, and entities move along.
* Trailing spaces and line breaks are cut off, and entities with them. Leading ones are cut off up to where the first
  entity begins, so an entity keeps the space that it covers at the beginning but not at the end.
* An entity whose border lies inside a surrogate pair or behind the end is an error; one without length disappears.
* The limits of 4,096 (text) and 1,024 (caption) are the server's and count code points of what is left.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.detected import detected, utf16_length
from bot.sandbox.strictness.entities import DETECTED, PRIORITY, Entity, capped, end, fixed, merged
from bot.sandbox.strictness.fields import FieldError, number_field, object_field, text_field
from bot.sandbox.strictness.links import LinkError, checked_link

TEXT_LIMIT = 4096
"""Code points of a text, after trimming (Bot API, sendMessage)."""

CAPTION_LIMIT = 1024
"""Code points of a caption, after trimming (Bot API, sendPhoto)."""

FURTHEST = 1_000_000
"""TDLib refuses offsets and lengths above this, or below zero."""

_SPACED = {code: " " for code in range(32) if code not in (10, 13)}
_DROPPED = frozenset({0x0D, *range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A})
_CLEANING: dict[int, str | None] = {**_SPACED, **dict.fromkeys(_DROPPED)}
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")

BLANK = " \n"
"""What is trimmed; everything else that is invisible was made one of these, or stays."""


def text_of(text: str, entities: Any) -> tuple[str, list[Entity]]:
    """A message's text as Telegram stores it. Refuses what is empty or longer than 4,096 code points.

    Equal texts give the same objects, which are never changed in place: so a thousand copies take the room of one.
    """
    if not text:
        raise bad_request("Message text is empty")
    text, fixed_entities = _shared(text, _written(entities))
    if not text:
        raise bad_request("Text must be non-empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("Message is too long")
    return text, fixed_entities


def caption_of(text: str, entities: Any) -> tuple[str, list[Entity]]:
    """A caption as Telegram stores it; it may be empty. Refuses what is longer than 1,024 code points."""
    text, fixed_entities = _shared(text, _written(entities))
    if len(text) > CAPTION_LIMIT:
        raise bad_request("Message caption is too long")
    return text, fixed_entities


def typed(text: str, entities: Any, *, ends: tuple[bool, bool] = (True, True)) -> tuple[str, list[Entity]]:
    """What a person typed, as it arrives: cleaned, trimmed at the ends that are hers, and with entities found.

    Clients know no cap of 100 here, but the server drops the surplus as it does for bots.
    """
    return _formatted(text, entities, trim=ends)


def _written(entities: Any) -> str:
    return json.dumps(entities) if entities else ""


@lru_cache(maxsize=256)
def _shared(text: str, entities: str) -> tuple[str, list[Entity]]:
    return _formatted(text, json.loads(entities) if entities else None)


def _formatted(text: str, entities: Any, *, trim: tuple[bool, bool] = (True, True)) -> tuple[str, list[Entity]]:
    given = parsed(entities)
    if given:
        for entity in given:
            _check_range(entity)
        given = fixed([entity for entity in given if entity["length"] > 0])
        text, given = _cleaned_with(text, given)
        given = fixed(given)
    elif _UNCLEAN.search(text):
        text = text.translate(_CLEANING)
    if trim[1]:
        text, given = _right_trimmed(text, given)
    if trim[0]:
        text, given = _left_trimmed(text, given)
    return text, merged(capped(given), detected(text))


def parsed(entities: Any) -> list[Entity]:
    """The entities of a request, checked one by one; the kinds that only Telegram finds are left out.

    Each keeps the fields of its type and no others, in the order in which Telegram gives them.
    """
    kept = []
    for value in entities if isinstance(entities, list) else []:
        try:
            entity = _entity(value)
        except FieldError as error:
            raise bad_request(f"Can't parse MessageEntity: {error}") from None
        if entity is not None:
            kept.append(entity)
    return kept


def _entity(value: Any) -> Entity | None:
    if not isinstance(value, dict):
        raise FieldError("expected an Object")
    entity: Entity = {
        "offset": number_field(value, "offset", required=True),
        "length": number_field(value, "length", required=True),
        "type": text_field(value, "type", required=True),
    }
    kind = entity["type"]
    if kind in DETECTED:
        return None
    if kind not in PRIORITY:
        raise FieldError("Unsupported type specified")
    if kind == "text_link":
        url = text_field(value, "url", required=True)
        entity["url"] = _link(url) if url else ""
    elif kind == "text_mention":
        user = object_field(value, "user")
        number_field(user, "id", required=True, bits=64)
        entity["user"] = user
    elif kind == "custom_emoji":
        entity["custom_emoji_id"] = str(number_field(value, "custom_emoji_id", required=True, bits=64))
    elif kind == "pre" and text_field(value, "language"):
        entity["language"] = text_field(value, "language")
    elif kind == "date_time":
        entity["unix_time"] = number_field(value, "unix_time", required=True)
        if text_field(value, "date_time_format"):
            entity["date_time_format"] = text_field(value, "date_time_format")
    if entity.get("url") == "" or entity.get("custom_emoji_id") == "0":
        entity["length"] = 0
    return entity


def _link(url: str) -> str:
    try:
        return checked_link(url)
    except LinkError as error:
        raise bad_request(f"Entity {error}") from None


def _check_range(entity: Entity) -> None:
    for field in ("offset", "length"):
        if not 0 <= entity[field] <= FURTHEST:
            raise bad_request(f"Receive an entity with incorrect {field} {entity[field]}")


def _cleaned_with(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text cleaned, and the entities moved (``clean_input_string_with_entities``)."""
    total = utf16_length(text)
    for entity in entities:
        if entity["offset"] > total or (entity["offset"] == total and entity["length"] > 0):
            raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {entity['offset']}")
        if end(entity) > total:
            raise bad_request(
                f"Entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text "
                f"at UTF-16 offset {end(entity)}"
            )
    if not text.isascii() and total != len(text):
        _check_surrogates(text, entities)
    if not _UNCLEAN.search(text):
        return text, entities
    skipped = [0]
    for char in text:
        gone = 1 if ord(char) in _DROPPED else 0
        skipped.append(skipped[-1] + gone)
        if char > "\uffff":
            skipped.append(skipped[-1])
    moved = []
    for entity in entities:
        before, after = skipped[entity["offset"]], skipped[end(entity)]
        length = entity["length"] - (after - before)
        if length > 0:
            moved.append({**entity, "offset": entity["offset"] - before, "length": length})
    return text.translate(_CLEANING), moved


def _check_surrogates(text: str, entities: list[Entity]) -> None:
    """Refuse a border inside a character that takes two units; the message tells the byte, as TDLib's does."""
    inside: dict[int, int] = {}
    units = in_bytes = 0
    for char in text:
        in_bytes += len(char.encode())
        units += 1
        if char > "\uffff":
            inside[units] = in_bytes
            units += 1
    for entity in entities:
        if entity["offset"] in inside:
            raise bad_request(f"Entity begins in a middle of a UTF-16 symbol at byte offset {inside[entity['offset']]}")
        if end(entity) in inside:
            raise bad_request(
                f"Entity beginning at UTF-16 offset {entity['offset']} "
                f"ends in a middle of a UTF-16 symbol at byte offset {inside[end(entity)]}"
            )


def _right_trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    stripped = text.rstrip(BLANK)
    if len(stripped) == len(text) or not entities:
        return stripped, entities
    limit = utf16_length(stripped)
    kept = [
        entity if end(entity) <= limit else {**entity, "length": limit - entity["offset"]}
        for entity in entities
        if entity["offset"] < limit
    ]
    return stripped, fixed(kept)


def _left_trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    blank = len(text) - len(text.lstrip(BLANK))
    cut = min(blank, entities[0]["offset"]) if entities else blank
    if not cut:
        return text, entities
    return text[cut:], [{**entity, "offset": entity["offset"] - cut} for entity in entities]
