"""The script that the demo hands to the sandbox's chat page: another post, from its first message to a comment.

Its steps are those of ``bot.sandbox.page.playing``. It needs what the play has left behind: Olga owns the blog, Mia
moderates, and Ann reads.
"""

from __future__ import annotations

from typing import Any

TITLE = "A second post"

HEADLINE = "The diver has seen the fourth gate"

POST = f"""{HEADLINE}

The sill of the fourth gate is clean, the Harbour Office says after Tuesday’s dive; the sensor is being replaced.

My Comment:

An instrument was wrong, a person looked, and now somebody has looked again. I like a harbour that looks twice.

#harbour #barrier"""

COMMENT = "And who looks at the gauge on Holm?"

_NEW_COPY = {"text": HEADLINE, "button": "No comments"}


def steps() -> list[dict[str, Any]]:
    """Who does what, and what is to be seen before the next one does something."""
    card = {"text": HEADLINE, "button": "Publish"}
    sheet = {"text": HEADLINE, "button": "Send now"}
    to_moderate = {"text": COMMENT, "button": "Approve"}
    return [
        {"person": "Olga", "act": "send", "text": POST, "wait_for": card},
        {"person": "Olga", "act": "press", "label": "Publish", "on": card, "wait_for": sheet},
        {"person": "Olga", "act": "press", "label": "Send now", "on": sheet},
        {"person": "Ann", "wait_for": _NEW_COPY},
        {
            "person": "Ann",
            "act": "press",
            "label": "Post a comment",
            "on": _NEW_COPY,
            "wait_for": {"text": f"Write your comment on “{HEADLINE}”"},
        },
        {"person": "Ann", "act": "send", "text": COMMENT, "wait_for": {"text": "waits for a moderator"}},
        {"person": "Mia", "wait_for": to_moderate},
        {"person": "Mia", "act": "press", "label": "Approve", "on": to_moderate},
        {"person": "Ann", "wait_for": {"text": f"Your comment on “{HEADLINE}” is published"}},
        {"person": "Ann", "wait_for": {"text": HEADLINE, "button": "1 comment"}},
    ]
