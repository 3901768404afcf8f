"""How hard the properties are tried that stand for a proof: those of rich text, of its Markdown and of its pages.

60 cases in `make test`, a thousand where CI is set, a hundred thousand under `make fuzz`. The profiles of other
properties are in tests/conftest.py.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from hypothesis import settings

FUZZED = 5_000
"""Cases that the profile "fuzz" asks of any property: so many or more, and it is that one."""


def examples(profile: settings, environment: Mapping[str, str]) -> int:
    """How many cases such a property is tried with."""
    if profile.max_examples >= FUZZED:
        return 100_000
    return 1_000 if "CI" in environment else profile.max_examples


proof = settings(max_examples=examples(settings(), os.environ))
"""Stands above ``@given``: ``@proof``."""
