"""The mentions to go through: by story, filtered and counted, decided on one by one or many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from monitor import review
from monitor.digest.window import local_day, window_of
from monitor.web.desk import Desk
from monitor.web.keys import KeyMap
from monitor.web.pages.inbox_also import also
from monitor.web.pages.inbox_asking import Asked, asked_of, fields_of_address, for_partner
from monitor.web.pages.inbox_filters import Choice, Facet, facets, tabs
from monitor.web.pages.inbox_taking import copied, exported, forget_view, keep_view
from monitor.web.pages.mention_decisions import said_of, wish_of
from monitor.web.pages.mention_here import STORIES
from monitor.web.pages.mention_text import Reason, reasons
from monitor.web.routing import Page
from monitor.wording.words import message
from storage.model import InboxPage, InboxStory, Mention, Role, SavedView, Tally

MEMBERS = 40
"""Copies of one dispatch that a page shows, and decides on together."""

MOST_PICKED = 2_000
"""Mentions of one decision."""

KEYS = KeyMap(
    message("The list to review"),
    (
        ("J K", message("next, previous")),
        ("C", message("confirm")),
        ("X", message("reject, with a reason")),
        ("D", message("ask for a second look")),
        ("N", message("kind")),
        ("P", message("place in the article")),
        ("V", message("tone")),
        ("E", message("at the top of the report")),
        ("G", message("tag")),
        ("T", message("note")),
        ("1 2 3", message("the first, second, third choice offered")),
        ("O", message("open its page")),
        ("S", message("choose this one")),
        ("A", message("choose all, or none")),
        ("⇧C ⇧D", message("confirm those chosen; ask for a second look at them")),
        ("⇧X ⇧G", message("reject those chosen; tag them")),
        ("L", message("copy those chosen as a list")),
        ("/", message("search in the list")),
        ("M", message("add a mention by hand")),
    ),
)

REASONS = (
    message("Not about us: same name"),
    message("Only the event, not our text"),
    message("Another text"),
    message("Own publication"),
    message("Already in the list"),
)
"""Why people reject a mention, most often; any other reason is typed."""

PANELS = ("reject", "kind", "salience", "tone", "tag", "note")


@dataclass(frozen=True)
class Listed:
    """What a page of the list shows."""

    asked: Asked
    page: InboxPage
    tally: Tally
    tabs: list[Choice]
    current: str
    ask: str
    views: list[SavedView]
    known_tags: tuple[str, ...]
    stories: int | None

    @cached_property
    def base(self) -> str:
        """The query of this page, to which fields can be added."""
        query = self.asked.query(page=self.asked.page)
        return f"{query}&" if query else ""

    @cached_property
    def list(self) -> str | None:
        """The query of the list, which the pages of its mentions carry along; None for what is to review."""
        return self.asked.query(page=None) or None

    @property
    def more(self) -> str | None:
        """The query of the page after this one."""
        return self.asked.query(page=self.asked.page + 1) if self.page.more else None


def inbox(desk: Desk) -> Response:
    """The list; for htmx the list alone."""
    asked = _asked(desk, desk.here)
    if desk.is_htmx:
        return desk.part("inbox_list.jinja", **_list(desk, asked))
    values = _list(desk, asked)
    listed: Listed = values["listed"]
    return desk.page(
        "inbox.html.jinja",
        facets=_facets(desk, asked, listed.tally),
        limits=also(desk, asked),
        **values,
    )


def say(desk: Desk) -> Response:
    """Keep what the form says of the mentions that are picked, each with the version that the person looked at."""
    picked = _picked(desk.form.all("pick", 20_000))
    if not picked:
        return desk.refuse(desk.words("No mention is chosen: tick some first."))
    try:
        decided = review.say(desk.store, wish_of(desk.form), picked, desk.who, desk.now)
    except ValueError:
        return desk.refuse(desk.words("This form holds a value that we do not know. Open the page again."))
    said, number = said_of(desk, decided), decided.action.number if decided.action else None
    if decided.action is not None and decided.conflicts:
        left = len({one.subject for one in decided.conflicts})
        sentence = desk.words.n(
            "{n} mention was changed by somebody else meanwhile and stays as it is.",
            "{n} mentions were changed by somebody else meanwhile and stay as they are.",
            left,
        )
        said = f"{said}. {sentence}"
    if not desk.is_htmx:
        return desk.back(said, number, other="inbox")
    asked = _asked(desk, desk.shown_at)
    return desk.part("inbox_list.jinja", said=said, undo=number, **_list(desk, asked))


def panel(desk: Desk) -> Response:
    """What is asked before a decision (a reason, a kind, a tag …), for htmx, or in the list where there is no script."""
    mention, ask = desk.mention(desk.path["id"]), desk.query.text("ask", 20)
    ask = ask if ask in PANELS else PANELS[0]
    if not desk.is_htmx:
        return desk.go("inbox", at=mention.id, ask=ask, status="all")
    return desk.part("inbox_panel.jinja", mention=mention, ask=ask, **_asking(desk))


def _asked(desk: Desk, address: str) -> Asked:
    asked = asked_of(fields_of_address(address), desk.campaign.id, desk.zone)
    return for_partner(asked, desk.share.organisation) if desk.share is not None else asked


def _list(desk: Desk, asked: Asked) -> dict[str, Any]:
    with desk.store.one_moment():
        page = desk.store.inbox_page(
            asked.selection, asked.order, STORIES * (asked.page - 1), STORIES, MEMBERS
        )
        tally = desk.store.inbox_tally(asked.selection)
        stories = desk.store.inbox_stories(asked.selection) if asked.own_page else None
    shown = {story.lead.id for story in page.stories}
    fields = fields_of_address(desk.shown_at)
    at, ask = fields.text("at", 100), fields.text("ask", 20)
    first = page.stories[0].lead.id if page.stories else ""
    listed = Listed(
        asked, page, tally, tabs(desk, asked, tally), at if at in shown else first,
        ask if ask in PANELS and not desk.is_htmx else "",
        desk.store.views(desk.who) if desk.person is not None else [],
        tuple(sorted(tally.tags)), stories,
    )  # fmt: skip
    return {"listed": listed, "progress": _progress(desk), "why": _why(desk), "picks": picks, **_asking(desk)}


def _asking(desk: Desk) -> dict[str, Any]:
    return {"reject_reasons": REASONS, "own_picks": lambda mention: f"{mention.id}:{mention.review_version}"}


def _facets(desk: Desk, asked: Asked, tally: Tally) -> list[Facet]:
    found = facets(desk, asked, tally)
    if desk.share is None:
        return found
    return [one for one in found if one.name not in ("tone", "tag", "organisation")]


def _progress(desk: Desk) -> dict[str, Any]:
    """How many of the mentions of this morning (since the report of the day before ended) somebody decided on."""
    zone, reports = ZoneInfo(desk.zone), desk.store.reports(desk.campaign.id)
    since = window_of(local_day(desk.now, zone), desk.campaign, reports, (), desk.now).covers_from
    done, in_all = desk.store.inbox_progress(desk.campaign.id, since)
    return {"done": done, "in_all": in_all, "since": since}


def _why(desk: Desk) -> object:
    def why(mention: Mention) -> list[Reason]:
        return reasons(desk.words, mention.judgement.evidence, mention.kind, ())[:4]

    return why


def picks(story: InboxStory, alone: bool = False) -> str:
    """The mentions of a story as the value of a field, each with its version."""
    members = story.members[:1] if alone else story.members
    return ",".join(f"{one.id}:{one.review_version}" for one in members)


def _picked(texts: tuple[str, ...]) -> Mapping[str, int]:
    """The mentions of such fields; one that cannot be read is passed over."""
    found: dict[str, int] = {}
    for one in ",".join(texts).split(",")[:MOST_PICKED]:
        ident, _, version = one.strip().partition(":")
        if ident and version.isascii() and version.isdigit() and len(version) < 10:
            found[ident[:100]] = int(version)
    return found


PAGES = (
    Page("/a-relire", "inbox", inbox, Role.READER, share=True),
    Page("/a-relire/decision", "inbox_say", say, Role.REVIEWER, ("POST",), section="inbox"),
    Page("/a-relire/volet/{id}", "inbox_panel", panel, Role.REVIEWER, section="inbox"),
    Page("/a-relire/liste", "inbox_copy", copied, Role.READER, section="inbox"),
    Page("/a-relire/liste.{format}", "inbox_export", exported, Role.READER, section="inbox"),
    Page("/a-relire/vues", "inbox_keep_view", keep_view, Role.READER, ("POST",), section="inbox"),
    Page("/a-relire/vues/oublier", "inbox_forget_view", forget_view, Role.READER, ("POST",), section="inbox"),
)
