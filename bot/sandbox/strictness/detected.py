"""The entities that Telegram finds by itself: links, @mentions, #hashtags, $CASHTAGS, /commands, addresses.

After TDLib's ``find_entities``, in a form that covers what people write; of its 1,500 top-level domains this knows
those that stand below. Phone and bank card numbers are not looked for.
"""

from __future__ import annotations

import re
from typing import Any

WORD = r"[^\W]"
TOP = (
    "com|org|net|edu|gov|info|biz|name|dev|app|blog|news|io|me|tv|ai|co|eu|uk|us|de|at|ch|fr|nl|be|it|es|pt|se|no|fi"
    "|dk|pl|cz|ru|su|ua|by|jp|cn|in|au|ca|br|example|test"
)

URL = re.compile(
    r"(?<![\w@./$#-])"
    r"(?:(?:https?|ftp|tg|ton)://(?:[^\s<>\"'«»@/?#]+@)?(?:[\w-]+\.)*[\w-]+"
    rf"|(?:[\w-]+\.)+(?:{TOP})(?![\w-]))"
    r"(?::\d{1,5})?(?:[/?#][^\s<>\"«»]*)?",
    re.IGNORECASE,
)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]+\.)+[a-z]{2,24}(?![\w-])", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")
COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
HASHTAG = re.compile(r"(?<![\w#@&])#(?=[\w·]*[^\W\d_])[\w·]{1,256}(?:@[A-Za-z0-9_]{3,32})?(?![\w#])")
CASHTAG = re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])")

TRAILING = ".,:;!?)]}'…"
"""What ends a sentence rather than a link."""

HINTS = re.compile(r"[@#$/.:]")


def detected(text: str) -> list[dict[str, Any]]:
    """The entities found in a text, in order and without overlaps; offsets in UTF-16 code units."""
    if not HINTS.search(text):
        return []
    found: list[tuple[int, int, str]] = []
    for kind, pattern in (
        ("mention", MENTION),
        ("bot_command", COMMAND),
        ("hashtag", HASHTAG),
        ("cashtag", CASHTAG),
        ("email", EMAIL),
    ):
        found.extend((match.start(), match.end(), kind) for match in pattern.finditer(text))
    for match in URL.finditer(text):
        end = match.end()
        while end > match.start() and text[end - 1] in TRAILING and not _closes(text, match.start(), end):
            end -= 1
        if not text[match.start() : end].endswith("://"):
            found.append((match.start(), end, "url"))
    found.sort(key=lambda item: (item[0], -item[1]))
    entities: list[dict[str, Any]] = []
    last = 0
    wide = not text.isascii() and any(char > "\uffff" for char in text)
    for start, end, kind in found:
        if start < last:
            continue
        last = end
        if wide:
            offset, length = utf16_length(text[:start]), utf16_length(text[start:end])
        else:
            offset, length = start, end - start
        entities.append({"offset": offset, "length": length, "type": kind})
    return entities


def _closes(text: str, start: int, end: int) -> bool:
    """Whether the last character closes a bracket that was opened within the link."""
    opening = {")": "(", "]": "[", "}": "{"}.get(text[end - 1])
    return opening is not None and text.count(opening, start, end) >= text.count(text[end - 1], start, end)


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)
