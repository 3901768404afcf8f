"""What a person has set, with the buttons that change it; and the question for another name."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.core.commenters import Commenter, Naming, News
from bot.core.people import Person
from bot.core.richtext import RichText
from bot.rendering.excerpts import excerpt
from bot.rendering.message import Button, Keyboard, Message, Press, Verb
from bot.rendering.texts import Texts

_NAME_ROOM = 64
_LABEL_ROOM = 24


def preferences(
    texts: Texts, person: Person, first_name: str, commenter: Commenter, zone: tzinfo, now: datetime
) -> Message:
    """The page of /settings. ``first_name`` is that in Telegram, ``zone`` whose clocks count for the person."""
    if person.role is not None:
        first = texts.settings_timezone(zone, person.timezone is not None, now)
    else:
        first = texts.settings_for_readers() if person.subscribed else texts.settings_for_leavers()
    name = excerpt(commenter.name(first_name) or texts.anonymous(), _NAME_ROOM)
    text = "\n\n".join((first, texts.settings_name(name), texts.settings_news()))
    return Message(RichText(text), keyboard=_keyboard(texts, first_name, commenter), link_preview=False)


def alias_prompt(texts: Texts) -> Message:
    """The question for a name of one's own choosing."""
    return Message(RichText(texts.alias_prompt()), asks=texts.alias_placeholder())


def _keyboard(texts: Texts, first_name: str, commenter: Commenter) -> Keyboard:
    labels = {
        Naming.TELEGRAM: excerpt(first_name, _LABEL_ROOM),
        Naming.ALIAS: excerpt(commenter.alias, _LABEL_ROOM) if commenter.alias else texts.alias_button(),
        Naming.ANONYMOUS: texts.anonymous(),
    }
    names = tuple(
        Button(_choice(texts, labels[naming], naming is commenter.naming), Press(Verb.NAMING, (number,)))
        for number, naming in enumerate(Naming)
    )
    news = tuple(
        Button(
            _choice(texts, texts.news(each), commenter.wants(each)),
            Press(Verb.NEWS, (number, int(not commenter.wants(each)))),
        )
        for number, each in enumerate(News)
    )
    return names, news


def _choice(texts: Texts, label: str, chosen: bool) -> str:
    return texts.ticked(label) if chosen else label
