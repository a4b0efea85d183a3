"""An alert as a subject, a text and a mail page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from monitor.delivery.alerts import Alert
from monitor.delivery.messages import Edition
from monitor.digest import Story
from monitor.dossier import DocumentKind, Recipient
from monitor.reports.items import BADGES, pieces
from monitor.reports.sentences import OF_TEXT
from monitor.reports.times import Times
from monitor.wording import Words
from monitor.wording.labels import MENTION_KIND, outlet_kind_words
from monitor.wording.outside import clean, web_address
from monitor.wording.words import keep_together, message
from storage.model import Mention, MentionKind

THE_TEXT = {
    DocumentKind.OPED: message("the op-ed"),
    DocumentKind.RELEASE: message("the press release"),
    DocumentKind.STATEMENT: message("the statement"),
    DocumentKind.REPORT: message("the report"),
}
"""The text of the campaign as what somebody cites."""

SHOWN = 25
"""Stories in one alert; the report has them all."""


@dataclass(frozen=True, slots=True)
class AlertItem:
    """One story as it stands in an alert; `excerpt` is (words, marked) pieces, `language` empty where it is the mail's."""

    badge: str
    badge_class: str
    outlet: str
    outlet_kind: str
    title: str
    url: str | None
    language: str
    excerpt: tuple[tuple[str, bool], ...]
    byline: str
    reprints: str


def edition(alert: Alert, recipient: Recipient) -> Edition:
    """What one recipient reads, in that one's language."""
    words = Words(recipient.language)
    headline = headline_of(alert, words)
    items = [_item(alert, story, words) for story in alert.stories[:SHOWN]]
    foot = _foot(alert, recipient, words, len(alert.stories) - len(items))
    campaign = clean(alert.campaign.name, 120)
    subject = words("Alert: {headline}", headline=headline)
    page = (
        _environment()
        .get_template("alert.html.jinja")
        .render(
            words=words,
            subject=subject,
            headline=_capital(headline),
            campaign=campaign,
            items=items,
            foot=foot,
        )
    )
    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
    text = _text(_capital(headline), campaign, items, foot, words)
    return Edition(subject, text, inliner.inline(page), words.language)


def headline_of(alert: Alert, words: Words) -> str:
    """What came out, without its capital: "Le Courrier reprend la tribune", "6 retombées de la tribune en une heure"."""
    documents = alert.campaign.documents
    if alert.burst:
        return words(
            "{pickups} {within}", pickups=_pickups(alert, words, alert.burst), within=_within(alert, words)
        )
    if len(alert.mentions) > 1:
        pickups = _pickups(alert, words, len(alert.mentions))
        if all(mention.article.outlet.tier == 1 for mention in alert.mentions):
            return words("{pickups} in first-rank outlets", pickups=pickups)
        return pickups
    only = alert.mentions[0]
    text = words(THE_TEXT[documents[0].kind]) if documents else words("the text")
    outlet = clean(only.article.outlet.name, 80)
    if only.kind is MentionKind.REPUBLICATION:
        return words("{outlet} reprints {text}", outlet=outlet, text=text)
    return words("{outlet} cites {text}", outlet=outlet, text=text)


def _pickups(alert: Alert, words: Words, count: int) -> str:
    documents = alert.campaign.documents
    of_text = words(OF_TEXT[documents[0].kind]) if documents else words("of the text")
    return words("{pickups} {of_text}", pickups=words.n("{n} pickup", "{n} pickups", count), of_text=of_text)


def _within(alert: Alert, words: Words) -> str:
    if alert.minutes == 60:
        return words("in one hour")
    return words.n("in {n} minute", "in {n} minutes", alert.minutes)


def _item(alert: Alert, story: Story, words: Words) -> AlertItem:
    mention, article = story.lead, story.lead.article
    french = article.language.lower().startswith("fr")
    title = clean(article.title) or words("Untitled")
    excerpt = pieces(mention.judgement.excerpt)
    return AlertItem(
        badge=words(MENTION_KIND[mention.kind]),
        badge_class=BADGES[mention.kind],
        outlet=clean(article.outlet.name, 80),
        outlet_kind=clean(outlet_kind_words(words, article.outlet.kind), 80),
        title=keep_together(title) if french else title,
        url=web_address(article.url),
        language=_language(mention, words),
        excerpt=tuple((keep_together(part), marked) for part, marked in excerpt) if french else excerpt,
        byline=_byline(alert, mention, words),
        reprints=_reprints(story, words),
    )


def _language(mention: Mention, words: Words) -> str:
    code = mention.article.language.lower().split("-")[0]
    known = code.isascii() and code.isalpha() and 2 <= len(code) <= 3
    return code if known and code != words.language else ""


def _byline(alert: Alert, mention: Mention, words: Words) -> str:
    zone = ZoneInfo(alert.campaign.zone)
    times = Times(words, zone, alert.at.astimezone(zone).date())
    when = times.moment(mention.article.published_at)
    authors = words.listing([clean(author, 80) for author in mention.article.authors[:4]])
    return words("{authors}, {when}.", authors=authors, when=when) if authors else f"{_capital(when)}."


def _reprints(story: Story, words: Words) -> str:
    names = [clean(mention.article.outlet.name, 80) for mention in story.reprints[:8]]
    more = len(story.reprints) - len(names)
    if more > 0:
        names.append(words.n("{n} other", "{n} others", more))
    return words("Also in {outlets}.", outlets=words.listing(names)) if names else ""


def _foot(alert: Alert, recipient: Recipient, words: Words, left_out: int) -> list[str]:
    said = []
    if left_out:
        said.append(words.n("{n} more is in the report.", "{n} more are in the report.", left_out))
    said.append(
        words(
            "The report of the day, at {hour}, tells everything, and what could not be read.",
            hour=words.hour(alert.campaign.report_at),
        )
    )
    said.append(
        words(
            "Sent to {address}, whom the dossier lists for alerts. Answer this mail to receive them no longer.",
            address=recipient.address,
        )
    )
    return said


def _text(headline: str, campaign: str, items: list[AlertItem], foot: list[str], words: Words) -> str:
    lines = [campaign, "", headline, "=" * min(72, len(headline)), ""]
    for item in items:
        kind = f", {item.outlet_kind}" if item.outlet_kind else ""
        lines += [f"[{item.badge}] {item.outlet}{kind}", item.title]
        if item.excerpt:
            lines.append("".join(part for part, _ in item.excerpt))
        lines += [item.byline, *filter(None, (item.reprints, item.url)), ""]
    return "\n".join([*lines, "-- ", *foot, ""])


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
