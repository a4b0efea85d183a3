"""Links to share: made, listed and ended by an administrator; opened by partners without an account."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from monitor.accounts import SHARE_PATH, create_share, is_open, open_share
from monitor.accounts.sharing import MOST_DAYS
from monitor.web import cookies
from monitor.web.desk import Desk
from monitor.web.routing import Page
from monitor.wording import LANGUAGES
from storage.model import Role

DAYS = 30


def shares(desk: Desk) -> Response:
    """All links, those that work first."""
    return _page(desk, "")


def create(desk: Desk) -> Response:
    """A new link; it is shown this once."""
    form, words, campaign = desk.form, desk.words, desk.campaign
    days, organisation = form.number("days"), form.text("organisation", 200)
    if days is None or not 1 <= days <= MOST_DAYS:
        return _page(desk, words("A link works for 1 to {most} days.", most=MOST_DAYS))
    if organisation and organisation not in {one.id for one in campaign.organisations}:
        return _page(desk, words("This organisation is not in the dossier."))
    token, link = create_share(
        desk.store, campaign.id, organisation, form.text("label", 400), desk.who, desk.real_now, days
    )
    language = form.text("language", 10)
    query = f"?lang={language}" if language in LANGUAGES else ""
    address = desk.outside(f"{SHARE_PATH}{token}{query}")
    return desk.page("share_link.html.jinja", address=address, link=link)


def revoke(desk: Desk) -> Response:
    """End a link at once."""
    number = desk.path["number"]
    desk.store.revoke_share(number, desk.real_now)
    return desk.go("shares", desk.words("Link {n} no longer works.", n=number))


def opened(desk: Desk) -> Response:
    """A partner comes with a link: their browser keeps it, and the address is not seen again."""
    link = open_share(desk.store, desk.path["token"], desk.real_now)
    known = {one.id for one in desk.loaded.campaigns}
    if link is None or link.campaign_id not in known:
        said = desk.words(
            "This link no longer works: it is over, or was ended. Ask whoever gave it to you for a new one."
        )
        return desk.refuse(said, 404)
    if desk.person is not None:
        said = desk.words(
            "This link works. You are logged in and see more than it shows; open it in a private window."
        )
        return desk.go("home", said)
    answer = RedirectResponse(desk.url("home"), 303)
    seconds = int((link.expires_at - desk.real_now).total_seconds())
    cookies.keep(desk.request, answer, cookies.SHARE, desk.path["token"], seconds)
    return answer


def _page(desk: Desk, refused: str) -> Response:
    now = desk.real_now
    found = sorted(desk.store.shares(), key=lambda one: (not is_open(one, now), -one.number))
    names = {one.id: one.name for one in desk.loaded.campaigns}
    organisations = {one.id: one.name for campaign in desk.loaded.campaigns for one in campaign.organisations}
    return desk.page(
        "shares.html.jinja",
        422 if refused else 200,
        links=[(one, is_open(one, now)) for one in found],
        campaigns=names,
        organisations=organisations,
        people={one.login: one.name for one in desk.store.accounts()},
        days=DAYS,
        refused=refused,
    )


PAGES = (
    Page("/partages", "shares", shares, Role.ADMINISTRATOR, section="account"),
    Page("/partages", "shares_create", create, Role.ADMINISTRATOR, ("POST",), section="account"),
    Page(
        "/partages/{number:int}/fin",
        "shares_revoke",
        revoke,
        Role.ADMINISTRATOR,
        ("POST",),
        section="account",
    ),
    Page(f"{SHARE_PATH}{{token}}", "share", opened, None),
)
