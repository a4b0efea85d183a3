"""A page that is read because somebody asks for it: beside the pages, and told on them."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from starlette.responses import Response

from monitor.commands.errors import sentence_of
from monitor.config import ConfigurationInvalid
from monitor.explain.explaining import Answer
from monitor.missed.doctor import Doctor
from monitor.missed.fetching import Reading, Readings, Stage, hand_outlet, read_pages
from monitor.missed.reading import MOST
from monitor.missed.remedies import READING, remedies
from monitor.schedule.live import LiveWorkspace
from monitor.web.beside import beside
from monitor.web.desk import Desk
from monitor.web.pages.source_add import look
from monitor.wording.words import message
from storage.identity import MAX_URL, is_http, same_site
from storage.model import Outlet
from storage.store import open_store

_KEPT: WeakKeyDictionary[LiveWorkspace, Readings] = WeakKeyDictionary()
"""The readings of each desk of this process: they end with it, what they found stands in the archive."""

STAGE = {
    Stage.ASKED: message("The page is next in line to be read."),
    Stage.READING: message("We are reading the page."),
    Stage.JUDGING: message("The page was read. It is being judged."),
    Stage.BUSY: message("Another reading is under way. This page is read as soon as that one is over."),
    Stage.OFFLINE: message("This machine seems to be offline: the page was not asked for. Try again later."),
    Stage.BROKEN: message("Reading broke off by a fault of ours; what was known before is kept. Try again."),
}
"""What is told of a reading; of one that ended well the answer itself tells."""


def readings_of(live: LiveWorkspace) -> Readings:
    """The readings of this desk."""
    return _KEPT.setdefault(live, Readings())


def reading_of(desk: Desk, readings: Readings, url: str) -> Reading | None:
    """How far the reading of a page is. One that another run was in the way of begins again, since somebody looks."""
    found = readings.of([url])
    if found is not None and readings.ask_again(found.number):
        begin_reading(desk, readings, found)
        return readings.of([url])
    return found


def read(desk: Desk) -> Response:
    """Have pages read; those that a site or a publisher forbids are left out, whatever the form says."""
    trouble = why_nothing_is_read(desk)
    count = _ask(desk) if not trouble else 0
    if not count:
        nothing = desk.words("Nothing was asked for: this page may not be read by a program.")
        return desk.refuse(trouble or nothing)
    said = desk.words.n(
        "You asked for this page to be read.", "You asked for these {n} pages to be read.", count
    )
    return desk.back(said, other="missed")


def follow(desk: Desk) -> Response:
    """Have a page read, and its site looked at: the page on which an outlet is added shows what it offers."""
    if not why_nothing_is_read(desk):
        _ask(desk)
    return look(desk)


def why_nothing_is_read(desk: Desk) -> str:
    """Why no page can be read from this workspace, as sentences; empty where one can."""
    try:
        desk.site.live.loaded.settings.require_contact()
    except ConfigurationInvalid as invalid:
        said = sentence_of(invalid, desk.words)
        return " ".join(said.sentences) if said is not None else str(invalid)
    return ""


def _ask(desk: Desk) -> int:
    """Ask for the pages of the form that may be read; returns how many."""
    urls = [one for one in desk.form.all("url", MAX_URL) if is_http(one)][:MOST]
    doctor = Doctor(desk.store, desk.loaded, desk.campaign)
    pages = [page for url in urls if (page := page_to_read(doctor.answer(url))) is not None]
    if not pages:
        return 0
    readings = readings_of(desk.site.live)
    made = readings.ask(pages)
    if made is not None:
        begin_reading(desk, readings, made)
    return len(pages)


def page_to_read(answer: Answer) -> tuple[Outlet, str] | None:
    """The page, with the outlet on whose site it lies; None where it may not be read, or was already."""
    if READING.isdisjoint(remedies(answer)):
        return None
    outlet, url = answer.facts.outlet, answer.facts.url
    own = outlet if outlet is not None and same_site(outlet.domain, url) else hand_outlet(url)
    return own, url


def begin_reading(desk: Desk, readings: Readings, made: Reading) -> None:
    """Begin what was asked for, beside the pages."""
    workspace, loaded, now = desk.workspace, desk.site.live.loaded, desk.now

    def hear(stage: Stage, read: int) -> None:
        readings.tell(made.number, stage, read)

    def work() -> None:
        stage = Stage.BROKEN
        try:
            with open_store(workspace.archive) as store:
                stage = read_pages(workspace, loaded, store, made.pages, now, hear)
        finally:
            readings.tell(made.number, stage)

    beside(desk.site).begin(desk.site, f"missed {made.number}", work)
