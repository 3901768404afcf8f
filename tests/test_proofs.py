"""The properties that stand for a proof are tried as hard as is promised."""

from __future__ import annotations

from hypothesis import settings

from tests.proofs import examples, proof


def test_ci_tries_a_thousand_cases_and_fuzzing_a_hundred_thousand() -> None:
    moderate, fuzz = settings.get_profile("moderate"), settings.get_profile("fuzz")
    assert examples(moderate, {}) == 60
    assert examples(moderate, {"CI": "true"}) == 1_000
    assert examples(fuzz, {}) == examples(fuzz, {"CI": "true"}) == 100_000
    assert proof.deadline is None
