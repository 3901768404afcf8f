"""Who made a picture, as its caption says."""

from __future__ import annotations

import re

from bot.core.lines import hashtags_of
from bot.core.richtext import RichText
from bot.core.sentences import sentences

_WORKS = (
    r"(?:photo(?:graph|graphy)?s?|picture|image|video|film|illustration|drawing|graphic|screenshot|foto(?:s|graf\w*)?"
    r"|bild(?:er)?|grafik|imagen|immagine|фото(?:графи\w*)?|видео|صورة|تصوير|תמונה|צילום|फ़ोटो|사진)"
)
_THANKS = r"(?:credits?|crédits?|source|quelle|fuente|fonte|courtesy|copyright|источник|автор|المصدر)"
_MAKERS = r"(?:by|from|credits?|courtesy|copyright|von|vom|par|por|de|di|da|av|af|door|van)"
_NAMED = re.compile(
    rf"[(\[]?(?:(?<!\w)(?:(?:{_WORKS}|{_THANKS})(?:\s+{_MAKERS})*\s*:|{_WORKS}\s+{_MAKERS}\s|courtesy\s+of\s"
    r"|copyright\s|via\s@)|(?:写真|撮影|摄影|攝影|照片|图片|圖片|来源|來源)\s*[:：/／]|\(c\)|[©📷📸🎥📹])(?=.*\w).*",
    re.IGNORECASE | re.DOTALL,
)
"""The words by which a credit announces itself: a work or thanks before a colon, or before whose it is."""

_AGENCIES = (
    r"(?:Reuters|AP|AFP|dpa|EPA|Getty(?: Images)?|Keystone|TASS|ТАСС|РИА Новости|Xinhua|新华社|ANSA|EFE|PTI|APA)"
)
_AGENCY_FIRST = re.compile(rf"{_AGENCIES}\b")
_AGENCY_LAST = re.compile(rf"(?:\A|[,|–—-]\s*)({_AGENCIES})\.?\Z")
_IN_BRACKETS = re.compile(r"[(\[（［]\s*([^()\[\]（）［］]+)[)\]）］][.。]?\Z")
_BETWEEN_NAMES = re.compile(r"([^\W\d_])[\w.'’-]*\s?/\s?([^\W\d_])[^/]*\Z")
_SEPARATORS = re.compile(r"[,;:|–—]\s*")


def credit_of(caption: RichText) -> str | None:
    """The credit: a caption's last sentence, as the author wrote it; None where the caption names none.

    Of one sentence it is the part that can be nothing else: "Photo: Ann", "© Ann", "(Ann/Reuters)". In doubt there is
    a credit, for whoever asks wants to warn. Hashtags behind the caption do not count.
    """
    found = [sentence for sentence in sentences(caption.text) if not hashtags_of(RichText(sentence))]
    if len(found) > 1:
        return found[-1]
    return _credit_within(found[0]) if found else None


def _credit_within(sentence: str) -> str | None:
    if named := _NAMED.search(sentence):
        return named[0]
    brackets = _IN_BRACKETS.search(sentence)
    if brackets and _may_be_name(brackets[1]):
        return brackets[0]
    names = _AGENCY_LAST.search(sentence) or _capitals(_BETWEEN_NAMES.search(sentence))
    if names:
        begin = names.start(1)
        return _SEPARATORS.split(sentence[:begin])[-1] + sentence[begin:]
    return None


def _may_be_name(words: str) -> bool:
    """A name begins with a capital, in scripts that have them, and holds no number; some agencies' are small."""
    if _AGENCY_FIRST.match(words):
        return True
    return words[0].isalpha() and not words[0].islower() and not any(character.isdigit() for character in words)


def _capitals(names: re.Match[str] | None) -> re.Match[str] | None:
    return names if names and not (names[1].islower() or names[2].islower()) else None
