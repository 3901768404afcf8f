"""Campaigns as the command line lists them: what each is, how far it is, and its ledger."""

from __future__ import annotations

from datetime import timedelta

from bot.core.campaigns import Account, CampaignState
from bot.rendering.console_texts import ConsoleTexts
from bot.rendering.excerpts import excerpt
from bot.rendering.status import HEADLINE_ROOM, bar, counts, share_done
from bot.rendering.texts import Texts

ON_ITS_WAY = (CampaignState.PROVING, CampaignState.SENDING, CampaignState.PAUSED)
"""States in which it is worth saying how far a campaign is."""


def campaign_lines(texts: Texts, console: ConsoleTexts, account: Account, rate: float | None) -> list[str]:
    """A campaign in two to four lines, its headline in the first. ``rate`` is its present speed, if that is known."""
    campaign, progress = account.campaign, account.progress
    headline = excerpt(account.post.headline or texts.untitled(), HEADLINE_ROOM)
    state = console.campaign_state(campaign.kind, campaign.state)
    lines = [console.campaign(campaign.id, headline), state]
    if campaign.state in ON_ITS_WAY and progress.planned:
        share = share_done(account)
        lines.append(f"{bar(share)} {_pace(texts, console, account, rate)}")
    if progress.planned:
        lines.append(counts(texts, account))
    return lines


def _pace(texts: Texts, console: ConsoleTexts, account: Account, rate: float | None) -> str:
    share = share_done(account)
    if rate is None:
        return console.campaign_share(share)
    left = account.progress.planned - account.progress.settled
    return texts.campaign_bar(share, rate, timedelta(seconds=left / rate))
