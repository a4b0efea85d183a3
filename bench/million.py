"""The morning over a large archive: the report of a day, the book of a campaign, exports; each in a process of its own.

    python bench/million.py FOLDER [--articles 1000000] [--mentions 50000] [--days 120] [--only digest,book,…] [--again]

FOLDER gets a workspace whose archive is made once (`million_archive.py`) and used again. Each is a child process: its seconds from start to
end, those of the step itself, the processor seconds of the step, and the peak memory of the process ("start" is what
Python and our imports cost alone). Beside an export stands what
sqlite3 and the csv, json or XlsxWriter module need to write the same columns without asking what they mean.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from million_archive import RELEASE, build

SHOWN = ("start", "census", "mentions", "digest", "report", "book", "book-html", "csv", "xlsx", "jsonl")
PLAIN = ("plain-csv", "plain-xlsx", "plain-jsonl")


def main() -> None:
    """Build the archive where it is not there, measure, print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--mentions", type=int, default=50_000)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--only", default=",".join((*SHOWN, *PLAIN)))
    parser.add_argument("--again", action="store_true", help="build the archive anew")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.folder, asked.measure)
        return
    archive = build(asked.folder, asked.articles, asked.mentions, asked.days, again=asked.again)
    print(f"{archive}: {archive.stat().st_size / 1e6:,.0f} MB")
    print(f"{'':14}{'process':>9}{'step':>9}{'processor':>11}{'peak MB':>9}{'bytes':>13}")
    for name in asked.only.split(","):
        command = [sys.executable, __file__, str(asked.folder), "--measure", name]
        started = time.perf_counter()
        child = subprocess.run(command, check=False, capture_output=True, text=True)
        seconds = time.perf_counter() - started
        if child.returncode:
            print(f"{name:14}{child.stderr.strip().splitlines()[-1][:90]}")
            continue
        said = json.loads(child.stdout.splitlines()[-1])
        print(
            f"{name:14}{seconds:9.2f}{said['seconds']:9.2f}{said['processor']:11.2f}{said['peak']:9.0f}{said['bytes']:13,}"
        )


def measure(folder: Path, name: str) -> None:
    """Do one thing and say what it took: seconds of the thing itself, peak of the process in MB."""
    work = PLAIN_WORK[name] if name in PLAIN_WORK else WORK[name]
    prepared = work(folder)
    started, used = time.perf_counter(), time.process_time()
    size = prepared()
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "processor": processor, "peak": peak, "bytes": size}))


Prepared = Callable[[], int]


def ours(step: str) -> Callable[[Path], Prepared]:
    """One step of the product, with the imports that it needs done before the clock starts."""

    def prepare(folder: Path) -> Prepared:
        from monitor.workspace import Workspace, load
        from storage.store import open_store

        loaded = load(Workspace(folder))
        campaign, settings = loaded.campaigns[0], loaded.settings
        store = open_store(folder / "archive.db")
        days = json.loads((folder / "built.json").read_text())["days"]
        now = datetime.combine(RELEASE, datetime.min.time(), UTC) + timedelta(days=days - 1, hours=6)
        if step == "start":
            return lambda: 0
        if step == "census":
            return lambda: store.text_census().articles
        if step == "mentions":
            return lambda: len(store.mentions(campaign.id))
        if step in ("digest", "report"):
            from monitor.digesting import digest_of
            from monitor.reports import render

            def report() -> int:
                digest = digest_of(store, campaign, settings, now, closing=True)
                forms = ("html", "mail") if step == "report" else ()
                return sum(len(render(digest, form, "fr")) for form in forms)

            return report
        if step in ("book", "book-html"):
            from monitor.booking import book_of
            from monitor.reports.book import render_book

            def make_book() -> int:
                book = book_of(store, campaign, settings, now)
                return len(render_book(book, "html", "fr")) if step == "book-html" else 0

            return make_book
        from monitor.export import MentionList, in_order, write

        def export() -> int:
            target = folder / f"mentions.{step}"
            with target.open("wb") as out:
                write(
                    MentionList(
                        in_order(store.mentions(campaign.id, evidence=step == "jsonl")), "fr", (campaign,)
                    ),
                    step,
                    out,
                )
            return target.stat().st_size

        return export

    return prepare


WORK = {name: ours(name) for name in SHOWN}


def plain(form: str) -> Callable[[Path], Prepared]:
    """What the same columns cost without our values: one query, the module that writes the format."""
    import csv
    import sqlite3

    columns = """m.id, m.kind, m.to_check, m.salience, coalesce(r.status, 'to_review'), m.score, a.url, a.canonical_url,
        a.title, x.standfirst, o.name, o.id, o.domain, o.country, o.kind, o.tier, m.own, a.authors, a.published_at,
        a.published_from, a.first_seen_at, a.language, a.paywalled, json_extract(m.excerpt, '$.text'), m.evidence,
        m.organisations, m.organisations_quoted, m.dossier_version, m.reuse, c.cluster_id, c.lead, r.tone, r.tags,
        r.starred, r.note, r.reject_reason, r.reviewed_by, r.reviewed_at"""
    sql = f"""SELECT {columns} FROM mentions m JOIN articles a ON a.id = m.article_id
        JOIN article_texts x ON x.article_id = a.id JOIN outlets o ON o.id = a.outlet_id
        LEFT JOIN reviews r ON r.mention_id = m.id LEFT JOIN cluster_members c ON c.article_id = a.id
        WHERE m.withdrawn_at IS NULL ORDER BY a.published_utc, m.id"""

    def prepare(folder: Path) -> Prepared:
        import xlsxwriter  # type: ignore[import-untyped]

        def run() -> int:
            target = folder / f"plain.{form}"
            rows = sqlite3.connect(folder / "archive.db").execute(sql)
            if form == "csv":
                with target.open("w", encoding="utf-8", newline="") as out:
                    csv.writer(out, delimiter=";").writerows(rows)
            elif form == "jsonl":
                with target.open("w", encoding="utf-8") as out:
                    out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            else:
                book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_urls": False})
                sheet = book.add_worksheet()
                for place, row in enumerate(rows):
                    sheet.write_row(place, 0, row)
                book.close()
            return target.stat().st_size

        return run

    return prepare


PLAIN_WORK = {f"plain-{form}": plain(form) for form in ("csv", "xlsx", "jsonl")}


if __name__ == "__main__":
    main()
