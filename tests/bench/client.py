"""One contender in a process of its own, so that what it spends is its own.

The process reads a task as JSON from standard input and answers with what it took, as JSON.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
from dataclasses import asdict

from tests.bench.meter import Figures, Meter
from tests.bench.task import Task


async def run_apart(module: str, task: Task) -> Figures:
    """What the module's ``run`` takes for the task, in a new process."""
    client = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.client", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    answer, _ = await client.communicate(json.dumps(asdict(task)).encode())
    if client.returncode:
        raise SystemExit(f"{module} has failed")
    taken = json.loads(answer)
    return Figures(taken["cpu"] * 1000 / len(task.chats), len(task.chats) / taken["seconds"])


def main() -> None:
    """Runs the contender that the command line names."""
    task = Task(**json.load(sys.stdin))
    meter = Meter()
    contender = importlib.import_module(sys.argv[1])
    factory = contender.loop_factory() if hasattr(contender, "loop_factory") else None  # None is asyncio's own
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(contender.run(task, meter))
    json.dump({"seconds": meter.seconds, "cpu": meter.cpu}, sys.stdout)


if __name__ == "__main__":
    main()
