"""Of which report a page is: its kind, its day, whose it is; and what whoever asks may see of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException

from monitor.digest import Choices, Digest, choices_of
from monitor.report_desk import Prepared, digest_as_prepared, digest_for_partners, prepared
from monitor.reports.ink import HtmlInk
from monitor.reports.sentences import Sentences
from monitor.reports.small_print import SmallPrint
from monitor.web.desk import Desk
from monitor.web.forms import Fields
from monitor.wording.words import message
from storage.model import ReportKind

KINDS: Mapping[str, ReportKind] = {
    "jour": ReportKind.DAILY,
    "semaine": ReportKind.WEEKLY,
    "bilan": ReportKind.FINAL,
}
"""The kinds in addresses."""

NAMES = {kind: name for name, kind in KINDS.items()}

KIND_WORDS = {
    ReportKind.DAILY: message("Report of the day"),
    ReportKind.WEEKLY: message("Report of the week"),
    ReportKind.FINAL: message("Report of the whole campaign"),
}


@dataclass(frozen=True, slots=True)
class Here:
    """One report on a page. `version` is that of its choices; `organisation` the id of the one whose own it is.

    `campaign` is its id where there are several: another window may be about another one.
    """

    one: Prepared
    digest: Digest
    choices: Choices
    version: int
    organisation: str = ""
    campaign: str = ""

    @property
    def kind(self) -> str:
        """Its kind as it stands in addresses."""
        return NAMES[self.one.kind]

    @property
    def query(self) -> dict[str, Any]:
        """What tells this report in an address."""
        daily = self.one.kind is ReportKind.DAILY
        return {
            "type": None if daily else self.kind,
            "organisation": self.organisation or None,
            "campaign": self.campaign or None,
        }


def kind_of(fields: Fields) -> ReportKind:
    """The kind that is asked for; that of the day where none is, or one that there is not."""
    return KINDS.get(fields.text("type", 20), ReportKind.DAILY)


def here_of(desk: Desk, organisation: str | None = None) -> Here:
    """The report that is being prepared, as it would be now. An `organisation` of "" is everybody."""
    fields = desk.form if desk.method == "POST" else desk.query
    whose = whose_of(desk, fields.text("organisation", 200) if organisation is None else organisation)
    settings = desk.loaded.settings
    with desk.store.one_moment():
        one = prepared(desk.store, desk.campaign, settings, desk.now, kind_of(fields))
        kept = desk.store.report_choices(desk.campaign.id, one.kind, one.day)
    digest = digest_as_prepared(desk.store, desk.campaign, settings, desk.now, one, whose or None)
    several = desk.person is not None and len(desk.loaded.campaigns) > 1
    campaign = desk.campaign.id if several else ""
    return Here(one, as_seen(desk, digest), choices_of(kept.parts), kept.version, whose, campaign)


def whose_of(desk: Desk, wanted: str) -> str:
    """The organisation to which a page is limited: that of the link to share, else the one asked for.

    Raises HTTPException (404) for one that the dossier does not have.
    """
    whose = desk.organisation or wanted
    if whose and whose not in {one.id for one in desk.campaign.organisations}:
        raise HTTPException(404)
    return whose


def as_seen(desk: Desk, digest: Digest) -> Digest:
    """What stays among us is taken out for who has no account."""
    return digest if desk.person is not None else digest_for_partners(digest)


class PageInk(HtmlInk):
    """Figures lead to where our page, or another of ours, shows what they count."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self._addresses = addresses

    def figure(self, words: str, anchor: str) -> str:
        """A link to the list, or the words alone where whoever asks may not open it."""
        address = self._addresses.get(anchor, "")
        return Markup('<a href="{}">{}</a>').format(address, words) if address else Markup.escape(words)


def named(desk: Desk, digest: Digest) -> str:
    """Of which day a report is; one of a week or of the campaign says so too."""
    words, day = desk.words, desk.words.day(digest.window.day)
    if digest.kind is ReportKind.DAILY:
        return day
    what = words(KIND_WORDS[digest.kind])
    return words("{what}, {day}", what=what[:1].lower() + what[1:], day=day)


def told(desk: Desk, digest: Digest, lists: Iterable[str]) -> dict[str, Any]:
    """The report in words: its day, its first sentence, those that follow, its small print. `lists` are those shown."""
    addresses = {one: f"#{one}" for one in lists}
    pickups = next((addresses[one] for one in ("une", "retombees") if one in addresses), "")
    addresses |= dict.fromkeys(("retombees", "medias", "nationaux", "propos"), pickups)
    if desk.person is not None:
        addresses |= {"lu": desk.url("status"), "envois": desk.url("outbox")}
    ink = PageInk(addresses)
    sentences = Sentences(digest, desk.words.language, ink)
    small = SmallPrint(sentences)
    return {
        "day": named(desk, digest),
        "headline": sentences.headline(),
        "subhead": ink.join(sentences.subheads()),
        "details": ink.join(small.details()),
        "paragraphs": small.blind_paragraphs(),
    }
