"""The ledger at the end of the play: what was planned, and what became of it."""

from __future__ import annotations

from rich.table import Table

from bot.core.campaigns import CampaignState, Progress
from bot.storage import campaigns, ledger
from bot.storage.engine import Database

_STATES = ("sent", "blocked", "failed", "uncertain", "cancelled", "sending", "queued")


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
    table = Table(title="The ledger", title_justify="left", title_style="bold")
    table.add_column("")
    table.add_column("messages", justify="right")
    table.add_row("planned", str(progress.planned), style="bold", end_section=True)
    for sign, state in zip("=++++++", _STATES, strict=True):
        table.add_row(f"{sign} {state}", str(getattr(progress, state)))
    return table
