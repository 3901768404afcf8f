"""What readers see of a stored page: read from the call that makes it, for the plan of an update."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.core.calls import Prepared
from bot.core.copy_plan import Shown
from bot.core.parts import MediaKind
from bot.gateway.encoding import KINDS

_WORDS = ("text", "entities", "caption", "caption_entities", "link_preview_options")
"""Fields that an edit can change; whether a message was silent or protected stays as it was."""


def shown_by(page: Prepared) -> tuple[Shown, ...]:
    """The messages that the call makes: one, all items of an album, or none where the call of another page makes it.

    ``medium`` is the file's id at Telegram.
    """
    if page.messages == 0:
        return ()
    fields = json.loads(b"{" + page.tail.removeprefix(b","))
    if page.method == "sendMediaGroup":
        return tuple(
            Shown(MediaKind(item["type"]), _words(item), item["media"], album=True) for item in fields["media"]
        )
    kind = KINDS.get(page.method)
    return (Shown(kind, _words(fields), None if kind is None else fields[kind.value]),)


def _words(fields: Mapping[str, Any]) -> str:
    return json.dumps({name: fields[name] for name in _WORDS if name in fields})
