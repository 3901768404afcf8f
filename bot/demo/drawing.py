"""The demo's output as a picture for pages that show no terminal."""

from __future__ import annotations

from rich.console import Console

TITLE = "broadsheet demo"


def drawing(console: Console) -> str:
    """What a recording console has printed, as SVG."""
    return console.export_svg(title=TITLE)
