"""The settings: environment variables that begin with ``BROADSHEET_``, or lines of a ``.env`` file.

Their names are promises (see .env.example). ``cli`` and ``app`` alone read them, and pass on what others need. What is
wrong with a setting is said in one sentence that names the variable and what to write; the token and the password of
the database stand in no message and no repr.
"""

from __future__ import annotations

import difflib
import importlib.util
import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, NoDecode, SettingsConfigDict

from bot.core.deliveries import OnUncertain
from bot.core.judging import HouseRules
from bot.core.options import CommentRule

PREFIX = "BROADSHEET_"

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_API_URL = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")
_SQLITE_URL = re.compile(r"sqlite\+aiosqlite:///(?P<path>[^?\s]+)(?:\?.*)?")
_POSTGRES_URL = re.compile(
    r"postgresql\+asyncpg://(?:[^:/@]*(?::[^@]*)?@)?(?:\[[^/?\s]+\]|[^/:?\s]*)(?::\d+)?/[^?/\s]+(?:\?.*)?"
)


class SettingsError(Exception):
    """A setting is missing or wrong. The message is one sentence for the person who starts the program."""


class _WrongValueError(ValueError):
    """What is wrong with a value, in words that follow the variable's name."""


def _token(value: Any) -> Any:
    if isinstance(value, str) and value and not _TOKEN.fullmatch(value):
        raise _WrongValueError("is not a token: copy the one that @BotFather gave you, which looks like 123456789:AAE…")
    return value


def _api_url(value: Any) -> Any:
    if not isinstance(value, str) or not _API_URL.fullmatch(value):
        raise _WrongValueError(
            "must be an address that begins with https:// or http://, such as https://api.telegram.org"
        )
    return value.rstrip("/")


