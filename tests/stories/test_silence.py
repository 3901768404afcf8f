"""What comes in and is meant for nobody: Telegram's own messages, and other people's talk."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.client import Person
from bot.storage.inbox import State
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = ON_SQLITE


# Reading a change of the auto-delete timer makes python-telegram-bot warn of its own future.
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_what_nobody_means_gets_no_answer_and_changes_nothing(stage: Stage) -> None:
    olga = await stage.opens()
    ann = await stage.reader("Ann")
    await stage.publishes(olga, "The barrier held", "It did.")
    post = await ann.sees("It did.")
    group = await stage.world.group("Neighbours", [ann])
    before, calls = await stage.kept(), await stage.world.count()

    chat = {"id": ann.id, "type": "private", "first_name": "Ann"}
    common = {"date": post["date"], "chat": chat, "from": ann.user}
    services: tuple[dict[str, Any], ...] = (
        {"pinned_message": {**common, "message_id": 900}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🎄"}}},
        {"write_access_allowed": {}},
    )
    for number, service in enumerate(services):
        await stage.world.injects("message", {**common, "message_id": 901 + number, **service})
    await ann.says("Has anybody seen my cat?", chat=group)
    await ann.says("/help", chat=group)
    await ann.sends_sticker(chat=group)
    await ann.removes_bot(group)
    await stage.world.injects("edited_message", {**common, "message_id": 2, "text": "/stop", "edit_date": post["date"]})
    await stage.world.injects("my_chat_member", _becomes_member(ann, chat, post["date"]))
    await stage.world.injects("something_new", {"nobody": "knows"})

    assert await stage.kept() == before
    assert await stage.world.count() == calls
    assert set(await stage.inbox()) == {State.DONE}


def _becomes_member(person: Person, chat: dict[str, Any], date: int) -> dict[str, Any]:
    """What comes when somebody who never blocked the bot restarts it."""
    bot = {"id": 7_000_000_001, "is_bot": True, "first_name": "Sandbox Bot"}
    member = {"user": bot, "status": "member"}
    return {"chat": chat, "from": person.user, "date": date, "old_chat_member": member, "new_chat_member": member}
