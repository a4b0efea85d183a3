"""The reports that were made: by day, each as it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.daily import FOLDER
from monitor.digest import Digest
from monitor.digesting import digest_of
from monitor.office import to_pdf
from monitor.office.pdf import PdfMissing
from monitor.report_desk import audience
from monitor.reports import FORMATS, render
from monitor.reports.pdf import LEAVES
from monitor.web.desk import Desk
from monitor.web.pages.report_files import OFFERED, file_name, framed, taken, view_of
from monitor.web.pages.report_here import KIND_WORDS, KINDS, NAMES, as_seen, told, whose_of
from storage.model import DeliveryState, OutboxMessage, ReportKind, ReportRecord

SHOWN = 40
"""Reports of one page of the list."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report that was made, and how its messages stand."""

    record: ReportRecord
    kind: str
    tally: Mapping[DeliveryState, int]


def days(desk: Desk) -> Response:
    """The list, the latest first."""
    wanted = desk.query.text("type", 20)
    kinds = [KINDS[wanted]] if wanted in KINDS else list(ReportKind)
    records = [one for kind in kinds for one in desk.store.reports(desk.campaign.id, kind)]
    records.sort(key=lambda one: (one.day, one.made_at), reverse=True)
    first = max(0, desk.query.number("from") or 0)
    messages = desk.store.outbox(campaign_id=desk.campaign.id) if desk.person is not None else []
    shown = [_made(one, messages) for one in records[first : first + SHOWN]]
    return desk.page(
        "report_days.html.jinja",
        made=shown,
        total=len(records),
        more=first + SHOWN if len(records) > first + SHOWN else None,
        chosen=wanted if wanted in KINDS else "",
        kinds=[(NAMES[kind], desk.words(text)) for kind, text in KIND_WORDS.items()],
        kind_words=KIND_WORDS,
    )


def day_page(desk: Desk) -> Response:
    """One of them: what it said, the page as it was made, who has it, and files to take along."""
    digest, record = _digest(desk)
    people = []
    if desk.person is not None:
        settings = desk.loaded.settings
        people = audience(desk.store, desk.campaign, settings, record.kind, record.day)
    return desk.page(
        "report_day.html.jinja",
        record=record,
        kind=NAMES[record.kind],
        kind_words=KIND_WORDS,
        told=told(desk, digest, ()),
        digest=digest,
        kept=_file(desk, record, "html") is not None,
        people=[one for one in people if one.message is not None],
        organisation=digest.organisation.id if digest.organisation else "",
        offered=OFFERED,
        view="page" if desk.query.text("view", 10) != "mail" else "mail",
    )


def day_document(desk: Desk) -> Response:
    """The same for a frame: the page as it was made, where it is kept."""
    digest, record = _digest(desk)
    form = view_of(desk)
    kept = _file(desk, record, form) if digest.organisation is None else None
    page = kept.read_bytes() if kept is not None else render(digest, form, desk.words.language)
    return desk.document(framed(page))


def day_file(desk: Desk) -> Response:
    """The same as a file: as it was made, where that is kept; else made anew from the archive."""
    digest, record = _digest(desk)
    form = desk.path["format"]
    kept = _file(desk, record, "html" if form == "pdf" else form) if digest.organisation is None else None
    if kept is None or form not in OFFERED:
        return taken(desk, digest, form)
    made = FORMATS[form]
    try:
        data = kept.read_bytes()
        if form == "pdf":
            data = to_pdf(data.decode("utf-8"), record.made_at, LEAVES)
    except PdfMissing:
        return taken(desk, digest, form)
    return desk.download(data, f"{file_name(digest)}{made.suffix}", made.media_type)


def _digest(desk: Desk) -> tuple[Digest, ReportRecord]:
    """The report of the address as the archive tells it, and its record. Raises HTTPException (404)."""
    try:
        kind, day = KINDS[desk.path["kind"]], date.fromisoformat(desk.path["day"])
    except (KeyError, ValueError) as error:
        raise HTTPException(404) from error
    record = next((one for one in desk.store.reports(desk.campaign.id, kind) if one.day == day), None)
    if record is None:
        raise HTTPException(404)
    whose = whose_of(desk, desk.query.text("organisation", 200))
    settings = desk.loaded.settings
    digest = digest_of(
        desk.store, desk.campaign, settings, desk.now, day=day, kind=kind, organisation=whose or None
    )
    return as_seen(desk, digest), record


def _file(desk: Desk, record: ReportRecord, form: str) -> Path | None:
    """The file as it was made; it names recipients in trouble, and is for people with an account only."""
    if desk.person is None or form not in FOLDER:
        return None
    kind = "" if record.kind is ReportKind.DAILY else f"-{record.kind.value}"
    name = f"{record.campaign_id}-{record.day.isoformat()}{kind}{FORMATS[form].suffix}"
    path = desk.workspace.reports / name
    return path if path.is_file() else None


def _made(record: ReportRecord, messages: list[OutboxMessage]) -> Made:
    states = [one.state for one in messages if one.kind.value == record.kind and one.day == record.day]
    tally = {state: states.count(state) for state in DeliveryState if state in states}
    return Made(record, NAMES[record.kind], tally)
