"""The daily run: crawl, match, digest, report. Each step leaves its result in the archive before the next begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.config import Settings
from monitor.digest import Digest
from monitor.digesting import digest_of
from monitor.dossier import Campaign
from monitor.reports import FORMATS, render
from storage.store import Store


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report on the disk: its digest and its files, by format."""

    digest: Digest
    files: dict[str, Path]


def make_reports(
    store: Store,
    campaigns: tuple[Campaign, ...],
    settings: Settings,
    folder: Path,
    now: datetime,
    lang: str | None,
) -> list[MadeReport]:
    """Make today's report of every campaign, keep that it was made, and write it in every format."""
    made = []
    for campaign in campaigns:
        digest = digest_of(store, campaign, settings, now, closing=True)
        folder.mkdir(parents=True, exist_ok=True)
        files = {}
        for name, form in FORMATS.items():
            files[name] = folder / f"{campaign.id}-{digest.window.day.isoformat()}{form.suffix}"
            files[name].write_bytes(render(digest, name, lang or campaign.language))
        store.put_report(digest.window.record(campaign.id, now))
        made.append(MadeReport(digest, files))
    return made
