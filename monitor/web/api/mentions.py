"""Mentions: a list of them, one of them, a file of them."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field
from starlette.responses import Response

from monitor.export import FORMATS, MentionList, Part, Selection, in_order, write
from monitor.export.order import short, standfirst_of
from monitor.export.pages import TooMuchForPages
from monitor.web.api.mention_values import (
    MentionInFull,
    MentionValue,
    evidence_value,
    mention_value,
    values_of,
)
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Code, Day, Flag, Limit100, Value
from monitor.web.desk import Desk
from monitor.web.pages.mention import reading_of, verdict
from storage.model import InboxOrder, InboxPage, Mention, MentionKind, ReviewStatus, Role

USUAL, MEMBERS = 40, 500

Codes = Annotated[list[Code], Field(max_length=50)]


class Tone(StrEnum):
    """Of a query: what people said of the tone; `none`: nothing."""

    FAVOURABLE = "favourable"
    NEUTRAL = "neutral"
    CRITICAL = "critical"
    NONE = "none"


class Wanted(Asked):
    """Which mentions; a field without a value takes all. Within one field any of its values does."""

    status: list[ReviewStatus] = Field([])
    kind: list[MentionKind] = Field([])
    check: Part = Field(Part.IN, description="What the machine is not sure of: in, out, or only that.")
    own: Part = Field(Part.IN, description="What stands on our own sites: in, out, or only that.")
    outlet: Codes = Field([])
    outlet_kind: Codes = Field([])
    country: Codes = Field([])
    language: Codes = Field([])
    organisation: Codes = Field([], description="Named or quoted, by its id in the dossier.")
    quoted: Codes = Field([], description="Quoted, by its id in the dossier.")
    tone: list[Tone] = Field([])
    tag: Codes = Field([])
    starred: Flag | None = None
    by: Codes = Field([], description="Who had the last word, by their login.")
    since: Day | None = Field(None, description="Published on this day or later, in the campaign’s zone.")
    until: Day | None = Field(None, description="Published on this day or before.")
    decided_since: Day | None = None
    decided_until: Day | None = None
    undated: Flag = Field(False, description="Only what claims no day.")
    words: str = Field("", max_length=200, description="All of these in the title or the excerpt.")

    def selection(self, campaign: str, zone: str) -> Selection:
        """The same as every list of the product has it."""
        return Selection(
            campaign=campaign,
            zone=zone,
            statuses=frozenset(self.status),
            kinds=frozenset(self.kind),
            to_check=self.check,
            own=self.own,
            outlets=frozenset(self.outlet),
            outlet_kinds=_known(self.outlet_kind),
            countries=frozenset(one.upper() for one in _known(self.country)),
            languages=_known(self.language),
            organisations=frozenset(self.organisation),
            quoted=frozenset(self.quoted),
            tones=_known(self.tone),
            tags=frozenset(self.tag),
            starred=self.starred,
            reviewers=frozenset(self.by),
            published=(self.since, self.until),
            reviewed=(self.decided_since, self.decided_until),
            undated=self.undated,
            words=self.words,
        )


class WantedPage(Wanted):
    """Which mentions, in which order, and from where on."""

    order: InboxOrder = InboxOrder.NEWEST
    limit: Limit100 = USUAL
    cursor: str = Field("", max_length=200, description="What the page before gave as `next`.")


class WantedFile(Wanted):
    """Which mentions, in which format."""

    format: Literal["csv", "xlsx", "jsonl", "docx"] = "csv"


class Story(Value):
    """Mentions of one dispatch, the one that speaks for it first; or one that stands alone."""

    mentions: list[MentionValue]
    more: int = Field(description="Mentions of this story that are not listed.")


class Stories(Value):
    """A page of the list; `mentions` counts all that are asked for, on whatever page."""

    stories: list[Story]
    mentions: int
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def list_mentions(call: Call[WantedPage, None]) -> Stories:
    """The mentions asked for, by story, page by page.

    A cursor stands behind a story, not at a place: what was decided or found meanwhile neither repeats a story nor
    leaves one out, as long as the story itself is not withdrawn.
    """
    query, campaign = call.query, call.campaign
    wanted = query.selection(campaign.id, campaign.zone)
    with call.store.one_moment():
        offset, after = _place(call, wanted)
        page = call.store.inbox_page(wanted, query.order, offset, query.limit + 1, MEMBERS)
        count = call.store.inbox_tally(wanted).mentions
    stories = [one for one in page.stories if after not in {mention.id for mention in one.members}]
    shown = stories[: query.limit]
    more = page.more or len(stories) > len(shown)
    last = shown[-1].lead if more and shown else None
    behind = offset + _skipped(page, after) + len(shown)
    return Stories(
        stories=[Story(mentions=_values(one.members), more=one.more) for one in shown],
        mentions=count,
        next=_cursor(behind, last.id) if last is not None else None,
    )


def one_mention(call: Call[Asked, None]) -> MentionInFull:
    """One mention, with why it is one; its text where the page of the mention shows it too."""
    found = call.desk.mention(call.place("id"))
    desk = in_campaign(call, found)
    article = call.store.article(found.article.id)
    happened, why = verdict(desk, found, article)
    withheld = reading_of(desk, found, article).withheld
    return MentionInFull.model_validate(
        values_of(found)
        | {
            "happened": happened,
            "why": why,
            "evidence": [
                evidence_value(replace(one, text=short(one.text))) for one in found.judgement.evidence
            ],
            "standfirst": standfirst_of(found) or None,
            "text": None if withheld else article.text,
            "withheld": withheld or None,
        }
    )


def file_of_mentions(call: Call[WantedFile, None]) -> Response:
    """All mentions asked for as a file, as the list of the desk gives them: for a table, a text, another program."""
    campaign, form = call.campaign, FORMATS[call.query.format]
    wanted = call.query.selection(campaign.id, campaign.zone)
    chosen = [one for one in call.store.mentions(campaign.id) if wanted.holds(one)]
    out = io.BytesIO()
    try:
        write(MentionList(in_order(chosen), call.words.language, (campaign,)), form.name, out)
    except TooMuchForPages as error:
        raise Refused(
            413, call.words("These are too many mentions for pages: ask for fewer, or for csv."), "format"
        ) from error
    return call.desk.download(out.getvalue(), f"{campaign.id}-liste{form.suffix}", form.media_type)


def in_campaign(call: Call[Any, Any], found: Mention) -> Desk:
    """The request, about the campaign of a mention. Raises Refused where its dossier is gone."""
    campaign = next((one for one in call.desk.loaded.campaigns if one.id == found.campaign_id), None)
    if campaign is None:
        raise Refused(404, call.words("The dossier of this mention is gone."), "id")
    return replace(call.desk, chosen=campaign)


def _values(mentions: Iterable[Mention]) -> list[MentionValue]:
    return [mention_value(one) for one in mentions]


def _known(values: Iterable[str]) -> frozenset[str]:
    """In a query "none" stands for what is unknown, or was not said."""
    return frozenset("" if one == "none" else str(one) for one in values)


def _place(call: Call[WantedPage, None], wanted: Selection) -> tuple[int, str]:
    """From which story on a page lists, and the mention whose story it must not repeat. Raises Refused."""
    if not call.query.cursor:
        return 0, ""
    offset, mention_id = _read_cursor(call)
    found = call.store.mentions_by_id([mention_id]).get(mention_id)
    if found is None or found.withdrawn_at is not None:
        return offset, ""
    return call.store.inbox_around(wanted, call.query.order, mention_id).place, mention_id


def _skipped(page: InboxPage, after: str) -> int:
    return sum(after in {mention.id for mention in one.members} for one in page.stories)


def _cursor(offset: int, mention_id: str) -> str:
    return base64.urlsafe_b64encode(f"{offset}.{mention_id}".encode()).decode().rstrip("=")


def _read_cursor(call: Call[WantedPage, None]) -> tuple[int, str]:
    given = call.query.cursor
    try:
        text = base64.urlsafe_b64decode(f"{given}{'=' * (-len(given) % 4)}".encode()).decode()
        offset, _, mention_id = text.partition(".")
        if not (offset.isascii() and offset.isdigit() and len(offset) <= 9 and mention_id):
            raise ValueError(text)
    except ValueError as error:
        raise Refused(
            422, call.words("This cursor is not one that a page of this list gave."), "cursor"
        ) from error
    return int(offset), mention_id


_EXAMPLE = {
    "id": "m2q7k5r3x4h6d8w2a",
    "campaign": "appel",
    "version": 1,
    "kind": "citation",
    "to_check": False,
    "salience": "main",
    "status": "confirmed",
    "score": 0.93,
    "url": "https://phare.example/appel",
    "canonical_url": "https://phare.example/appel",
    "title": "Des pêcheurs demandent la fermeture des vannes",
    "outlet": "Le Phare",
    "outlet_id": "phare",
    "domain": "phare.example",
    "country": "FR",
    "outlet_kind": "national-daily",
    "tier": 1,
    "own": False,
    "found_by": [{"source": "phare-feed", "kind": "feed"}],
    "authors": ["Inès Caradec"],
    "published_at": "2025-02-05T06:10:00+01:00",
    "published_precision": "time",
    "published_from": "json-ld",
    "first_seen_at": "2025-02-05T05:40:00Z",
    "first_matched_at": "2025-02-05T05:41:00Z",
    "withdrawn_at": None,
    "language": "fr",
    "paywalled": False,
    "excerpt": "« Les rivages ne sont pas à vendre au plus offrant », écrivent-ils.",
    "organisations": ["rivage"],
    "organisations_quoted": ["rivage"],
    "dossier_version": 1,
    "reuse": None,
    "cluster": None,
    "cluster_size": None,
    "cluster_lead": False,
    "tone": "favourable",
    "tags": ["littoral"],
    "starred": True,
    "note": "",
    "reject_reason": "",
    "reviewed_by": "karim",
    "reviewed_at": "2025-02-05T07:02:00Z",
    "snapshot": {"sha256": None, "fetched_at": "2025-02-05T05:40:00Z"},
    "machine": {"kind": "citation", "to_check": False, "salience": "main"},
}

OPERATIONS = (
    Operation(
        "mentions", "GET", "/campaigns/{campaign}/mentions", Role.READER, "Mentions",
        "Mentions, by story", list_mentions, Stories, WantedPage,
        example={"stories": [{"mentions": [_EXAMPLE], "more": 0}], "mentions": 1, "next": None},
    ),
    Operation(
        "mentions_file", "GET", "/campaigns/{campaign}/mentions/file", Role.READER, "Mentions",
        "Mentions as a file", file_of_mentions, None, WantedFile, refuses=(413,),
        media=tuple(FORMATS[name].media_type for name in ("csv", "xlsx", "jsonl", "docx")),
    ),
    Operation(
        "mention", "GET", "/mentions/{id}", Role.READER, "Mentions", "One mention, in full",
        one_mention, MentionInFull,
        example=_EXAMPLE | {
            "happened": "Cet article cite notre texte.",
            "why": "Une phrase de la tribune y est reprise mot pour mot.",
            "evidence": [{"type": "quote", "about": "document", "subject": "tribune", "field": "body",
                "text": "les rivages ne sont pas à vendre au plus offrant", "start": 120, "end": 168, "weight": 0.9}],
            "standfirst": "Ils s’adressent aux élus.", "text": None,
            "withheld": "L’éditeur réserve ses textes : nous montrons la phrase qui compte, et rien de plus.",
        },
    ),
)  # fmt: skip
