"""The send sheet and the status message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.campaigns import Campaign, CampaignState, Progress
from bot.core.posts import Post, PostState
from bot.rendering.message import Verb
from bot.rendering.status import send_sheet, status_message, status_signature
from tests.rendering.english import NOW, english, labels, press

POST = Post(3, 5, 7, PostState.PUBLISHED, "The Maren barrier held", 1, 3, 0, NOW)
CAMPAIGN = Campaign(9, 3, 7, CampaignState.SENDING, NOW, NOW, None, None)
HALF = Progress(queued=1545, sending=0, sent=2058, blocked=9, readers=1204, readers_blocked=3)


def test_the_sheet_says_what_a_post_costs_before_it_is_sent() -> None:
    sheet = send_sheet(
        english(), 5, "The Maren barrier held", readers=1204, messages=3, rate=25.0, warnings=("⚠ no headline",)
    )
    assert sheet.text.text.splitlines() == [
        "Publish “The Maren barrier held”?",
        "1,204 readers · 3 messages each · about 2 min 24 s at 25 a second",
        "⚠ no headline",
    ]
    assert labels(sheet) == [["Send now", "Cancel"]]
    assert press(sheet, "Send now") == (Verb.SEND_NOW, (5,))


def test_a_few_readers_of_many_pages_wait_for_the_pace_of_a_chat() -> None:
    sheet = send_sheet(english(), 5, "The barrier", readers=5, messages=3, rate=25.0, warnings=())
    assert "about 2 s" in sheet.text.text


def test_while_sending_it_shows_bar_rate_time_left_and_a_sum() -> None:
    message = status_message(english(), CAMPAIGN, POST, HALF, 25.0, NOW)
    assert message.text.text.splitlines() == [
        "Sending “The Maren barrier held”",
        "▓▓▓▓▓▓▓▓░░░░░░ 57 % · 25/s · 1 min 2 s left",
        "sent 2,058 · blocked 9 · failed 0 · uncertain 0 · queued 1,545 = 3,612",
    ]
    assert labels(message) == [["Pause", "Cancel"]]
    assert press(message, "Pause") == (Verb.PAUSE, (9,))


def test_before_it_goes_out_it_counts_down_and_offers_stop() -> None:
    waiting = replace(CAMPAIGN, state=CampaignState.WAITING, due_at=NOW + timedelta(seconds=8))
    message = status_message(english(), waiting, POST, Progress(), 25.0, NOW)
    assert message.text.text == "Sending “The Maren barrier held” in 8 s …"
    assert labels(message) == [["Stop"]]
    late = status_message(english(), waiting, POST, Progress(), 25.0, NOW + timedelta(minutes=1))
    assert "in 0 s" in late.text.text


def test_at_the_end_it_says_when_it_went_out_and_to_how_many() -> None:
    done = replace(CAMPAIGN, state=CampaignState.DONE, finished_at=NOW)
    progress = Progress(sent=3585, blocked=27, readers=1204, readers_blocked=9)
    message = status_message(english(), done, POST, progress, 25.0, NOW)
    assert message.text.text.splitlines()[:2] == [
        "“The Maren barrier held” went out on Sunday, 9:14\u202fPM",
        "3,585 messages to 1,195 readers",
    ]
    assert labels(message) == [["Edit", "Withdraw"]]
    assert press(message, "Withdraw") == (Verb.WITHDRAW, (POST.id,))


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (CampaignState.WAITING, [["Stop"]]),
        (CampaignState.PROVING, []),
        (CampaignState.SENDING, [["Pause", "Cancel"]]),
        (CampaignState.PAUSED, [["Resume", "Cancel"]]),
        (CampaignState.DONE, [["Edit", "Withdraw"]]),
        (CampaignState.STOPPED, []),
        (CampaignState.CANCELLED, [["Edit", "Withdraw"]]),
        (CampaignState.REFUSED, [["Open again"]]),
    ],
)
def test_every_state_offers_what_can_be_done_in_it(state: CampaignState, buttons: list[list[str]]) -> None:
    message = status_message(english(), replace(CAMPAIGN, state=state), POST, HALF, 25.0, NOW)
    assert labels(message) == buttons
    assert "The Maren barrier held" in message.text.text


def test_telegrams_words_are_passed_on() -> None:
    refused = replace(CAMPAIGN, state=CampaignState.REFUSED, reason="can't parse entities")
    message = status_message(english(), refused, replace(POST, headline=""), HALF, 25.0, NOW)
    assert "no headline yet" in message.text.text
    assert message.text.text.endswith("Telegram says: can't parse entities")


def test_what_was_cancelled_is_part_of_the_sum() -> None:
    cancelled = replace(CAMPAIGN, state=CampaignState.CANCELLED)
    message = status_message(english(), cancelled, POST, Progress(sent=2, cancelled=4), 25.0, NOW)
    assert message.text.text.endswith("queued 0 · cancelled 4 = 6")


def test_two_statuses_differ_when_their_words_or_their_buttons_do() -> None:
    sending = status_message(english(), CAMPAIGN, POST, HALF, 25.0, NOW)
    same = status_message(english(), CAMPAIGN, POST, HALF, 25.0, NOW + timedelta(minutes=1))
    later = status_message(english(), CAMPAIGN, POST, replace(HALF, sent=2059, queued=1544), 25.0, NOW)
    assert status_signature(sending) == status_signature(same)
    assert status_signature(sending) != status_signature(later)
