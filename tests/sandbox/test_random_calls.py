"""Random calls and acts leave a world that makes sense."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

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

    @initialize()
    def begin(self) -> None:
        self.messenger = Messenger("7000000001:secret")
        self.writing = Writing(self.messenger)
        self.comings = Comings(self.messenger, self.writing)
        self.posted: dict[int, set[str]] = {}
        self.highest = 0

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

    @rule(person=people, text=texts, markup=markups, reply_to=st.none() | st.integers(1, 30))
    def the_bot_writes(self, person: int, text: str, markup: Any, reply_to: int | None) -> None:
        optional: dict[str, Any] = {} if markup is None else {"reply_markup": markup}
        if reply_to is not None:
            optional["reply_parameters"] = {"message_id": reply_to}
        message = self.call("sendMessage", chat_id=person, text=text, **optional)
        if message is not None:
            assert not self.messenger.people[person].blocked
            assert self.messenger.people[person].began
            self.posted[person].add(message["text"])

    @rule(person=people, message=st.integers(1, 30), text=texts, markup=markups)
    def the_bot_edits(self, person: int, message: int, text: str, markup: Any) -> None:
        edited = self.call("editMessageText", chat_id=person, message_id=message, text=text, reply_markup=markup)
        if edited is not None:
            assert edited["from"]["is_bot"]
            self.posted[person].add(edited["text"])

    @rule(person=people, message=st.integers(1, 30))
    def the_bot_deletes(self, person: int, message: int) -> None:
        if self.call("deleteMessage", chat_id=person, message_id=message):
            assert message not in self.messenger.chats[person].messages

    @rule(method=st.sampled_from(sorted(TABLE)), parameters=st.dictionaries(names, junk, max_size=4))
    def the_bot_talks_nonsense(self, method: str, parameters: dict[str, Any]) -> None:
        self.call(method, **parameters)

    @rule(person=people, method=st.sampled_from(sorted(TABLE)), parameters=st.dictionaries(names, junk, max_size=4))
    def the_bot_talks_nonsense_to_her(self, person: int, method: str, parameters: dict[str, Any]) -> None:
        result = self.call(method, **{**parameters, "chat_id": person})
        for message in result if isinstance(result, list) else [result]:
            if isinstance(message, dict) and "text" in message:
                self.posted[person].add(message["text"])

    @invariant()
    def ids_of_messages_only_grow(self) -> None:
        if not hasattr(self, "messenger"):
            return
        ids = [id_ for chat in self.messenger.chats.values() for id_ in chat.messages]
        assert len(ids) == len(set(ids))
        for chat in self.messenger.chats.values():
            assert list(chat.messages) == sorted(chat.messages)
        newest = max(ids, default=0)
        assert newest <= self.messenger.numbers.next - 1
        assert self.messenger.numbers.next > self.highest
        self.highest = self.messenger.numbers.next - 1

    @invariant()
    def nobody_sees_what_was_not_sent_to_her(self) -> None:
        if not hasattr(self, "messenger"):
            return
        for person, posted in self.posted.items():
            for message in self.messenger.chats[person].seen_by(person):
                if message.sender is self.messenger.bot and message.kind == "text":
                    assert message.words in posted


Conversation.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestConversation = Conversation.TestCase
