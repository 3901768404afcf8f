"""Originals of what posts show are kept beside the database, each once."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from bot.demo.sample import read_sample
from tests.stories.stage import ON_SQLITE, Stage

pytestmark = ON_SQLITE


async def test_a_photo_is_fetched_once_and_kept_by_its_hash(stage: Stage) -> None:
    olga = await stage.opens()
    photo = read_sample().photo
    digest = hashlib.sha256(photo).hexdigest()
    sent = await olga.sends_photo(photo, caption="The barrier, closed. Harbour Office.")
    await olga.says("The barrier held\n\nIt did.")
    await stage.sends(olga, "The barrier held")
    await olga.sees("went out")
    await stage.world.quiet()
    kept = stage.media / digest[:2] / digest
    assert kept.read_bytes() == photo

    await olga.forwards(sent)
    await olga.says("The barrier held again\n\nIt did.")
    await stage.sends(olga, "The barrier held again")
    await olga.sees("“The barrier held again” went out")
    await stage.world.quiet()
    assert len(await stage.world.calls("getFile")) == 1
    assert [file for file in stage.media.rglob("*") if file.is_file()] == [kept]


async def test_a_file_that_cannot_be_had_at_once_is_fetched_later(stage: Stage) -> None:
    olga = await stage.opens()
    photo = read_sample().photo
    away = await stage.world.faults("getFile", code=500)
    await olga.sends_photo(photo, caption="The barrier, closed. Harbour Office.")
    await olga.says("The barrier held")
    await stage.sends(olga, "The barrier held")
    await olga.sees("went out")
    await away.struck()
    await stage.world.quiet()
    assert not stage.media.exists()
    stage.clock.passes(timedelta(minutes=1))
    await olga.says("/help")
    await olga.sees("New posts come by themselves")
    await stage.world.quiet()
    assert [file.read_bytes() for file in stage.media.rglob("*") if file.is_file()] == [photo]
