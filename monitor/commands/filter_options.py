"""The filters that `mentions` and `export` share: the options, and the mentions that they choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from monitor.commands.session import CommandError, Session, day_end, day_start, parse_day, parse_days
from monitor.export import Asked, Known, Selection, known_of, selection_of
from monitor.wording.words import Words, message
from storage.model import Mention
from storage.store import Store

Names = list[str] | None

CampaignOption = Annotated[str | None, typer.Option(metavar="ID", help=message("Only this campaign."))]
SinceOption = Annotated[
    str | None,
    typer.Option(metavar="DAY", help=message("Only what was found from this day on (2025-02-04).")),
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DAY", help=message("Only what was found up to this day, included."))
]
PublishedSinceOption = Annotated[
    str | None, typer.Option(metavar="DAY", help=message("Only what was published from this day on."))
]
PublishedUntilOption = Annotated[
    str | None, typer.Option(metavar="DAY", help=message("Only what was published up to this day, included."))
]
KindOption = Annotated[
    Names,
    typer.Option(
        metavar="KIND",
        help=message("Only this kind: republication, citation, related, topic; may be repeated."),
    ),
]
StatusOption = Annotated[
    Names,
    typer.Option(
        metavar="STATUS",
        help=message("Only this status: to_review, confirmed, rejected, second_look; may be repeated."),
    ),
]
OutletOption = Annotated[
    Names, typer.Option(metavar="TEXT", help=message("Only this outlet, by id or name; may be repeated."))
]
OutletKindOption = Annotated[
    Names, typer.Option(metavar="KIND", help=message("Only this kind of outlet (regional-daily, radio …)."))
]
CountryOption = Annotated[
    Names, typer.Option(metavar="CODE", help=message("Only outlets of this country (BE, Belgium)."))
]
LanguageOption = Annotated[
    Names, typer.Option(metavar="CODE", help=message("Only articles in this language (fr, French)."))
]
TierOption = Annotated[
    Names, typer.Option(metavar="NUMBER", help=message("Only outlets of this tier: 1, 2, 3; 0 is unknown."))
]
OrganisationOption = Annotated[
    Names, typer.Option(metavar="ID", help=message("Only where this organisation is named or quoted."))
]
ToneOption = Annotated[
    Names, typer.Option(metavar="TEXT", help=message("Only this tone: favourable, neutral, critical."))
]
TagOption = Annotated[
    Names, typer.Option(metavar="TEXT", help=message("Only with this tag; may be repeated."))
]
StarredOption = Annotated[
    bool | None, typer.Option("--starred/--not-starred", help=message("Only with a star, or only without."))
]
ToCheckOption = Annotated[
    str | None,
    typer.Option(
        metavar="in|out|only", help=message("What is to check: with the others, left out, or alone.")
    ),
]
OwnOption = Annotated[
    str | None,
    typer.Option(metavar="in|out|only", help=message("Pages of our organisations: the same three.")),
]
WordsOption = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help=message("Only with all these words in the title or the excerpt.")),
]


@dataclass(frozen=True, slots=True)
class Found:
    """The mentions chosen, in no particular order, with what chose them."""

    mentions: list[Mention]
    selection: Selection
    known: Known


def asked_in(params: Mapping[str, Any], session: Session) -> Asked:
    """The filters among the parameters of a command, which bear the names of the fields. Raises CommandError."""
    words = session.words
    first, last = parse_days(params["since"], params["until"], words)
    published_since, published_until = _published(params, words)
    names = {
        name: tuple(params[name] or ())
        for name in (
            *("kind", "status", "outlet", "outlet_kind", "country"),
            *("language", "tier", "organisation", "tone", "tag"),
        )
    }
    return Asked(
        **names,
        starred=params["starred"],
        to_check=params["to_check"],
        own=params["own"],
        published_since=published_since,
        published_until=published_until,
        found_since=day_start(first, _zone(params, session)),
        found_until=day_end(last, _zone(params, session)),
        words=params["words"],
    )


def found_in(
    store: Store, session: Session, asked: Asked, campaign: str | None, evidence: bool = True
) -> Found:
    """The mentions that are asked for, with their `evidence` where it is to be shown.

    Raises CommandError for a campaign, NotKnown for any other name.
    """
    loaded = session.loaded
    campaign_id = session.campaign(campaign).id if campaign else None
    known = Known()
    if asked.of_the_archive:
        outlets = [outlet for outlet, _ in loaded.catalogue.entries]
        known = known_of(store.mentions(campaign_id, evidence=False), loaded.campaigns, outlets)
    selection = selection_of(asked, known, campaign_id, _zone({"campaign": campaign}, session))
    since, until = selection.found
    found = store.mentions(campaign_id, selection.kinds, selection.statuses, since, until, evidence=evidence)
    return Found([one for one in found if selection.holds(one)], selection, known)


def _zone(params: Mapping[str, Any], session: Session) -> str:
    return session.campaign(params["campaign"]).zone if params["campaign"] else session.zone


def _published(params: Mapping[str, Any], words: Words) -> tuple[Any, Any]:
    first = parse_day(params["published_since"], words)
    last = parse_day(params["published_until"], words)
    if first is not None and last is not None and last < first:
        raise CommandError(
            words(
                "The period ends before it begins: --published-since must not be later than --published-until."
            )
        )
    return first, last
