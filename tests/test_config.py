"""Settings: their defaults, what they accept, and the sentence that each mistake gets."""

from __future__ import annotations

import importlib.util
import os
import re
import traceback
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from pydantic import SecretStr

from bot.config import PREFIX, Settings, SettingsError, load_settings, variable
from bot.core.deliveries import OnUncertain

TOKEN = "123456789:AAE-hush_of-the_bot"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting in the environment, and a working directory without a .env file."""
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def load(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    monkeypatch.setenv("BROADSHEET_BOT_TOKEN", TOKEN)
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name, value)
    return load_settings()


def refusal(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(monkeypatch, **values)
    return str(caught.value)


def test_a_token_is_enough_and_the_rest_has_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch)

    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///broadsheet.db"
    assert settings.owner_ids == frozenset()
    assert settings.moderators_chat_id is None
    assert settings.blog_title == "Broadsheet"
    assert settings.timezone == ZoneInfo("UTC")
    assert settings.language == Locale("en")
    assert settings.send_rate == 25
    assert settings.send_delay == timedelta(seconds=10)
    assert settings.notice_delay == timedelta(seconds=15)
    assert settings.paid_broadcast is False
    assert settings.counters_share == 0.2
    assert settings.counters_days == timedelta(days=7)
    assert settings.on_uncertain is OnUncertain.RESEND
    assert settings.media_dir == Path("media")
    assert settings.log_format == "text"


def test_every_setting_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(
        monkeypatch,
        API_URL="http://127.0.0.1:8081/",
        DATABASE_URL="postgresql+asyncpg://press:ink@db.example/blog",
        OWNER_IDS="11, 22,",
        MODERATORS_CHAT_ID="-1001234567890",
        BLOG_TITLE="The Long View",
        TIMEZONE="Europe/Berlin",
        LANGUAGE="pt-BR",
        SEND_RATE="0.5",
        SEND_DELAY="0",
        NOTICE_DELAY="2.5",
        PAID_BROADCAST="on",
        COUNTERS_SHARE="0",
        COUNTERS_DAYS="1.5",
        ON_UNCERTAIN="hold",
        MEDIA_DIR="/srv/pictures",
        LOG_FORMAT="json",
    )

    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.database_url.get_secret_value() == "postgresql+asyncpg://press:ink@db.example/blog"
    assert settings.owner_ids == {11, 22}
    assert settings.moderators_chat_id == -1001234567890
    assert settings.blog_title == "The Long View"
    assert settings.timezone == ZoneInfo("Europe/Berlin")
    assert settings.language == Locale("pt", "BR")
    assert settings.send_rate == 0.5
    assert settings.send_delay == timedelta(0)
    assert settings.notice_delay == timedelta(seconds=2.5)
    assert settings.paid_broadcast is True
    assert settings.counters_share == 0
    assert settings.counters_days == timedelta(days=1.5)
    assert settings.on_uncertain is OnUncertain.HOLD
    assert settings.media_dir == Path("/srv/pictures")
    assert settings.log_format == "json"


def test_a_missing_token_is_asked_for_only_where_it_is_needed() -> None:
    with pytest.raises(SettingsError, match="BROADSHEET_BOT_TOKEN is missing: put the token that @BotFather gave you"):
        load_settings()

    assert load_settings(needs_token=False).bot_token.get_secret_value() == ""


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    names = [variable(field).removeprefix(PREFIX) for field in Settings.model_fields if field != "bot_token"]

    assert load(monkeypatch, **dict.fromkeys(names, blank)) == load(monkeypatch)
    assert "BROADSHEET_BOT_TOKEN is missing" in refusal(monkeypatch, BOT_TOKEN=blank)


def test_the_environment_wins_over_the_file_and_a_blank_in_it_does_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(
        "BROADSHEET_BLOG_TITLE=From the file\nBROADSHEET_SEND_RATE=7\nBROADSHEET_LANGUAGE=\nOTHER=1\n", encoding="utf-8"
    )

    settings = load(monkeypatch, BLOG_TITLE="From outside", SEND_RATE="")

    assert settings.blog_title == "From outside"
    assert settings.send_rate == 7
    assert settings.language == Locale("en")


def test_a_file_that_is_no_text_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"BROADSHEET_BLOG_TITLE=\xff\xfe")

    assert refusal(monkeypatch) == ".env cannot be read: it must be a text file in UTF-8 that this user may open."


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite+aiosqlite:///broadsheet.db", "media"),
        ("sqlite+aiosqlite:///data/blog.db?timeout=5", "data/media"),
        ("sqlite+aiosqlite:////var/lib/broadsheet/blog.db", "/var/lib/broadsheet/media"),
        ("postgresql+asyncpg://db.example/blog", "media"),
    ],
)
def test_media_are_kept_beside_the_database(monkeypatch: pytest.MonkeyPatch, url: str, folder: str) -> None:
    assert load(monkeypatch, DATABASE_URL=url).media_dir == Path(folder)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg:///blog",
        "postgresql+asyncpg://press@/blog?host=/run/postgresql",
        "postgresql+asyncpg://press:i%40nk@[::1]:5432/blog?ssl=require",
    ],
)
def test_postgresql_can_be_reached_in_every_way_that_the_driver_knows(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    assert load(monkeypatch, DATABASE_URL=url).database_url.get_secret_value() == url


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BOT_TOKEN", "123456789", "is not a token: copy the one that @BotFather gave you, which looks like"),
        ("BOT_TOKEN", "botsecret:AAE", "is not a token"),
        ("API_URL", "api.telegram.org", "must be an address that begins with https:// or http://"),
        ("API_URL", "https://", "must be an address"),
        ("DATABASE_URL", "broadsheet.db", "must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://"),
        ("DATABASE_URL", "sqlite:///broadsheet.db", "must begin with sqlite+aiosqlite:///"),
        ("DATABASE_URL", "postgresql://db.example/blog", "must begin with"),
        ("DATABASE_URL", "mysql+aiomysql://db.example/blog", "must begin with"),
        ("DATABASE_URL", "sqlite+aiosqlite:///", "must name a file, such as sqlite+aiosqlite:///broadsheet.db"),
        ("DATABASE_URL", "sqlite+aiosqlite://broadsheet.db", "must name a file"),
        ("DATABASE_URL", "sqlite+aiosqlite:///:memory:", "must name a file"),
        ("DATABASE_URL", "postgresql+asyncpg://db.example", "is not complete: write postgresql+asyncpg://user:"),
        ("DATABASE_URL", "postgresql+asyncpg://press:secret:@db:port/blog", "is not complete"),
        ("OWNER_IDS", "olga", "must be the numeric ids of people, separated by commas, such as 12345678,23456789"),
        ("OWNER_IDS", "11;22", "must be the numeric ids of people"),
        ("OWNER_IDS", "-11", "must be the numeric ids of people"),
        ("OWNER_IDS", str(2**63), "must be the numeric ids of people"),
        ("MODERATORS_CHAT_ID", "moderators", "must be the id of a group, which is a negative number, such as -100"),
        ("MODERATORS_CHAT_ID", "11", "must be the id of a group"),
        ("BLOG_TITLE", "x" * 65, "must be a title of at most 64 characters"),
        ("TIMEZONE", "Mars/Olympus", "is no time zone: write an IANA name, such as Europe/Berlin"),
        ("TIMEZONE", "../etc/passwd", "is no time zone"),
        ("LANGUAGE", "tlh", "is no language: write a locale's name, such as en or pt_BR"),
        ("LANGUAGE", "plain English", "is no language"),
        ("SEND_RATE", "fast", "must be a number of messages a second above 0 and at most 1000, such as 25"),
        ("SEND_RATE", "0", "must be a number of messages a second"),
        ("SEND_RATE", "1001", "must be a number of messages a second"),
        ("SEND_RATE", "nan", "must be a number of messages a second"),
        ("SEND_DELAY", "soon", "must be a number of seconds from 0 to 3600, such as 10"),
        ("SEND_DELAY", "-1", "must be a number of seconds"),
        ("SEND_DELAY", "inf", "must be a number of seconds"),
        ("NOTICE_DELAY", "3601", "must be a number of seconds from 0 to 3600, such as 15"),
        ("NOTICE_DELAY", "nan", "must be a number of seconds"),
        ("PAID_BROADCAST", "perhaps", "must be on or off"),
        ("COUNTERS_SHARE", "1.1", "must be a share of SEND_RATE from 0 to 1, such as 0.2"),
        ("COUNTERS_SHARE", "-0.1", "must be a share of SEND_RATE"),
        ("COUNTERS_SHARE", "nan", "must be a share of SEND_RATE"),
        ("COUNTERS_DAYS", "week", "must be a number of days from 0 to 3650, such as 7"),
        ("COUNTERS_DAYS", "3651", "must be a number of days"),
        ("COUNTERS_DAYS", "1e300", "must be a number of days"),
        ("ON_UNCERTAIN", "guess", "must be resend or hold"),
        ("LOG_FORMAT", "xml", "must be text or json"),
    ],
)
def test_a_wrong_value_gets_one_sentence_that_says_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    message = refusal(monkeypatch, **{name: value})

    assert message.startswith(f"{PREFIX}{name} {sentence}")
    assert message.endswith(".")
    assert "\n" not in message


def test_postgresql_without_its_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    assert refusal(monkeypatch, DATABASE_URL="postgresql+asyncpg://db.example/blog") == (
        "BROADSHEET_DATABASE_URL needs the driver asyncpg: install it with pip install 'broadsheet[postgres]'."
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("TIMEZON", "BROADSHEET_TIMEZON is not a setting: did you mean BROADSHEET_TIMEZONE?"),
        ("COLOUR", "BROADSHEET_COLOUR is not a setting: .env.example lists them all."),
    ],
)
def test_a_name_that_no_setting_has_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, sentence: str
) -> None:
    assert refusal(monkeypatch, **{name: "1"}) == sentence

    monkeypatch.delenv(PREFIX + name)
    (tmp_path / ".env").write_text(f"{PREFIX}{name}=1\n", encoding="utf-8")
    assert refusal(monkeypatch) == sentence


def test_secrets_stand_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, DATABASE_URL="postgresql+asyncpg://press:hush@db.example/blog")

    for shown in (repr(settings), str(settings), settings.model_dump_json(fallback=str), f"{settings.model_dump()}"):
        assert "hush" not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "123456789:AAE hush"),
        ("DATABASE_URL", "postgres://press:hush@db.example/blog"),
        ("DATABASE_URL", "postgresql+asyncpg://press:hush@db.example"),
        ("DATABASE_URL", "sqlite+aiosqlite://hush"),
        ("API_URL", "ftp://press:hush@api.example"),
        ("SEND_RATE", "none"),
    ],
)
def test_secrets_stand_in_no_error_and_no_traceback(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("BROADSHEET_BOT_TOKEN", TOKEN)
    monkeypatch.setenv(PREFIX + name, value)

    with pytest.raises(SettingsError) as caught:
        load_settings()

    told = "".join(traceback.format_exception(caught.value))
    assert "hush" not in told
    assert caught.value.__context__ is None


def test_settings_made_by_hand_hide_the_values_too() -> None:
    with pytest.raises(ValueError, match="send_rate") as caught:
        Settings(bot_token=SecretStr("hush"), _env_file=None, send_rate=-1)

    assert "hush" not in str(caught.value)


def test_settings_do_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch)

    with pytest.raises(ValueError, match="frozen"):
        settings.send_rate = 30.0  # type: ignore[misc]


def test_the_example_file_says_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    example = Path(__file__).parent.parent / ".env.example"
    written = re.findall(rf"^({PREFIX}\w+)=", example.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(written) == sorted(variable(field) for field in Settings.model_fields)
    assert load_settings(example, needs_token=False) == load_settings(None, needs_token=False)
