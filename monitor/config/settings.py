"""`retombees.toml` as one frozen value. docs/settings.md explains each setting to the people who write it."""

from __future__ import annotations

import ipaddress
import re
from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
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

from monitor.config.complaints import complaint
from monitor.config.problems import ContactMissing, Problem
from monitor.wording.words import message

FILE = "retombees.toml"
POLITE_DELAY = 1.0
"""Seconds between two requests to one public site, at the least, whatever the settings say."""

DEFAULT_ZONE = "Europe/Paris"
"""Where days are cut while there is no dossier that says it."""

REHEARSAL_HOUR = time(9, 0)

_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_NAME = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}")
_PRIVATE_ENDINGS = ("local", "localhost", "internal", "lan", "home.arpa", "test")

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Section(BaseModel):
    """A part of a file: frozen, and a name that we do not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True)


def not_empty(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """For lists of which something must remain; `min_length` would complain of bad entries a second time."""
    if not values:
        raise complaint(message("This list must not be empty."))
    return values


def is_mail_address(text: str) -> bool:
    """True for one plain mail address, without a name and without anything that could become a header."""
    return len(text) <= 254 and bool(_MAIL.fullmatch(text))


def _is_web_address(text: str) -> bool:
    if (
        len(text) > 200
        or not text.isascii()
        or not text.isprintable()
        or any(sign in text for sign in ' "<>()\\')
    ):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _contact(text: str) -> str:
    if text and not is_mail_address(text) and not _is_web_address(text):
        raise complaint(
            message(
                "“{value}” is neither a page (https://…) nor a mail address. Sites must be able to reach you."
            ),
            value=text,
        )
    return text


def _private(entry: str) -> str:
    """An address, a network or a local name, each with or without a port: nothing of the public internet."""
    host, port = entry.strip().lower(), ""
    if host.startswith("["):
        host, closed, rest = host[1:].partition("]")
        port = rest.removeprefix(":")
        readable = bool(closed) and (not rest or (rest.startswith(":") and bool(port)))
    else:
        host, colon, port = host.partition(":") if host.count(":") == 1 else (host, "", "")
        readable = not colon or bool(port)
    if port and not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65_536):
        readable = False
    if not readable or not (_is_private_network(host) or _is_local_name(host)):
        raise complaint(
            message(
                '“{value}” is no private address. Write a network with its port, such as "127.0.1.0/24:8900".'
            ),
            value=entry,
        )
    return entry.strip()


def _is_private_network(text: str) -> bool:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return network.prefixlen > 0 and not network.is_global and (network.is_private or network.is_link_local)


def _is_local_name(text: str) -> bool:
    if not _NAME.fullmatch(text) or text.replace(".", "").isdigit():
        return False
    return "." not in text or text.endswith(tuple(f".{ending}" for ending in _PRIVATE_ENDINGS))


def is_loopback(host: str) -> bool:
    """True where this host is this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Network(Section):
    """`[network]`. Delays in seconds per host; under one second for addresses in `allow_private` only."""

    contact: Annotated[str, AfterValidator(_contact)] = ""
    allow_private: tuple[Annotated[str, AfterValidator(_private)], ...] = Field(default=(), max_length=100)
    min_delay: float = Field(default=2.0, ge=0.0, le=600.0)
    max_pages_per_source: int = Field(default=200, ge=1, le=100_000)
    fetch_timeout: float = Field(default=30.0, ge=1.0, le=300.0)


class Crawl(Section):
    """`[crawl]`. `min_read`: the share of the due sources that must be readable for a run to count as whole."""

    min_read: float = Field(default=0.5, ge=0.0, le=1.0)
    max_minutes: float = Field(default=30.0, gt=0.0, le=1_440.0)
    first_window_days: int = Field(default=7, ge=1, le=3_650)


class Mail(Section):
    """`[mail]`: the server that sends the reports. No `host`, no mail."""

    host: str = Field(default="", max_length=253)
    port: int = Field(default=587, ge=1, le=65_535)
    security: Literal["none", "starttls", "tls"] = "starttls"
    user: str = Field(default="", max_length=254)
    sender: str = Field(default="", max_length=254)

    @model_validator(mode="after")
    def _has_a_sender(self) -> Mail:
        if self.sender and not is_mail_address(self.sender):
            raise complaint(message("“{value}” is not a mail address."), value=self.sender)
        return self


def _time_of_day(value: Any) -> Any:
    """Pydantic would take a number for seconds since midnight."""
    return "" if isinstance(value, int | float) else value


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]


class Schedule(Section):
    """`[schedule]`: when the daily run begins, in the campaign's zone, and on which days."""

    time: TimeOfDay = time(7, 0)
    days: Annotated[tuple[Day, ...], AfterValidator(not_empty)] = DAYS


class Retention(Section):
    """`[retention]`: how long the text of an article without a mention is kept."""

    keep_article_days: int = Field(default=90, ge=1, le=36_500)


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


class Settings(Section):
    """All settings of a workspace."""

    language: Literal["fr", "en"] = "fr"
    network: Network = Network()
    crawl: Crawl = Crawl()
    mail: Mail = Mail()
    schedule: Schedule = Schedule()
    retention: Retention = Retention()
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
