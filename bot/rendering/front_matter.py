"""The first lines of a draft's text: title, date, tags, source and draft, as YAML between two lines of dashes.

All values are strings, as in YAML's failsafe schema: a title may be ``yes`` or ``12:30``. What people write there is
taken as they mean it: a title with a colon or a ``#`` needs no quotes, and tags may have their ``#``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from bot.core.lines import hashtags_of
from bot.core.richtext import RichText
from bot.rendering.markdown_parsing import sound

FRONT_MATTER_LIMIT = 20_000
"""Characters: many times what a headline, a hundred tags and an address need, and read in a moment."""

_DOCUMENT = re.compile(r"\n*---[ \t]*\n(?:(.*?)\n)?---[ \t]*(?:\n|\Z)(.*)", re.DOTALL)
_QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')"""
_LINE = re.compile(rf"^(title|source):[ \t]+(?!{_QUOTED}[ \t]*$|[|>][-+0-9]*[ \t]*$)(\S.*?)[ \t]*$", re.MULTILINE)
_TAGS = re.compile(r"^tags:.*(?:\n(?:[ \t]|-[ \t]).*)*", re.MULTILINE)
_HASH = re.compile(r"(?<![^\s\[,\"'])#(?=\S)")
_LINE_BREAK = re.compile("[\n\x85\u2028\u2029]")
_BETWEEN_TAGS = re.compile(r"[\s,;#]+")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the first lines say; None or empty where they say nothing. ``title`` is Markdown, in one line."""

    title: str | None = None
    tags: tuple[str, ...] = ()
    source: str | None = None
    draft: str | None = None


def write_front_matter(title: str, date: str, tags: tuple[str, ...], source: str, draft: int) -> str:
    """The lines with their dashes and a line break at the end. What is empty is left out."""
    values = {"title": title, "date": date, "tags": _Flow(tags), "source": source, "draft": draft}
    said = {key: value for key, value in values.items() if value}
    return f"---\n{yaml.dump(said, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=float('inf'))}---\n"


def split_document(text: str) -> tuple[FrontMatter, str]:
    """The front matter, and what follows it. ``ValueError`` where there is none that can be read."""
    parts = _DOCUMENT.fullmatch(text)
    if parts is None or len(parts[1] or "") > FRONT_MATTER_LIMIT:
        raise ValueError("no front matter")
    source = _TAGS.sub(lambda lines: _HASH.sub("", lines[0]), parts[1] or "")
    try:
        values = _values(_LINE.sub(_in_quotes, source))
    except ValueError:
        values = _values(source)
    front = FrontMatter(
        title=_string(values.get("title")),
        tags=_tags(values.get("tags")),
        source=_string(values.get("source")),
        draft=_string(values.get("draft")),
    )
    return front, parts[2]


class _Flow(tuple[str, ...]):
    """A list that is written in one line."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes the date as it is, and tags in one line."""


def _represent_flow(dumper: yaml.SafeDumper, tags: _Flow) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", tags, flow_style=True)


def _represent_string(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """What YAML takes for a line break comes back as it was in double quotes alone."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if _LINE_BREAK.search(text) else None)


_Dumper.add_representer(_Flow, _represent_flow)
_Dumper.add_representer(str, _represent_string)


def _in_quotes(line: re.Match[str]) -> str:
    value = line[2].replace("'", "''")
    return f"{line[1]}: '{value}'"


def _values(source: str) -> Mapping[str, object]:
    """A mapping out of YAML whose values are strings and lists of them. ``ValueError`` for any other.

    Its events are looked at first, so that neither references (with which a few lines can stand for gigabytes) nor deep
    nesting come to be built.
    """
    depth = 0
    try:
        for event in yaml.parse(source, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > 2 or isinstance(event, yaml.AliasEvent):
                raise ValueError("more than a mapping of strings and lists")
        values = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 — it makes nothing but strings and lists
    except (yaml.YAMLError, OverflowError) as error:  # the latter for a code point that is none
        raise ValueError("not YAML") from error
    if not isinstance(values, dict):
        raise ValueError("not a mapping")
    return values


def _string(value: object) -> str | None:
    return sound(value) if isinstance(value, str) and value.strip() else None


def _tags(value: object) -> tuple[str, ...]:
    """The hashtags among the words; what can be none is left out."""
    words = value if isinstance(value, list) else [value]
    tags: dict[str, str] = {}
    for word in (word for item in words if isinstance(item, str) for word in _BETWEEN_TAGS.split(sound(item))):
        for tag in hashtags_of(RichText(f"#{word}")):
            tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())
