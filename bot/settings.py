"""Settings, read once from CAMTAY_… in the environment."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.conversation import Retention
from flows.messages import ChannelName
from storage.database import sqlite_url
from storage.unusable import UnusableError

KEPT = Retention()  # as long as that, where nobody says otherwise
CHECKOUT = Path(__file__).resolve().parent.parent
ORIGIN = r"^https?://[A-Za-z0-9.-]+(:\d{1,5})?$"
Address = Annotated[str, AfterValidator(lambda address: address.rstrip("/"))]  # paths are put behind it


class SettingsError(UnusableError):
    """A setting cannot be used; the message says which and why, in Vietnamese."""


class Settings(BaseSettings):
    """Everything an operator can set. Empty tokens leave a door closed; the web chat needs none."""

    model_config = SettingsConfigDict(env_prefix="CAMTAY_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    data_dir: Path = CHECKOUT / "data"
    content_dir: Path = CHECKOUT / "content"
    database_url: str = ""
    public_url: Address = ""  # https://… under which the world sees this service
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    # Sites that may show the web chat, spaces between; each stands in a header, so nothing but an origin may.
    embed_origins: Annotated[tuple[Annotated[str, Field(pattern=ORIGIN)], ...], NoDecode] = ()

    burst_seconds: float = Field(default=2.0, ge=0, le=10)
    conversation_days: int = Field(default=KEPT.conversation_days, ge=1)
    case_days: int = Field(default=KEPT.case_days, ge=1)

    telegram_token: str = ""
    telegram_api: Address = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_secret: str = ""
    telegram_rate: float = Field(default=30.0, ge=0)
    telegram_proxy: str = ""
    telegram_team_chat: int = Field(default=0, le=0)  # the group of the team; ids of groups lie below zero
    telegram_team_masked: bool = True  # photos, voice and files of citizens are named there, not shown

    zalo_app_id: str = ""
    zalo_app_secret: str = ""
    zalo_oa_secret_key: str = ""
    zalo_refresh_token: str = ""
    zalo_verifier: str = ""  # the CODE of the file zalo_verifierCODE.html
    zalo_buttons: Literal["auto", "on", "off"] = "auto"
    zalo_api: Address = "https://openapi.zalo.me"
    zalo_oauth_api: Address = "https://oauth.zaloapp.com"

    zalo_bot_token: str = ""
    zalo_bot_mode: Literal["auto", "polling", "webhook"] = "auto"  # auto: a webhook once its secret is set
    zalo_bot_secret: str = ""
    zalo_bot_api: Address = "https://bot-api.zaloplatforms.com"

    @field_validator("embed_origins", mode="before")
    @classmethod
    def _apart(cls, value: object) -> object:
        """The origins of one line, without the slash people copy along."""
        return (
            tuple(origin.rstrip("/") for origin in value.replace(",", " ").split()) if isinstance(value, str) else value
        )

    @property
    def database_address(self) -> str:
        """The database to use: the one that was named, else a file in the data directory."""
        return self.database_url or sqlite_url(self.data_dir)

    @property
    def retention(self) -> Retention:
        """For how many days things are kept."""
        return Retention(self.conversation_days, self.case_days)

    @property
    def cache_dir(self) -> Path:
        """Where what can be made again is kept: beside the code, so that a new data directory starts as fast."""
        own = CHECKOUT / ".cache"
        return own if os.access(CHECKOUT, os.W_OK) else self.data_dir / "cache"

    @property
    def zalo_bot_is_called(self) -> bool:
        """Whether Zalo calls the bot's webhook; else the bot asks Zalo."""
        return self.zalo_bot_mode == "webhook" or (self.zalo_bot_mode == "auto" and bool(self.zalo_bot_secret))

    @property
    def board(self) -> str:
        """The channel that shows cases to the team, or ""."""
        return ChannelName.TELEGRAM_TEAM if self.telegram_token and self.telegram_team_chat else ""

    @property
    def address(self) -> str:
        """Where people find the service."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 (compared, not bound)
        return self.public_url or f"http://{host}:{self.port}"


def read_settings() -> Settings:
    """The settings of the environment, with a data directory that can be written to; SettingsError otherwise."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError(in_vietnamese(error)) from error
    if not settings.content_dir.is_dir():
        raise SettingsError(f"Không thấy thư mục nội dung {settings.content_dir} (CAMTAY_CONTENT_DIR).")
    prepare_data_dir(settings.data_dir)
    return settings


def prepare_data_dir(data_dir: Path) -> None:
    """Make the data directory, readable by its owner alone, and try to write to it."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = data_dir / ".write-test"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(f"Không ghi được vào thư mục dữ liệu {data_dir} (CAMTAY_DATA_DIR): {reason}.") from error


def in_vietnamese(error: ValidationError) -> str:
    """Which setting is wrong, and what was found there; secrets are not repeated."""
    first = error.errors()[0]
    name = f"CAMTAY_{'_'.join(str(part) for part in first['loc'][:1]).upper()}"
    is_secret = any(word in name for word in ("TOKEN", "SECRET", "KEY", "DATABASE"))
    shown = "" if is_secret else f" (đang là {first['input']!r})"
    context = first.get("ctx", {})
    known = {
        "string_pattern_mismatch": "phải có dạng https://tên-miền, cách nhau bằng dấu trắng",
        "int_parsing": "phải là số nguyên",
        "float_parsing": "phải là số",
        "greater_than_equal": f"phải từ {context.get('ge')} trở lên",
        "less_than_equal": f"không được quá {context.get('le')}",
        "literal_error": f"phải là một trong các giá trị {context.get('expected', '')}".replace(" or ", " hoặc "),
    }
    return f"Cài đặt {name} không đúng{shown}: {known.get(first['type'], first['msg'])}."
