"""The play: what an author, three readers and a moderator do, step by step, each waiting for what the blog answers."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from bot.core.richtext import RichText
from bot.core.richtext_json import entities_to_json
from bot.demo.printing import Conversation
from bot.demo.sample import Sample
from bot.sandbox.client import Message, Person, World

COMMENT = "What happens to Holm now? The gauge on our side stood higher than I have ever seen it."
"""What Ann writes below the post."""

DELIVERY = 30.0
"""Seconds for which people wait for what goes to everybody; other answers come at once."""

PICTURED_FROM = "Ann comments, and Mia approves"
"""The act with which the picture of the play begins."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays."""

    olga: Person
    ann: Person
    ben: Person
    chloe: Person
    mia: Person

    def readers(self) -> tuple[Person, ...]:
        """Everyone who gets posts: whoever has pressed Start, the author and the moderator among them."""
        return (self.olga, self.ann, self.ben, self.chloe, self.mia)


async def perform(world: World, claim_link: str, sample: Sample, conversation: Conversation) -> Cast:
    """Plays everything. Raises AssertionError as soon as somebody does not see in time what should come."""
    names = ("Olga", "Ann", "Ben", "Chloe", "Mia")
    cast = Cast(*[await world.person(name) for name in names])

    async def act(title: str, doings: Awaitable[None]) -> None:
        conversation.act(title)
        await doings
        await conversation.up_to_now(world)

    await act("Olga takes the blog over", _claim(cast, claim_link))
    await act("Readers come, and a moderator", _gather(cast))
    await act("Olga writes a post: a link, a photo, a text", _compose(cast, sample))
    await act("She looks at what readers will get", _preview(cast))
    await act("She sends it", _publish(cast, conversation, world))
    await act(PICTURED_FROM, _comment(cast))
    return cast


async def _claim(cast: Cast, claim_link: str) -> None:
    await cast.olga.follows(claim_link)
    await cast.olga.sees("This blog is yours now")


async def _gather(cast: Cast) -> None:
    for reader in (cast.ann, cast.ben, cast.chloe):
        await reader.starts()
        await reader.sees("You will get new posts")
    await cast.olga.says("/team")
    await cast.olga.presses("Invite a moderator")
    invitation = await cast.olga.sees("it works once")
    await cast.mia.follows(_last_line(invitation))
    await cast.mia.sees("You are a moderator")
    await cast.olga.sees("Mia is a moderator now")


async def _compose(cast: Cast, sample: Sample) -> None:
    olga = cast.olga
    await olga.says(sample.source)
    await olga.sends_photo(sample.photo, sample.caption.text, entities=_entities(sample.caption))
    text = sample.pasted()
    pieces = await olga.pastes(text.text, entities=_entities(text))
    assert len(pieces) == 2, f"the sample was to be cut in two when pasted, and became {len(pieces)} messages"
    await olga.sees(f"“{sample.headline.text}”", button="Publish")
    await olga.sees("#harbour", button="Publish")


async def _preview(cast: Cast) -> None:
    toast = await cast.olga.presses("Preview")
    assert toast == "This is what readers will get.", f"Olga pressed Preview, and was told: {toast}"
    await cast.olga.sees("#harbour", button="Publish", after=await cast.olga.sees(kind="photo"))


async def _publish(cast: Cast, conversation: Conversation, world: World) -> None:
    olga = cast.olga
    await olga.presses("Publish")
    await olga.presses("Send now")
    await olga.sees("Sending", button="Stop")
    await conversation.up_to_now(world)
    for reader in cast.readers():
        await reader.sees("#harbour", button="No comments", timeout=DELIVERY)
    await olga.sees("went out", timeout=DELIVERY)


async def _comment(cast: Cast) -> None:
    await cast.ann.presses("Post a comment")
    await cast.ann.sees("Write your comment")
    await cast.ann.says(COMMENT)
    await cast.ann.sees("waits for a moderator")
    await cast.mia.sees(COMMENT, button="Approve")
    await cast.mia.presses("Approve")
    await cast.ann.sees("is published")
    for reader in cast.readers():
        await reader.sees("#harbour", button="1 comment", timeout=DELIVERY)
    await cast.ben.presses("1 comment")
    await cast.ben.sees(COMMENT)


def _entities(rich: RichText) -> list[dict[str, object]]:
    return entities_to_json(rich.entities)


def _last_line(message: Message) -> str:
    return str(message["text"]).splitlines()[-1]
