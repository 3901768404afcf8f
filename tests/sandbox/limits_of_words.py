"""What a message may say, at each limit and beyond it."""

from __future__ import annotations

from tests.sandbox.rules import API, HERE, SERVER, TDLIB, Rule, bold

WORDS = [
    Rule(
        "text, most",
        API + "sendMessage",
        "sendMessage",
        lambda g: g.text("😀" * 4096),
        lambda g: g.text("😀" * 4097),
        "message is too long",
    ),
    Rule(
        "text, least",
        TDLIB + "fix_formatted_text",
        "sendMessage",
        lambda g: g.text(" x "),
        lambda g: g.text("  \n"),
        "text must be non-empty",
    ),
    Rule(
        "text, missing",
        SERVER + "get_input_message_text",
        "sendMessage",
        lambda g: g.text("x"),
        lambda g: g.to,
        "message text is empty",
    ),
    Rule(
        "edited text, most",
        API + "editMessageText",
        "editMessageText",
        lambda g: {**g.mine, "text": "y" * 4096},
        lambda g: {**g.mine, "text": "y" * 4097},
        "message is too long",
    ),
    Rule(
        "caption",
        API + "sendPhoto",
        "sendPhoto",
        lambda g: {**g.to, "photo": g.files["photo"], "caption": "😀" * 1024},
        lambda g: {**g.to, "photo": g.files["photo"], "caption": "😀" * 1025},
        "message caption is too long",
    ),
    Rule(
        "entity, end",
        TDLIB + "MessageEntity.cpp, clean_input_string_with_entities",
        "sendMessage",
        lambda g: g.text("a😀", bold(0, 3)),
        lambda g: g.text("a😀", bold(0, 4)),
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 4",
    ),
    Rule(
        "entity, border inside a pair",
        TDLIB + "MessageEntity.cpp, clean_input_string_with_entities",
        "sendMessage",
        lambda g: g.text("😀a", bold(2, 1)),
        lambda g: g.text("😀a", bold(1, 2)),
        "entity begins in a middle of a UTF-16 symbol at byte offset 4",
    ),
    Rule(
        "entity, furthest offset",
        TDLIB + "MessageEntity.cpp, fix_formatted_text",
        "sendMessage",
        lambda g: g.text("a", bold(1, 0)),
        lambda g: g.text("a", bold(1_000_001, 0)),
        "receive an entity with incorrect offset 1000001",
    ),
    Rule(
        "parse_mode",
        HERE + "What it does not know",
        "sendMessage",
        lambda g: {**g.text("x"), "parse_mode": ""},
        lambda g: {**g.text("x"), "parse_mode": "HTML"},
        'parameter "parse_mode" is not spoken here',
    ),
    Rule(
        "reply",
        SERVER + "check_reply_parameters",
        "sendMessage",
        lambda g: {**g.text("x"), "reply_parameters": {"message_id": g.said}},
        lambda g: {**g.text("x"), "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
    ),
    Rule(
        "quote, word for word",
        API + "ReplyParameters",
        "sendMessage",
        lambda g: {**g.text("x"), "reply_parameters": {"message_id": g.said, "quote": "qqq"}},
        lambda g: {**g.text("x"), "reply_parameters": {"message_id": g.said, "quote": "qqQ"}},
        "QUOTE_TEXT_INVALID",
    ),
    Rule(
        "quote, most",
        API + "ReplyParameters",
        "sendMessage",
        lambda g: {**g.text("x"), "reply_parameters": {"message_id": g.said, "quote": "q" * 1024}},
        lambda g: {**g.text("x"), "reply_parameters": {"message_id": g.said, "quote": "q" * 1025}},
        "QUOTE_TEXT_INVALID",
    ),
]
