"""The campaign page: what the dossier says, in words; each part of it with its form for who administers."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from starlette.responses import Response

from monitor.dossier import Campaign
from monitor.dossier_edit import advice_on
from monitor.dossier_form.fields import KINDS, QUERY_KINDS, RECEIVES, ROLES
from monitor.web.desk import Desk
from monitor.web.keys import KeyMap
from monitor.web.pages.campaign_edit import edit, try_edit, try_without
from monitor.web.pages.campaign_here import NotTried, file_of, to_trial, tried_values
from monitor.web.pages.campaign_new import make, new, proposal, read
from monitor.web.pages.campaign_queries import queries, query_read
from monitor.web.pages.campaign_text import text, try_text
from monitor.web.pages.campaign_trial import save, trial
from monitor.web.pages.campaign_versions import back_to, version, versions
from monitor.web.routing import Page
from monitor.wording.words import message
from storage.model import ActionKind, Role


def campaign(desk: Desk) -> Response:
    """What we look for, and how."""
    one = desk.campaign
    changes = desk.store.journal(campaign_id=one.id, kinds=[ActionKind.DOSSIER], limit=1)
    names = {account.login: account.name for account in desk.store.accounts()}
    return desk.page(
        "campaign.html.jinja",
        one=one,
        kinds=dict(KINDS),
        roles=dict(ROLES),
        receives=dict(RECEIVES),
        query_kinds=dict(QUERY_KINDS),
        kind_of=dict(one.query_kinds),
        days=days_of(desk, one),
        day=lambda moment: day_of(desk, moment),
        origin=[organisation for organisation in one.organisations if organisation.role == "initiator"],
        others=[organisation for organisation in one.organisations if organisation.role != "initiator"],
        advice=[problem.what(desk.words) for problem in advice_on(one, "")],
        last=changes[0] if changes else None,
        last_by=names.get(changes[0].who, changes[0].who) if changes else "",
        over=one.ends_on is not None and one.ends_on < today_of(desk),
    )


def end(desk: Desk) -> Response:
    """The campaign ended today, or open again, as a change to be looked at."""
    ends = None if desk.form.text("open", 5) else today_of(desk)
    try:
        before, values = file_of(desk)
        wanted = {key: value for key, value in values.items() if key != "ends_on"}
        if ends is not None:
            wanted["ends_on"] = ends
        return to_trial(desk, tried_values(desk, before, wanted, desk.url("campaign")))
    except NotTried as refused:
        said = [one.what(desk.words) for one in refused.problems]
        return desk.refuse(" ".join([str(refused), *said]).strip(), 409)


def today_of(desk: Desk) -> date:
    """The day it is where the campaign is."""
    return desk.now.astimezone(ZoneInfo(desk.zone)).date()


def days_of(desk: Desk, one: Campaign) -> str:
    """The days of the campaign, in words."""
    words = desk.words
    if one.starts_on and one.ends_on:
        return words("from {first} to {last}", first=words.day(one.starts_on), last=words.day(one.ends_on))
    if one.starts_on:
        return words("since {day}", day=words.day(one.starts_on))
    if one.ends_on:
        return words("until {day}", day=words.day(one.ends_on))
    return words("without a first or a last day")


def day_of(desk: Desk, moment: datetime | date | None) -> str:
    """A day in words, in the zone of the campaign where it is a moment."""
    if isinstance(moment, datetime):
        return desk.words.day(moment.astimezone(ZoneInfo(desk.zone)))
    return desk.words.day(moment) if isinstance(moment, date) else ""


KEYS = KeyMap(message("A change of the dossier"), (("C", message("save it, once its effect is there")),))

PAGES = (
    Page("/campagne", "campaign", campaign, Role.READER),
    Page("/campagne/fin", "campaign_end", end, Role.ADMINISTRATOR, ("POST",), section="campaign"),
    Page("/campagne/modifier/{part}", "campaign_edit", edit, Role.ADMINISTRATOR, section="campaign"),
    Page(
        "/campagne/modifier/{part}",
        "campaign_change",
        try_edit,
        Role.ADMINISTRATOR,
        ("POST",),
        section="campaign",
    ),
    Page(
        "/campagne/enlever/{part}",
        "campaign_without",
        try_without,
        Role.ADMINISTRATOR,
        ("POST",),
        section="campaign",
    ),
    Page("/campagne/texte", "campaign_text", text, Role.ADMINISTRATOR, section="campaign"),
    Page("/campagne/texte", "campaign_try_text", try_text, Role.ADMINISTRATOR, ("POST",), section="campaign"),
    Page("/campagne/requetes", "campaign_queries", queries, Role.READER, section="campaign"),
    Page("/campagne/requetes/lecture", "campaign_query_read", query_read, Role.READER, section="campaign"),
    Page("/campagne/versions", "campaign_versions", versions, Role.READER, section="campaign"),
    Page("/campagne/versions/{mark}", "campaign_version", version, Role.READER, section="campaign"),
    Page(
        "/campagne/versions/{mark}",
        "campaign_back",
        back_to,
        Role.ADMINISTRATOR,
        ("POST",),
        section="campaign",
    ),
    Page("/campagne/nouvelle", "campaign_new", new, Role.ADMINISTRATOR, section="campaign"),
    Page(
        "/campagne/nouvelle",
        "campaign_read",
        read,
        Role.ADMINISTRATOR,
        ("POST",),
        files=True,
        section="campaign",
    ),
    Page("/campagne/nouvelle/{key}", "campaign_proposal", proposal, Role.ADMINISTRATOR, section="campaign"),
    Page(
        "/campagne/nouvelle/{key}", "campaign_make", make, Role.ADMINISTRATOR, ("POST",), section="campaign"
    ),
    Page("/campagne/essai/{key}", "campaign_trial", trial, Role.ADMINISTRATOR, section="campaign"),
    Page("/campagne/essai/{key}", "campaign_save", save, Role.ADMINISTRATOR, ("POST",), section="campaign"),
)
