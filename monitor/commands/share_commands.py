"""`share`: links with which partners read one campaign of the review desk without an account."""

from __future__ import annotations

import getpass
from datetime import datetime
from typing import Annotated

import typer

from monitor.accounts import SHARE_PATH, create_share, is_open
from monitor.accounts.sharing import MOST_DAYS
from monitor.commands.read_commands import CampaignOption, JsonOption, iso
from monitor.commands.session import (
    CommandError,
    Session,
    json_line,
    moment_text,
    printable,
    workspace_session,
)
from monitor.commands.tables import table
from monitor.config.addresses import is_web_address
from monitor.dossier import Campaign
from monitor.wording.words import message
from storage.errors import NotStored
from storage.model import ShareLink

DAYS = 30
DESK = "http://127.0.0.1:8765"
"""Where `serve` answers unless it is told otherwise."""


def share_create_command(
    ctx: typer.Context,
    campaign: CampaignOption = None,
    organisation: Annotated[
        str | None,
        typer.Option(metavar="ID", help=message("Only what is about this organisation of the dossier.")),
    ] = None,
    label: Annotated[
        str, typer.Option(metavar="TEXT", help=message("For whom it is; it stands in the list of links."))
    ] = "",
    days: Annotated[
        int, typer.Option(metavar="NUMBER", help=message("For how many days it works, 366 at the most."))
    ] = DAYS,
    base: Annotated[
        str,
        typer.Option(metavar="URL", help=message("The address under which partners reach the review desk.")),
    ] = DESK,
) -> None:
    """Make a link to share; it is shown this once."""
    session = workspace_session(ctx, warn=False)
    words, chosen = session.words, session.campaign(campaign)
    about = _organisation(chosen, organisation, session) if organisation is not None else ""
    if not 1 <= days <= MOST_DAYS:
        raise CommandError(words("A link works for 1 to {most} days.", most=MOST_DAYS))
    if not is_web_address(base):
        raise CommandError(
            words(
                "“{url}” is not the address of a page: it must begin with https:// or http://.",
                url=base[:100],
            )
        )
    with session.store() as store:
        token, link = create_share(store, chosen.id, about, label, getpass.getuser(), session.now(), days)
    print(printable(f"{base.rstrip('/')}{SHARE_PATH}{token}"))
    until = moment_text(link.expires_at, chosen.zone)
    session.tell(
        words(
            "Link {n}: whoever has this address reads “{campaign}” until {until}, and changes nothing. It is not shown"
            " again; “retombees share revoke {n}” ends it.",
            n=link.number,
            campaign=chosen.name,
            until=until,
        )
    )


def share_list_command(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """The links, those that no longer work too."""
    session = workspace_session(ctx, warn=False)
    now = session.now()
    with session.store() as store:
        found = store.shares()
    if as_json:
        for one in found:
            print(json_line(_row(one, now)))
        return
    words, zone = session.words, session.zone
    if found:
        rows = [
            [
                str(one.number),
                one.campaign_id,
                one.organisation or "–",
                one.label or "–",
                one.created_by,
                moment_text(one.expires_at, zone),
                moment_text(one.last_used_at, zone),
                _state(one, now, session),
            ]
            for one in found
        ]
        headings = [words("Link"), words("Campaign"), words("Organisation"), words("For"), words("Made by")]
        headings += [words("Works until"), words("Last used"), words("State")]
        print(printable(table(headings, rows, whole=[0])))
    session.tell(words.n("{n} link", "{n} links", len(found)))


def share_revoke_command(
    ctx: typer.Context,
    number: Annotated[
        int,
        typer.Argument(metavar="NUMBER", help=message("The link, by its number in “retombees share list”.")),
    ],
) -> None:
    """End a link at once."""
    session = workspace_session(ctx, warn=False)
    with session.store() as store:
        try:
            ended = store.revoke_share(number, session.now())
        except NotStored:
            raise CommandError(
                session.words("There is no link {n}. “retombees share list” shows them all.", n=number)
            ) from None
    if ended:
        session.tell(session.words("Link {n} no longer works.", n=number))
    else:
        session.tell(session.words("Link {n} was ended before.", n=number))


def _organisation(campaign: Campaign, wanted: str, session: Session) -> str:
    known = [one.id for one in campaign.organisations]
    if wanted not in known:
        raise CommandError(
            session.words(
                "“{name}” is not known here. Known: {known}.", name=wanted[:40], known=", ".join(known) or "–"
            )
        )
    return wanted


def _state(link: ShareLink, now: datetime, session: Session) -> str:
    if is_open(link, now):
        return session.words("works")
    return session.words("ended") if link.revoked_at is not None else session.words("expired")


def _row(link: ShareLink, now: datetime) -> dict[str, str | int | bool | None]:
    return {
        "number": link.number,
        "campaign": link.campaign_id,
        "organisation": link.organisation or None,
        "label": link.label,
        "created_by": link.created_by,
        "created_at": iso(link.created_at),
        "expires_at": iso(link.expires_at),
        "revoked_at": iso(link.revoked_at),
        "last_used_at": iso(link.last_used_at),
        "works": is_open(link, now),
    }
