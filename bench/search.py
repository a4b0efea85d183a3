"""Searching a large archive: fifty queries, each a whole page as a browser gets it.

    python bench/search.py FOLDER [--articles 1000000] [--mentions 50000] [--times 3]

FOLDER is that of `million.py`: its archive is made where it is not there. Its texts hold thirty words out of nineteen, so
that nearly every word is frequent: the worst for phrases and NEAR. A page is asked of the desk through its whole
stack (session, index, every result tried by the query, clauses counted, template) in one process; printed are the
median and the worst of each query, then of all, and beside it what the same archive takes by `LIKE` over the texts, newest
first, and by FTS5's own order of rank, for those queries that SQLite can ask at all.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))
from inbox import seconds, visitor
from million_archive import build

QUERIES = [
    "ministre", "réforme", "énergie", "camille", "999980", "introuvable", "auteur:camille", "titre:ministre",
    "titre:999980", "url:ville", '"selon la"', '"la loi"', '"le ministre selon"', '"école avec énergie"',
    '"le la les une des pour"', '"ministre introuvable"', '"loi réforme marché"~2', "loi PRES/2 région",
    "ministre PRES/0 énergie", "ville SUIVI/3 école", "(loi OU réforme) PRES/3 (ville OU région)",
    "marché NEAR/8 999980", "ministre ET loi", "ministre ET loi ET énergie ET école", "ministre ET 999980",
    "loi OU réforme", "loi OU introuvable", "999980 OU 999981 OU 999982", "énergie SAUF loi",
    "ministre SAUF (loi OU ville)", "loi ET (ville OU école) SAUF marché", "minist*", "réfor* ET énerg*", "99998*",
    "min?stre", "PHRASE(loi ET ville)", "PARAGRAPHE(loi ET école)", "atleast 2 (ministre)",
    "atleast 4 (marché)", "cs(Ministre)", "cs(LOI)", "media:outlet-3 ET loi", "media:outlet-3.example ET réforme",
    "langue:fr ET ville", "langue:en ET ville", "ministre ET date:2025-05-01", "loi ET date:2025-04-01..2025-04-07",
    "introuvable ET date:>=2025-05-01", "titre:ville ET texte:école ET auteur:camille", "lien:exemple ET loi",
]  # fmt: skip

LIKE = """SELECT a.id FROM article_texts x JOIN articles a ON a.id = x.article_id
    WHERE x.body LIKE ? ORDER BY a.published_utc DESC LIMIT 20"""
RANK = """SELECT rowid FROM article_search WHERE article_search MATCH ? ORDER BY rank LIMIT 20"""
PLAIN = {
    "ministre": "ministre", "999980": "999980", "introuvable": "introuvable", '"selon la"': '"selon la"',
    "ministre ET loi": "ministre AND loi", "loi OU réforme": "loi OR reforme", "énergie SAUF loi": "energie NOT loi",
    "loi PRES/2 région": "NEAR(loi region, 2)", "minist*": "minist*", "titre:ministre": "title : ministre",
}  # fmt: skip


def main() -> None:
    """Ask for every query so many times, print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--mentions", type=int, default=50_000)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    archive = build(asked.folder, asked.articles, asked.mentions, asked.days)
    client = visitor(asked.folder)
    client.get("/chercher")
    taken: list[tuple[float, float]] = []
    medians: dict[str, float] = {}
    for query in QUERIES:
        path = f"/chercher?{urlencode({'q': query})}"
        times = [seconds(client, path) for _ in range(asked.times)]
        taken += times
        clock, processor = zip(*times, strict=True)
        medians[query] = statistics.median(clock)
        print(
            f"{statistics.median(clock) * 1000:7.0f} ms {max(clock) * 1000:7.0f} ms, processor"
            f" {statistics.median(processor) * 1000:7.0f} ms  {query}"
        )
    for name, some in zip(("clock", "processor"), zip(*taken, strict=True), strict=True):
        late = sorted(some)[int(len(some) * 0.95)]
        print(f"{name}: median {statistics.median(some) * 1000:.0f} ms, 95th percentile {late * 1000:.0f} ms")
    beside(archive, medians)


def beside(archive: Path, medians: dict[str, float]) -> None:
    """What plain SQLite takes for the same words, and how many times as long that is."""
    db = sqlite3.connect(archive)
    for query, match in PLAIN.items():
        by_rank = timed(db, RANK, match)
        word = query.strip('"')
        like = (
            f"{timed(db, LIKE, f'%{word}%') * 1000:7.0f} ms"
            if " " not in match or '"' in match
            else "      –   "
        )
        print(
            f"FTS5 by rank {by_rank * 1000:7.0f} ms, {by_rank / medians[query]:5.1f} times ours; LIKE {like}  {query}"
        )


def timed(db: sqlite3.Connection, sql: str, parameter: str) -> float:
    """Seconds of one question with all its rows."""
    started = time.perf_counter()
    db.execute(sql, (parameter,)).fetchall()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
