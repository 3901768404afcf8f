"""Which event loop the bot runs on."""

from __future__ import annotations

import asyncio
import sys
from types import SimpleNamespace

import pytest

from bot import cli


def test_uvloops_is_taken_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", SimpleNamespace(new_event_loop=asyncio.new_event_loop))

    assert cli.loop_factory() is asyncio.new_event_loop


def test_asyncios_own_is_taken_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)

    assert cli.loop_factory() is None
