"""One contender in a process of its own, so that what it spends is its own.

Reads a task as JSON from standard input and answers with what it took, as JSON.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys

from tests.bench.meter import Meter
from tests.bench.task import Task


def main() -> None:
    """Runs the contender that the task names."""
    order = json.load(sys.stdin)
    meter = Meter()
    contender = importlib.import_module(order["module"])
    asyncio.run(contender.run(Task(order["api_url"], order["token"], order["chats"]), meter))
    json.dump({"seconds": meter.seconds, "cpu": meter.cpu}, sys.stdout)


if __name__ == "__main__":
    main()
