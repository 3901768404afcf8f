"""The ledger at the end of the play: what was planned, and what became of it."""

from __future__ import annotations

from rich.table import Table

from bot.core.campaigns import CampaignState, Progress
from bot.storage import campaigns, ledger
from bot.storage.engine import Database


async def finished_progress(database_url: str) -> Progress:
    """The messages of the one campaign that is done. Raises AssertionError when there is not exactly one."""
    database = Database.open(database_url)
    try:
        async with database.read() as tx:
            done = await campaigns.in_states(tx, (CampaignState.DONE,))
            assert len(done) == 1, f"one post was to be delivered, and the database has {len(done)}"
            return await ledger.progress(tx, done[0].id)
    finally:
        await database.close()


def ledger_table(progress: Progress) -> Table:
    """Planned, and what it is the sum of; in messages."""
    states = ("sent", "blocked", "failed", "uncertain", "cancelled", "sending", "queued")
    table = Table(title="The ledger, in messages", title_justify="left", title_style="bold")
    table.add_column("planned", justify="right", style="bold")
    for state in states:
        table.add_column(("= " if state == "sent" else "+ ") + state, justify="right")
    table.add_row(str(progress.planned), *(str(getattr(progress, state)) for state in states))
    return table
