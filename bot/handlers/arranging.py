"""Arranging: the parts of a draft are listed, moved, taken out and put back, and used otherwise than they look."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.arranging import (
    Move,
    moved,
    open_question,
    passage_with,
    removed_passage_with,
    removed_passages,
)
from bot.core.drafts import Draft, must_have_room
from bot.core.parts import Key, Standing, Use
from bot.core.passages import Passage, passages_of
from bot.core.people import Profile
from bot.core.refusals import Refusal, RefusalKey
from bot.core.uses import checked_use, possible_uses
from bot.handlers.answers import Answer
from bot.handlers.blog import Blog
from bot.handlers.desk import Desk
from bot.rendering.message import Message
from bot.rendering.parts_view import Entry, entries_of, index_of, part_page, parts_list, use_of_number
from bot.storage import drafts, parts
from bot.storage.engine import Transaction


class Arranging:
    """What an author does with the parts of a draft, beside writing them."""

    def __init__(self, blog: Blog, desk: Desk) -> None:
        self._blog = blog
        self._desk = desk

    async def listed(self, tx: Transaction, now: datetime, by: Profile, draft_id: int | None, page: int) -> Answer:
        """Parts or /parts: the list, in place of the card."""
        draft = await self._desk.draft(tx, by, draft_id)
        entries, title = await self._entries(tx, now, draft)
        view = parts_list(self._blog.texts, draft, title, entries, page)
        return Answer((self._desk.in_place_of_card(draft, by.id, view),))

    async def opened(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, key: Key) -> Answer:
        """The number of a part: its page."""
        draft = await self._desk.draft(tx, by, draft_id)
        view = await self._page(tx, now, draft, key)
        return Answer((self._desk.in_place_of_card(draft, by.id, view),))

    async def moved(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, key: Key, move: Move) -> Answer:
        """Up, Down or Top: the passage changes its place."""
        draft = await self._desk.draft(tx, by, draft_id)
        held = await parts.of_draft(tx, draft.id)
        _known(passage_with(held, key))
        await parts.set_places(tx, draft.id, moved(held, key, move))
        return await self._done(tx, now, by, draft, key)

    async def taken_out(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, key: Key) -> Answer:
        """Remove: the passage is no longer in the post, and can be put back."""
        draft = await self._desk.draft(tx, by, draft_id)
        passage = _known(passage_with(await parts.of_draft(tx, draft.id), key))
        await parts.set_standing(tx, draft.id, _keys(passage), Standing.REMOVED)
        return await self._done(tx, now, by, draft, key)

    async def put_back(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, key: Key) -> Answer:
        """Restore: the passage stands where it stood."""
        draft = await self._desk.draft(tx, by, draft_id)
        held = await parts.of_draft(tx, draft.id)
        passage = _known(removed_passage_with(held, key))
        must_have_room(held, *passage.parts)
        await parts.set_standing(tx, draft.id, _keys(passage), Standing.PRESENT)
        return await self._done(tx, now, by, draft, key)

    async def used(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, key: Key, use: int) -> Answer:
        """What the passage is to be; refused for what it cannot be. There is one headline at most."""
        draft = await self._desk.draft(tx, by, draft_id)
        passage = _known(passage_with(await parts.of_draft(tx, draft.id), key))
        try:
            chosen = use_of_number(use)
        except ValueError:
            raise Refusal(RefusalKey.USE_IMPOSSIBLE) from None
        checked_use(passage, chosen)
        if chosen is Use.HEADLINE:
            await drafts.set_title(tx, draft.id, None)
            draft = replace(draft, title=None)
            await parts.drop_use(tx, draft.id, Use.HEADLINE)
        await parts.set_use(tx, draft.id, passage.first.key, chosen)
        return await self._done(tx, now, by, draft, key)

    async def replaced(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, key: Key) -> Answer:
        """Replace: the part that was replied to is taken out, and the reply stands in its place, as what that was."""
        draft = await self._desk.draft(tx, by, draft_id)
        answer, other = await self._undecided(tx, draft, key)
        await parts.set_standing(tx, draft.id, _keys(other), Standing.REMOVED)
        if other.first.use in possible_uses(answer):
            await parts.set_use(tx, draft.id, answer.first.key, other.first.use)
        return await self._decided(tx, now, by, draft, answer)

    async def kept_both(self, tx: Transaction, now: datetime, by: Profile, draft_id: int, key: Key) -> Answer:
        """Keep both: the reply follows what it replied to."""
        draft = await self._desk.draft(tx, by, draft_id)
        answer, _other = await self._undecided(tx, draft, key)
        return await self._decided(tx, now, by, draft, answer)

    async def _undecided(self, tx: Transaction, draft: Draft, key: Key) -> tuple[Passage, Passage]:
        """The passage that replied to another one, and that other; refused when it is another that is asked about."""
        question = open_question(await parts.of_draft(tx, draft.id))
        if question is None or question[0].first.key != key:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        return question

    async def _decided(self, tx: Transaction, now: datetime, by: Profile, draft: Draft, answer: Passage) -> Answer:
        for key in _keys(answer):
            await parts.answered(tx, draft.id, key)
        await drafts.touch(tx, draft.id, now)
        return Answer(await self._desk.cards(tx, now, draft.id, for_=by.id))

    async def _done(self, tx: Transaction, now: datetime, by: Profile, draft: Draft, key: Key) -> Answer:
        """The part's page after something was done with it."""
        return Answer(await self._desk.worked_on(tx, now, draft, by.id, await self._page(tx, now, draft, key)))

    async def _page(self, tx: Transaction, now: datetime, draft: Draft, key: Key) -> Message:
        entries, _title = await self._entries(tx, now, draft)
        index = index_of(entries, key)
        if index is None:
            raise Refusal(RefusalKey.UNKNOWN_BUTTON)
        return part_page(self._blog.texts, draft, entries, index)

    async def _entries(self, tx: Transaction, now: datetime, draft: Draft) -> tuple[tuple[Entry, ...], str]:
        """What the list shows, and the headline above it."""
        held = await parts.of_draft(tx, draft.id)
        assembly = (await self._desk.render(tx, now, draft)).assembly
        return entries_of(passages_of(held), removed_passages(held), assembly), assembly.article.title


def _known(passage: Passage | None) -> Passage:
    """The passage that a press is about; refused when there is none (any more)."""
    if passage is None:
        raise Refusal(RefusalKey.UNKNOWN_BUTTON)
    return passage


def _keys(passage: Passage) -> list[Key]:
    return [part.key for part in passage.parts]
