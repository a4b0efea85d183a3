"""A small invented press to build digests, reports and lists from: the fixture `press`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.dossier import Campaign, Document, DocumentKind, Event, Organisation
from storage.model import (
    Evidence,
    Excerpt,
    FoundBy,
    Health,
    Judgement,
    Mention,
    MentionKind,
    Moment,
    Outlet,
    Reason,
    Review,
    Run,
    RunKind,
    RunState,
    Salience,
    Source,
    SourceKind,
    SourceReading,
    SourceStatus,
    StoredArticle,
)

PARIS = ZoneInfo("Europe/Paris")


class Press:
    """Makes outlets, sources, runs and mentions of one invented campaign; every value has a default."""

    zone = PARIS

    def __init__(self) -> None:
        self.campaign = Campaign(
            id="appel",
            name="Sommet IA, février 2025",
            documents=(
                Document("tribune", DocumentKind.OPED, "Tribune", published_at=self.at("2025-02-04 06:00")),
            ),
            organisations=(
                Organisation("rivage", "Collectif Rivage"),
                Organisation("phare", "Association du Phare"),
            ),
            event=Event("sommet", "Sommet", short_name=(("fr", "le sommet"), ("en", "the summit"))),
            prepared_for="",
        )
        self.made = 0

    @staticmethod
    def at(text: str) -> datetime:
        """A time of day in Paris: "2025-02-05 07:30"."""
        return datetime.fromisoformat(text).replace(tzinfo=PARIS)

    @staticmethod
    def utc(text: str) -> datetime:
        return Press.at(text).astimezone(UTC)

    @staticmethod
    def outlet(name: str, kind: str = "regional-daily", country: str = "FR", tier: int = 0) -> Outlet:
        ident = name.lower().replace(" ", "-").replace("’", "-")
        return Outlet(ident, name, f"{ident}.example", country, "fr", kind, tier)

    def mention(
        self,
        title: str,
        outlet: Outlet | str = "Sarmande Matin",
        published: Moment | str | None = "2025-02-05 16:00",
        kind: MentionKind = MentionKind.CITATION,
        seen: str = "2025-02-05 20:00",
        to_check: bool = False,
        own: bool = False,
        text: str = "",
        excerpt: str = "« Une phrase de la tribune », écrivent les signataires.",
        marks: tuple[tuple[int, int], ...] = ((2, 26),),
        authors: Sequence[str] = ("La rédaction",),
        review: Review | None = None,
        language: str = "fr",
        url: str | None = None,
        paywalled: bool = False,
        organisations: tuple[str, ...] = (),
        quoted: tuple[str, ...] = (),
        reuse: dict[str, object] | None = None,
    ) -> Mention:
        """One mention; `published` and `seen` in Paris time, `published` of ten characters is a bare date."""
        self.made += 1
        number = self.made
        where = self.outlet(outlet) if isinstance(outlet, str) else outlet
        if isinstance(published, str):
            published = date.fromisoformat(published) if len(published) == 10 else self.at(published)
        address = url if url is not None else f"https://{where.domain}/articles/{number}"
        article = StoredArticle(
            id=f"a{number:04}",
            url=address,
            canonical_url=address,
            outlet=where,
            title=title,
            standfirst="",
            authors=tuple(authors),
            published_at=published,
            published_from="json-ld",
            modified_at=None,
            language=language,
            paywalled=paywalled,
            rights=where.rights,
            first_seen_at=self.utc(seen),
            fetched_at=self.utc(seen),
            version=1,
            text_fingerprint=text or f"text-{number}",
            text=None,
            links=(),
            provenance={},
            found_by=(FoundBy(f"{where.id}/feed", "feed"),),
            sha256=f"{number:064}",
        )
        judgement = Judgement(
            kind=kind,
            to_check=to_check,
            salience=Salience.SUBSTANTIAL,
            score=0.8,
            evidence=(Evidence("quote", "document", "tribune", "body", "Une phrase", 10, 20, 0.8),),
            excerpt=Excerpt(excerpt, "body", marks),
            organisations=organisations,
            organisations_quoted=quoted,
            own=own,
            reuse=reuse,
        )
        return Mention(
            id=f"m{number:04}",
            campaign_id="appel",
            article=article,
            judgement=judgement,
            review=review or Review(),
            dossier_version=1,
            first_matched_at=self.utc(seen),
            matched_at=self.utc(seen),
            cluster_id=text or None,
        )

    def source(self, outlet: Outlet | str, kind: SourceKind = SourceKind.FEED) -> tuple[Outlet, Source]:
        where = self.outlet(outlet) if isinstance(outlet, str) else outlet
        return where, Source(f"{where.id}/{kind}", where.id, kind, f"https://{where.domain}/{kind}")

    def status(
        self,
        outlet: Outlet | str,
        health: Health = Health.READ,
        reason: Reason | None = None,
        kind: SourceKind = SourceKind.FEED,
        tried: str | None = "2025-02-06 07:31",
        since: str | None = None,
        read: str | None = None,
    ) -> SourceStatus:
        where, source = self.source(outlet, kind)
        return SourceStatus(
            source=source,
            outlet=where,
            health=health,
            since=self.utc(since) if since else (self.utc(tried) if tried else None),
            reason=reason,
            last_tried_at=self.utc(tried) if tried else None,
            last_read_at=self.utc(read) if read else None,
        )

    def reading(
        self, status: SourceStatus, at: str, health: Health | None = None, reason: Reason | None = None
    ) -> SourceReading:
        return SourceReading(
            source_id=status.source.id,
            run_id="r1",
            at=self.utc(at),
            health=health or status.health,
            reason=reason or status.reason,
            candidates=10,
        )

    def run(self, start: str, state: RunState = RunState.DONE, minutes: int = 9) -> Run:
        begin = self.utc(start)
        return Run(f"run-{start}", RunKind.CRAWL, begin, state, begin + timedelta(minutes=minutes))

    def campaign_with(self, **changes: object) -> Campaign:
        return replace(self.campaign, **changes)  # type: ignore[arg-type]


@pytest.fixture
def press() -> Press:
    """A fresh press: the same calls give the same values."""
    return Press()


@pytest.fixture(scope="session")
def press_class() -> type[Press]:
    """The class itself, for property tests, which need a fresh press for every example."""
    return Press
