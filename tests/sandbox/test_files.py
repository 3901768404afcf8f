"""Files: uploads, ids, downloads, albums."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest

from bot.sandbox.client import Person
from bot.sandbox.parameters import UPLOAD_LIMIT
from tests.sandbox.conftest import RawBot, png


async def upload(bot: RawBot, method: str, files: dict[str, bytes], **fields: Any) -> dict[str, Any]:
    """A multipart call."""
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, data in files.items():
        form.add_field(name, io.BytesIO(data), filename=f"{name}.bin", content_type="application/octet-stream")
    async with bot.session.post(f"{bot.base}/{method}", data=form) as response:
        answer: dict[str, Any] = await response.json()
        return answer


@pytest.mark.parametrize("kind", ["photo", "video", "animation", "audio", "voice", "document"])
async def test_each_kind_of_file_can_be_uploaded_sent_again_and_downloaded(bot: RawBot, ann: Person, kind: str) -> None:
    data = png()
    answer = await upload(bot, f"send{kind}", {kind: data}, chat_id=ann.id, caption="see")
    value = answer["result"][kind]
    file_id = value[-1]["file_id"] if kind == "photo" else value["file_id"]
    again = await bot.does(f"send{kind}", **{"chat_id": ann.id, kind: file_id})
    assert again[kind] == value
    assert "caption" not in again
    path = (await bot.does("getFile", file_id=file_id))["file_path"]
    for token in (bot.sandbox.token, quote(bot.sandbox.token, safe="")):
        async with bot.session.get(f"{bot.sandbox.url}/file/bot{token}/{path}") as response:
            assert await response.read() == data
    async with bot.session.get(f"{bot.sandbox.url}/file/bot{bot.sandbox.token}/photos/none.jpg") as response:
        assert response.status == 404


async def test_an_upload_may_be_attached_under_any_name(bot: RawBot, ann: Person) -> None:
    answer = await upload(bot, "sendDocument", {"f1": b"x"}, chat_id=ann.id, document="attach://f1")
    assert answer["result"]["document"]["file_size"] == 1
    answer = await upload(bot, "sendDocument", {"f1": b"x"}, chat_id=ann.id, document="attach://f2")
    assert answer["description"] == "Bad Request: there is no document in the request"


@pytest.mark.parametrize(
    ("method", "given", "refusal"),
    [
        ("sendPhoto", "", "there is no photo in the request"),
        ("sendPhoto", "abcde", "wrong remote file identifier specified: Wrong string length"),
        ("sendPhoto", "ab c", "wrong remote file identifier specified: Wrong character in the string"),
        ("sendPhoto", "abcd", "wrong remote file identifier specified: can't unserialize it. Wrong last symbol"),
        ("sendPhoto", "AgACAgIAAxkDAAAA", "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", "https://example.org/a.jpg", "failed to get HTTP URL content"),
    ],
)
async def test_a_file_that_is_none_is_refused(bot: RawBot, ann: Person, method: str, given: str, refusal: str) -> None:
    assert await bot.is_refused(method, chat_id=ann.id, photo=given) == f"400 Bad Request: {refusal}"


async def test_photos_are_no_documents_and_documents_no_photos(bot: RawBot, ann: Person) -> None:
    photo = (await ann.sends_photo(png()))["photo"][-1]["file_id"]
    voice = (await ann.sends(voice=b"OggS"))["voice"]["file_id"]
    refusal = await bot.is_refused("sendDocument", chat_id=ann.id, document=photo)
    assert refusal == "400 Bad Request: can't use file of type Photo as Document"
    refusal = await bot.is_refused("sendPhoto", chat_id=ann.id, photo=voice)
    assert refusal == "400 Bad Request: can't use file of type VoiceNote as Photo"
    assert "voice" in await bot.does("sendDocument", chat_id=ann.id, document=voice)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (png(21, 1), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (png(9000, 1001), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (
            png() + bytes(10 * 1024 * 1024),
            f"Bad Request: file of size {10 * 1024 * 1024 + len(png())} bytes is too big for a photo; "
            "the maximum size is 10485760 bytes",
        ),
    ],
    ids=["empty", "no picture", "too narrow", "too large", "too many bytes"],
)
async def test_a_picture_that_is_none_is_refused_and_leaves_nothing(
    bot: RawBot, ann: Person, data: bytes, refusal: str
) -> None:
    answer = await upload(bot, "sendPhoto", {"photo": data}, chat_id=ann.id)
    assert answer["description"] == refusal
    assert len(await ann.messages()) == 1
    assert not bot.sandbox.messenger.files.count


async def test_an_upload_above_50_mb_is_too_large(bot: RawBot, ann: Person) -> None:
    answer = await upload(bot, "sendDocument", {"document": bytes(UPLOAD_LIMIT + 1)}, chat_id=ann.id)
    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")


async def test_a_refused_send_keeps_no_upload(bot: RawBot, ann: Person) -> None:
    await ann.blocks_bot()
    answer = await upload(bot, "sendPhoto", {"photo": png()}, chat_id=ann.id)
    assert answer["error_code"] == 403
    assert not bot.sandbox.messenger.files.count


async def test_an_album_is_as_many_messages_with_one_group(bot: RawBot, ann: Person) -> None:
    media = [{"type": "photo", "media": "attach://a", "caption": "first"}, {"type": "video", "media": "attach://b"}]
    answer = await upload(bot, "sendMediaGroup", {"a": png(), "b": b"mp4"}, chat_id=ann.id, media=media)
    first, second = answer["result"]
    assert second["message_id"] == first["message_id"] + 1
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "first"


@pytest.mark.parametrize(
    ("kinds", "refusal"),
    [
        (["photo"] * 10, None),
        (["photo"] * 11, "too many messages to send as an album"),
        (["photo"], "there must be at least two messages to send as an album"),
        (["photo", "video"], None),
        (["document", "document"], None),
        (["photo", "document"], "document can't be mixed with other media types"),
        (["audio", "video"], "audio can't be mixed with other media types"),
        (["photo", "animation"], "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup"),
        (["photo", "sticker"], 'can\'t parse InputMedia: type "sticker" is unsupported'),
    ],
)
async def test_what_goes_together_in_an_album(bot: RawBot, ann: Person, kinds: list[str], refusal: str | None) -> None:
    media = [{"type": kind, "media": f"attach://{kind}"} for kind in kinds]
    files = {kind: png() for kind in set(kinds)}
    answer = await upload(bot, "sendMediaGroup", files, chat_id=ann.id, media=media)
    if refusal is None:
        assert len(answer["result"]) == len(kinds)
    else:
        assert answer["description"] == f"Bad Request: {refusal}"
        assert len(await ann.messages()) == 1


async def test_a_file_above_20_mb_is_not_downloaded(bot: RawBot, ann: Person) -> None:
    answer = await upload(bot, "sendDocument", {"document": bytes(20 * 1024 * 1024 + 1)}, chat_id=ann.id)
    refusal = await bot.is_refused("getFile", file_id=answer["result"]["document"]["file_id"])
    assert refusal == "400 Bad Request: file is too big"
    assert await bot.is_refused("getFile", file_id="abc") == "400 Bad Request: invalid file_id"
    assert await bot.is_refused("getFile") == "400 Bad Request: file_id not specified"
