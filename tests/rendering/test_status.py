"""The send sheet and the status message."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.campaigns import Account, Campaign, CampaignKind, CampaignState, Progress
from bot.core.posts import Post, PostState
from bot.rendering.message import Message, Verb
from bot.rendering.outlook import Cost
from bot.rendering.status import bar, resend_question, send_sheet, share_done, status_message, status_signature
from tests.rendering.english import NOW, english, labels, press

POST = Post(3, 5, 7, PostState.PUBLISHED, "The Maren barrier held", 1, 3, 0, NOW)
WITHDRAWN = replace(POST, state=PostState.WITHDRAWN)
CAMPAIGN = Campaign(9, 3, 7, CampaignState.SENDING, NOW, NOW, None, None)
UPDATE = replace(CAMPAIGN, kind=CampaignKind.UPDATE, revision=1)
WITHDRAWAL = replace(CAMPAIGN, kind=CampaignKind.WITHDRAWAL)
HALF = Progress(queued=1545, sending=0, sent=2058, blocked=9, readers=1204, readers_blocked=3)
TROUBLED = Progress(sent=5, failed=2, uncertain=1, readers=8)


def status(
    campaign: Campaign, progress: Progress = HALF, *, post: Post = POST, now: datetime = NOW, **more: int
) -> Message:
    """What its author sees at 25 messages a second."""
    return status_message(english(), Account(campaign, post, progress, **more), 25.0, now)


def done(campaign: Campaign) -> Campaign:
    """The same, two minutes after its beginning."""
    return replace(campaign, state=CampaignState.DONE, finished_at=NOW + timedelta(minutes=2))


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


def test_the_sheet_says_what_a_post_costs_in_stars_and_its_press_that_this_was_seen() -> None:
    sheet = send_sheet(
        english(), 5, "The barrier", readers=3000, messages=1, rate=60.0, warnings=("⚠",), cost=Cost(150, 60.0)
    )
    assert sheet.text.text.splitlines()[2:] == [
        "Costs about 150 Stars at 60 a second: 0.1 for each message above 30",
        "⚠",
    ]
    assert press(sheet, "Send now") == (Verb.SEND_PAID, (5,))


def test_a_few_readers_of_many_pages_wait_for_the_pace_of_a_chat() -> None:
    sheet = send_sheet(english(), 5, "The barrier", readers=5, messages=3, rate=25.0, warnings=())
    assert "about 2 s" in sheet.text.text


def test_while_sending_it_shows_bar_rate_time_left_and_a_sum() -> None:
    message = status(CAMPAIGN)
    assert message.text.text.splitlines() == [
        "Sending “The Maren barrier held”",
        "▓▓▓▓▓▓▓▓░░░░░░ 57 % · 25/s · 1 min 2 s left",
        "sent 2,058 · blocked 9 · failed 0 · uncertain 0 · queued 1,545 = 3,612",
    ]
    assert labels(message) == [["Pause", "Cancel"]]
    assert press(message, "Pause") == (Verb.PAUSE, (9,))


def test_before_it_goes_out_it_counts_down_and_offers_stop() -> None:
    waiting = replace(CAMPAIGN, state=CampaignState.WAITING, due_at=NOW + timedelta(seconds=8))
    message = status(waiting, Progress())
    assert message.text.text == "Sending “The Maren barrier held” in 8 s …"
    assert labels(message) == [["Stop"]]
    assert "in 0 s" in status(waiting, Progress(), now=NOW + timedelta(minutes=1)).text.text


def test_at_the_end_it_says_when_it_went_out_to_how_many_and_until_when_it_can_be_recalled() -> None:
    progress = Progress(sent=3585, blocked=27, readers=1204, readers_blocked=9)
    message = status(done(CAMPAIGN), progress, reached=1195)
    assert message.text.text.splitlines() == [
        "“The Maren barrier held” went out on Sunday, 9:16\u202fPM",
        "3,585 messages to 1,195 readers",
        "sent 3,585 · blocked 27 · failed 0 · uncertain 0 · queued 0 = 3,612",
        "It can be recalled until Tuesday, 9:14\u202fPM.",
    ]
    assert labels(message) == [["Edit", "Withdraw"]]
    assert press(message, "Withdraw") == (Verb.WITHDRAW, (POST.id,))


def test_what_is_48_hours_old_or_withdrawn_or_reached_nobody_is_not_offered_to_be_recalled() -> None:
    assert "recalled" in status(replace(CAMPAIGN, state=CampaignState.CANCELLED)).text.text
    assert "recalled" not in status(done(CAMPAIGN), now=NOW + timedelta(hours=48)).text.text
    assert "recalled" not in status(done(CAMPAIGN), Progress(cancelled=4)).text.text
    assert "recalled" not in status(done(replace(CAMPAIGN, started_at=None))).text.text
    withdrawn = status(done(CAMPAIGN), post=WITHDRAWN)
    assert "recalled" not in withdrawn.text.text
    assert labels(withdrawn) == []


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
        (CampaignState.SUPERSEDED, []),
    ],
)
def test_every_state_offers_what_can_be_done_in_it(state: CampaignState, buttons: list[list[str]]) -> None:
    message = status(replace(CAMPAIGN, state=state))
    assert labels(message) == buttons
    assert "The Maren barrier held" in message.text.text


@pytest.mark.parametrize(
    ("state", "title", "buttons"),
    [
        (CampaignState.WAITING, "Updating “The Maren barrier held” soon", []),
        (CampaignState.PROVING, "Updating “The Maren barrier held”: your own copy first", []),
        (CampaignState.SENDING, "Updating “The Maren barrier held”", [["Pause", "Cancel"]]),
        (CampaignState.PAUSED, "The update of “The Maren barrier held” is paused", [["Resume", "Cancel"]]),
        (CampaignState.DONE, "“The Maren barrier held” was updated", [["Edit", "Withdraw"]]),
        (CampaignState.STOPPED, "Stopped. Nobody got the update of “The Maren barrier held”.", []),
        (
            CampaignState.CANCELLED,
            "The update of “The Maren barrier held” was cancelled; what had been changed stays so.",
            [["Edit", "Withdraw"]],
        ),
        (
            CampaignState.REFUSED,
            "Telegram refused the change of “The Maren barrier held”. Other readers’ copies are as they were.",
            [["Edit", "Withdraw"]],
        ),
        (
            CampaignState.SUPERSEDED,
            "This update of “The Maren barrier held” goes no further; a newer change took over.",
            [],
        ),
    ],
)
def test_an_update_says_in_every_state_what_becomes_of_the_copies(
    state: CampaignState, title: str, buttons: list[list[str]]
) -> None:
    message = status(replace(UPDATE, state=state))
    assert message.text.text.splitlines()[0] == title
    assert labels(message) == buttons


def test_an_update_at_its_end_counts_the_readers_whose_copies_were_changed_and_the_messages_sent() -> None:
    message = status(done(UPDATE), Progress(sent=1195, blocked=9), reached=1195)
    assert message.text.text.splitlines() == [
        "“The Maren barrier held” was updated on Sunday, 9:16\u202fPM",
        "Changed for 1,195 readers",
        "done 1,195 · blocked 9 · failed 0 · uncertain 0 · queued 0 = 1,204",
    ]
    longer = status(done(UPDATE), Progress(sent=3, readers=2), reached=2)
    assert "Changed for 2 readers · 1 message sent" in longer.text.text


@pytest.mark.parametrize("state", CampaignState)
def test_a_withdrawal_offers_nothing_but_to_hold_or_end_it(state: CampaignState) -> None:
    message = status(replace(WITHDRAWAL, state=state), post=WITHDRAWN)
    title = message.text.text.splitlines()[0]
    assert "The Maren barrier held" in title
    assert re.search("ithdr|take|copy", title)
    assert labels(message) == {
        CampaignState.SENDING: [["Pause", "Cancel"]],
        CampaignState.PAUSED: [["Resume", "Cancel"]],
    }.get(state, [])


def test_a_withdrawal_at_its_end_says_what_was_done_and_what_may_remain() -> None:
    message = status(done(WITHDRAWAL), Progress(sent=1195, blocked=9), post=WITHDRAWN, reached=1195, in_doubt=3)
    assert message.text.text.splitlines() == [
        "“The Maren barrier held” was withdrawn on Sunday, 9:16\u202fPM",
        "Taken back from 1,195 readers; where 48 hours had passed, a notice stands in its place.",
        "done 1,195 · blocked 9 · failed 0 · uncertain 0 · queued 0 = 1,204",
        "In 3 chats a message may remain: it was never learned whether it had arrived there.",
    ]


def test_what_failed_or_is_in_doubt_can_be_sent_again_once_it_is_over() -> None:
    message = status(done(CAMPAIGN), TROUBLED)
    assert labels(message) == [["Edit", "Withdraw"], ["Retry failed", "Resend uncertain"]]
    assert press(message, "Retry failed") == (Verb.RETRY_FAILED, (9,))
    assert press(message, "Resend uncertain") == (Verb.RESEND_UNCERTAIN, (9,))
    assert labels(status(done(CAMPAIGN), replace(TROUBLED, failed=0)))[1:] == [["Resend uncertain"]]
    assert labels(status(done(CAMPAIGN), replace(TROUBLED, uncertain=0)))[1:] == [["Retry failed"]]
    for over in (
        status(replace(CAMPAIGN, state=CampaignState.CANCELLED), TROUBLED),
        status(done(replace(CAMPAIGN, has_ledger=False)), TROUBLED),
    ):
        assert labels(over) == [["Edit", "Withdraw"]]


def test_of_a_withdrawn_post_only_its_withdrawal_can_be_tried_again() -> None:
    assert labels(status(done(CAMPAIGN), TROUBLED, post=WITHDRAWN)) == []
    assert labels(status(done(WITHDRAWAL), TROUBLED, post=WITHDRAWN)) == [["Retry failed"]]


def test_an_update_can_be_tried_again_until_a_newer_one_is_made() -> None:
    again = [["Edit", "Withdraw"], ["Retry failed", "Resend uncertain"]]
    assert labels(status(done(UPDATE), TROUBLED)) == again
    assert labels(status(done(UPDATE), TROUBLED, post=replace(POST, revision=2))) == [["Edit", "Withdraw"]]
    assert labels(status(done(UPDATE), TROUBLED, post=WITHDRAWN)) == []
    assert labels(status(done(CAMPAIGN), TROUBLED, post=replace(POST, revision=2))) == again


def test_resending_is_asked_with_its_consequence() -> None:
    question = resend_question(english(), Account(done(CAMPAIGN), POST, TROUBLED))
    assert question.text.text.splitlines()[0] == "Send 1 uncertain message of “The Maren barrier held” again?"
    assert "gets it twice" in question.text.text
    assert press(question, "Resend") == (Verb.RESEND_NOW, (9,))
    assert press(question, "◀") == (Verb.STATUS, (9,))


def test_while_telegram_asks_to_wait_the_hour_is_shown_and_nothing_is_counted_down() -> None:
    parked = replace(CAMPAIGN, parked_until=NOW + timedelta(hours=1))
    message = status(parked)
    assert message.text.text.splitlines() == [
        "Sending “The Maren barrier held”",
        "▓▓▓▓▓▓▓▓░░░░░░ 57 %",
        "sent 2,058 · blocked 9 · failed 0 · uncertain 0 · queued 1,545 = 3,612",
        "Telegram asks to wait until 10:14\u202fPM; it goes on then by itself.",
    ]
    assert labels(message) == [["Pause", "Cancel"]]
    assert status(parked, now=NOW + timedelta(minutes=59)) == message
    assert "25/s" in status(parked, now=NOW + timedelta(hours=1)).text.text
    tomorrow = status(replace(parked, parked_until=NOW + timedelta(hours=6))).text.text
    assert "until Monday, 3:14\u202fAM" in tomorrow
    assert "asks to wait" in status(replace(parked, state=CampaignState.PROVING)).text.text
    assert "asks to wait" not in status(done(parked)).text.text


def test_telegrams_words_are_passed_on() -> None:
    refused = replace(CAMPAIGN, state=CampaignState.REFUSED, reason="can't parse entities")
    message = status(refused, post=replace(POST, headline=""))
    assert "no headline yet" in message.text.text
    assert message.text.text.endswith("Telegram says: can't parse entities")


def test_what_was_cancelled_is_part_of_the_sum() -> None:
    message = status(replace(CAMPAIGN, state=CampaignState.CANCELLED), Progress(sent=2, cancelled=4))
    assert "queued 0 · cancelled 4 = 6" in message.text.text


def test_two_statuses_differ_when_their_words_or_their_buttons_do() -> None:
    sending = status(CAMPAIGN)
    same = status(CAMPAIGN, now=NOW + timedelta(minutes=1))
    later = status(CAMPAIGN, replace(HALF, sent=2059, queued=1544))
    assert status_signature(sending) == status_signature(same)
    assert status_signature(sending) != status_signature(later)


def test_a_bar_is_as_full_as_the_campaign_is_far() -> None:
    assert [bar(share, 4) for share in (0.0, 0.5, 0.99, 1.0)] == ["░░░░", "▓▓░░", "▓▓▓░", "▓▓▓▓"]


def test_a_campaign_without_rows_is_not_far() -> None:
    assert share_done(Account(CAMPAIGN, POST, Progress())) == 0.0
