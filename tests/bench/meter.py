"""Measures what a process spends, and what the figures mean."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self


class Meter:
    """``with meter:`` around what is measured: ``seconds`` on the wall, and ``cpu`` seconds of this process alone.

    The processor's time is that of all threads, in user mode and in the kernel (getrusage, RUSAGE_SELF).
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.cpu = 0.0

    def __enter__(self) -> Self:
        self._began = (time.perf_counter(), _cpu())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        began, cpu_before = self._began
        self.seconds = time.perf_counter() - began
        self.cpu = _cpu() - cpu_before


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


@dataclass(frozen=True, slots=True)
class Figures:
    """What one contender took in one round, or in the median of several."""

    cpu_ms: float
    """Milliseconds of the processor for each message."""

    rate: float
    """Messages a second."""


def median(rounds: Sequence[Figures]) -> Figures:
    """The middle of the rounds, for each figure by itself."""
    return Figures(
        statistics.median(figures.cpu_ms for figures in rounds), statistics.median(figures.rate for figures in rounds)
    )


def table(figures: dict[str, Figures]) -> str:
    """The result as a Markdown table; ratios are to the first contender."""
    (first, *_) = figures.values()
    lines = [
        "| contender | CPU for a message | × | messages a second | × |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {name} | {one.cpu_ms:.2f} ms | {one.cpu_ms / first.cpu_ms:.1f} | {one.rate:,.0f} |"
        f" {one.rate / first.rate:.2f} |"
        for name, one in figures.items()
    ]
    return "\n".join(lines)
