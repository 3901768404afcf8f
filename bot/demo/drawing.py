"""The demo's output as a picture, for pages that show no terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

TITLE = "broadsheet demo"

_FORMAT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
    <style>
    .{unique_id}-matrix {{
        font-family: "Fira Code", "DejaVu Sans Mono", Menlo, Consolas, monospace;
        font-size: {char_height}px;
        line-height: {line_height}px;
        white-space: pre;
    }}
    .{unique_id}-title {{ font: bold 18px sans-serif; }}
    {styles}
    </style>
    <defs>
    <clipPath id="{unique_id}-clip-terminal">
        <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
    </defs>
    {chrome}
    <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
    </g>
</svg>
"""
"""Rich's own, but for fonts that it fetches from elsewhere: a picture beside the documentation stands alone."""


def draw(console: Console, file: Path) -> None:
    """Writes what a recording console has printed into an SVG file."""
    console.save_svg(str(file), title=TITLE, code_format=_FORMAT, unique_id="demo")
