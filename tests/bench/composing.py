"""``python -m tests.bench.composing``: what a post's conversion to Markdown and back costs, and its paging, by length.

What counts is that twice the text takes twice the time. The time is the processor's for this process alone, the
shortest of several rounds, since whatever else the machine does can only add to it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.article import Article, Text
from bot.core.richtext import RichText, Span
from bot.rendering.layout import full
from bot.rendering.markdown import from_markdown, to_markdown
from tests.bench.meter import Meter
from tests.bench.results import parser, present

HEADING = "Conversion and paging"

LENGTHS = (30_000, 60_000, 120_000, 250_000)
"""Characters. A long post has 5,000; 250,000 are a book of a hundred pages."""

CHARACTERS_FOR_EACH_ENTITY = 60

_WORDS = ("word", "another", "sentence.", "quite", "long,", "👍🏽", "naïve")
_KINDS = ("bold", "italic", "underline", "code", "text_link")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a post of that many characters and entities took, in milliseconds of the processor."""

    characters: int
    entities: int
    to_markdown: float
    from_markdown: float
    paging: float

    @property
    def together(self) -> float:
        """Both conversions and the paging."""
        return self.to_markdown + self.from_markdown + self.paging


def sample(length: int) -> RichText:
    """Prose of that many characters in paragraphs, with entities that nest and cross; the same every time."""
    chance = random.Random(length)
    words: list[str] = []
    written = 0
    while written < length:
        words.append(chance.choice(_WORDS) + ("\n\n" if chance.random() < 0.02 else " "))
        written += len(words[-1])
    spans = []
    for _ in range(length // CHARACTERS_FOR_EACH_ENTITY):
        kind, start = chance.choice(_KINDS), chance.randrange(length)
        extra = (("url", "https://example.org/"),) if kind == "text_link" else ()
        spans.append(Span(kind, start, start + chance.randint(3, 40), extra))
    return RichText.from_spans("".join(words)[:length], spans)


def measure(length: int, rounds: int) -> Taken:
    """What a sample of that length takes. ``ValueError`` if Markdown gives back another text."""
    rich = sample(length)
    markdown = to_markdown(rich)
    if from_markdown(markdown) != rich.normalise():
        raise ValueError("the text is not the same after its way through Markdown")
    article = Article(RichText("Headline"), (Text(rich),))
    return Taken(
        length,
        len(rich.entities),
        to_markdown=_shortest(lambda: to_markdown(rich), rounds),
        from_markdown=_shortest(lambda: from_markdown(markdown), rounds),
        paging=_shortest(lambda: full(article, "Sunday, March 27, 2016"), rounds),
    )


def table(taken: Sequence[Taken]) -> str:
    """The result as a Markdown table; the last column is the time for twice the input by the time for the input."""
    lines = [
        "| characters | entities | to Markdown | from Markdown | paging | together | × for double |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for index, one in enumerate(taken):
        before = taken[index - 1] if index else None
        ratio = f"{2 * one.together / before.together * before.characters / one.characters:.2f}" if before else ""
        lines.append(
            f"| {one.characters:,} | {one.entities:,} | {one.to_markdown:.0f} ms | {one.from_markdown:.0f} ms"
            f" | {one.paging:.0f} ms | {one.together:.0f} ms | {ratio} |"
        )
    return "\n".join(lines)


def _shortest(task: Callable[[], object], rounds: int) -> float:
    meters = []
    for _ in range(rounds):
        with (meter := Meter()):
            task()
        meters.append(meter.cpu * 1000)
    return min(meters)


def main() -> None:
    """Measures, prints, and keeps the result where asked to."""
    arguments = parser("tests.bench.composing", __doc__)
    arguments.add_argument("--rounds", type=int, default=5, help="(default: %(default)s)")
    asked = arguments.parse_args()
    about = f"The processor's time, the shortest of {asked.rounds} rounds."
    taken = [measure(length, asked.rounds) for length in LENGTHS]
    present(HEADING, "tests.bench.composing", about, table(taken), record=asked.record)


if __name__ == "__main__":
    main()
