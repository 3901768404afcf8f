"""Random calls and acts leave a world that makes sense."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from bot.sandbox.comings import Comings
from bot.sandbox.methods.table import TABLE
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import MisusedError, RefusedError
from bot.sandbox.world.messenger import Messenger
from bot.sandbox.writing import Writing
from tests.sandbox.conftest import button, keyboard

names = st.sampled_from(sorted({name for method in TABLE.values() for name in method.parameters}))
fields = st.sampled_from(
    [
        *("offset", "length", "type", "url", "user", "id", "custom_emoji_id", "text", "callback_data", "message_id"),
        *("quote", "quote_position", "inline_keyboard", "keyboard", "force_reply", "media", "command", "description"),
        *("copy_text", "login_url", "input_field_placeholder", "is_disabled", "allow_sending_without_reply", "style"),
    ]
)
words = st.sampled_from(["bold", "pre", "text_link", "photo", "animation", "abcd", "attach://a", "https://a.example"])
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | fields, inner, max_size=4),
    max_leaves=8,
)
texts = st.text(max_size=20)
markups = st.sampled_from([None, keyboard([button()]), keyboard([button("Stop", "s")]), {"force_reply": True}, {}])


class Conversation(RuleBasedStateMachine):
    """A bot and a few people do what comes to mind; the rules below hold all the time."""

    people = Bundle("people")
    chats = Bundle("chats")

    @initialize(target=chats)
    def begin(self) -> MultipleResults[int]:
        self.messenger = Messenger("7000000001:secret")
        self.writing = Writing(self.messenger)
        self.comings = Comings(self.messenger, self.writing)
        self.posted: dict[int, set[str]] = {}
        self.highest: dict[int, int] = {}
        self.last_update = 0
        ann = self.messenger.add_person("Ann")
        self.comings.start(ann)
        there = [ann.id]
        for kind in ("group", "supergroup", "channel"):
            chat = self.messenger.add_group(kind, [ann.id], kind)
            self.comings.join(ann, chat.id, bot=True, administrator=True)
            self.writing.send(ann, chat.id, text=kind)
            there.append(chat.id)
        self.posted.update((chat, set()) for chat in there)
        return multiple(*there)

    def digest(self) -> str:
        """Everything that could have changed, as text."""
        chats = {
            chat.id: [message.view() for message in chat.messages.values()] for chat in self.messenger.chats.values()
        }
        return json.dumps([chats, len(self.messenger.updates), self.messenger.files.count, self.messenger.bot.me()])

    def call(self, name: str, /, **parameters: Any) -> Any:
        """A call of the bot; a refusal must leave no trace."""
        before = self.digest()
        try:
            result = TABLE[name.lower()].handle(self.messenger, Parameters(parameters))
        except RefusedError as refusal:
            self.check_refusal(refusal, before)
            return None
        json.dumps(result)
        return result

    def check_refusal(self, refusal: RefusedError, before: str) -> None:
        assert self.digest() == before
        assert refusal.description.startswith(("Bad Request: ", "Forbidden: "))

    @rule(target=people, name=st.sampled_from(["Ann", "Ben", "Cem"]))
    def somebody_comes(self, name: str) -> int:
        person = self.messenger.add_person(name)
        self.posted[person.id] = set()
        return person.id

    @rule(
        target=chats,
        owner=people,
        kind=st.sampled_from(["group", "supergroup", "channel"]),
        username=st.sampled_from([None, "harbour_news"]),
    )
    def somebody_makes_a_chat(self, owner: int, kind: str, username: str | None) -> int:
        chat = self.messenger.add_group("Desk", [owner], kind, username)
        assert chat.id not in self.posted
        self.posted[chat.id] = set()
        return chat.id

    @rule(target=chats, person=people)
    def her_private_chat_is_one_too(self, person: int) -> int:
        return person

    @rule(person=people, chat=chats, act=st.sampled_from(["join", "leave", "upgrade"]), bot=st.booleans())
    def she_goes_in_or_out(self, person: int, chat: int, act: str, bot: bool) -> None:
        optional = {} if act == "upgrade" else {"bot": bot}
        try:
            moved = getattr(self.comings, act)(self.messenger.people[person], chat, **optional)
        except MisusedError:
            return
        if act == "upgrade":
            self.posted[moved["id"]] = set()

    @rule(person=people, chat=chats, text=texts)
    def she_writes_somewhere(self, person: int, chat: int, text: str) -> None:
        try:
            self.writing.send(self.messenger.people[person], chat, text=text)
        except MisusedError:
            return
        assert person in self.messenger.chats[chat].members

    @rule(
        source=chats,
        to=chats,
        method=st.sampled_from(["forwardMessages", "copyMessages"]),
        ids=st.lists(st.integers(1, 12), min_size=1, max_size=5, unique=True).map(sorted),
    )
    def the_bot_sends_on(self, source: int, to: int, method: str, ids: list[int]) -> None:
        before = self.messenger.chats[source].messages.copy()
        if self.call(method, chat_id=to, from_chat_id=source, message_ids=ids) is not None:
            self.posted[to] |= {before[each].words for each in ids if each in before}

    @rule(person=people, chat=chats, message=st.integers(1, 12), emoji=st.sampled_from([None, "👍", "🥦"]))
    def she_reacts(self, person: int, chat: int, message: int, emoji: str | None) -> None:
        try:
            self.comings.react(self.messenger.people[person], message, chat, emoji)
        except MisusedError:
            return

    @rule(person=people, text=texts)
    def she_writes(self, person: int, text: str) -> None:
        try:
            self.writing.send(self.messenger.people[person], text=text)
        except MisusedError:
            return

    @rule(person=people, act=st.sampled_from(["start", "block", "unblock", "deactivate"]))
    def she_comes_or_goes(self, person: int, act: str) -> None:
        try:
            getattr(self.comings, act)(self.messenger.people[person])
        except MisusedError:
            return

    @rule(person=chats, text=texts, markup=markups, reply_to=st.none() | st.integers(1, 12))
    def the_bot_writes(self, person: int, text: str, markup: Any, reply_to: int | None) -> None:
        optional: dict[str, Any] = {} if markup is None else {"reply_markup": markup}
        if reply_to is not None:
            optional["reply_parameters"] = {"message_id": reply_to}
        message = self.call("sendMessage", chat_id=person, text=text, **optional)
        if message is not None:
            chat = self.messenger.chats[person]
            assert chat.has_bot
            assert chat.moved_to is None
            assert not chat.private or self.messenger.people[person].began
            self.posted[person].add(message["text"])

    @rule(person=chats, message=st.integers(1, 12), text=texts, markup=markups)
    def the_bot_edits(self, person: int, message: int, text: str, markup: Any) -> None:
        edited = self.call("editMessageText", chat_id=person, message_id=message, text=text, reply_markup=markup)
        if edited is not None:
            assert "sender_chat" in edited or edited["from"]["is_bot"]
            self.posted[person].add(edited["text"])

    @rule(person=chats, message=st.integers(1, 12))
    def the_bot_deletes(self, person: int, message: int) -> None:
        if self.call("deleteMessage", chat_id=person, message_id=message):
            assert message not in self.messenger.chats[person].messages

    @rule(method=st.sampled_from(sorted(TABLE)), parameters=st.dictionaries(names, junk, max_size=4))
    def the_bot_talks_nonsense(self, method: str, parameters: dict[str, Any]) -> None:
        self.call(method, **parameters)

    @rule(person=chats, method=st.sampled_from(sorted(TABLE)), parameters=st.dictionaries(names, junk, max_size=4))
    def the_bot_talks_nonsense_to_her(self, person: int, method: str, parameters: dict[str, Any]) -> None:
        result = self.call(method, **{**parameters, "chat_id": person})
        for message in result if isinstance(result, list) else [result]:
            if isinstance(message, dict) and "text" in message:
                self.posted[person].add(message["text"])

    @invariant()
    def ids_of_messages_only_grow(self) -> None:
        if not hasattr(self, "messenger"):
            return
        counted: dict[int, list[int]] = {}
        for chat in self.messenger.chats.values():
            assert list(chat.messages) == sorted(chat.messages)
            counted.setdefault(id(chat.numbers), []).extend(chat.messages)
            assert chat.numbers.next >= self.highest.get(chat.id, 1)
            self.highest[chat.id] = chat.numbers.next
            assert max(chat.messages, default=0) < chat.numbers.next
        assert all(len(ids) == len(set(ids)) for ids in counted.values())

    @invariant()
    def ids_of_updates_only_grow(self) -> None:
        if not hasattr(self, "messenger"):
            return
        ids = [update["update_id"] for update in self.messenger.updates.waiting(10_000)]
        assert ids == sorted(set(ids))
        assert not ids or ids[-1] >= self.last_update
        self.last_update = max([self.last_update, *ids])

    @invariant()
    def nobody_sees_what_was_not_sent_to_her(self) -> None:
        if not hasattr(self, "messenger"):
            return
        for chat, posted in self.posted.items():
            for message in self.messenger.chats[chat].messages.values():
                if message.sender is self.messenger.bot and message.kind == "text":
                    assert message.words in posted

    @invariant()
    def the_bot_hears_nothing_of_chats_that_it_was_never_in(self) -> None:
        if not hasattr(self, "messenger"):
            return
        for update in self.messenger.updates.waiting(10_000):
            for kind in ("message", "channel_post"):
                if kind in update:
                    chat = self.messenger.chats[update[kind]["chat"]["id"]]
                    assert chat.private or chat.known


Conversation.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestConversation = Conversation.TestCase
