"""Reads every setting once, at the start, into one frozen value, and says in one line each what is wrong."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AwareDatetime, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsFault

#: The reports that come with the program, wherever it is started from.
SEEDS = Path(__file__).resolve().parent.parent / "seeds"
REAL_TELEGRAM = "https://api.telegram.org"
REAL_ALERTS_IN_UA = "https://api.alerts.in.ua"
REAL_UKRAINE_ALARM = "https://api.ukrainealarm.com"
REAL_DATABASE = "sqlite+aiosqlite:///var/tysha.db"
SANDBOX_DATABASE = "sqlite+aiosqlite:///var/sandbox.db"

#: Ends of the names whose values are never shown: an address may hold a password.
_MAY_HOLD_SECRETS = ("_TOKEN", "_SECRET", "_URL")

_TOKEN = re.compile(r"[0-9]+:\S+")
#: What Telegram takes as a secret of a webhook (Bot API 10.0).
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
#: What we serve ourselves below HTTP_ADDR.
OUR_OWN_PATHS = ("/healthz", "/readyz", "/metrics")

List = Annotated[tuple[str, ...], NoDecode]
Ids = Annotated[tuple[int, ...], NoDecode]


class Settings(BaseSettings):
    """Every setting by its environment name in lower case; `.env` is read too, the environment goes before it."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    telegram_bot_token: str | None = None
    telegram_api_url: str = REAL_TELEGRAM
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: str | None = None
    database_url: str | None = None
    alert_sources: List | None = None
    alerts_in_ua_token: str | None = None
    alerts_in_ua_url: str = REAL_ALERTS_IN_UA
    ukraine_alarm_token: str | None = None
    ukraine_alarm_url: str = REAL_UKRAINE_ALARM
    alert_poll_seconds: float = Field(8, ge=1, le=60)
    reports_dir: Path = SEEDS
    report_feeds: List = ()
    send_rate: float = Field(28, gt=0, le=1000)
    admin_ids: Ids = ()
    canary_chat: int | None = None
    heartbeat_url: str | None = None
    paid_broadcast: bool = False
    http_addr: str = "127.0.0.1:8080"
    public_url: str | None = None
    clock_start: AwareDatetime | None = None
    clock_speed: float = Field(1, gt=0, le=3600)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["console", "json"] = "console"
    tysha_env: Literal["production"] | None = None

    @field_validator("alert_sources", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        # Twice the same source would be two pollers that take each other's answers for their own.
        return tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip())) or None

    @field_validator("report_feeds", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        addresses = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
        if any(urlsplit(one).scheme not in ("http", "https") or not urlsplit(one).hostname for one in addresses):
            raise ValueError("must be addresses that begin with http:// or https://, with commas between them")
        return addresses

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _numeric_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError("must be numeric Telegram ids, with commas between them")
        return tuple(dict.fromkeys(int(part) for part in parts))

    @field_validator(
        "telegram_api_url", "alerts_in_ua_url", "ukraine_alarm_url", "telegram_webhook_url", "heartbeat_url"
    )
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "http://none")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an address that begins with http:// or https://")
        return value.rstrip("/") if value else value

    @field_validator("public_url")
    @classmethod
    def _address_of_ours(cls, value: str | None) -> str | None:
        try:
            parts = urlsplit(value or "http://none")
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable or not {"?", "#", "@", " "}.isdisjoint(value or ""):
            raise ValueError("must be a plain address that begins with http:// or https://")
        return value.rstrip("/") if value else value

    @field_validator("http_addr")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, colon, port = value.rpartition(":")
        if not (host and colon and port.isascii() and port.isdigit() and int(port) < 65536):
            raise ValueError("must be HOST:PORT, such as 127.0.0.1:8080")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str | None) -> str | None:
        if value and not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            raise ValueError("must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")
        if value and value.removeprefix("sqlite+aiosqlite:///") in ("", ":memory:"):
            raise ValueError("must name a file: what is kept in memory alone is lost with the program")
        return value

    @property
    def is_sandbox(self) -> bool:
        return self.telegram_bot_token is None

    @property
    def database(self) -> str:
        """Where the data are kept: the sandbox has a file of its own and never opens another."""
        return SANDBOX_DATABASE if self.is_sandbox else self.database_url or REAL_DATABASE

    @property
    def sources(self) -> tuple[str, ...]:
        """The alert sources to read, where none are named those whose token is there."""
        if self.alert_sources is not None:
            return self.alert_sources
        if self.is_sandbox:
            return ("scenario:kharkiv-night",)
        tokens = {"alerts-in-ua": self.alerts_in_ua_token, "ukraine-alarm": self.ukraine_alarm_token}
        return tuple(source for source, token in tokens.items() if token)

    @property
    def alert_interval(self) -> timedelta:
        """Of the bot's clock, between two questions to one source."""
        return timedelta(seconds=self.alert_poll_seconds)

    @property
    def is_real_telegram(self) -> bool:
        host = (urlsplit(self.telegram_api_url).hostname or "").rstrip(".")
        return not self.is_sandbox and host == urlsplit(REAL_TELEGRAM).hostname

    @property
    def has_moved_clock(self) -> bool:
        return self.clock_start is not None or self.clock_speed != 1

    @property
    def public_hosts(self) -> frozenset[str]:
        """The name by which others reach us, if it was given."""
        host = urlsplit(self.public_url or "").hostname
        return frozenset({host} if host else ())

    @property
    def http_host(self) -> str:
        return self.http_addr.rpartition(":")[0]

    @property
    def http_port(self) -> int:
        return int(self.http_addr.rpartition(":")[2])


