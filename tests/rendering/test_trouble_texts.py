"""What is said in an emergency."""

from __future__ import annotations

from tests.rendering.english import english


def test_that_nothing_can_be_written_is_said_with_the_reason() -> None:
    said = english().storage_waits("database or disk is full")
    assert said.startswith("⚠️ The blog’s database cannot be written to (database or disk is full). Nothing is lost")
