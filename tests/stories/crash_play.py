"""The life of a post, as people play it who know nothing of crashes: they react to what they see in their chats."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.richtext_json import entities_to_json
from bot.demo.sample import Sample
from bot.sandbox.client import PATIENCE as USUAL_PATIENCE
from bot.sandbox.client import Person, World

PATIENCE = 3 * USUAL_PATIENCE
"""Seconds for which people wait for what they expect; long, since the bot is started twice meanwhile, and twenty
of these plays share a machine that may be busy with other tests."""

COMMENT = "What happens to Holm now?"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: Olga owns the blog, writes and moderates; Ann, Ben and Cleo read."""

    olga: Person
    ann: Person
    ben: Person
    cleo: Person

    @classmethod
    async def of(cls, world: World) -> Cast:
        """Four people who have not met the bot."""
        return cls(*[await world.person(name) for name in ("Olga", "Ann", "Ben", "Cleo")])

    @property
    def readers(self) -> tuple[Person, ...]:
        """Those who get the post by the campaign."""
        return (self.ann, self.ben, self.cleo)

    @property
    def everyone(self) -> tuple[Person, ...]:
        """All who have the post in the end."""
        return (self.olga, *self.readers)


async def play(cast: Cast, sample: Sample, claim_link: str) -> None:
    """From the claim link to the count on every reader's button. Nobody waits for a toast: it may never come."""
    olga, ann, ben = cast.olga, cast.ann, cast.ben
    await olga.follows(claim_link)
    for reader in cast.readers:
        await reader.starts()
    for reader in cast.readers:
        await reader.sees("You will get new posts", timeout=PATIENCE)
    await olga.sees("This blog is yours", timeout=PATIENCE)

    await olga.says(sample.source)
    await olga.sends_photo(sample.photo, caption=sample.caption.text)
    pasted = sample.pasted()
    await olga.pastes(pasted.text, entities=entities_to_json(pasted.entities))
    await olga.sees("tags · #harbour", button="Publish", timeout=PATIENCE)
    await olga.presses("Publish", wait=False, timeout=PATIENCE)
    await olga.presses("Send now", wait=False, timeout=PATIENCE)
    await olga.sees("went out", timeout=PATIENCE)

    await ann.presses("Post a comment", wait=False, timeout=PATIENCE)
    await ann.sees("Write your comment", timeout=PATIENCE)
    await ann.says(COMMENT)
    await ann.sees("waits for a moderator", timeout=PATIENCE)
    await olga.presses("Approve", wait=False, timeout=PATIENCE)
    await ann.sees("is published", timeout=PATIENCE)
    for person in cast.everyone:
        await person.sees(button="1 comment", timeout=PATIENCE)
    await ben.presses("1 comment", wait=False, timeout=PATIENCE)
    await ben.sees(COMMENT, timeout=PATIENCE)