def read_settings() -> Settings:
    """The settings of the environment. Raises SettingsFault with one line for each that cannot be used."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsFault(tuple(_line(fault) for fault in error.errors())) from None
    faults = tuple(_disagreements(settings))
    if faults:
        raise SettingsFault(faults)
    return settings


def _line(fault: object) -> str:
    details = dict(fault) if isinstance(fault, dict) else {}
    name = str((details.get("loc") or ("?",))[0]).upper()
    said = str(details.get("msg", "")).removeprefix("Value error, ")
    shown = "" if name.endswith(_MAY_HOLD_SECRETS) else f" (it is {details.get('input')!r})"
    return f"{name}: {said[:1].lower()}{said[1:]}{shown}"


def _disagreements(settings: Settings) -> list[str]:
    faults = []
    needs_token = {
        "ALERTS_IN_UA_TOKEN": settings.alerts_in_ua_token,
        "UKRAINE_ALARM_TOKEN": settings.ukraine_alarm_token,
        "TELEGRAM_WEBHOOK_URL": settings.telegram_webhook_url,
        "TYSHA_ENV": settings.tysha_env,
    }
    if settings.is_sandbox:
        faults += [
            f"{name}: is set, so TELEGRAM_BOT_TOKEN must be set too" for name, value in needs_token.items() if value
        ]
    elif not _TOKEN.fullmatch(settings.telegram_bot_token or ""):
        faults.append("TELEGRAM_BOT_TOKEN: does not look like a token (digits, a colon, letters)")
    faults += _webhook_faults(settings)
    invented = [source for source in settings.sources if source.startswith(("scenario:", "replay:"))]
    if settings.is_sandbox and len(settings.sources) > 1:
        faults.append("ALERT_SOURCES: the sandbox plays one scenario:NAME or replay:FILE, not several")
    if settings.is_real_telegram and invented:
        faults.append(f"ALERT_SOURCES: {invented[0]} is invented and never allowed at the real Telegram")
    if settings.is_real_telegram and settings.has_moved_clock:
        faults.append("CLOCK_START, CLOCK_SPEED: a moved clock is never allowed at the real Telegram")
    return faults + [fault for source in settings.sources for fault in _source_faults(settings, source)]


def _webhook_faults(settings: Settings) -> list[str]:
    faults = []
    url = urlsplit(settings.telegram_webhook_url or "")
    if settings.is_real_telegram and url.scheme == "http":
        faults.append("TELEGRAM_WEBHOOK_URL: must begin with https://, or Telegram will not take it")
    if url.path in OUR_OWN_PATHS:
        faults.append(f"TELEGRAM_WEBHOOK_URL: {url.path} is an address of ours; give it a path of its own")
    if url.query or url.fragment:
        faults.append("TELEGRAM_WEBHOOK_URL: must be a plain address, without ? and #")
    if not _SECRET.fullmatch(settings.telegram_webhook_secret or "none"):
        faults.append("TELEGRAM_WEBHOOK_SECRET: must be 1 to 256 letters, digits, _ and -")
    return faults


def _source_faults(settings: Settings, source: str) -> list[str]:
    tokens = {"alerts-in-ua": settings.alerts_in_ua_token, "ukraine-alarm": settings.ukraine_alarm_token}
    if source in tokens:
        name = source.replace("-", "_").upper()
        return [] if tokens[source] else [f"{name}_TOKEN: is missing, and ALERT_SOURCES names {source}"]
    kind, _, name = source.partition(":")
    if kind == "scenario" and name:
        return []
    if kind == "replay" and name:
        return [] if Path(name).is_file() else [f"ALERT_SOURCES: there is no file {name!r} to replay"]
    known = "alerts-in-ua, ukraine-alarm, scenario:NAME or replay:FILE"
    return [f"ALERT_SOURCES: {source!r} is not known; use {known}"]
