"""Previewing: the author sees the very messages that readers will get; only their buttons are others."""

from __future__ import annotations

from datetime import datetime

from bot.core.drafts import Draft, DraftState
from bot.core.people import Profile
from bot.core.refusals import Refusal, RefusalKey
from bot.gateway.encoding import with_keyboard
from bot.handlers.answers import Answer, Say
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.handlers.taking_away import take_preview_away
from bot.rendering.message import Button, Keyboard, Press, Verb
from bot.rendering.post_buttons import turning_row
from bot.storage.engine import Transaction


class Previewing:
    """What an author looks at before readers do. A second preview takes the place of the first."""

    def __init__(self, blog: Blog, desk: Desk) -> None:
        self._blog = blog
        self._desk = desk

    async def previewed(self, tx: Transaction, now: datetime, by: Profile, draft_id: int | None) -> Answer:
        """/preview or its button."""
        draft = await self._desk.draft(tx, by, draft_id)
        edition = (await self._desk.rendered(tx, now, draft)).encoded()
        earlier = await take_preview_away(tx, now, draft.id, by.id)
        buttons = self._buttons(draft, 1, max(1, len(edition.leaves)))
        pages = [*edition.pages[:-1], with_keyboard(edition.pages[-1], buttons)]
        shown = [Say(by.id, page, preview_of=draft.id) for page in pages if page.messages]
        return Answer((*earlier, *shown), toast=self._blog.texts.preview_above())

    async def turned(
        self, tx: Transaction, now: datetime, by: Profile, draft_id: int, leaf: int, message_id: int
    ) -> Answer:
        """◀ ▶: that leaf of the draft as it is now, or the nearest that there is."""
        draft = await self._desk.draft(tx, by, draft_id)
        leaves = (await self._desk.rendered(tx, now, draft)).encoded().leaves
        if not leaves or not message_id:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        leaf = max(1, min(leaf, len(leaves)))
        content = with_keyboard(leaves[leaf - 1], self._buttons(draft, leaf, len(leaves)))
        return Answer((Say(by.id, content, changes=message_id),))

    def _buttons(self, draft: Draft, leaf: int, leaves: int) -> Keyboard:
        name, verb = ("Update", Verb.UPDATE) if draft.state is DraftState.REVISING else ("Publish", Verb.PUBLISH)
        button = Button(self._blog.texts.button(name), Press(verb, (draft.id,)))
        return (*turning_row(Verb.PREVIEW_TURN, draft.id, leaf, leaves), (button,))
