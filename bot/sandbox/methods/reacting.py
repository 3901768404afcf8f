"""setMessageReaction: the bot's own reaction to a message."""

from __future__ import annotations

from typing import Any

from bot.sandbox.methods.method import Method, chat_of, message_of, method
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.reactions import reactions_of
from bot.sandbox.world.messenger import Messenger


def set_message_reaction(messenger: Messenger, parameters: Parameters) -> Any:
    """setMessageReaction: one of the emoji that stand in the Bot API, or none."""
    value = parameters.structure(
        "reaction", list, "Can't parse reaction types JSON object", "Expected an Array of ReactionType"
    )
    reactions = reactions_of(value or [])
    message = message_of(chat_of(messenger, parameters), parameters, "message to react")
    if message.kind == "service":
        raise bad_request("The reaction isn't available for the message")
    messenger.react(message, messenger.bot, reactions)
    return True


METHODS: tuple[Method, ...] = (
    method("setMessageReaction", set_message_reaction, "chat_id message_id reaction is_big"),
)
