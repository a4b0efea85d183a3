"""The coverage book: its pickups in their order, put in order by hand; and the book as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from starlette.responses import Response

from monitor.booking import book_of
from monitor.digest import Choices, Story, importance
from monitor.digest.stories import published_key
from monitor.office.pdf import PdfMissing
from monitor.report_desk import ChoiceRefused, move_parts
from monitor.report_desk.choosing import MOST_PLACED
from monitor.reports.book import BOOK_FORMATS, render_book
from monitor.web.desk import Desk
from monitor.web.pages.journal import telling_of
from monitor.wording.words import message
from storage.errors import NotStored
from storage.model import ActionKind

SHOWN = 60
"""Stories that a page shows at first."""

FORMATS = {
    "html": message("web page"),
    "pdf": message("PDF"),
    "docx": message("Word"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """One story of the book, and whether a person placed it."""

    story: Story
    by_hand: bool


def book(desk: Desk) -> Response:
    """The pickups in the order of the book."""
    stories = stories_of(desk)
    order = desk.store.book_order(desk.campaign.id)
    most = MOST_PLACED if desk.query.flag("all") else SHOWN
    shown = [Placed(one, any(member.id in order for member in one.members)) for one in stories[:most]]
    return desk.page(
        "report_book.html.jinja",
        placed=shown,
        total=len(stories),
        hidden=max(0, len(stories) - most),
        by_hand=len(order),
        order=" ".join(order),
        offered=FORMATS,
    )


def move(desk: Desk) -> Response:
    """Move one story, or let go of the whole order by hand; not over an order that another person made meanwhile."""
    store, campaign, words, form = desk.store, desk.campaign.id, desk.words, desk.form
    order = store.book_order(campaign)
    if form.text("order", 20_000) != " ".join(order):
        return desk.go("book", words("Somebody else changed the order meanwhile: this is how it stands now."))
    try:
        wanted = [] if form.text("do", 10) == "none" else _moved(desk, order)
        if tuple(wanted) == order:
            return desk.go("book", words("Nothing was changed: it stood so already."))
        store.put_book_order(campaign, wanted, desk.who, desk.now)
    except (ChoiceRefused, NotStored):
        return desk.refuse(words("It cannot be moved further."))
    done = store.journal(campaign, who=desk.who, kinds=[ActionKind.BOOK_ORDER], limit=1)
    return desk.go("book", telling_of(desk, done).what(done[0]), done[0].number)


def _moved(desk: Desk, order: Sequence[str]) -> list[str]:
    stories = stories_of(desk)
    story = next((one for one in stories if one.lead.id == desk.form.text("story", 100)), None)
    do = desk.form.text("do", 10)
    if story is None or do not in ("up", "down", "top"):
        raise ChoiceRefused
    parts = move_parts(stories, story, Choices(order=tuple(order)), do)  # type: ignore[arg-type]
    return list(parts["order"])


def book_file(desk: Desk) -> Response:
    """The whole book as a file."""
    form = BOOK_FORMATS.get(desk.path["format"])
    if form is None:
        return desk.refuse(desk.words("There is no such format."), 404)
    found = book_of(desk.store, desk.campaign, desk.loaded.settings, desk.now)
    try:
        data = render_book(found, form.name, desk.words.language)
    except PdfMissing:
        return desk.refuse(
            desk.words("PDF files cannot be made on this machine. Take the web page and print it."), 501
        )
    name = desk.words("coverage-book")
    return desk.download(data, f"{name}-{desk.campaign.id}{form.suffix}", form.media_type)


def stories_of(desk: Desk) -> list[Story]:
    """The pickups of the book: those placed by hand, then the others, the most important first."""
    found = book_of(desk.store, desk.campaign, desk.loaded.settings, desk.now)
    zone, order = ZoneInfo(desk.zone), desk.store.book_order(desk.campaign.id)
    places = {mention: place for place, mention in enumerate(order)}

    def key(story: Story) -> tuple[object, ...]:
        place = min(places.get(one.id, len(order)) for one in story.members)
        return place, min(importance(one) for one in story.members), published_key(story.lead, zone)

    return sorted((story for section in found.sections for story in section.stories), key=key)
