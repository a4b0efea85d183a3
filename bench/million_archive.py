"""A large archive of one campaign, written in bulk: rows as the product writes them, texts short.

Over so many days from the release on, 500 outlets; half of the mentions in the first three weeks. A quarter of
the texts is old enough to have been let go. A text has some thirty words (a real one has six hundred): nothing
measured reads texts, and the archive would be ten times as large. A third of the mentions are copies of a dispatch, two
thirds of those older than a day are reviewed. Signatures of texts are left out: only clustering reads them.
"""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from monitor.dossier import Campaign
from monitor.workspace import Workspace, init, load
from storage.identity import article_id, article_key, mention_id
from storage.model import Outlet, ReportRecord, Source, SourceKind
from storage.sqlite.inbox_schema import REFILL
from storage.sqlite.search_schema import EMPTY
from storage.sqlite.search_schema import REFILL as REFILL_SEARCH
from storage.sqlite.search_words import teach
from storage.store import open_store

RELEASE = date(2025, 2, 4)
KEPT_DAYS = 90
OUTLETS = 500
READINGS_A_DAY = 6
WORDS = [
    "le",
    "la",
    "les",
    "une",
    "des",
    "pour",
    "dans",
    "avec",
    "sur",
    "selon",
    "après",
    "ministre",
    "région",
    "réforme",
    "loi",
    "marché",
    "énergie",
    "ville",
    "école",
]
KINDS = ("republication", "citation", "related", "topic")
Row = tuple[object, ...]


