"""The send sheet before a campaign, and the status message during and after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.core.campaigns import ON_THEIR_WAY, Account, CampaignKind, CampaignState, delivery_span
from bot.core.posts import PostState
from bot.core.richtext import RichText
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.outlook import Cost
from bot.rendering.texts import Texts

BAR_CELLS = 14
"""Width of the progress bar in characters: it fits on the narrowest phone."""

HEADLINE_ROOM = 80
"""Characters of a headline in a status message."""

_REASON_ROOM = 300


def send_sheet(
    texts: Texts,
    draft_id: int,
    headline: str,
    *,
    readers: int,
    messages: int,
    rate: float,
    warnings: tuple[str, ...],
    cost: Cost | None = None,
) -> Message:
    """The question before a post goes out. ``messages`` are those for each reader, ``rate`` is a second's.

    Where it has a ``cost``, Send now says by its press that this was seen.
    """
    span = delivery_span(readers, messages, rate)
    lines = [
        texts.sheet_question(excerpt(headline, HEADLINE_ROOM)),
        texts.sheet_cost(readers, messages, span, rate),
    ]
    if cost is not None:
        lines.append(texts.costs_stars(cost.stars, cost.rate))
    lines += warnings
    buttons = (
        Button(texts.button("Send now"), Press(sending_verb(cost), (draft_id,))),
        Button(texts.button("Cancel"), Press(Verb.CLOSE_SHEET, (draft_id,))),
    )
    return Message(RichText("\n".join(lines)), keyboard=(buttons,))


def sending_verb(cost: Cost | None) -> Verb:
    """What Send now asks for on a message that shows that cost."""
    return Verb.SEND_NOW if cost is None else Verb.SEND_PAID


def status_message(texts: Texts, account: Account, rate: float, now: datetime) -> Message:
    """What the author sees of a campaign. ``rate`` is the present pace in messages a second."""
    return Message(RichText("\n".join(_lines(texts, account, rate, now))), keyboard=_buttons(texts, account))


def status_signature(message: Message) -> str:
    """What distinguishes one status from the next: an equal one needs no call."""
    return "\n".join([message.text.text, *(button.label for row in message.keyboard for button in row)])


def resend_question(texts: Texts, account: Account) -> Message:
    """In the place of the status: what sending the uncertain messages again means, before it is done."""
    ids = (account.campaign.id,)
    buttons = (
        Button(texts.button("Resend"), Press(Verb.RESEND_NOW, ids)),
        Button("◀", Press(Verb.STATUS, ids)),
    )
    question = texts.resend_question(_headline(texts, account), account.progress.uncertain)
    return Message(RichText(question), keyboard=(buttons,))


def share_done(account: Account) -> float:
    """How much of a campaign needs no further call, from 0 to 1."""
    progress = account.progress
    return progress.settled / progress.planned if progress.planned else 0.0


def bar(share: float, cells: int = BAR_CELLS) -> str:
    """A progress bar of so many characters."""
    full = int(share * cells)
    return "▓" * full + "░" * (cells - full)


def progress_line(texts: Texts, account: Account, rate: float | None) -> str:
    """How far a campaign is, and at ``rate`` messages a second how long it takes; None: that cannot be said."""
    share, progress = share_done(account), account.progress
    if rate is None:
        return f"{bar(share)} {texts.campaign_share(share)}"
    left = timedelta(seconds=(progress.planned - progress.settled) / rate)
    return f"{bar(share)} {texts.campaign_bar(share, rate, left)}"


def counts(texts: Texts, account: Account) -> str:
    """The ledger of a campaign, as a sum."""
    progress = account.progress
    return texts.campaign_counts(
        account.campaign.kind,
        progress.sent,
        progress.blocked,
        progress.failed,
        progress.uncertain,
        progress.queued + progress.sending,
        progress.cancelled,
        progress.planned,
    )


def _headline(texts: Texts, account: Account) -> str:
    return excerpt(account.post.headline or texts.untitled(), HEADLINE_ROOM)


def _lines(texts: Texts, account: Account, rate: float, now: datetime) -> Iterator[str]:
    campaign, progress = account.campaign, account.progress
    headline = _headline(texts, account)
    if campaign.state is CampaignState.WAITING and campaign.kind is CampaignKind.POST:
        yield texts.sending_in(headline, max(timedelta(0), campaign.due_at - now))
    else:
        yield texts.campaign_title(campaign.kind, campaign.state, headline, campaign.finished_at)
    if campaign.state in (CampaignState.SENDING, CampaignState.PAUSED) and progress.planned:
        yield progress_line(texts, account, None if _is_parked(account, now) else rate)
    if campaign.state is CampaignState.DONE:
        yield texts.campaign_result(campaign.kind, progress.sent, account.reached)
    # The own copy goes to the very chat that the status stands in: each repaint would hold it up by a second.
    if progress.planned and campaign.state is not CampaignState.PROVING:
        yield counts(texts, account)
    if campaign.parked_until is not None and _is_parked(account, now):
        yield texts.campaign_parked(campaign.parked_until, now)
    if campaign.reason:
        yield texts.telegram_says(excerpt(campaign.reason, _REASON_ROOM))
    until = campaign.recallable_until
    if until is not None and until > now and _may_be_changed(account) and progress.sent:
        yield texts.campaign_recallable(until)
    if account.in_doubt:
        yield texts.campaign_in_doubt(account.in_doubt)


def _buttons(texts: Texts, account: Account) -> Keyboard:
    campaign, post = account.campaign, account.post

    def button(name: str, verb: Verb, id_: int = campaign.id) -> Button:
        return Button(texts.button(name), Press(verb, (id_,)))

    match campaign.state:
        case CampaignState.WAITING if campaign.kind is CampaignKind.POST:
            return ((button("Stop", Verb.STOP),),)
        case CampaignState.SENDING:
            return ((button("Pause", Verb.PAUSE), button("Cancel", Verb.CANCEL)),)
        case CampaignState.PAUSED:
            return ((button("Resume", Verb.RESUME), button("Cancel", Verb.CANCEL)),)
        case CampaignState.REFUSED if campaign.kind is CampaignKind.POST:
            return ((button("Open again", Verb.REOPEN, post.draft_id),),)
    rows: list[tuple[Button, ...]] = []
    if _may_be_changed(account) or (campaign.state is CampaignState.REFUSED and post.state is PostState.PUBLISHED):
        rows.append((button("Edit", Verb.EDIT, post.id), button("Withdraw", Verb.WITHDRAW, post.id)))
    again = []
    if account.may_retry:
        again.append(button("Retry failed", Verb.RETRY_FAILED))
    if account.may_resend:
        again.append(button("Resend uncertain", Verb.RESEND_UNCERTAIN))
    return (*rows, tuple(again)) if again else tuple(rows)


def _is_parked(account: Account, now: datetime) -> bool:
    """Whether it waits as long as Telegram asks; nothing is counted down then, for each edit would be a call."""
    state, until = account.campaign.state, account.campaign.parked_until
    return state in ON_THEIR_WAY and until is not None and until > now


def _may_be_changed(account: Account) -> bool:
    """Whether readers have the post from a campaign that has ended."""
    ended = account.campaign.state in (CampaignState.DONE, CampaignState.CANCELLED)
    return ended and account.post.state is not PostState.WITHDRAWN
