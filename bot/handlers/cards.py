"""Cards: where a comment stands before those who decide on it, and how each card is kept true.

The card that was pressed is painted in the answer to the press. All others are marked as stale in the same transaction,
and painted anew from then on (``repainting``); nothing depends on how soon, for a press on an old card decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core.cases import Act, undoable
from bot.core.comments import Body, Comment
from bot.core.people import Person, let
from bot.core.posts import Post
from bot.core.prompts import Prompt, PromptKind
from bot.core.refusals import Refusal, RefusalKey
from bot.core.richtext import RichText
from bot.core.slots import Slot, SlotKind
from bot.gateway.incoming import Pressed
from bot.handlers.answers import Answer, Say, shown
from bot.handlers.blog import Blog
from bot.rendering.card import Facts, card, taken_card
from bot.rendering.message import Message
from bot.rendering.texts import Texts
from bot.storage import comment_log, commenters, comments, people, posts, prompts, slots
from bot.storage.engine import Transaction

View = Callable[[Texts, Facts], Message]
"""A page of a card."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody has pressed, or answered: a chat, and the message there; 0 for no known one."""

    chat_id: int
    message_id: int = 0

    @classmethod
    def of(cls, on: Pressed) -> Place:
        """Where a button was pressed."""
        return cls(on.chat_id, on.message_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """A comment before somebody who may decide on it."""

    moderator: Person
    comment: Comment
    post: Post


class Cards:
    """The cards of comments."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog

    async def opened(self, tx: Transaction, by: int, comment_id: int) -> Opened:
        """The comment; refused for whoever may not decide on it. The role holds until the transaction ends."""
        await people.hold_role(tx, by)
        moderator = await self._blog.person(tx, by)
        comment = await comments.find(tx, comment_id)
        if comment is None:
            let(moderator.role is not None)
            raise Refusal(RefusalKey.COMMENT_UNKNOWN)
        post = await posts.get(tx, comment.post_id)
        let(moderator.may_moderate(post.author_id))
        return Opened(moderator, comment, post)

    async def facts(self, tx: Transaction, now: datetime, comment: Comment, post: Post) -> Facts:
        """What a card of the comment tells now."""
        approved, refused = await comments.judged_counts(tx, comment.person_id)
        events = await comment_log.of_comment(tx, comment.id)
        note = next((event for event in reversed(events) if event.act is Act.NOTED), None)
        return Facts(
            comment,
            post,
            await self._blog.person(tx, comment.person_id),
            await commenters.get(tx, comment.person_id),
            approved,
            refused,
            self._blog.rules.first,
            now,
            undoable(events, now) is not None,
            await self._proposed(tx, comment),
            await self._answered(tx, comment),
            await self.name_of(tx, comment.case.decided_by),
            None if note is None else (await self.name_of(tx, note.actor_id) or "", note.note or ""),
        )

    async def name_of(self, tx: Transaction, person_id: int | None) -> str | None:
        """What a moderator is called; None for nobody."""
        person = await self._blog.people.find(tx, person_id) if person_id else None
        return None if person is None else person.name

    async def paint(
        self, tx: Transaction, now: datetime, comment: Comment, post: Post, place: Place, view: View = card
    ) -> tuple[Say, ...]:
        """Shows a page of the card where somebody stands before it. A message that was pressed is the chat's card from
        then on, and another one that was gives way."""
        slot = Slot(SlotKind.CARD, comment.id, place.chat_id)
        standing = await slots.find(tx, slot)
        if standing is None and not (place.message_id and self._is_of_moderators(place.chat_id)):
            return ()
        await slots.mark_fresh(tx, slot)
        message = view(self._blog.texts, await self.facts(tx, now, comment, post))
        before = None if standing is None else standing.message_id
        if place.message_id in (0, before) or (standing is not None and before is None):
            return (shown(slot, message),)
        await slots.replace(tx, await slots.ensure(tx, slot), before, place.message_id, now)
        return (*self._gives_way(slot, before), shown(slot, message))

    async def changed(
        self, tx: Transaction, now: datetime, comment: Comment, post: Post, place: Place | None = None
    ) -> tuple[Say, ...]:
        """The comment is not what its cards show: the one at ``place`` is painted, all others are stale."""
        await slots.mark_stale(tx, SlotKind.CARD, comment.id, now)
        return () if place is None else await self.paint(tx, now, comment, post, place)

    async def dealt(self, tx: Transaction, now: datetime, comment: Comment, post: Post) -> tuple[Say, ...]:
        """It waits once more: a new card for everyone who may decide."""
        chats = await self._desks(tx, post)
        await slots.mark_stale(tx, SlotKind.CARD, comment.id, now)
        message = card(self._blog.texts, await self.facts(tx, now, comment, post))
        said: list[Say] = []
        for chat in chats:
            said += await self._deal(tx, Slot(SlotKind.CARD, comment.id, chat), message)
        return tuple(said)

    async def first_dealt(self, tx: Transaction, facts: Facts) -> tuple[Say, ...]:
        """It is new, and waits: no chat has a card of it yet."""
        message = card(self._blog.texts, facts)
        chats = await self._desks(tx, facts.post)
        return tuple(shown(Slot(SlotKind.CARD, facts.comment.id, chat), message) for chat in chats)

    async def new(self, tx: Transaction, now: datetime, comment: Comment, post: Post, chat_id: int) -> tuple[Say, ...]:
        """A card as a new message; one that stands in that chat already gives way."""
        message = card(self._blog.texts, await self.facts(tx, now, comment, post))
        return await self._deal(tx, Slot(SlotKind.CARD, comment.id, chat_id), message)

    async def repainted(self, tx: Transaction, now: datetime, slot: Slot) -> tuple[Say, ...]:
        """A card as it is to be seen in that chat now; one that its owner may not see any more loses everything."""
        await slots.mark_fresh(tx, slot)
        comment = await comments.get(tx, slot.subject_id)
        post = await posts.get(tx, comment.post_id)
        if slot.chat_id != self._blog.moderators_chat_id and slot.chat_id > 0:
            await people.hold_role(tx, slot.chat_id)
            person = await self._blog.people.find(tx, slot.chat_id)
            if person is None or not person.may_moderate(post.author_id):
                return (shown(slot, taken_card(self._blog.texts, comment)),)
        return (shown(slot, card(self._blog.texts, await self.facts(tx, now, comment, post))),)

    async def ask(
        self, tx: Transaction, now: datetime, on: Pressed, opened: Opened, kind: PromptKind, question: str
    ) -> Say:
        """Asks whoever has pressed about the comment as it was read. In a group the answer is a reply to that."""
        prompt = Prompt(kind, opened.comment.id, opened.comment.version)
        await prompts.ask(tx, on.chat_id, prompt, now, person_id=on.by.id)
        if on.chat_id != on.by.id:
            question = self._blog.texts.asked_by_name(opened.moderator.name, question)
        placeholder = self._blog.texts.answer_placeholder()
        return Say(on.chat_id, Message(RichText(question), asks=placeholder, reply_to=on.message_id))

    async def overtaken(
        self, tx: Transaction, now: datetime, opened: Opened, place: Place, revision: int | None = None
    ) -> Answer:
        """What was pressed is no longer so: that is said, and the very card repainted. Nothing else changes.

        ``revision`` is the one that was seen, None: that is not known.
        """
        told = await self._told(tx, now, opened.comment, revision)
        return Answer(await self.paint(tx, now, opened.comment, opened.post, place), told, alert=True)

    async def _told(self, tx: Transaction, now: datetime, comment: Comment, revision: int | None) -> str:
        texts, case = self._blog.texts, comment.case
        if revision is not None and revision != comment.revision and case.waits:
            return texts.edited_since()
        if case.waits:
            return texts.moved_since()
        when = texts.card_moment(case.decided_at or comment.created_at, now)
        return texts.overtaken(comment.state, await self.name_of(tx, case.decided_by) or "", when)

    async def _desks(self, tx: Transaction, post: Post) -> list[int]:
        """Where cards are dealt: the moderators' group; without one, whoever may decide."""
        if self._blog.moderators_chat_id is not None:
            return [self._blog.moderators_chat_id]
        await people.hold_team(tx)
        team = await self._blog.people.team(tx)
        return [member.id for member in team if member.may_moderate(post.author_id) and member.reachable]

    async def _deal(self, tx: Transaction, slot: Slot, message: Message) -> tuple[Say, ...]:
        standing = await slots.find(tx, slot)
        await slots.mark_fresh(tx, slot)
        before = None if standing is None else standing.message_id
        return (*self._gives_way(slot, before), shown(slot, message, anew=True))

    def _gives_way(self, slot: Slot, message_id: int | None) -> tuple[Say, ...]:
        """So that a chat has one card of a comment, which is kept true, and which can be taken away."""
        if message_id is None:
            return ()
        moved = Message(RichText(self._blog.texts.card_moved(slot.subject_id)))
        return (Say(slot.chat_id, moved, changes=message_id),)

    def _is_of_moderators(self, chat_id: int) -> bool:
        """Whether cards may stand there at all: in a private chat, and in the group that is for it."""
        return chat_id > 0 or chat_id == self._blog.moderators_chat_id

    async def _proposed(self, tx: Transaction, comment: Comment) -> Body | None:
        if comment.case.proposed is None:
            return None
        return await comments.body_of_revision(tx, comment.id, comment.case.proposed)

    async def _answered(self, tx: Transaction, comment: Comment) -> tuple[str | None, str] | None:
        return None if comment.answers_id is None else quoted_in_card(await comments.get(tx, comment.answers_id))


def quoted_in_card(answered: Comment) -> tuple[str | None, str]:
    """What a card tells of the comment that is answered: its name, and its text."""
    return answered.name, answered.body.text.text
