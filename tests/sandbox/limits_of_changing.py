"""Editing, deleting and sending on, at each limit and beyond it."""

from __future__ import annotations

from tests.sandbox.rules import (
    API,
    DAY,
    SERVER,
    TDLIB,
    Parameters,
    Rule,
    dice,
    forwarded,
    hundred_messages,
    in_group,
    in_old_supergroup,
    in_young_supergroup,
    later,
    nothing,
    old_dice,
    protected,
    with_force_reply,
)


def ids(count: int) -> Parameters:
    return lambda given: {
        "chat_id": given.ann.id,
        "from_chat_id": given.ann.id,
        "message_ids": list(range(given.sent + 1, given.sent + 1 + count)),
    }


CHANGING = [
    Rule(
        "editing the bot's own",
        SERVER + "MESSAGE_AUTHOR_REQUIRED",
        "editMessageText",
        lambda g: {**g.mine, "text": "y"},
        lambda g: {**g.hers, "text": "y"},
        "message can't be edited",
    ),
    Rule(
        "editing what is there",
        SERVER + "check_message",
        "editMessageText",
        lambda g: {**g.mine, "text": "y"},
        lambda g: {**g.to, "message_id": 99, "text": "y"},
        "message to edit not found",
    ),
    Rule(
        "editing what was forwarded",
        TDLIB + "MessagesManager.cpp, can_edit_message",
        "editMessageText",
        lambda g: {**g.mine, "text": "y"},
        lambda g: {**g.mine, "text": "y"},
        "message can't be edited",
        before=(nothing, forwarded),
    ),
    Rule(
        "editing what asks for a reply",
        TDLIB + "MessagesManager.cpp, can_edit_message",
        "editMessageText",
        lambda g: {**g.mine, "text": "y"},
        lambda g: {**g.mine, "text": "y"},
        "message can't be edited",
        before=(nothing, with_force_reply),
    ),
    Rule(
        "editing into the same",
        SERVER + "MESSAGE_NOT_MODIFIED",
        "editMessageText",
        lambda g: {**g.mine, "text": "y"},
        lambda g: {**g.mine, "text": "x "},
        "message is not modified: specified new message content and reply markup are exactly the same as a current "
        "content and reply markup of the message",
    ),
    Rule(
        "age of what is deleted",
        API + "deleteMessage",
        "deleteMessage",
        lambda g: g.mine,
        lambda g: g.mine,
        "message can't be deleted for everyone",
        before=(later(2 * DAY - 60), later(2 * DAY + 60)),
    ),
    Rule(
        "age of what is deleted in a supergroup",
        TDLIB + "MessagesManager.cpp, can_delete_channel_message",
        "deleteMessage",
        lambda g: {"chat_id": g.extra["group"], "message_id": g.extra["said"]},
        lambda g: {"chat_id": g.extra["group"], "message_id": g.extra["said"]},
        "message can't be deleted",
        before=(in_young_supergroup, in_old_supergroup),
    ),
    Rule(
        "the first message of a supergroup",
        TDLIB + "MessagesManager.cpp, can_delete_channel_message",
        "deleteMessage",
        lambda g: {"chat_id": g.extra["group"], "message_id": 2},
        lambda g: {"chat_id": g.extra["group"], "message_id": 1},
        "message can't be deleted",
        before=(in_young_supergroup, in_young_supergroup),
    ),
    Rule(
        "deleting what others wrote in a group",
        TDLIB + "MessagesManager.cpp, can_revoke_message",
        "deleteMessage",
        lambda g: {"chat_id": g.extra["group"], "message_id": g.extra["sent"]},
        lambda g: {"chat_id": g.extra["group"], "message_id": g.extra["said"]},
        "message can't be deleted for everyone",
        before=(in_group, in_group),
    ),
    Rule(
        "dice of the last day",
        API + "deleteMessage",
        "deleteMessage",
        lambda g: g.hers,
        lambda g: g.hers,
        "message can't be deleted for everyone",
        before=(old_dice, dice),
    ),
    Rule(
        "deleting what is there",
        SERVER + "check_message",
        "deleteMessage",
        lambda g: g.mine,
        lambda g: {**g.to, "message_id": 99},
        "message to delete not found",
    ),
    *(
        Rule(
            f"ids of {method}",
            API + method,
            method,
            ids(100),
            ids(101),
            "too many message identifiers specified",
            before=(hundred_messages, hundred_messages),
        )
        for method in ("deleteMessages", "copyMessages", "forwardMessages")
    ),
    *(
        Rule(
            f"order of ids of {method}",
            TDLIB + "MessagesManager.cpp, get_forwarded_messages",
            method,
            lambda g: {**g.to, "from_chat_id": g.ann.id, "message_ids": [g.said, g.sent]},
            lambda g: {**g.to, "from_chat_id": g.ann.id, "message_ids": [g.sent, g.said]},
            "message identifiers must be in a strictly increasing order",
        )
        for method in ("copyMessages", "forwardMessages")
    ),
    *(
        Rule(
            f"{method} of what is there",
            TDLIB + "MessagesManager.cpp, get_forwarded_messages",
            method,
            lambda g: {**g.to, "from_chat_id": g.ann.id, "message_ids": [98, g.said][::-1]},
            lambda g: {**g.to, "from_chat_id": g.ann.id, "message_ids": [98, 99]},
            "there are no messages to forward",
        )
        for method in ("copyMessages", "forwardMessages")
    ),
    Rule(
        "forwarding what is protected",
        TDLIB + "MessagesManager.cpp, get_forwarded_messages",
        "forwardMessage",
        lambda g: {**g.mine, "from_chat_id": g.ann.id},
        lambda g: {**g.mine, "from_chat_id": g.ann.id},
        "message has protected content and can't be forwarded",
        before=(nothing, protected),
    ),
]
