"""People, roles, invitations and questions: who may, who is reached, and links that work once."""

from __future__ import annotations

from bot.core.people import Invitation, Person, Profile, Role
from bot.core.prompts import Prompt, PromptKind
from bot.storage import invitations, people, prompts
from bot.storage.engine import Database, Transaction
from bot.storage.people import People
from tests.storage import given
from tests.storage.given import DAY, NOW, SECOND
from tests.storage.racing import race

ANN = Profile(7_000_000_001, "Ann", "ann")
BEN = Profile(7_000_000_002, "Ben")


async def _found(database: Database, id_: int, owners: tuple[int, ...] = ()) -> Person | None:
    async with database.read() as tx:
        return await People(owners).find(tx, id_)


async def test_whoever_starts_is_subscribed_under_the_present_name(database: Database) -> None:
    await database.write(lambda tx: people.subscribe(tx, ANN, NOW))
    await database.write(lambda tx: people.unsubscribe(tx, ANN.id))
    await database.write(lambda tx: people.set_reachable(tx, ANN.id, False))
    assert await _found(database, ANN.id) == Person(ANN.id, "Ann", "ann", False, False, NOW)

    await database.write(lambda tx: people.subscribe(tx, Profile(ANN.id, "Anna"), NOW + DAY))

    assert await _found(database, ANN.id) == Person(ANN.id, "Anna", None, True, True, NOW)
    assert await _found(database, BEN.id) is None


async def test_the_audience_is_subscribed_and_in_reach(database: Database) -> None:
    async def work(tx: Transaction) -> int:
        await given.readers(tx, range(10))
        await people.unsubscribe(tx, 1)
        await people.set_reachable(tx, 2, False)
        return await people.audience_size(tx)

    assert await database.write(work) == 8


async def test_roles_come_from_the_settings_and_from_the_team(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await given.readers(tx, [1, 2, 3, 4])
        await people.give_role(tx, 1, Role.MODERATOR, NOW)
        await people.give_role(tx, 2, Role.MODERATOR, NOW)
        await people.give_role(tx, 2, Role.AUTHOR, NOW)
        await people.give_role(tx, 3, Role.MODERATOR, NOW)

    await database.write(work)

    async with database.read() as tx:
        team = await People((3, 99)).team(tx)
        plain = await People().team(tx)
    assert [(member.id, member.role) for member in team] == [(3, Role.OWNER), (2, Role.AUTHOR), (1, Role.MODERATOR)]
    assert [(member.id, member.role) for member in plain] == [
        (2, Role.AUTHOR),
        (1, Role.MODERATOR),
        (3, Role.MODERATOR),
    ]
    assert (await _found(database, 4, (4,))).role is Role.OWNER  # type: ignore[union-attr]
    assert await database.write(lambda tx: people.take_role(tx, 2))
    assert not await database.write(lambda tx: people.take_role(tx, 2))
    assert (await _found(database, 2)).role is None  # type: ignore[union-attr]


async def test_a_blog_has_an_owner_by_its_settings_or_by_its_team(database: Database) -> None:
    async def has_owner(*owners: int) -> bool:
        async with database.read() as tx:
            return await People(owners).has_owner(tx)

    await database.write(lambda tx: given.readers(tx, [1]))
    await database.write(lambda tx: people.give_role(tx, 1, Role.AUTHOR, NOW))
    assert await has_owner(5)
    assert not await has_owner()

    await database.write(lambda tx: people.give_role(tx, 1, Role.OWNER, NOW))

    assert await has_owner()


def invitation(code: str, made_by: int | None = 1, role: Role = Role.AUTHOR) -> Invitation:
    """A link that ends in two days."""
    return Invitation(code, role, made_by, NOW + 2 * DAY, None)


async def test_an_invitation_is_used_once(database: Database) -> None:
    await database.write(lambda tx: invitations.add(tx, invitation("code"), NOW))

    results = await race(database, lambda tx: invitations.use(tx, "code", 7), lambda tx: invitations.use(tx, "code", 8))

    assert [*results] == [True, False]
    async with database.read() as tx:
        assert await invitations.find(tx, "code") == Invitation("code", Role.AUTHOR, 1, NOW + 2 * DAY, 7)
        assert await invitations.find(tx, "other") is None


async def test_of_two_claim_links_that_are_opened_at_once_one_makes_an_owner(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await given.readers(tx, [7, 8])
        await invitations.add(tx, invitation("one", None, Role.OWNER), NOW)
        await invitations.add(tx, invitation("two", None, Role.OWNER), NOW)
        await invitations.add(tx, invitation("three", 1, Role.OWNER), NOW)

    async def claim(tx: Transaction, code: str, person_id: int) -> bool:
        if await People().has_owner(tx) or not await invitations.use(tx, code, person_id):
            return False
        await people.give_role(tx, person_id, Role.OWNER, NOW)
        await invitations.end_claims(tx, person_id)
        return True

    await database.write(work)

    results = await race(database, lambda tx: claim(tx, "one", 7), lambda tx: claim(tx, "two", 8))

    assert [*results] == [True, False]
    async with database.read() as tx:
        assert [member.id for member in await People().team(tx)] == [7]
        left = [await invitations.find(tx, code) for code in ("one", "two", "three")]
    assert [found and found.used_by for found in left] == [7, 7, None]


async def test_links_are_forgotten_thirty_days_after_their_end(database: Database) -> None:
    await database.write(lambda tx: invitations.add(tx, invitation("code"), NOW))

    async def left_after(days: int) -> bool:
        await database.write(lambda tx: invitations.forget_old(tx, NOW + days * DAY))
        async with database.read() as tx:
            return await invitations.find(tx, "code") is not None

    assert await left_after(31)
    assert not await left_after(33)


async def test_a_question_stands_until_it_is_answered_replaced_or_old(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[int, int]:
        first, second = await given.post(tx), await given.post(tx)
        await prompts.ask(tx, ANN.id, Prompt(PromptKind.COMMENT, first.id), NOW - DAY)
        await prompts.ask(tx, ANN.id, Prompt(PromptKind.SCHEDULE, second.id), NOW)
        await prompts.ask(tx, BEN.id, Prompt(PromptKind.COMMENT, first.id), NOW)
        return first.id, second.id

    first_id, second_id = await database.write(work)

    async with database.read() as tx:
        assert await prompts.asked(tx, ANN.id, NOW) == Prompt(PromptKind.SCHEDULE, second_id)
        assert await prompts.asked(tx, ANN.id, NOW + SECOND) is None
        assert await prompts.asked(tx, BEN.id, NOW - DAY) == Prompt(PromptKind.COMMENT, first_id)
    await database.write(lambda tx: prompts.drop(tx, ANN.id))
    async with database.read() as tx:
        assert await prompts.asked(tx, ANN.id, NOW) is None
        assert await prompts.asked(tx, BEN.id, NOW) == Prompt(PromptKind.COMMENT, first_id)
