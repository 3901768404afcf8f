"""Whatever people do, in whatever order: no comment is where it must not be, and everybody sees what is true.

Hypothesis lets readers, an author, moderators, an owner and a stranger write, edit and press every button that was ever
shown to anybody, in the own chat and in others', while time passes and moderators come and go.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from bot.core.cases import DECISIONS, NEXT, REMARKS, RULES, Act, Case, CommentState, Event, replay
from bot.core.commenters import Commenter
from bot.core.comments import Body, Comment
from bot.core.deliveries import DeliveryState
from bot.core.listing import PAGE_LENGTH, ListOrder
from bot.core.people import Person, Profile, Role
from bot.core.posts import Copy, Post
from bot.core.slots import SlotKind
from bot.handlers.blog import Blog
from bot.handlers.bootstrap import Handlers
from bot.handlers.bubbles import bubble_of
from bot.handlers.repainting import Repainter
from bot.rendering.bubble import withdraw_comment_question
from bot.rendering.message import Message, Press, Verb
from bot.rendering.texts import Texts
from bot.storage import comment_lists, comment_log, commenters, comments, copies, people, posts
from bot.storage.engine import Database, Transaction
from bot.storage.people import People
from bot.storage.tables import comments as comments_table
from bot.storage.tables import outbox, slots
from tests.databases import sqlite_url
from tests.handlers.chats import Chats, Standing
from tests.storage import given

T = TypeVar("T")

NOW = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)
NOTICE = timedelta(seconds=15)

OLGA, PAVEL, MIA, MAX = Profile(1, "Olga"), Profile(2, "Pavel"), Profile(31, "Mia"), Profile(32, "Max")
ANN, BEN, SAM = Profile(71, "Ann"), Profile(72, "Ben"), Profile(99, "Sam")
ROLES = {OLGA: Role.OWNER, PAVEL: Role.AUTHOR, MIA: Role.MODERATOR, MAX: Role.MODERATOR}
KNOWN = (OLGA, PAVEL, MIA, MAX, ANN, BEN)
EVERYBODY = (*KNOWN, SAM)
"""Sam has never pressed Start."""

COPY = 500
"""The message of the post in everybody's chat."""

DECIDING = (Verb.APPROVE, Verb.REJECT, Verb.SPAM)
DESK = (Verb.APPROVE, Verb.REJECT, Verb.REJECT_FOR, Verb.SPAM, Verb.UNDO, Verb.ANSWER, Verb.MORE, Verb.PIN)
TEAM = (Verb.TEAM, Verb.MEMBER, Verb.REMOVE, Verb.INVITE_AUTHOR, Verb.INVITE_MODERATOR)
"""Who comes and goes is a rule of its own."""

BY_WRITERS = (Act.RECEIVED, Act.REPLACED, Act.PROPOSED, Act.APPEALED)
SAID = (Act.RECEIVED, Act.REPLACED, Act.PROPOSED)
"""What somebody who is muted or banned cannot do."""


