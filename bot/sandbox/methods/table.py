"""The table of all methods. getUpdates alone stands elsewhere: it waits, and changes nothing but the queue."""

from __future__ import annotations

from bot.sandbox.methods import account, answering, chats, copying, deleting, editing, pinning, reacting, sending
from bot.sandbox.methods.method import Method

GET_UPDATES = frozenset({"offset", "limit", "timeout", "allowed_updates"})
"""The parameters of getUpdates."""

TABLE: dict[str, Method] = {
    method.name.lower(): method
    for family in (account, sending, copying, editing, deleting, pinning, reacting, answering, chats)
    for method in family.METHODS
}
"""Methods by their names in lower case: the Bot API does not tell cases apart."""
