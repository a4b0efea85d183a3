"""`retombees.toml` as one frozen value. docs/settings.md explains each setting to the people who write it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    model_validator,
)

from monitor.config.addresses import checked_contact, checked_private, is_mail_address, is_web_address
from monitor.config.complaints import complaint
from monitor.config.problems import ContactMissing, Problem
from monitor.wording.words import message

FILE = "retombees.toml"
POLITE_DELAY = 1.0
"""Seconds between two requests to one public site, at the least, whatever the settings say."""

DEFAULT_ZONE = "Europe/Paris"
"""Where days are cut while there is no dossier that says it."""

REHEARSAL_HOUR = time(9, 0)

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DayOrNone = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", ""]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Section(BaseModel):
    """A part of a file: frozen, and a name that we do not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True)


def not_empty(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """For lists of which something must remain; `min_length` would complain of bad entries a second time."""
    if not values:
        raise complaint(message("This list must not be empty."))
    return values


class Network(Section):
    """`[network]`. Delays in seconds per host; under one second for addresses in `allow_private` only."""

    contact: Annotated[str, AfterValidator(checked_contact)] = ""
    allow_private: tuple[Annotated[str, AfterValidator(checked_private)], ...] = Field(
        default=(), max_length=100
    )
    min_delay: float = Field(default=2.0, ge=0.0, le=600.0)
    max_pages_per_source: int = Field(default=200, ge=1, le=100_000)
    fetch_timeout: float = Field(default=30.0, ge=1.0, le=300.0)


class Crawl(Section):
    """`[crawl]`. `min_read`: the share of the due sources that must be readable for a run to count as whole."""

    min_read: float = Field(default=0.5, ge=0.0, le=1.0)
    max_minutes: float = Field(default=30.0, gt=0.0, le=1_440.0)
    first_window_days: int = Field(default=7, ge=1, le=3_650)


class Mail(Section):
    """`[mail]`: the server that sends the reports. No `host`, no mail.

    The password never stands here: it is read from `RETOMBEES_SMTP_PASSWORD`, else from `password_file`, a path
    seen from the workspace. `timeout` in seconds, for each answer of the server.
    """

    host: str = Field(default="", max_length=253)
    port: int = Field(default=587, ge=1, le=65_535)
    security: Literal["none", "starttls", "tls"] = "starttls"
    user: str = Field(default="", max_length=254)
    sender: str = Field(default="", max_length=254)
    sender_name: str = Field(default="", max_length=100)
    password_file: str = Field(default="", max_length=1_000)
    timeout: float = Field(default=30.0, ge=1.0, le=300.0)

    @model_validator(mode="after")
    def _has_a_sender(self) -> Mail:
        if self.sender and not is_mail_address(self.sender):
            raise complaint(message("“{value}” is not a mail address."), value=self.sender)
        return self


def _webhook_address(text: str) -> str:
    if text and not is_web_address(text):
        raise complaint(
            message("“{value}” is no address to report to. Write one that begins with https://."), value=text
        )
    return text


class Webhook(Section):
    """`[webhook]`: another program that is told of reports and alerts. No `url`, none.

    The secret that signs what is sent is read from `RETOMBEES_WEBHOOK_SECRET`, else from `secret_file`.
    """

    url: Annotated[str, AfterValidator(_webhook_address)] = ""
    secret_file: str = Field(default="", max_length=1_000)


def _time_of_day(value: Any) -> Any:
    """Pydantic would take a number for seconds since midnight."""
    return "" if isinstance(value, int | float) else value


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]


class Schedule(Section):
    """`[schedule]`: when the daily run begins, in the campaign's zone, and on which days a report is made.

    `weekly` is the day of the weekly report; empty: none.
    """

    time: TimeOfDay = time(7, 0)
    days: Annotated[tuple[Day, ...], AfterValidator(not_empty)] = DAYS
    weekly: DayOrNone = "fri"


class Alerts(Section):
    """`[alerts]`: what does not wait for the morning. Times of day in the campaign's zone, durations in minutes.

    `tier1`: a pickup in an outlet of tier 1. `burst`: so many new pickups within `burst_minutes`; 0: never.
    At most one alert per campaign in `every_minutes`, none outside `not_before` and `not_after`.
    """

    tier1: bool = True
    burst: int = Field(default=5, ge=0, le=1_000)
    burst_minutes: int = Field(default=60, ge=5, le=1_440)
    every_minutes: int = Field(default=60, ge=5, le=1_440)
    not_before: TimeOfDay = time(7, 0)
    not_after: TimeOfDay = time(22, 0)

    @model_validator(mode="after")
    def _hours_in_order(self) -> Alerts:
        if self.not_after <= self.not_before:
            raise complaint(message("Under [alerts], not_after must be later in the day than not_before."))
        return self


class Retention(Section):
    """`[retention]`: how long things are kept.

    `keep_article_days`: the text of an article without a mention. `keep_backups`: how many daily copies.
    `keep_sent_days`: what was written in a message that was sent.
    """

    keep_article_days: int = Field(default=90, ge=1, le=36_500)
    keep_backups: int = Field(default=7, ge=1, le=3_650)
    keep_sent_days: int = Field(default=30, ge=1, le=36_500)


def _moment(value: Any) -> datetime | date | None:
    """A moment with its offset, or a bare day; also written between quotes."""
    if isinstance(value, str) and 10 <= len(value) <= 40:
        try:
            value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, datetime) and value.tzinfo is None:
        value = None
    if not isinstance(value, date):
        raise complaint(
            message("A moment is expected here, written 2025-02-12T07:30:00+01:00, or a day, 2025-02-12.")
        )
    return value


class Clock(Section):
    """`[clock]`, for rehearsals and tests: the moment that stands for now."""

    now: Annotated[datetime | date | None, BeforeValidator(_moment)] = None

    def at(self, zone: str) -> datetime | None:
        """The rehearsal's moment, aware; a bare day means nine in the morning in this zone. None: the real clock."""
        if self.now is None or isinstance(self.now, datetime):
            return self.now
        return datetime.combine(self.now, REHEARSAL_HOUR, ZoneInfo(zone))


def _desk_address(text: str) -> str:
    if text and not is_web_address(text):
        raise complaint(
            message("“{value}” is no address of the review desk. Write one that begins with https://."),
            value=text,
        )
    return text


class Web(Section):
    """`[web]`: the review desk. `address` is where people reach it from other machines: that of the proxy before it."""

    address: Annotated[str, AfterValidator(_desk_address)] = ""


class Settings(Section):
    """All settings of a workspace."""

    language: Literal["fr", "en"] = "fr"
    network: Network = Network()
    crawl: Crawl = Crawl()
    mail: Mail = Mail()
    webhook: Webhook = Webhook()
    alerts: Alerts = Alerts()
    schedule: Schedule = Schedule()
    retention: Retention = Retention()
    web: Web = Web()
    clock: Clock = Clock()
    _contact_line: int | None = PrivateAttr(None)

    def found_at(self, contact_line: int | None) -> None:
        """Remember on which line of its file the contact stands, or would: for `require_contact`."""
        self._contact_line = contact_line

    def require_contact(self) -> str:
        """The contact that every request names. Raises ContactMissing."""
        if not self.network.contact:
            raise ContactMissing([Problem(FILE, NO_CONTACT, line=self._contact_line, key="contact")])
        return self.network.contact


NO_CONTACT = message(
    "No site is read before it can know who reads it."
    ' Under [network], write contact = "https://…" (a page about you) or contact = "you@your-association.org".'
)
