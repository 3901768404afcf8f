"""The addresses that posts link to, and who has used one before."""

from __future__ import annotations

from bot.core.posts import Post
from bot.storage import post_links
from bot.storage.engine import Database, Transaction
from tests.storage import given

NOBODY = 0
LINK = "https://example.org/bulletin"


async def linking(tx: Transaction, *links: str, published: bool = True) -> Post:
    """A post with these links."""
    post = await given.post(tx, published=published)
    await post_links.keep(tx, post.id, links)
    return post


async def test_a_link_is_found_in_the_newest_post_that_is_out(database: Database) -> None:
    async def work(tx: Transaction) -> Post:
        await linking(tx, LINK)
        newest = await linking(tx, "http://www.example.org/bulletin/", LINK, "https://other.org/")
        await linking(tx, LINK, published=False)
        return newest

    newest = await database.write(work)

    async with database.read() as tx:
        asked = ["https://new.org/", "HTTP://example.org/bulletin?utm_source=a", "https://other.org"]
        found = await post_links.earlier(tx, asked, but_not_draft=NOBODY)
        assert found == [(asked[1], newest), (asked[2], newest)]
        assert await post_links.earlier(tx, [], but_not_draft=NOBODY) == []


async def test_what_a_draft_has_become_itself_does_not_count(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[Post, Post]:
        return await linking(tx, LINK), await linking(tx, LINK)

    first, second = await database.write(work)

    async with database.read() as tx:
        assert await post_links.earlier(tx, [LINK], but_not_draft=second.draft_id) == [(LINK, first)]


async def test_the_links_of_an_update_take_the_place_of_those_before(database: Database) -> None:
    async def work(tx: Transaction) -> Post:
        post = await linking(tx, LINK, "https://other.org/")
        await post_links.keep(tx, post.id, ["https://other.org/"])
        return post

    post = await database.write(work)

    async with database.read() as tx:
        found = await post_links.earlier(tx, [LINK, "https://other.org/"], but_not_draft=NOBODY)
        assert found == [("https://other.org/", post)]


async def test_what_no_index_takes_is_left_out_and_many_are_looked_up(database: Database) -> None:
    long = f"https://example.org/{'x' * post_links.LONGEST}"
    many = [f"https://example.org/{number}" for number in range(1_200)]
    post = await database.write(lambda tx: linking(tx, long, "mailto:a\0b", "", *many))

    async with database.read() as tx:
        found = await post_links.earlier(tx, [long, "", "mailto:a\0b", *many], but_not_draft=NOBODY)
        assert found == [(link, post) for link in many]
