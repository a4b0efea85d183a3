"""What the API takes and gives, as far as several operations share it. Strict: nothing is guessed from another type."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,9}")


class Value(BaseModel):
    """Something that the API gives back."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Taken(BaseModel):
    """A body: the types are those of JSON, and a field that is not known is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Asked(BaseModel):
    """A query: texts that say one thing in one way."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Nothing(Asked):
    """A query without fields."""


def _day(given: Any) -> Any:
    if isinstance(given, str) and not _DAY.fullmatch(given[:11]):
        raise ValueError("no day")
    return given


def _flag(given: Any) -> Any:
    if isinstance(given, str):
        if given not in ("true", "false"):
            raise ValueError("neither true nor false")
        return given == "true"
    return given


def _number(given: Any) -> Any:
    if isinstance(given, str) and not _NUMBER.fullmatch(given[:10]):
        raise ValueError("no number")
    return given


def _whole(given: Any) -> Any:
    """In JSON 3.0 is a whole number too."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


Day = Annotated[date, BeforeValidator(_day)]
"""A day, as 2025-02-05."""

Flag = Annotated[bool, BeforeValidator(_flag)]
"""Of a query: true or false."""


Limit100 = Annotated[int, Field(ge=1, le=100), BeforeValidator(_number)]
Limit500 = Annotated[int, Field(ge=1, le=500), BeforeValidator(_number)]
"""Of a query: how many, at the most."""

Place = Annotated[int, Field(ge=1, le=999_999_999), BeforeValidator(_number)]
"""Of a query: a number that counts things, from 1 on."""

Version = Annotated[int, Field(ge=0, le=999_999_999), BeforeValidator(_whole)]
"""Of a body: how often something was changed so far."""

Code = Annotated[str, Field(min_length=1, max_length=100)]
"""An id, or a short code; it is compared, never guessed."""

Time = Annotated[datetime, Field(description="With its zone; the ones that we noted are in UTC.")]


class InTheWay(Value):
    """What stands in the way of a change: a part that somebody else changed since."""

    subject: str = Field(description="A mention, an article, a campaign or a report, by its id.")
    part: str
    wanted: Any = None
    found: Any = None
    who: str = Field(description="The login; empty where it was changed outside the desk.")
    at: Time | None = None
    action: str | None = Field(None, description="The line of the journal.")


class Refusal(Value):
    """What every refusal looks like."""

    code: str = Field(description="One word for each status; stable.")
    sentence: str = Field(description="For a person, in the language of Accept-Language.")
    field: str | None = Field(None, description="What of the request it is about.")
    rewrite: str | None = Field(None, description="Of a query: one that can be read.")
    in_the_way: list[InTheWay] | None = Field(
        None, description="With 409: what was changed since, and by whom."
    )
    versions: dict[str, int] | None = Field(None, description="With 409: the versions as they are now.")


def utc(moment: datetime | None) -> datetime | None:
    """A time that we noted, in UTC."""
    return None if moment is None else moment.astimezone(UTC)
