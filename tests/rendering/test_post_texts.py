"""What is said once something was done to a post: whole sentences that promise nothing which does not happen."""

from __future__ import annotations

import re

from tests.rendering.english import english


def test_what_was_done_is_said_in_a_sentence() -> None:
    texts = english()
    for said in (
        texts.update_closed(),
        texts.updated(2),
        texts.withdrawn_notice(),
        texts.left_as_it_was(),
        texts.restored(3),
        texts.late_added(),
        texts.late_ignored(),
    ):
        assert re.fullmatch(r"[A-Z][^{}]+\.", said), said


def test_the_line_below_a_changed_copy_names_the_post_if_it_has_a_name() -> None:
    texts = english()
    assert texts.update_line("The barrier held") == "“The barrier held” was updated."
    assert texts.update_line("") == "This post was updated."
    assert texts.emptied() == "— this part was taken out —"
