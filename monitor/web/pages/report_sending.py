"""Sending the report of today because a person says so: to whom, once, and how far it is; and a trial to oneself."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

from starlette.responses import Response

from monitor.report_desk import (
    TrialRefused,
    audience,
    carry_choices,
    order_sending,
    prepared,
    send_report,
    send_trial,
    waits_for,
)
from monitor.reports.ink import PLAIN
from monitor.reports.sentences import Sentences
from monitor.web.desk import Desk
from monitor.web.pages.outbox import rows_of
from monitor.web.pages.report_here import KIND_WORDS, NAMES, here_of, kind_of
from monitor.wording import LANGUAGES
from monitor.wording.outside import clean
from storage.errors import NotStored
from storage.model import DeliveryState, ReportKind, Run, RunKind, RunState
from storage.store import Store

SILENT_AFTER = timedelta(minutes=15)
"""So long after it began, a sending of which nothing is heard was cut short."""


class Stage(StrEnum):
    """How far a sending is."""

    UNDER_WAY = "under way"
    DONE = "done"
    FAILED = "failed"
    CUT_SHORT = "cut short"


def ask(desk: Desk) -> Response:
    """To whom the report of today goes, and who has it: asked once before it is sent."""
    kind, settings = kind_of(desk.query), desk.loaded.settings
    one = prepared(desk.store, desk.campaign, settings, desk.now, kind)
    people = audience(desk.store, desk.campaign, settings, kind, one.today)
    sentences = Sentences(here_of(desk, "").digest, desk.words.language, PLAIN)
    headline = " ".join([sentences.headline(), *sentences.subheads()])
    return desk.page(
        "report_send.html.jinja",
        one=one,
        kind=NAMES[kind],
        kind_words=KIND_WORDS,
        waiting=waits_for(people),
        rows=rows_of(desk, [one.message for one in people if one.message is not None]),
        headline=headline if one.gone is None else "",
        has_server=bool(settings.mail.host or settings.webhook.url),
        organisations={one.id: clean(one.name, 80) for one in desk.campaign.organisations},
    )


def send_now(desk: Desk) -> Response:
    """Send it, behind the page, to those who have it not; who has it gets nothing."""
    kind, settings, words = kind_of(desk.form), desk.loaded.settings, desk.words
    one = prepared(desk.store, desk.campaign, settings, desk.now, kind)
    waiting = waits_for(audience(desk.store, desk.campaign, settings, kind, one.today))
    if not waiting:
        said = words("Nothing was sent: everybody to whom this report goes has it, or it goes to nobody.")
        return desk.go("report", said, type=NAMES[kind] if kind is not ReportKind.DAILY else None)
    under_way = running(desk, kind)
    if under_way is not None:
        return desk.go("report_sending", words("This report is being sent already."), run=under_way.id)
    carry_choices(desk.store, desk.campaign, one, desk.who, desk.now)
    name = run_name(desk, kind)
    run_id = order_sending(desk.store, desk.now, desk.real_now, name)
    campaign, workspace, now = desk.campaign, desk.workspace, desk.now

    def work(store: Store) -> None:
        send_report(store, campaign, settings, workspace, now, kind, run_id, name)

    desk.later(work)
    return desk.go("report_sending", run=run_id, type=NAMES[kind] if kind is not ReportKind.DAILY else None)


def run_name(desk: Desk, kind: ReportKind) -> str:
    """What the row of a sending says; the same for each of one campaign and kind."""
    what = desk.words(KIND_WORDS[kind])
    return desk.words("{what} of {campaign}, sent by hand", what=what, campaign=clean(desk.campaign.name, 80))


def running(desk: Desk, kind: ReportKind) -> Run | None:
    """The sending of this report that is under way."""
    name = run_name(desk, kind)
    found = (one for one in desk.store.runs(RunKind.REPORT) if one.detail == name)
    return next((one for one in found if stage_of(desk, one) is Stage.UNDER_WAY), None)


def stage_of(desk: Desk, run: Run) -> Stage:
    """How far a sending is; one of which nothing is heard for long was cut short."""
    if run.state is RunState.RUNNING:
        begun = run.heartbeat_at or run.started_at
        return Stage.CUT_SHORT if desk.real_now - begun > SILENT_AFTER else Stage.UNDER_WAY
    return Stage.DONE if run.state is RunState.DONE else Stage.FAILED


def sending(desk: Desk) -> Response:
    """How far a sending is; the page looks again by itself until it is over."""
    run = desk.store.run(desk.path["run"])
    if run.kind is not RunKind.REPORT:
        raise NotStored("run", run.id)
    kind = kind_of(desk.query)
    one = prepared(desk.store, desk.campaign, desk.loaded.settings, desk.now, kind)
    people = audience(desk.store, desk.campaign, desk.loaded.settings, kind, one.today)
    messages = [one.message for one in people if one.message is not None]
    values: dict[str, Any] = {
        "run": run,
        "stage": stage_of(desk, run),
        "kind": NAMES[kind],
        "kind_words": KIND_WORDS,
        "one": one,
        "rows": rows_of(desk, messages),
        "sent": sum(one.state is DeliveryState.SENT for one in messages),
        "total": len(messages) or len(waits_for(people)),
    }
    if desk.is_htmx:
        return desk.part("report_progress.jinja", **values)
    return desk.page("report_sending.html.jinja", **values)


def trial(desk: Desk) -> Response:
    """Where a trial of the report that is being prepared goes."""
    return _trial_page(desk, "")


def trial_send(desk: Desk) -> Response:
    """Send the trial: as its recipients would get it, to one address of the house."""
    words, form = desk.words, desk.form
    address, language = form.text("address", 300), form.text("language", 10)
    name = clean(desk.person.name, 60) if desk.person is not None else ""
    language = language if language in LANGUAGES else words.language
    try:
        done = send_trial(
            desk.store,
            here_of(desk).digest,
            desk.loaded.settings,
            desk.workspace,
            desk.now,
            address,
            language,
            name,
        )
    except TrialRefused as refused:
        return _trial_page(desk, _why(desk, refused.why))
    if done.sent:
        said = words("The trial went to {address}. Nobody else got anything.", address=clean(address, 200))
        return desk.go("report", said, **here_of(desk).query)
    return desk.go("outbox", words("The trial could not be sent yet: the list says why."))


def _why(desk: Desk, why: str) -> str:
    words = desk.words
    if why == "no server":
        return words("No mail server is set: fill in [mail] in retombees.toml.")
    if why == "many":
        return words("Many trials went out within this hour. Try again later.")
    return words("A trial goes to an address of your recipients’ organisations only. Check this one.")


def _trial_page(desk: Desk, refused: str) -> Response:
    addresses = [one.address for one in desk.campaign.recipients]
    here = here_of(desk)
    return desk.page(
        "report_trial.html.jinja",
        422 if refused else 200,
        here=here,
        refused=refused,
        address=desk.form.text("address", 300),
        addresses=addresses,
        has_server=bool(desk.loaded.settings.mail.host),
        headline=Sentences(here.digest, desk.words.language, PLAIN).headline(),
        languages=[("fr", "français"), ("en", "English")],
        whose=next((one.name for one in desk.campaign.organisations if one.id == here.organisation), ""),
    )
