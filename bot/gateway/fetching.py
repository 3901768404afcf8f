"""Fetching a file from Telegram: its path is asked for, then its bytes (Bot API, getFile: at most 20 MB)."""

from __future__ import annotations

from typing import Protocol

from bot.core.calls import Call
from bot.core.outcomes import Outcome, Rejected, Sent
from bot.gateway.courier import DownloadFailed
from bot.gateway.encoding import encode_file_request


class Files(Protocol):
    """The courier, as far as files need it."""

    async def deliver(self, call: Call) -> Outcome:
        """Makes a call."""

    async def download(self, file_path: str) -> bytes:
        """Fetches a file."""


async def fetch(courier: Files, file_id: str) -> bytes | Outcome:
    """The file, or why it could not be had."""
    outcome = await courier.deliver(encode_file_request(file_id))
    if not isinstance(outcome, Sent):
        return outcome
    if not isinstance(outcome.result, dict) or "file_path" not in outcome.result:
        return Rejected("Telegram names no path for it")
    try:
        return await courier.download(outcome.result["file_path"])
    except DownloadFailed as failed:
        return failed.outcome
