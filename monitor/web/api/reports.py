"""Reports: which were made, one of them in a format, and sending the one of today."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from pydantic import Field
from starlette.responses import Response

from monitor.digesting import digest_of
from monitor.office import PdfMissing
from monitor.report_desk import (
    Addressee,
    audience,
    carry_choices,
    order_sending,
    prepared,
    send_report,
    waits_for,
)
from monitor.reports import FORMATS, render
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Code, Taken, Time, Value, utc
from monitor.web.pages.report_sending import Stage, run_name, running, stage_of
from storage.errors import NotStored
from storage.model import DeliveryState, ReportKind, Role, RunKind
from storage.store import Store


class ReportsAsked(Asked):
    """Which reports."""

    kind: ReportKind = ReportKind.DAILY


class ReportFile(Asked):
    """In which format, in which language, and of whom."""

    format: Literal["html", "mail", "text", "json", "pdf", "docx"] = "json"
    language: Literal["fr", "en"] | None = Field(None, description="Without it, the campaign’s.")
    organisation: Code | None = Field(None, description="Only what names or quotes it, by its id.")


class ReportSent(Taken):
    """Which report is sent."""

    kind: ReportKind


class ReportValue(Value):
    """A report that was made: its day, and the times that it covers."""

    kind: ReportKind
    day: date
    covers_from: Time
    covers_until: Time
    made_at: Time


class Reports(Value):
    """The reports of a kind, the latest first."""

    reports: list[ReportValue]


class Sending(Value):
    """What sending comes to. `run` is its name, by which it is asked after; null where nobody is left to send to."""

    run: str | None
    stage: Literal["under way", "done", "failed", "cut short"] | None
    sentence: str
    recipients: dict[DeliveryState, int] = Field(description="Messages of this report, by state.")
    new: int = Field(description="To whom it is sent now.")


def list_reports(call: Call[ReportsAsked, None]) -> Reports:
    """The reports that were made, the latest first."""
    made = call.store.reports(call.campaign.id, call.query.kind)
    return Reports(
        reports=[
            ReportValue(
                kind=one.kind,
                day=one.day,
                covers_from=utc(one.covers_from) or one.covers_from,
                covers_until=utc(one.covers_until) or one.covers_until,
                made_at=utc(one.made_at) or one.made_at,
            )
            for one in sorted(made, key=lambda one: one.day, reverse=True)
        ]
    )


def report_file(call: Call[ReportFile, None]) -> Response:
    """The report of a day as it is made, or as it would be made now of today."""
    campaign, query, desk = call.campaign, call.query, call.desk
    day = _day(call)
    if query.organisation not in {None, *(one.id for one in campaign.organisations)}:
        raise Refused(422, call.words("This organisation is not in the dossier."), "organisation")
    form = FORMATS[query.format]
    try:
        digest = digest_of(
            call.store, campaign, desk.loaded.settings, desk.now, day=day, kind=_kind(call),
            organisation=query.organisation,
        )  # fmt: skip
        data = render(digest, form.name, query.language or campaign.language)
    except PdfMissing as error:
        raise Refused(422, error.sentence(call.words), "format") from error
    return desk.download(data, f"{campaign.id}-{day.isoformat()}{form.suffix}", form.media_type)


def send(call: Call[Asked, ReportSent]) -> Sending:
    """Make the report of today and send it to those who have it not. Nobody gets it twice, however often this is asked.

    Sending goes on behind the answer; `sending` tells how far it is, the outbox how each message fares.
    """
    campaign, kind, words = call.campaign, call.body.kind, call.words
    desk = replace(call.desk, chosen=campaign)
    settings, workspace, now = desk.loaded.settings, desk.workspace, desk.now
    one = prepared(call.store, campaign, settings, now, kind)
    people = audience(call.store, campaign, settings, kind, one.today)
    waiting, states = waits_for(people), _states(people)
    if not waiting:
        said = words("Nothing was sent: everybody to whom this report goes has it, or it goes to nobody.")
        return Sending(run=None, stage=None, sentence=said, recipients=states, new=0)
    under_way = running(desk, kind)
    if under_way is not None:
        said = words("This report is being sent already.")
        return Sending(run=under_way.id, stage=Stage.UNDER_WAY.value, sentence=said, recipients=states, new=0)
    carry_choices(call.store, campaign, one, desk.who, now)
    name = run_name(desk, kind)
    run = order_sending(call.store, now, desk.real_now, name)

    def work(store: Store) -> None:
        send_report(store, campaign, settings, workspace, now, kind, run, name)

    desk.later(work)
    said = words.n("It goes to {n} recipient.", "It goes to {n} recipients.", len(waiting))
    return Sending(run=run, stage=Stage.UNDER_WAY.value, sentence=said, recipients=states, new=len(waiting))


def sending(call: Call[ReportsAsked, None]) -> Sending:
    """How far a sending of the report of this kind is, by its `run`."""
    campaign = call.campaign
    desk = replace(call.desk, chosen=campaign)
    run = call.store.run(call.place("id"))
    if run.kind is not RunKind.REPORT:
        raise NotStored("run", run.id)
    one = prepared(call.store, campaign, desk.loaded.settings, desk.now, call.query.kind)
    people = audience(call.store, campaign, desk.loaded.settings, call.query.kind, one.today)
    return Sending(
        run=run.id, stage=stage_of(desk, run).value, sentence=run.detail, recipients=_states(people), new=0
    )


def _states(people: list[Addressee]) -> dict[DeliveryState, int]:
    return dict(Counter(one.message.state for one in people if one.message is not None))


def _kind(call: Call[Any, Any]) -> ReportKind:
    name = call.place("kind")
    if name not in list(ReportKind):
        raise Refused(404, call.words("There is no such report: daily, weekly or final."), "kind")
    return ReportKind(name)


def _day(call: Call[Any, Any]) -> date:
    text = call.place("day")
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(404, call.words("This is no day (2025-02-05)."), "day") from error


_SENDING: dict[str, Any] = {
    "run": "3f2a9c04d1e7", "stage": "under way", "sentence": "Il part à 4 destinataires.", "recipients": {}, "new": 4,
}  # fmt: skip

OPERATIONS = (
    Operation(
        "reports", "GET", "/campaigns/{campaign}/reports", Role.READER, "Reports", "Reports that were made",
        list_reports, Reports, ReportsAsked,
        example={"reports": [{
            "kind": "daily", "day": "2025-02-05", "covers_from": "2025-02-04T06:30:00Z",
            "covers_until": "2025-02-05T06:30:00Z", "made_at": "2025-02-05T06:30:02Z",
        }]},
    ),
    Operation(
        "report", "GET", "/campaigns/{campaign}/reports/{kind}/{day}", Role.READER, "Reports",
        "A report in a format", report_file, None, ReportFile,
        media=tuple(dict.fromkeys(one.media_type for one in FORMATS.values())),
    ),
    Operation(
        "send_report", "POST", "/campaigns/{campaign}/reports/send", Role.REVIEWER, "Reports",
        "Send the report of today", send, Sending, body=ReportSent, sent={"kind": "daily"},
        example=_SENDING,
    ),
    Operation(
        "sending", "GET", "/campaigns/{campaign}/sendings/{id}", Role.READER, "Reports", "How far a sending is",
        sending, Sending, ReportsAsked, example=_SENDING | {"stage": "done", "new": 0, "recipients": {"sent": 4}},
    ),
)  # fmt: skip
