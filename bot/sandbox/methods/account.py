"""Methods about the bot itself: getMe, its name, descriptions and commands, and how it gets updates."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.methods.method import Handler, Method, method
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.strictness.fields import FieldError, text_field
from bot.sandbox.world.messenger import Messenger

COMMAND = re.compile(r"^/?[a-z0-9_]{1,32}$")
MOST_COMMANDS = 100
NAME_LIMIT, DESCRIPTION_LIMIT, SHORT_LIMIT = 64, 512, 120
"""Characters of a name, a description and a short description (Bot API, setMyName …)."""


def get_me(messenger: Messenger, parameters: Parameters) -> Any:
    """getMe."""
    return messenger.bot.me()


def _command(value: Any) -> dict[str, Any]:
    try:
        if not isinstance(value, dict):
            raise FieldError("expected an Object")
        command = text_field(value, "command", required=True).strip()
        description = text_field(value, "description", required=True).strip()
    except FieldError as error:
        raise bad_request(f"Can't parse BotCommand: {error}") from None
    if not COMMAND.match(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command.lstrip("/"), "description": description}


def _scope(parameters: Parameters) -> tuple[str, str]:
    value = parameters.structure(
        "scope",
        dict,
        "Can't parse BotCommandScope JSON object",
        "Can't parse BotCommandScope: BotCommandScope must be an Object",
    )
    scope = value or {"type": "default"}
    return ":".join(str(scope[field]) for field in sorted(scope, reverse=True)), parameters.text("language_code")


def set_my_commands(messenger: Messenger, parameters: Parameters) -> Any:
    """setMyCommands."""
    commands = (
        parameters.structure("commands", list, "Can't parse commands JSON object", "Expected an Array of BotCommand")
        or []
    )
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    messenger.bot.commands[_scope(parameters)] = [_command(command) for command in commands]
    return True


def get_my_commands(messenger: Messenger, parameters: Parameters) -> Any:
    """getMyCommands."""
    return messenger.bot.commands.get(_scope(parameters), [])


def delete_my_commands(messenger: Messenger, parameters: Parameters) -> Any:
    """deleteMyCommands."""
    messenger.bot.commands.pop(_scope(parameters), None)
    return True


def _set_words(field: str, limit: int, refusal: str) -> Handler:
    def handle(messenger: Messenger, parameters: Parameters) -> Any:
        words = parameters.text(field).strip()
        if len(words) > limit:
            raise bad_request(refusal)
        getattr(messenger.bot, field)[parameters.text("language_code")] = words
        return True

    return handle


def _get_words(field: str) -> Handler:
    def handle(messenger: Messenger, parameters: Parameters) -> Any:
        words = getattr(messenger.bot, field)
        return {field: words.get(parameters.text("language_code")) or words.get("", "")}

    return handle


def set_my_name(messenger: Messenger, parameters: Parameters) -> Any:
    """setMyName; an empty name is refused only without a language."""
    name = parameters.text("name").strip()
    if len(name) > NAME_LIMIT or (not name and not parameters.text("language_code")):
        raise bad_request("BOT_TITLE_INVALID")
    if not parameters.text("language_code"):
        messenger.bot.user = {**messenger.bot.user, "first_name": name}
    return True


def get_my_name(messenger: Messenger, parameters: Parameters) -> Any:
    """getMyName."""
    return {"name": messenger.bot.name}


def delete_webhook(messenger: Messenger, parameters: Parameters) -> Any:
    """deleteWebhook: there never is one here, so it only drops updates if it is told to."""
    if parameters.flag("drop_pending_updates"):
        messenger.updates.drop()
    return True


def get_webhook_info(messenger: Messenger, parameters: Parameters) -> Any:
    """getWebhookInfo."""
    info: dict[str, Any] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(messenger.updates),
    }
    if messenger.updates.allowed is not None:
        info["allowed_updates"] = messenger.updates.allowed
    return info


METHODS: tuple[Method, ...] = (
    method("getMe", get_me, ""),
    method("setMyCommands", set_my_commands, "commands scope language_code"),
    method("getMyCommands", get_my_commands, "scope language_code"),
    method("deleteMyCommands", delete_my_commands, "scope language_code"),
    method("setMyName", set_my_name, "name language_code"),
    method("getMyName", get_my_name, "language_code"),
    method(
        "setMyDescription",
        _set_words("description", DESCRIPTION_LIMIT, "BOT_DESCRIPTION_TOO_LONG"),
        "description language_code",
    ),
    method("getMyDescription", _get_words("description"), "language_code"),
    method(
        "setMyShortDescription",
        _set_words("short_description", SHORT_LIMIT, "BOT_SHORT_DESCRIPTION_TOO_LONG"),
        "short_description language_code",
    ),
    method("getMyShortDescription", _get_words("short_description"), "language_code"),
    method("deleteWebhook", delete_webhook, "drop_pending_updates"),
    method("getWebhookInfo", get_webhook_info, ""),
)
