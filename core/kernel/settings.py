"""Every setting, read once from the environment (and from ``.env`` in the working directory).

The names are the contract of the documentation; ``.env.example`` lists them all and a test compares the two.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PlannerMode = Literal["auto", "offline", "model"]
Names = Annotated[tuple[str, ...], NoDecode]

_ASYNC_DRIVERS = {
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "mysql": "mysql+aiomysql",
    "mariadb": "mysql+aiomysql",
}


def with_async_driver(url: str) -> str:
    """``postgresql://x`` → ``postgresql+asyncpg://x``, likewise MySQL; SQLite, and a URL that names a driver, stay."""
    scheme, separator, rest = url.partition("://")
    return f"{_ASYNC_DRIVERS.get(scheme, scheme)}{separator}{rest}"


def _is_web_address(value: str) -> bool:
    """Whether it is a whole http or https address, whose port, if it names one, is a port."""
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and " " not in value
    except ValueError:
        return False


class Settings(BaseSettings):
    """All settings; attribute names are the variables' in lower case. An empty value counts as not set."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore")

    # model
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_model_struct: str = "gpt-6-luna"
    openai_model_chat: str = "gpt-6-luna"
    openai_max_concurrent: int = Field(10, ge=1)
    openai_timeout: float = Field(20.0, gt=0)
    openai_daily_budget: float | None = Field(None, ge=0)
    openai_price_in: float = Field(0.10, ge=0)
    openai_price_cached: float = Field(0.01, ge=0)
    openai_price_out: float = Field(0.50, ge=0)
    azure_openai_endpoint: str | None = None
    azure_openai_api_version: str | None = None
    planner: PlannerMode = "auto"
    max_sql_retries: int = Field(3, ge=0)
    head_rows: int = Field(0, ge=0)

    # plant
    maintenance_database_url: str | None = None
    semantic_model: Path | None = None
    db_pool_size: int = Field(20, ge=1)
    query_timeout: float = Field(10.0, gt=0)
    question_timeout: float = Field(90.0, ge=1)
    max_rows: int = Field(10_000, ge=1)
    plant_timezone: str = "America/Mexico_City"
    currency: str = "MXN"
    default_language: Literal["es", "en"] = "es"
    stale_hours: float = Field(24.0, ge=0)

    # state and files
    maintbot_home: Path = Path("data")
    state_database_url: str | None = None
    chat_docs_dir: str = "chat_docs"
    files_locale: str = "es-MX"
    auto_charts: bool = True
    session_idle_minutes: int = Field(60, ge=1)
    cache_size: int = Field(1000, ge=0)
    cache_ttl: int = Field(3600, ge=0)
    retention_days: int | None = Field(None, ge=1)
    artifacts_max_mb: int | None = Field(None, ge=1)
    secret_key: SecretStr | None = None
    encryption_keys: Names = ()

    # server
    api_host: str = "127.0.0.1"
    api_port: int = Field(8000, ge=0, le=65535)
    api_keys: Names = ()
    cors_origins: Names = ()
    public_url: str | None = None
    web_chat: bool = True
    workers: int = Field(1, ge=1)
    inbox_limit: int = Field(5_000, ge=1)
    max_attempts: int = Field(6, ge=1)
    ssl_cert_path: Path | None = None
    ssl_key_path: Path | None = None
    rate_limit: str | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    structured_logging: bool = True
    log_file: Path | None = None
    log_questions: bool = False
    prometheus_enabled: bool = True
    metrics_port: int | None = Field(None, ge=1, le=65535)
    otel_exporter_otlp_endpoint: str | None = None

    # Slack
    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    slack_allowed_channels: Names = ()
    slack_allow_external: bool = False

    # Teams
    microsoft_app_id: str | None = None
    microsoft_app_password: SecretStr | None = None
    microsoft_app_type: Literal["SingleTenant", "UserAssignedMSI", "MultiTenant"] = "SingleTenant"
    microsoft_app_tenantid: str | None = None
    teams_allowed_tenants: Names = ()
    teams_dev: bool = False

    # evaluation
    maintbot_today: date | None = None

    @field_validator(
        "encryption_keys", "api_keys", "cors_origins", "slack_allowed_channels", "teams_allowed_tenants", mode="before"
    )
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("plant_timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise PydanticCustomError(
                "unknown_timezone", "{given} is not a known time zone", {"given": value}
            ) from error
        return value

    @field_validator(
        "openai_base_url", "azure_openai_endpoint", "public_url", "slack_api_url", "otel_exporter_otlp_endpoint"
    )
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and not _is_web_address(value):
            raise PydanticCustomError("not_an_address", "{given} is no address such as https://…", {"given": value})
        return value

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if origin != "*" and not (_is_web_address(origin) and origin.count("/") == 2):
                raise PydanticCustomError("not_an_origin", "{given} is no origin", {"given": origin})
        return value

    @field_validator("currency")
    @classmethod
    def _iso_code(cls, value: str) -> str:
        if not re.fullmatch("[A-Z]{3}", value):
            raise PydanticCustomError("not_a_currency", "{given} is no code such as MXN", {"given": value})
        return value

    @field_validator("files_locale")
    @classmethod
    def _known_locale(cls, value: str) -> str:
        if value != "es-MX":  # babel takes a moment to load
            from babel import Locale, UnknownLocaleError

            try:
                Locale.parse(value, sep="-")
            except (UnknownLocaleError, ValueError) as error:
                told = "{given} is no locale such as es-MX or en-US"
                raise PydanticCustomError("unknown_locale", told, {"given": value}) from error
        return value

    @property
    def on_demo_plant(self) -> bool:
        """True while no plant database is named: the demo plant answers."""
        return not self.maintenance_database_url

    @cached_property
    def demo_database(self) -> Path:
        """Where the demo plant lies."""
        return self.maintbot_home / "demo_plant.sqlite"

    @cached_property
    def plant_url(self) -> str:
        """The plant's database with its async driver."""
        return with_async_driver(self.maintenance_database_url or f"sqlite:///{self.demo_database}")

    @cached_property
    def state_url(self) -> str:
        """Our own state's database with its async driver."""
        return with_async_driver(self.state_database_url or f"sqlite:///{self.maintbot_home / 'state.sqlite'}")

    @property
    def slack_enabled(self) -> bool:
        """Slack is on with a way in (signing secret or app token) and a way out (bot token or OAuth)."""
        way_in = self.slack_signing_secret or self.slack_app_token
        return bool(way_in and (self.slack_bot_token or self.slack_client_id))

    @property
    def teams_enabled(self) -> bool:
        """Teams is on with an app id, or in its explicit development mode."""
        return bool(self.microsoft_app_id) or self.teams_dev