def build(folder: Path, articles: int, mentions: int, days: int, *, again: bool = False) -> Path:
    """The archive of a workspace in `folder`, made where it is not there as asked for; returns its path."""
    archive, note = folder / "archive.db", folder / "built.json"
    asked = {"articles": articles, "mentions": mentions, "days": days}
    if not again and note.exists() and json.loads(note.read_text()) == asked:
        return archive
    for old in (archive, note, Path(f"{archive}-wal"), Path(f"{archive}-shm")):
        old.unlink(missing_ok=True)
    init(folder)
    campaign = load(Workspace(folder)).campaigns[0]
    catalogue = [_outlet(number) for number in range(OUTLETS)]
    with open_store(archive, create=True) as store:
        store.put_catalogue(catalogue)
        store.put_dossier(campaign.id, "bench", "{}", datetime(2025, 2, 4, tzinfo=UTC))
    db = sqlite3.connect(archive, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF"):
        db.execute(f"PRAGMA {pragma}")
    triggers = [row[0] for row in db.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    db.execute("BEGIN")
    for name in names:
        db.execute(f"DROP TRIGGER {name}")
    world = World(campaign, articles, mentions, days)
    for table, rows in world.tables():
        _insert(db, table, rows)
    teach(db)
    for sql in triggers:
        db.execute(sql)
    for sql in (*REFILL, EMPTY, REFILL_SEARCH):
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("ANALYZE")
    db.execute("DROP TABLE IF EXISTS sqlite_stat4")
    db.execute("DELETE FROM sqlite_stat1")  # the product runs no ANALYZE: neither does what is measured
    db.close()
    with open_store(archive) as store:
        for record in world.reports():
            store.put_report(record)
    note.write_text(json.dumps(asked))
    return archive


def _outlet(number: int) -> tuple[Outlet, list[Source]]:
    kind = ("national-daily", "regional-daily", "magazine", "radio", "pure-player")[number % 5]
    ident, domain = f"outlet-{number}", f"outlet-{number}.example"
    outlet = Outlet(ident, f"Média {number}", domain, "FR", "fr", kind, 1 + min(2, number // 30))
    return outlet, [
        Source(f"{ident}/{way}", ident, way, f"https://{domain}/{way}")
        for way in (SourceKind.FEED, SourceKind.SITEMAP)
    ]


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    columns = {
        "articles": "id outlet_id url canonical_url title authors published_at published_utc published_from claimed_at"
        " language paywalled rights first_seen_at fetched_at checked_at text_fingerprint provenance status sha256 run_id",
        "article_texts": "article_id state keep_until rights released_at title standfirst links body",
        "addresses": "key article_id url first_seen_at",
        "candidates": "key url outlet_id state title published_at published_utc first_seen_at",
        "candidate_sources": "key source_id first_seen_at",
        "matched": "campaign_id article_id dossier_version article_version at",
        "mentions": "id campaign_id article_id kind to_check salience score own excerpt evidence organisations"
        " organisations_quoted reuse dossier_version first_matched_at matched_at",
        "reviews": "mention_id status tone tags starred note reject_reason reviewed_by reviewed_at",
        "clusters": "id created_at",
        "cluster_members": "article_id cluster_id lead",
        "runs": "id kind state started_at ended_at heartbeat_at counts detail",
        "source_readings": "source_id run_id at health detail candidates new",
    }[table].split()
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    db.executemany(sql, rows)


class World:
    """What happened, drawn from a fixed seed: the same archive each time."""

    def __init__(self, campaign: Campaign, articles: int, mentions: int, days: int) -> None:
        self.campaign, self.days = campaign, days
        self.start = datetime.combine(RELEASE, datetime.min.time(), UTC)
        self.end = self.start + timedelta(days=days - 1, hours=6)
        draw = random.Random(20250204)
        every = articles // mentions
        self.minutes = [self._minute(draw, number % every == 0) for number in range(articles)]
        self.mentioned = range(0, every * mentions, every)
        self.keys = [article_key(self.url(number)) for number in range(articles)]
        self.organisations = [one.id for one in campaign.organisations]

    def _minute(self, draw: random.Random, mentioned: bool) -> int:
        """When an article came out, in minutes from the release on; mentions come early."""
        last = int((self.end - self.start).total_seconds() // 60)
        early = mentioned and draw.random() < 0.5
        return draw.randrange(min(last, 21 * 1440) if early else last)

    def tables(self) -> Iterator[tuple[str, Iterable[Row]]]:
        """Every table with its rows, in an order that references allow."""
        numbers = range(len(self.minutes))
        yield "articles", map(self.article, numbers)
        yield "article_texts", map(self.text, numbers)
        yield "addresses", map(self.address, numbers)
        yield "candidates", map(self.candidate, numbers)
        yield "candidate_sources", map(self.found, numbers)
        yield "matched", ((self.campaign.id, self.ident(n), 1, 1, self.at(n, 20)) for n in numbers)
        yield "mentions", map(self.mention, self.mentioned)
        yield "reviews", (row for n in self.mentioned for row in self.review(n))
        yield from self.clusters()
        yield "runs", self.runs()
        yield "source_readings", self.readings()

    def draw(self, number: int, what: str) -> random.Random:
        """Chances of one article, always the same."""
        return random.Random(f"{number} {what}")

    def at(self, number: int, minutes: int = 0) -> str:
        """A time after an article came out, never later than the archive's last moment."""
        when = min(self.start + timedelta(minutes=self.minutes[number] + minutes), self.end)
        return f"{when:%Y-%m-%dT%H:%M:%S}.000000Z"

    def outlet(self, number: int) -> str:
        return f"outlet-{number * 7919 % OUTLETS}"

    def url(self, number: int) -> str:
        return f"https://{self.outlet(number)}.example/monde/article-{number:07d}-dans-la-ville.html"

    def ident(self, number: int) -> str:
        return article_id(self.keys[number])

    def title(self, number: int) -> str:
        return f"{' '.join(self.draw(number, 'title').choices(WORDS, k=9)).capitalize()} {number}"

    def published(self, number: int) -> str:
        when = self.start + timedelta(minutes=self.minutes[number])
        return (when + timedelta(hours=1)).isoformat()[:19] + "+01:00"

    def article(self, number: int) -> Row:
        url, published = self.url(number), self.published(number)
        provenance = '{"title":"json-ld","authors":"json-ld","published_at":"json-ld","standfirst":"json-ld","text":"body"}'
        authors = json.dumps([f"Camille Exemple {number % 3000}"], ensure_ascii=False)
        seen = self.at(number, 12)
        return (
            self.ident(number), self.outlet(number), url, url, self.title(number), authors, published, self.at(number),
            "json-ld", published, "fr", int(number % 5 == 0), "open", seen, seen, seen,
            f"{number:032x}", provenance, 200, hashlib.sha256(url.encode()).hexdigest(), "run",
        )  # fmt: skip

    def text(self, number: int) -> Row:
        words = " ".join(self.draw(number, "text").choices(WORDS, k=30))
        old = self.minutes[number] < (self.days - KEPT_DAYS) * 1440 and number not in self.mentioned
        keep = f"{self.start + timedelta(minutes=self.minutes[number], days=KEPT_DAYS):%Y-%m-%dT%H:%M:%S}.000000Z"
        if old:
            released = f"{self.end:%Y-%m-%dT%H:%M:%S}.000000Z"
            return (
                self.ident(number),
                "released",
                keep,
                "open",
                released,
                self.title(number),
                None,
                None,
                None,
            )
        return (self.ident(number), "kept", keep, "open", None, self.title(number), words[:100], "[]", words)

    def address(self, number: int) -> Row:
        return (self.keys[number], self.ident(number), self.url(number), self.at(number, 12))

    def candidate(self, number: int) -> Row:
        url = self.url(number)
        return (
            self.keys[number], url, self.outlet(number), "stored", self.title(number), self.published(number),
            self.at(number), self.at(number, 12),
        )  # fmt: skip

    def found(self, number: int) -> Row:
        return (self.keys[number], f"{self.outlet(number)}/feed", self.at(number, 12))

    def kind(self, number: int) -> str:
        return self.draw(number, "kind").choices(KINDS, (3, 25, 12, 60))[0]

    def mention(self, number: int) -> Row:
        draw, kind = self.draw(number, "mention"), self.kind(number)
        named = draw.sample(self.organisations, k=min(len(self.organisations), draw.randrange(5)))
        document = self.campaign.documents[0].id
        evidence = [
            _piece("title", "document", document, "Tout ce que le texte annonce dès son titre", 0.95),
            _piece("attribution", "document", document, "une tribune parue dans le journal", 0.45),
            *(
                _piece("organisation", "organisation", one, f"le nom entier de {one}", 0.3)
                for one in named * 2
            ),
            *(_piece("event", "event", "event", "le nom de l’événement", 0.4) for _ in range(3)),
        ]
        excerpt = {
            "text": f"Selon la tribune, {self.title(number)}, et plus de cent organisations demandent des comptes.",
            "field": "body", "marks": [[0, 4], [9, 16]],
        }  # fmt: skip
        reuse = {
            "document": document,
            "share_of_document": 0.05,
            "share_of_article": 0.16,
            "passages": [[[508, 583], [0, 75]]],
        }
        seen = self.at(number, 20)
        return (
            mention_id(self.campaign.id, self.ident(number)), self.campaign.id, self.ident(number), kind,
            int(draw.random() < 0.08), draw.choice(("main", "substantial", "passing")), round(draw.random(), 3),
            int(draw.random() < 0.01), _json(excerpt), _json(evidence), _json(named), _json(named[:1]),
            _json(reuse) if kind in KINDS[:2] else None, 1, seen, seen,
        )  # fmt: skip

    def review(self, number: int) -> Iterator[Row]:
        draw = self.draw(number, "review")
        if self.minutes[number] > (self.days - 2) * 1440 or draw.random() < 1 / 3:
            return
        rejected = draw.random() < 0.15
        yield (
            mention_id(self.campaign.id, self.ident(number)), "rejected" if rejected else "confirmed",
            draw.choice((None, "neutral", "favourable")), _json(["à remercier"] if draw.random() < 0.1 else []),
            int(not rejected and draw.random() < 0.01), "Une note." if draw.random() < 0.05 else "",
            "other" if rejected else "", "Camille", self.at(number, 600),
        )  # fmt: skip

    def clusters(self) -> Iterator[tuple[str, Iterable[Row]]]:
        """A third of the mentions, neighbours in time, two to twenty each."""
        draw, members, made = random.Random(7), [], []
        numbers = iter(sorted(self.mentioned, key=lambda number: self.minutes[number]))
        for first in numbers:
            if draw.random() < 0.95:
                continue
            ident = f"cluster-{first}"
            made.append((ident, self.at(first, 20)))
            members.append((self.ident(first), ident, 1))
            members += [
                (self.ident(one), ident, 0)
                for _, one in zip(range(draw.randrange(1, 20)), numbers, strict=False)
            ]
        yield "clusters", made
        yield "cluster_members", members

    def runs(self) -> Iterator[Row]:
        """A crawl and a matching every quarter of an hour."""
        for number in range(self.days * 96 - 72):
            when = self.start + timedelta(minutes=15 * number)
            begun, ended = (f"{when + timedelta(minutes=m):%Y-%m-%dT%H:%M:%S}.000000Z" for m in (0, 3))
            yield (
                f"crawl-{number}",
                "crawl",
                "done",
                begun,
                ended,
                ended,
                '{"sources_due": 80, "sources_read": 80}',
                "",
            )
            yield (f"match-{number}", "match", "done", ended, ended, ended, "{}", "")

    def readings(self) -> Iterator[Row]:
        step = 96 // READINGS_A_DAY
        for number in range(self.days * 96 - 72):
            second = f"{self.start + timedelta(minutes=15 * number + 1):%Y-%m-%dT%H:%M:%S}"
            for outlet in range(number % step, OUTLETS, step):
                for way in ("feed", "sitemap"):
                    yield (
                        f"outlet-{outlet}/{way}",
                        f"crawl-{number}",
                        f"{second}.{outlet:05d}{len(way) % 10}Z",
                        "read",
                        "",
                        40,
                        3,
                    )

    def reports(self) -> Iterator[ReportRecord]:
        """A report each morning until the day before the last."""
        for day in range(1, self.days - 1):
            until = self.start + timedelta(days=day, hours=6)
            yield ReportRecord(
                self.campaign.id, RELEASE + timedelta(days=day), until - timedelta(days=1), until, until
            )


def _piece(kind: str, about: str, subject: str, text: str, weight: float) -> dict[str, object]:
    return {
        "type": kind, "about": about, "subject": subject, "field": "body", "text": text, "start": 120,
        "end": 120 + len(text), "weight": weight,
    }  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
