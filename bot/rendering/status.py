"""The send sheet before a campaign, and the status message during and after it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.campaigns import Campaign, CampaignState, Progress, delivery_span
from bot.core.posts import Post
from bot.core.richtext import RichText
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.texts import Texts

BAR_CELLS = 14
"""Width of the progress bar in characters: it fits on the narrowest phone."""

HEADLINE_ROOM = 80
"""Characters of a headline in a status message."""


def send_sheet(
    texts: Texts, draft_id: int, headline: str, *, readers: int, messages: int, rate: float, warnings: tuple[str, ...]
) -> Message:
    """The question before a post goes out. ``messages`` are those for each reader, ``rate`` is a second's."""
    span = delivery_span(readers, messages, rate)
    lines = (
        texts.sheet_question(excerpt(headline, HEADLINE_ROOM)),
        texts.sheet_cost(readers, messages, span, rate),
        *warnings,
    )
    buttons = (
        Button(texts.button("Send now"), Press(Verb.SEND_NOW, (draft_id,))),
        Button(texts.button("Cancel"), Press(Verb.CLOSE_SHEET, (draft_id,))),
    )
    return Message(RichText("\n".join(lines)), keyboard=(buttons,))


def status_message(
    texts: Texts, campaign: Campaign, post: Post, progress: Progress, rate: float, now: datetime
) -> Message:
    """What the author sees of a campaign. ``rate`` is the present pace in messages a second."""
    headline = excerpt(post.headline or texts.untitled(), HEADLINE_ROOM)
    if campaign.state is CampaignState.WAITING:
        lines = [texts.sending_in(headline, max(timedelta(0), campaign.due_at - now))]
    else:
        lines = [texts.campaign_title(campaign.state, headline, campaign.finished_at)]
    if campaign.state in (CampaignState.SENDING, CampaignState.PAUSED) and progress.planned:
        share = progress.settled / progress.planned
        left = timedelta(seconds=(progress.planned - progress.settled) / rate)
        lines.append(f"{_bar(share)} {texts.campaign_bar(share, rate, left)}")
    if campaign.state is CampaignState.DONE:
        lines.append(texts.campaign_result(progress.sent, progress.readers - progress.readers_blocked))
    # The own copy goes to the very chat that the status stands in: each repaint would hold it up by a second.
    if progress.planned and campaign.state is not CampaignState.PROVING:
        lines.append(
            texts.campaign_counts(
                progress.sent,
                progress.blocked,
                progress.failed,
                progress.uncertain,
                progress.queued + progress.sending,
                progress.cancelled,
                progress.planned,
            )
        )
    if campaign.reason:
        lines.append(texts.telegram_says(excerpt(campaign.reason, 300)))
    return Message(RichText("\n".join(lines)), keyboard=_buttons(texts, campaign, post))


def status_signature(message: Message) -> str:
    """What distinguishes one status from the next: an equal one needs no call."""
    return "\n".join([message.text.text, *(button.label for row in message.keyboard for button in row)])


def _buttons(texts: Texts, campaign: Campaign, post: Post) -> Keyboard:
    def button(name: str, verb: Verb) -> Button:
        return Button(texts.button(name), Press(verb, (campaign.id,)))

    match campaign.state:
        case CampaignState.WAITING:
            return ((button("Stop", Verb.STOP),),)
        case CampaignState.SENDING:
            return ((button("Pause", Verb.PAUSE), button("Cancel", Verb.CANCEL)),)
        case CampaignState.PAUSED:
            return ((button("Resume", Verb.RESUME), button("Cancel", Verb.CANCEL)),)
        case CampaignState.DONE | CampaignState.CANCELLED:
            labels = (("Edit", Verb.EDIT), ("Withdraw", Verb.WITHDRAW))
            return (tuple(Button(texts.button(label), Press(verb, (post.id,))) for label, verb in labels),)
        case CampaignState.REFUSED:
            return ((Button(texts.button("Open again"), Press(Verb.REOPEN, (post.draft_id,))),),)
        case _:
            return ()


def _bar(share: float) -> str:
    full = int(share * BAR_CELLS)
    return "▓" * full + "░" * (BAR_CELLS - full)