def _database_url(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value.startswith("postgresql+asyncpg://"):
        if not _POSTGRES_URL.fullmatch(value):
            raise _WrongValueError(
                "is not complete: write postgresql+asyncpg://user:password@host/database, with %XX for the characters"
                " @ : / ? # in the password"
            )
        if importlib.util.find_spec("asyncpg") is None:
            raise _WrongValueError("needs the driver asyncpg: install it with pip install 'broadsheet[postgres]'")
    elif value.startswith("sqlite+aiosqlite:"):
        match = _SQLITE_URL.fullmatch(value)
        if not match or match["path"] == ":memory:":
            raise _WrongValueError(
                "must name a file, such as sqlite+aiosqlite:///broadsheet.db (four slashes for a full path)"
            )
    else:
        raise _WrongValueError(
            "must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://, the two databases that Broadsheet can use"
        )
    return value


def _owner_ids(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return frozenset(int(piece) for piece in value.split(",") if piece.strip())
    except ValueError:
        raise _WrongValueError(
            "must be the numeric ids of people, separated by commas, such as 12345678,23456789"
        ) from None


def _zone(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _WrongValueError("is no time zone: write an IANA name, such as Europe/Berlin") from None


def _locale(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return Locale.parse(value.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise _WrongValueError("is no language: write a locale's name, such as en or pt_BR") from None


def _seconds(value: Any) -> Any:
    try:
        return timedelta(seconds=float(value)) if isinstance(value, str) else value
    except OverflowError:
        raise ValueError from None


def _days(value: Any) -> Any:
    try:
        return timedelta(days=float(value)) if isinstance(value, str | int | float) else value
    except OverflowError:
        raise ValueError from None


Seconds = Annotated[timedelta, BeforeValidator(_seconds), Field(ge=timedelta(0), le=timedelta(hours=1))]
Days = Annotated[timedelta, BeforeValidator(_days), Field(ge=timedelta(0), le=timedelta(days=3650))]
PersonId = Annotated[int, Field(gt=0, lt=2**63)]


class Settings(BaseSettings):
    """Everything that can be set, with its default. Immutable.

    A field's ``description`` completes "BROADSHEET_… must be" for values that its type or range refuses.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
    )

    bot_token: Annotated[SecretStr, BeforeValidator(_token)] = Field(
        default=SecretStr(""), description="the token that @BotFather gave you"
    )
    api_url: Annotated[str, BeforeValidator(_api_url)] = Field(
        default="https://api.telegram.org", description="the address of a Bot API server"
    )
    database_url: Annotated[SecretStr, BeforeValidator(_database_url)] = Field(
        default=SecretStr("sqlite+aiosqlite:///broadsheet.db"), description="a database's address"
    )
    owner_ids: Annotated[frozenset[PersonId], NoDecode, BeforeValidator(_owner_ids)] = Field(
        default=frozenset(), description="the numeric ids of people, separated by commas, such as 12345678,23456789"
    )
    moderators_chat_id: Annotated[int, Field(lt=0, gt=-(2**63))] | None = Field(
        default=None, description="the id of a group, which is a negative number, such as -1001234567890"
    )
    blog_title: str = Field(default="Broadsheet", max_length=64, description="a title of at most 64 characters")
    timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = Field(
        default=ZoneInfo("UTC"), description="an IANA time zone, such as Europe/Berlin"
    )
    language: Annotated[Locale, BeforeValidator(_locale)] = Field(
        default=Locale("en"), description="a locale's name, such as en or pt_BR"
    )
    send_rate: float = Field(
        default=25.0,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        description="a number of messages a second above 0 and at most 1000, such as 25",
    )
    send_delay: Seconds = Field(
        default=timedelta(seconds=10), description="a number of seconds from 0 to 3600, such as 10"
    )
    notice_delay: Seconds = Field(
        default=timedelta(seconds=15), description="a number of seconds from 0 to 3600, such as 15"
    )
    comments: Literal["all", "first", "off"] = Field(default="first", description="all, first or off")
    comments_first: int = Field(default=2, ge=1, le=1000, description="a number of comments from 1 to 1000, such as 2")
    comments_days: Days = Field(
        default=timedelta(0), description="a number of days from 0 (comments never close by themselves) to 3650"
    )
    comment_photos: bool = Field(default=False, description="on or off")
    paid_broadcast: bool = Field(default=False, description="on or off")
    counters_share: float = Field(
        default=0.2, ge=0, le=1, allow_inf_nan=False, description="a share of SEND_RATE from 0 to 1, such as 0.2"
    )
    counters_days: Days = Field(default=timedelta(days=7), description="a number of days from 0 to 3650, such as 7")
    on_uncertain: OnUncertain = Field(default=OnUncertain.RESEND, description="resend or hold")
    ledger_days: int = Field(default=45, ge=1, le=36500, description="a number of days from 1 to 36500, such as 45")
    media_dir: Path = Field(default=Path("media"), description="a folder's path")
    log_format: Annotated[str, Field(pattern="^(text|json)$")] = Field(default="text", description="text or json")

    @property
    def house_rules(self) -> HouseRules:
        """What is set for comments."""
        closes_after = self.comments_days or None
        return HouseRules(CommentRule(self.comments), self.comments_first, self.comment_photos, closes_after)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, values: dict[str, Any]) -> dict[str, Any]:
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        return {name: value for name, value in stripped.items() if value != ""}

    @model_validator(mode="after")
    def _media_beside_the_database(self) -> Settings:
        database = _SQLITE_URL.fullmatch(self.database_url.get_secret_value())
        if "media_dir" not in self.model_fields_set and database:
            object.__setattr__(self, "media_dir", Path(database["path"]).parent / "media")
        return self


def load_settings(env_file: Path | None = Path(".env"), *, needs_token: bool = True) -> Settings:
    """The settings from the environment, and from ``env_file`` (if it exists) what the environment does not say.

    Raises :class:`SettingsError` for the first thing that is wrong; a missing token is wrong only if ``needs_token``.
    """
    problem = _problem_of_names(env_file)
    if problem is None:
        try:
            settings = Settings(_env_file=env_file)
        except ValidationError as error:
            problem = _sentence(error.errors(include_url=False, include_input=False)[0])
    # Raised outside the except clause: the errors of pydantic carry the values, and would go along as the context.
    if problem is not None:
        raise SettingsError(problem)
    if needs_token and not settings.bot_token.get_secret_value():
        raise SettingsError(
            f"{PREFIX}BOT_TOKEN is missing: put the token that @BotFather gave you into the environment or into .env."
        )
    return settings


def _problem_of_names(env_file: Path | None) -> str | None:
    try:
        written = DotEnvSettingsSource(Settings, env_file=env_file).env_vars
    except (OSError, UnicodeDecodeError):
        return f"{env_file} cannot be read: it must be a text file in UTF-8 that this user may open."
    known = {variable(field) for field in Settings.model_fields}
    names = {name.upper() for name in (*EnvSettingsSource(Settings).env_vars, *written)}
    for name in sorted(names - known):
        if name.startswith(PREFIX):
            alike = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.75)
            return (
                f"{name} is not a setting: {f'did you mean {alike[0]}?' if alike else '.env.example lists them all.'}"
            )
    return None


def variable(field: str) -> str:
    """The name of the environment variable that sets the field."""
    return PREFIX + field.upper()


def _sentence(error: ErrorDetails) -> str:
    field = str(error["loc"][0])
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, _WrongValueError):
        return f"{variable(field)} {cause}."
    return f"{variable(field)} must be {Settings.model_fields[field].description}."
