"""Reports: which were made, one of them in a format, and sending the one of today."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Literal

from pydantic import Field
from starlette.responses import Response

from monitor.digesting import digest_of
from monitor.office import PdfMissing
from monitor.report_desk import audience, order_sending, send_report, waits_for
from monitor.reports import FORMATS, render
from monitor.schedule.due import local_today
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Code, Taken, Time, Value, utc
from storage.model import DeliveryState, ReportKind, Role
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
    """What sending comes to. `run` says how far it is, in the status; null where nobody is left to send to."""

    run: str | None
    sentence: str
    recipients: dict[DeliveryState, int] = Field(description="What was queued before, by state.")
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

    Sending goes on behind the answer; the outbox tells how each message fares.
    """
    campaign, desk, kind = call.campaign, call.desk, call.body.kind
    settings, now = desk.loaded.settings, desk.now
    people = audience(call.store, campaign, settings, kind, local_today(campaign.zone, now))
    waiting = waits_for(people)
    before = Counter(one.message.state for one in people if one.message is not None)
    if not waiting:
        return Sending(
            run=None,
            sentence=call.words("Everybody has it already, or nobody is to get it: nothing is sent."),
            recipients=before,
            new=0,
        )
    name = f"{campaign.id} {kind.value}"
    run = order_sending(call.store, now, desk.real_now, name)
    workspace = desk.workspace

    def work(store: Store) -> None:
        send_report(store, campaign, settings, workspace, now, kind, run, name)

    desk.later(work)
    said = call.words.n("It goes to {n} recipient.", "It goes to {n} recipients.", len(waiting))
    return Sending(run=run, sentence=said, recipients=before, new=len(waiting))


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
        example={"run": "3f2a9c04d1e7", "sentence": "Il part à 4 destinataires.", "recipients": {}, "new": 4},
    ),
)  # fmt: skip
