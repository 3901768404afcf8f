"""What all tests share: databases, how hard Hypothesis tries, and what a skipped test means."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Generator

import pytest
from hypothesis import settings

from bot.storage.engine import Database
from tests.databases import (
    database_url,
    empty_database_url,
    migrated_postgres,
    postgres_server,
    sqlite_template,
)
from tests.judged import judges_requests, second_judge

__all__ = [
    "database_url",
    "empty_database_url",
    "judges_requests",
    "migrated_postgres",
    "postgres_server",
    "second_judge",
    "sqlite_template",
]

# `make test` is to stay quick and CI to say the same every time; `make fuzz` is for finding what is new. No deadlines:
# a busy machine is no failure.
settings.register_profile("moderate", max_examples=60, deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.register_profile("fuzz", max_examples=5_000, deadline=None, print_blob=True)
settings.load_profile("moderate")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database of the test's own, open; the test runs on SQLite and on PostgreSQL."""
    database = Database.open(database_url)
    yield database
    await database.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where TESTS_SKIP_NOTHING is set, a test that would be skipped has failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("TESTS_SKIP_NOTHING"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and TESTS_SKIP_NOTHING is set: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that would be skipped as a whole."""
    report = yield
    if report.skipped and os.environ.get("TESTS_SKIP_NOTHING"):
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped, and TESTS_SKIP_NOTHING is set: {report.longrepr}"
    return report
