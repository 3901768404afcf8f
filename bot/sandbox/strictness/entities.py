"""How Telegram sorts, merges, splits and drops entities: TDLib's ``fix_entities`` and what belongs to it.

What is known, from ``td/telegram/MessageEntity.cpp``:

* Entities are sorted by offset, the longer one first, then by a priority of their type.
* bold, italic, underline, strikethrough and spoiler are *splittable*: those of one type that touch or overlap become
  one; where another entity begins or ends inside one, it is cut in two there.
* links, mentions, hashtags, custom emoji, code and pre are *continuous*: of two that overlap the first stays.
* block quotes hold others, but are not held, and whatever crosses their border is dropped.
* Nothing stands inside code and pre.
* At most 100 entities are sent, custom emoji not counted; the rest is dropped without a word. The continuous ones
  and block quotes are counted first, so that it is the styles at the end that go.
"""

from __future__ import annotations

from typing import Any

Entity = dict[str, Any]

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
PRE = frozenset({"code", "pre", "date_time"})
DETECTED = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
"""What a bot cannot send: Telegram finds these by itself and drops what is claimed."""

PRIORITY = {
    **dict.fromkeys(DETECTED, 50),
    "bold": 90,
    "italic": 91,
    "code": 20,
    "pre": 11,
    "text_link": 49,
    "text_mention": 49,
    "underline": 92,
    "strikethrough": 93,
    "blockquote": 0,
    "spoiler": 94,
    "custom_emoji": 99,
    "expandable_blockquote": 0,
    "date_time": 30,
}
"""``MessageEntity::get_type_priority``; a pre with a language comes before one without."""

MOST = 100
"""Entities of a message that a bot sends, custom emoji apart (TDLib, ``get_input_message_entities``)."""


def order(entity: Entity) -> tuple[int, int, int]:
    """The sort key: by offset, the longer first, then by type."""
    priority = 10 if entity.get("language") and entity["type"] == "pre" else PRIORITY.get(entity["type"], 50)
    return entity["offset"], -entity["length"], priority


def end(entity: Entity) -> int:
    """The offset just behind an entity."""
    return int(entity["offset"]) + int(entity["length"])


def fixed(entities: list[Entity]) -> list[Entity]:
    """Entities as TDLib would have them: sorted, merged, split, without crossings."""
    if not entities:
        return entities
    entities = sorted(entities, key=order)
    if len(entities) == 1:
        return entities
    styles = [entity for entity in entities if entity["type"] in SPLITTABLE]
    quotes = [entity for entity in entities if entity["type"] in QUOTES]
    others = [entity for entity in entities if entity["type"] not in SPLITTABLE and entity["type"] not in QUOTES]
    others = _without_overlaps(others)
    if quotes:
        quotes = _without_overlaps(quotes)
        others = sorted([*_within(others, quotes), *quotes], key=order)
    if not styles:
        return others
    return sorted([*others, *_split(styles, others)], key=order)


def merged(entities: list[Entity], found: list[Entity]) -> list[Entity]:
    """Entities together with those that Telegram found itself; where both claim the same words, the sender's stays."""
    if not found:
        return entities
    styles = [entity for entity in entities if entity["type"] in SPLITTABLE]
    quotes = [entity for entity in entities if entity["type"] in QUOTES]
    others = [entity for entity in entities if entity["type"] not in SPLITTABLE and entity["type"] not in QUOTES]
    free = [
        entity
        for entity in _within(found, quotes)
        if not any(entity["offset"] < end(other) and other["offset"] < end(entity) for other in others)
    ]
    others = sorted([*others, *quotes, *free], key=order)
    if not styles:
        return others
    return sorted([*others, *_split(styles, others)], key=order)


def capped(entities: list[Entity]) -> list[Entity]:
    """At most 100 of them, custom emoji apart: the surplus disappears silently."""
    if len(entities) <= MOST:
        return entities
    others = [entity for entity in entities if entity["type"] not in SPLITTABLE and entity["type"] != "custom_emoji"]
    emoji = [entity for entity in entities if entity["type"] == "custom_emoji"][:MOST]
    styles = _split([entity for entity in entities if entity["type"] in SPLITTABLE], [])
    others = others[:MOST]
    return fixed([*others, *emoji, *styles[: MOST - len(others)]])


def _without_overlaps(entities: list[Entity]) -> list[Entity]:
    """Of entities that overlap, the first (``remove_intersecting_entities``)."""
    kept: list[Entity] = []
    last = 0
    for entity in entities:
        if entity["offset"] >= last:
            kept.append(entity)
            last = end(entity)
    return kept


def _within(entities: list[Entity], quotes: list[Entity]) -> list[Entity]:
    """Those that lie wholly inside or outside each quote (``remove_entities_intersecting_blockquote``)."""
    return [
        entity
        for entity in entities
        if not any(
            entity["offset"] < end(quote)
            and quote["offset"] < end(entity)
            and not (quote["offset"] <= entity["offset"] and end(entity) <= end(quote))
            for quote in quotes
        )
    ]


class _Splitter:
    """The running state of ``split_entities``: for each style, the stretch that is open now."""

    def __init__(self, styles: list[Entity]) -> None:
        self.styles = styles
        self.next = 0
        self.open: dict[str, tuple[int, int]] = {}
        self.result: list[Entity] = []

    def flush(self, offset: int) -> None:
        for kind in SPLITTABLE:
            stretch = self.open.get(kind)
            if stretch is None or stretch[0] >= offset:
                continue
            start, stop = stretch
            if stop <= offset:
                del self.open[kind]
            else:
                self.open[kind] = (offset, stop)
            self.result.append({"offset": start, "length": min(stop, offset) - start, "type": kind})

    def advance(self, offset: int) -> None:
        while self.next < len(self.styles) and self.styles[self.next]["offset"] < offset:
            style = self.styles[self.next]
            self.next += 1
            kind, start = style["type"], style["offset"]
            stretch = self.open.get(kind)
            if stretch is not None and start <= stretch[1]:
                self.open[kind] = (stretch[0], max(stretch[1], end(style)))
            else:
                self.flush(start)
                self.open[kind] = (start, end(style))
        self.flush(offset)


def _split(styles: list[Entity], others: list[Entity]) -> list[Entity]:
    """Styles merged among themselves, cut where others begin and end, and left out inside code (``split_entities``)."""
    splitter = _Splitter(styles)
    around: list[Entity] = []

    def leave(offset: int) -> None:
        while around and offset >= end(around[-1]):
            before = len(splitter.result)
            splitter.advance(end(around[-1]))
            if around[-1]["type"] in PRE:
                del splitter.result[before:]
            around.pop()
        splitter.advance(offset)

    for other in others:
        leave(other["offset"])
        around.append(other)
    leave(1 << 30)
    return sorted(splitter.result, key=order)
