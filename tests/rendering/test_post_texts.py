"""What is said once something was done to a post: whole sentences that promise nothing which does not happen."""

from __future__ import annotations

import re

from tests.rendering.english import english


def test_an_update_says_who_gets_it() -> None:
    silently, with_a_line = (english().updated("The barrier held", 2, line) for line in (False, True))
    assert silently == (
        "“The barrier held” is updated: revision 2. New readers get it from now on. Copies that were delivered before"
        " are not changed by this version yet."
    )
    assert with_a_line == silently + " The line to their readers is kept until they are."


def test_what_was_done_is_said_in_a_sentence() -> None:
    texts = english()
    for said in (
        texts.update_closed(),
        texts.left_as_it_was(),
        texts.restored(3),
        texts.late_added(),
        texts.late_ignored(),
    ):
        assert re.fullmatch(r"[A-Z][^{}]+\.", said), said
