"""Who asks, which campaigns there are, and how everything stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from monitor.dossier import Campaign
from monitor.status.data import as_json
from monitor.web.api.operation import Call, Operation
from monitor.web.api.values import Asked, Time, Value, utc
from monitor.web.pages.health import status_of
from storage.model import Role


class KeyValue(Value):
    """The key that a program showed."""

    number: str
    name: str
    read_only: bool
    expires_at: Time


class Me(Value):
    """Who asks."""

    login: str
    name: str
    role: Role = Field(description="What this request may do: a reader’s, with a key that only reads.")
    key: KeyValue | None = Field(description="null: a session of a browser.")
    language: str
    now: Time = Field(description="The present of the workspace.")


class Organisation(Value):
    """An organisation of a dossier."""

    id: str
    name: str


class CampaignValue(Value):
    """A campaign, as far as lists and filters need it; the whole of it is its dossier."""

    id: str
    name: str
    language: str
    zone: str
    report_at: str = Field(description="Local time of the daily report.")
    starts_on: date | None
    ends_on: date | None
    organisations: list[Organisation]


class Campaigns(Value):
    """All campaigns of the workspace."""

    campaigns: list[CampaignValue]


class StatusValue(Value):
    """What is due, late and failed: the same as `/etat.json`. Further keys may come."""

    model_config = ConfigDict(frozen=True, extra="allow")

    now: Time
    zone: str
    well: bool


def me(call: Call[Asked, None]) -> Me:
    """Who asks, and what they may do: to see that a key works."""
    desk, person = call.desk, call.desk.person
    assert person is not None  # nobody else comes through the gate
    key = desk.key
    shown = (
        KeyValue(number=str(key.number), name=key.name, read_only=key.read_only, expires_at=key.expires_at)
        if key is not None
        else None
    )
    return Me(
        login=person.login, name=person.name, role=person.role, key=shown,
        language=desk.words.language, now=utc(desk.now) or desk.now,
    )  # fmt: skip


def campaigns(call: Call[Asked, None]) -> Campaigns:
    """The campaigns, with the ids that filters take."""
    return Campaigns(campaigns=[_value(one) for one in call.desk.loaded.campaigns])


def one_campaign(call: Call[Asked, None]) -> CampaignValue:
    """One campaign."""
    return _value(call.campaign)


def status(call: Call[Asked, None]) -> StatusValue:
    """What is due, late and failed, of everything."""
    return StatusValue.model_validate(as_json(status_of(call.desk)))


def _value(one: Campaign) -> CampaignValue:
    return CampaignValue(
        id=one.id, name=one.name, language=one.language, zone=one.zone,
        report_at=one.report_at.strftime("%H:%M"), starts_on=one.starts_on, ends_on=one.ends_on,
        organisations=[Organisation(id=each.id, name=each.name) for each in one.organisations],
    )  # fmt: skip


_CAMPAIGN: dict[str, Any] = {
    "id": "appel",
    "name": "Rivages, février 2025",
    "language": "fr",
    "zone": "Europe/Paris",
    "report_at": "07:30",
    "starts_on": None,
    "ends_on": None,
    "organisations": [{"id": "rivage", "name": "Collectif Rivage"}],
}

OPERATIONS = (
    Operation(
        "me", "GET", "/me", Role.READER, "Desk", "Who asks", me, Me,
        example={
            "login": "karim", "name": "Karim B.", "role": "reviewer", "language": "fr",
            "key": {"number": "1", "name": "Tableur", "read_only": False, "expires_at": "2025-05-06T06:00:00Z"},
            "now": "2025-02-05T07:00:00Z",
        },
    ),
    Operation("status", "GET", "/status", Role.READER, "Desk", "What is due, late and failed", status, StatusValue),
    Operation(
        "campaigns", "GET", "/campaigns", Role.READER, "Campaigns", "The campaigns", campaigns, Campaigns,
        example={"campaigns": [_CAMPAIGN]},
    ),
    Operation(
        "campaign", "GET", "/campaigns/{campaign}", Role.READER, "Campaigns", "One campaign", one_campaign,
        CampaignValue, example=_CAMPAIGN,
    ),
)  # fmt: skip
