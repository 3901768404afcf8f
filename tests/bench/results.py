"""What every benchmark does alike: it says what it measured and on which machine, and keeps it where asked to.

``RESULTS.md`` has a section for each of them; one that is run with ``--record`` replaces its own and no other.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


def parser(module: str, about: str | None) -> argparse.ArgumentParser:
    """A command line for ``python -m module``, with ``--record``."""
    made = argparse.ArgumentParser(prog=f"python -m {module}", description=about)
    made.add_argument("--record", action="store_true", help=f"keep the result in {RESULTS.name}")
    return made


def present(heading: str, module: str, about: str, table: str, *, record: bool) -> None:
    """Prints the result, and keeps it under that heading if it is to be recorded.

    ``about`` is what has to be known to read the ``table``, in whole sentences.
    """
    section = f"`python -m {module}`, {datetime.now(UTC):%-d %B %Y}, {machine()}.\n\n{about}\n\n{table}"
    print(f"## {heading}\n\n{section}\n", flush=True)
    if record:
        RESULTS.write_text(with_section(RESULTS.read_text(encoding="utf-8"), heading, section), encoding="utf-8")


def with_section(results: str, heading: str, section: str) -> str:
    """The page of results with the section of that heading in its place, or at the end if it had none."""
    opening, *sections = results.rstrip("\n").split("\n## ")
    written = f"{heading}\n\n{section}"
    places = [place for place, other in enumerate(sections) if other.partition("\n")[0] == heading]
    if places:
        sections[places[0]] = f"{written}\n"
    else:
        sections.append(written)
    return "\n\n## ".join(part.rstrip("\n") for part in (opening, *sections)) + "\n"


def machine() -> str:
    """Cores, processor, Python and system."""
    return f"{os.cpu_count()} cores, {_processor()} · Python {platform.python_version()}, {platform.system()}"


def promises(rows: Sequence[tuple[str, str, str]]) -> str:
    """A Markdown table of figures: what each is, what was measured, and what is promised."""
    lines = ["| figure | measured | promised |", "| --- | ---: | ---: |"]
    return "\n".join(lines + [f"| {name} | {measured} | {promised} |" for name, measured, promised in rows])


def _processor() -> str:
    """The processor's name, as Linux or Python knows it."""
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()
