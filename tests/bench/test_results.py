"""The page of results: each benchmark keeps its own section, and says what is promised beside what it found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import results
from tests.bench.results import present, promises, with_section


def test_a_section_of_the_results_is_replaced_and_the_others_stay() -> None:
    page = "# Results\n\nfirst\n"
    page = with_section(page, "One", "old")
    page = with_section(page, "Two", "other")

    assert page == "# Results\n\nfirst\n\n## One\n\nold\n\n## Two\n\nother\n"
    assert with_section(page, "One", "new") == page.replace("old", "new")


def test_what_is_not_to_be_recorded_is_printed_and_not_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "RESULTS.md"
    page.write_text("# Results\n\n## One\n\nold\n", encoding="utf-8")
    monkeypatch.setattr(results, "RESULTS", page)

    present("One", "tests.bench.one", "About it.", "| new |", record=False)
    assert "| new |" in capsys.readouterr().out
    assert "old" in page.read_text(encoding="utf-8")

    present("One", "tests.bench.one", "About it.", "| new |", record=True)
    kept = page.read_text(encoding="utf-8")
    assert kept.startswith("# Results\n\n## One\n\n`python -m tests.bench.one`, ")
    assert kept.endswith("\n\nAbout it.\n\n| new |\n")


def test_each_figure_stands_beside_what_is_promised() -> None:
    assert (
        promises([("rate", "997 a second", "at least 950")]).splitlines()[-1]
        == "| rate | 997 a second | at least 950 |"
    )