class DeskMachine(RuleBasedStateMachine):
    """A blog with one post of Pavel's, on which everybody comments."""

    def __init__(self, template: Path) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        file = Path(self._folder.name) / "desk.db"
        shutil.copy(template, file)
        self._runner = asyncio.Runner()
        self._database = Database.open(sqlite_url(file))
        texts = Texts(NullTranslations(), "en", UTC, "The Long View")
        numbers = count()
        blog = Blog(
            texts, People(), "long_view_bot", None, timedelta(), NOTICE, lambda: 25.0, lambda: f"code{next(numbers)}"
        )
        self.texts = texts
        self.chats = Chats(self._database, Handlers(blog), NOW)
        self.messages: dict[Profile, list[int]] = {person: [] for person in EVERYBODY}
        self.history: dict[int, dict[int, tuple[Case, Body]]] = {}
        self.versions: dict[int, int] = {}
        self.events = 0
        self.post = self._do(self._database.write(self._opens))

    def teardown(self) -> None:
        self._do(self._database.close())
        self._runner.close()
        self._folder.cleanup()

    async def _opens(self, tx: Transaction) -> Post:
        for person in KNOWN:
            await people.subscribe(tx, person, NOW)
        for person, role in ROLES.items():
            await people.give_role(tx, person.id, role, NOW)
        post = await given.post(tx, author=PAVEL.id)
        await copies.add(tx, [Copy(post.id, person.id, COPY, 1, 1, 0) for person in KNOWN])
        return post

    # What people do

    @rule(by=st.sampled_from(EVERYBODY), text=st.sampled_from(("One", "Two", "https://example.org/x")))
    def replies_to_the_post(self, by: Profile, text: str) -> None:
        self._write(by, text, COPY)

    @rule(by=st.sampled_from((ANN, BEN, MIA)), back=st.integers(0, 15), text=st.sampled_from(("Three", "Four")))
    def writes_below_something_the_bot_said(self, by: Profile, back: int, text: str) -> None:
        """Also the answer to what the bot has asked for."""
        there = [message_id for chat_id, message_id in self.chats.standing if chat_id == by.id]
        self._write(by, text, there[-1 - back % len(there)] if there else None)

    @rule(by=st.sampled_from((ANN, BEN, MIA, MAX)), text=st.sampled_from(("Five", "Six")))
    def writes(self, by: Profile, text: str) -> None:
        self._write(by, text, None)

    @precondition(lambda self: any(self.messages.values()))
    @rule(data=st.data(), text=st.sampled_from(("One", "Seven", "Eight")))
    def edits(self, data: st.DataObject, text: str) -> None:
        by = data.draw(st.sampled_from([person for person in EVERYBODY if self.messages[person]]))
        message_id = data.draw(st.sampled_from(self.messages[by][-5:]))
        self._turn(lambda: self.chats.edit(by, message_id, text))

    @precondition(lambda self: self._standing(*Verb))
    @rule(data=st.data())
    def presses_what_stands_there(self, data: st.DataObject) -> None:
        shown, press = self._one_of(data, self._standing(*Verb))
        self._turn(lambda: self.chats.press(_with(shown.chat_id), press, message_id=shown.message_id))

    @precondition(lambda self: self._standing(*DESK))
    @rule(data=st.data())
    def decides(self, data: st.DataObject) -> None:
        """What the cards are for, so that it happens often."""
        shown, press = self._one_of(data, self._standing(*DESK))
        self._turn(lambda: self.chats.press(_with(shown.chat_id), press, message_id=shown.message_id))

    @precondition(lambda self: self.chats.ever)
    @rule(data=st.data())
    def presses_what_stood_there_once(self, data: st.DataObject) -> None:
        """A button of an older form of a message."""
        shown, press = self._one_of(data, self.chats.ever)
        self._turn(lambda: self.chats.press(_with(shown.chat_id), press, message_id=shown.message_id))

    @precondition(lambda self: self.chats.ever)
    @rule(data=st.data(), by=st.sampled_from(EVERYBODY))
    def forges(self, data: st.DataObject, by: Profile) -> None:
        """Somebody else's button, pressed on a message of the own chat."""
        _, press = self._one_of(data, self.chats.ever)
        self._turn(lambda: self.chats.press(by, press, message_id=COPY))

    @rule(span=st.sampled_from((timedelta(seconds=1), NOTICE, timedelta(minutes=11), timedelta(days=2))))
    def time_passes(self, span: timedelta) -> None:
        self.chats.pass_(span)
        self._turn(self.chats.deliver)

    @rule()
    def everything_comes_to_rest(self) -> None:
        """The time for second thoughts is over, and everybody sees what is true."""
        self.chats.pass_(NOTICE + timedelta(seconds=1))
        repainter = Repainter(self._database, lambda: self.chats.now, lambda: None)
        while self._do(repainter.paint_some(self.chats.handlers.cards)):
            pass
        self._do(self.chats.deliver())
        self._read(self._everybody_sees_what_is_true)

    @rule(who=st.sampled_from((MIA, MAX)))
    def a_moderator_comes_or_goes(self, who: Profile) -> None:
        if self._read(self._roles)[who.id].role is not None:
            self._turn(lambda: self.chats.press(OLGA, Press(Verb.REMOVE, (who.id,)), message_id=COPY))
        else:
            self._do(self._database.write(lambda tx: people.give_role(tx, who.id, Role.MODERATOR, NOW)))

    # What always holds

    @invariant()
    def the_count_is_that_of_the_list(self) -> None:
        async def look(tx: Transaction) -> tuple[int, list[list[int]]]:
            counted = (await posts.get(tx, self.post.id)).comments
            pages = range(counted // PAGE_LENGTH + 1)
            return counted, [
                [
                    row.comment.id
                    for number in pages
                    for row in (await comment_lists.under_post(tx, self.post.id, order, number, 10**6)).rows
                ]
                for order in ListOrder
            ]

        counted, listed = self._read(look)
        for ids in listed:
            assert len(set(ids)) == len(ids) == counted

    @invariant()
    def nothing_waits_twice_for_one_place(self) -> None:
        async def look(tx: Transaction) -> list[int]:
            queued = select(outbox.c.slot_id).where(
                outbox.c.state == DeliveryState.QUEUED, outbox.c.slot_id.is_not(None)
            )
            return list((await tx.execute(queued)).scalars())

        assert max(Counter(self._read(look)).values(), default=1) == 1

    # How it is done

    def _write(self, by: Profile, text: str, reply_to: int | None) -> None:
        message_id = self._turn(lambda: self.chats.say(by, text, reply_to=reply_to))
        self.messages[by].append(message_id)

    def _standing(self, *verbs: Verb) -> list[tuple[Standing, Press]]:
        """The buttons that can be seen now and do one of these things."""
        return [
            (shown, press)
            for shown in self.chats.standing.values()
            for press in shown.presses
            if press.verb in verbs and press.verb not in TEAM
        ]

    def _one_of(self, data: st.DataObject, buttons: Sequence[tuple[Standing, Press]]) -> tuple[Standing, Press]:
        """One of these buttons: each thing that can be done is as likely as any other."""
        verb = data.draw(st.sampled_from(sorted({press.verb for _, press in buttons})))
        alike = [each for each in buttons if each[1].verb is verb]
        return alike[-1 - data.draw(st.integers(0, len(alike) - 1))]

    def _turn(self, act: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Something is done; everything that it has changed is looked at with the eyes of the moment before."""
        roles, silenced = self._read(self._roles), self._read(self._silenced)
        result = self._do(act())
        for comment, log in self._read(self._changed):
            self._check(comment, log, roles, silenced)
        self._do(self.chats.deliver())
        return result

    async def _everybody_sees_what_is_true(self, tx: Transaction) -> None:
        waiting = select(func.count()).where(outbox.c.state == DeliveryState.QUEUED)
        assert (await tx.execute(waiting)).scalar_one() == 0
        for row in (await tx.execute(select(slots).where(slots.c.message_id.is_not(None)))).all():
            shown = self.chats.standing[(row.chat_id, row.message_id)]
            if row.kind == SlotKind.BUBBLE:
                comment = await comments.get(tx, row.subject_id)
                said = (await bubble_of(tx, self.texts, comment)).content
                asked = withdraw_comment_question(self.texts, comment, self.post)
                assert isinstance(said, Message)
                assert shown.text in (said.text.text, asked.text.text)
            elif row.kind == SlotKind.CARD:
                comment = await comments.get(tx, row.subject_id)
                person = await People().find(tx, row.chat_id)
                assert person is not None
                seen = {press.ids[1:] for press in shown.presses if press.verb in DECIDING}
                assert seen <= {(comment.version, comment.revision)}
                assert person.may_moderate(PAVEL.id) or not shown.presses
            elif row.kind == SlotKind.WORD:
                log = await comment_log.of_comment(tx, row.subject_id)
                told = sum(message.slot_id == row.id for message in self.chats.new)
                assert told <= sum(event.act in DECISIONS for event in log)

    async def _roles(self, tx: Transaction) -> dict[int, Person]:
        return {person.id: person for each in KNOWN if (person := await People().find(tx, each.id)) is not None}

    async def _silenced(self, tx: Transaction) -> dict[int, Commenter]:
        return {each.id: await commenters.get(tx, each.id) for each in KNOWN}

    async def _changed(self, tx: Transaction) -> list[tuple[Comment, list[Event]]]:
        ids = (await tx.execute(select(comments_table.c.id, comments_table.c.version))).all()
        return [
            (await comments.get(tx, row.id), await comment_log.of_comment(tx, row.id))
            for row in ids
            if self.versions.get(row.id) != row.version
        ]

    def _check(
        self, comment: Comment, log: list[Event], people_: dict[int, Person], silenced: dict[int, Commenter]
    ) -> None:
        """A comment that has just moved: everything follows from its log, and whoever did it was allowed to."""
        assert replay(log) == comment.case
        assert comment.version >= 1
        new = [event for event in log if event.id > self.events_of(comment.id)]
        for event in new:
            self._is_allowed(event, comment, people_, silenced)
            if event.act not in (*REMARKS, Act.UNDONE, Act.RECEIVED):
                assert event.before is not None
                assert NEXT[event.before, event.act] is event.after
        undone = {event.undoes for event in log}
        if comment.visible:
            assert any(event.act in (Act.PASSED, Act.APPROVED) and event.id not in undone for event in log)
        known = self.history.setdefault(comment.id, {})
        known[log[-1].id] = (comment.case, comment.body)
        last = log[-1]
        if last.act is Act.UNDONE and comment.state is not CommentState.ERASED:
            before = max(id_ for id_ in known if last.undoes is not None and id_ < last.undoes)
            assert (comment.case, comment.body) == known[before]
        self.versions[comment.id] = comment.version

    def events_of(self, comment_id: int) -> int:
        """The newest line of a comment's log that was looked at."""
        return max(self.history.get(comment_id, {}), default=0)

    def _is_allowed(
        self, event: Event, comment: Comment, people_: dict[int, Person], silenced: dict[int, Commenter]
    ) -> None:
        if event.actor_id == RULES:
            return
        actor = people_[event.actor_id]
        moderates = actor.may_moderate(PAVEL.id)
        if event.act in BY_WRITERS:
            assert actor.id == comment.person_id
        elif event.act is Act.WITHDRAWN:
            assert actor.id == comment.person_id or moderates
        else:
            assert moderates, event
        if event.act in SAID:
            commenter = silenced[actor.id]
            assert not commenter.banned
            assert commenter.muted_until is None or commenter.muted_until <= self.chats.now

    def _read(self, look: Callable[[Transaction], Awaitable[T]]) -> T:
        async def read() -> T:
            async with self._database.read() as tx:
                return await look(tx)

        return self._do(read())

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)


def _with(chat_id: int) -> Profile:
    """Whose chat it is."""
    return next(person for person in EVERYBODY if person.id == chat_id)


@pytest.mark.check
@pytest.mark.timeout(600)
def test_the_desk_holds_whatever_happens(sqlite_template: Path) -> None:
    class OnACopy(DeskMachine):
        def __init__(self) -> None:
            super().__init__(sqlite_template)

    run_state_machine_as_test(
        OnACopy,
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
