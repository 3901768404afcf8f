"""Campaigns as the command line lists them: what each is, how far it is, and its ledger."""

from __future__ import annotations

from datetime import datetime

from bot.core.campaigns import BEGUN, Account
from bot.rendering.console_texts import ConsoleTexts
from bot.rendering.excerpts import excerpt
from bot.rendering.status import HEADLINE_ROOM, counts, progress_line
from bot.rendering.texts import Texts


def campaign_lines(
    texts: Texts, console: ConsoleTexts, account: Account, rate: float | None, now: datetime
) -> list[str]:
    """A campaign in two to five lines, its headline in the first. ``rate`` is its present speed, if that is known."""
    campaign, progress = account.campaign, account.progress
    headline = excerpt(account.post.headline or texts.untitled(), HEADLINE_ROOM)
    lines = [console.campaign(campaign.id, headline), console.campaign_state(campaign.kind, campaign.state)]
    if campaign.state in BEGUN and progress.planned:
        lines.append(progress_line(texts, account, rate))
    if progress.planned:
        lines.append(counts(texts, account))
    if campaign.state in BEGUN and campaign.parked_until is not None and campaign.parked_until > now:
        lines.append(texts.campaign_parked(campaign.parked_until, now))
    return lines
