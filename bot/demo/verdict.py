"""The end of the play: does the ledger add up, does every button count, and did every reader get the author's text?"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.demo.arrival import difference, labels, post_among, text_of
from bot.demo.ledger import finished_progress, ledger_table
from bot.demo.printing import WIDTH
from bot.demo.sample import Sample
from bot.demo.script import Cast


async def pronounce(console: Console, cast: Cast, sample: Sample, database_url: str) -> None:
    """Prints the ledger and what was found. Raises AssertionError with a sentence for whatever is not as it should."""
    copies = {reader.name: post_among(await reader.messages()) for reader in cast.readers()}
    standing = sum(len(messages) for messages in copies.values())
    progress = await finished_progress(database_url)
    console.print()
    console.rule(Text("What came of it", "bold"), align="left", style="dim")
    console.print()
    console.print(ledger_table(progress))
    assert progress.planned == progress.sent == standing, f"{standing} messages stand in the chats"

    expected = sample.published()
    for name, messages in copies.items():
        assert messages, f"{name} has no post"
        shown = labels(messages[-1])[0]
        assert shown == "1 comment", f"{name}'s button says “{shown}”"
        whole = text_of(messages)
        wrong = difference(expected, whole.slice(whole.text.index("\n") + 1))
        assert wrong is None, f"{name} did not get what Olga wrote: {wrong}"

    readers = f"{len(copies)} readers"
    findings = Table.grid(padding=(0, 1))
    for finding in (
        f"All {standing} messages to {readers} are accounted for, and stand in their chats.",
        f'The button of each of the {readers} says "1 comment".',
        f"What each of them got, put together, is what Olga wrote: {len(expected.text):,} characters, nothing lost,"
        " doubled or out of order; bold, italic and quotation where they were.",
    ):
        findings.add_row(Text("✔", "bold green"), finding)
    console.print(findings, width=min(console.width, WIDTH))
