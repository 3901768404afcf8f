"""Campaigns as the command line lists them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from gettext import NullTranslations

import pytest

from bot.core.campaigns import Account, CampaignKind, CampaignState, Progress
from bot.rendering.campaign_list import campaign_lines
from bot.rendering.console_texts import ConsoleTexts
from tests.rendering.english import NOW, english
from tests.rendering.test_status import CAMPAIGN, HALF, POST, UPDATE

CONSOLE = ConsoleTexts(NullTranslations())


def lines(account: Account, rate: float | None = None) -> list[str]:
    return campaign_lines(english(), CONSOLE, account, rate, NOW)


def test_what_is_on_its_way_has_a_bar_a_pace_and_a_sum() -> None:
    assert lines(Account(CAMPAIGN, POST, HALF), 25.0) == [
        "9  “The Maren barrier held”",
        "post · on its way",
        "▓▓▓▓▓▓▓▓░░░░░░ 57 % · 25/s · 1 min 2 s left",
        "sent 2,058 · blocked 9 · failed 0 · uncertain 0 · queued 1,545 = 3,612",
    ]


def test_without_a_known_pace_it_says_how_far_it_is() -> None:
    paused = replace(UPDATE, state=CampaignState.PAUSED)
    assert lines(Account(paused, POST, HALF))[1:3] == ["update · paused", "▓▓▓▓▓▓▓▓░░░░░░ 57 %"]


def test_what_waits_for_telegram_says_until_when() -> None:
    parked = replace(CAMPAIGN, parked_until=NOW + timedelta(hours=1))
    assert lines(Account(parked, POST, HALF))[-1] == (
        "Telegram asks to wait until 10:14\u202fPM; it goes on then by itself."
    )
    assert "asks to wait" not in str(lines(Account(replace(CAMPAIGN, parked_until=NOW), POST, HALF)))
    done = replace(parked, state=CampaignState.DONE)
    assert "asks to wait" not in str(lines(Account(done, POST, HALF)))


def test_what_is_over_has_its_sum_alone_and_what_has_not_begun_has_none() -> None:
    done = replace(CAMPAIGN, state=CampaignState.DONE)
    assert lines(Account(done, POST, Progress(sent=3)))[1:] == [
        "post · done",
        "sent 3 · blocked 0 · failed 0 · uncertain 0 · queued 0 = 3",
    ]
    waiting = replace(CAMPAIGN, state=CampaignState.WAITING)
    assert lines(Account(waiting, replace(POST, headline=""), Progress())) == ["9  “no headline yet”", "post · waits"]


@pytest.mark.parametrize("kind", CampaignKind)
def test_every_kind_in_every_state_is_named(kind: CampaignKind) -> None:
    named = {CONSOLE.campaign_state(kind, state) for state in CampaignState}
    assert len(named) == len(CampaignState)
    assert all(name.startswith(f"{kind} · ") for name in named)


def test_what_the_commands_say_names_the_commands() -> None:
    assert CONSOLE.no_campaign(7) == "There is no campaign 7; `broadsheet campaigns` lists them."
    assert "--yes" in CONSOLE.resend_needs_yes()
    assert CONSOLE.resend_now() == "Send again?"
    assert CONSOLE.no_campaigns().endswith(".")
