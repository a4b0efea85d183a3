"""How a list came about, in words: what was searched, what was chosen, what the kinds mean, what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.dossier import Campaign
from monitor.export.figures import BUCKETS, COUNTED, Bucket, Figures
from monitor.export.mention_list import MentionList
from monitor.wording.labels import SOURCE_KIND, status_words
from monitor.wording.outside import clean
from monitor.wording.words import Words, message
from storage.model import READABLE, Health, Reason, SourceKind, SourceStatus

MEANINGS = {
    Bucket.REPUBLICATION: message("The outlet publishes our text, whole or nearly so."),
    Bucket.CITATION: message("The article quotes our text or speaks of it by name."),
    Bucket.RELATED: message("The article treats our subject with our organisations, without our text."),
    Bucket.TOPIC: message("The article is about the event, without our text or our organisations."),
    Bucket.TO_CHECK: message("The evidence is mixed: a person has yet to decide. Shown, never counted."),
    Bucket.OWN: message("On a site of our organisations: listed, never counted as coverage."),
    Bucket.REJECTED: message("A person decided that it does not count."),
}

_FORBIDDEN = frozenset({Reason.ROBOTS, Reason.REFUSED})
_NAMES_MOST = 400


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its lines: what, and what is said of it."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def title_of(asked: MentionList) -> str:
    """The title of a list: its own, with its campaigns."""
    words = Words(asked.language)
    names = ", ".join(clean(campaign.name) for campaign in asked.campaigns)
    title = asked.title or words("List of mentions")
    return f"{title} – {names}" if names else title


def method_of(asked: MentionList, figures: Figures) -> list[Part]:
    """The whole account, in the language of the list. Says nothing of the time at which it is made."""
    words = Words(asked.language)
    return [
        Part(words("This list"), tuple(_list(asked, figures, words))),
        Part(words("What was searched"), tuple(_searched(asked, words))),
        Part(
            words("What the kinds mean"),
            tuple((words(BUCKETS[one]), words(MEANINGS[one])) for one in BUCKETS),
        ),
        Part(words("What could not be read"), tuple(_unread(asked, words))),
        Part(words("What it does not say"), tuple(_limits(words))),
    ]


def summary_of(asked: MentionList, figures: Figures) -> str:
    """What the list counts, in one sentence."""
    words = Words(asked.language)
    counted = sum(figures.total[bucket] for bucket in COUNTED)
    said = words.n("{n} article counted", "{n} articles counted", counted)
    numbers = {
        one: _number(words(text), figures.total[one]) for one, text in BUCKETS.items() if figures.total[one]
    }
    kinds = [number for one, number in numbers.items() if one in COUNTED]
    listed = [number for one, number in numbers.items() if one not in COUNTED]
    said = f"{said}{colon(words)} {', '.join(kinds)}." if kinds else f"{said}."
    return said + (
        " " + words("Shown and not counted: {listed}.", listed=", ".join(listed)) if listed else ""
    )


def _number(name: str, count: int) -> str:
    return f"{name.lower()}\u00a0({count})"


def colon(words: Words) -> str:
    """A colon as the language sets it."""
    return "\u00a0:" if words.language == "fr" else ":"


def _list(asked: MentionList, figures: Figures, words: Words) -> Iterator[tuple[str, str]]:
    yield words("Campaign"), ", ".join(clean(campaign.name) for campaign in asked.campaigns) or "–"
    yield words("Number"), summary_of(asked, figures)
    if figures.period:
        first, last = figures.period
        yield (
            words("Published"),
            words("from {first} to {last}", first=words.day(first), last=words.day(last)),
        )
    chosen = asked.chosen or ((words("Chosen by"), words("nothing: every mention of the archive")),)
    yield from ((what, clean(which, _NAMES_MOST)) for what, which in chosen)
    yield words("Times"), words("Days and times are those of the zone {zone}.", zone=str(asked.zone))


def _searched(asked: MentionList, words: Words) -> Iterator[tuple[str, str]]:
    for campaign in asked.campaigns:
        yield from _watched(campaign, words)
    read_by_us = [one for one in asked.statuses if one.source.kind is not SourceKind.HAND]
    outlets = {one.outlet.id for one in read_by_us}
    if outlets:
        said = words.n("{n} outlet", "{n} outlets", len(outlets))
        ways = words.n("{n} source", "{n} sources", len(read_by_us))
        yield words("Outlets read"), words("{outlets}, by {sources}.", outlets=said, sources=ways)


def _watched(campaign: Campaign, words: Words) -> Iterator[tuple[str, str]]:
    if campaign.documents:
        yield words("Our texts"), words.listing([clean(one.title) for one in campaign.documents])
    if campaign.event:
        yield words("Event"), clean(campaign.event.name)
    if campaign.organisations:
        names = [clean(one.name, 80) for one in campaign.organisations]
        yield (
            words("Organisations looked for"),
            words.listing(names) if len(names) <= 12 else words.number(len(names)),
        )
    if campaign.queries:
        yield words("Queries"), words.number(len(campaign.queries))


def unread_of(asked: MentionList) -> list[SourceStatus]:
    """The sources that were tried and could not be read, or that forbid it, by outlet."""
    return [
        one
        for one in asked.statuses
        if one.health not in READABLE
        and one.health is not Health.NEW
        and one.source.kind is not SourceKind.HAND
        and not one.source.paused
    ]


def is_forbidden(status: SourceStatus) -> bool:
    """The site or its publisher does not want automatic reading: no failure, and respected."""
    robots = status.health is Health.ROBOTS and status.reason is not Reason.ROBOTS_UNREACHABLE
    return robots or status.health is Health.REFUSED or status.reason in _FORBIDDEN


def _unread(asked: MentionList, words: Words) -> Iterator[tuple[str, str]]:
    if not asked.statuses:
        yield words("Sources"), words("None was read: the list holds what people added by hand.")
        return
    unread = unread_of(asked)
    if not unread:
        yield words("Sources"), words("All could be read when they were last tried.")
    for status in (*unread, *(one for one in asked.statuses if one.source.paused)):
        name = words(
            "{outlet} ({source})",
            outlet=clean(status.outlet.name, 80),
            source=words(SOURCE_KIND[status.source.kind]),
        )
        said = status_words(words, status)
        if status.since and not status.source.paused:
            said = words("{why} Since {day}.", why=said, day=words.day(status.since.astimezone(asked.zone)))
        yield name, said


def _limits(words: Words) -> Iterator[tuple[str, str]]:
    yield (
        words("Rights"),
        words(
            "Of each article: title, outlet, authors, date, address and an excerpt of 300 characters at the most."
            " The articles belong to their publishers; read them at their address."
        ),
    )
    yield (
        words("Audience"),
        words(
            "No estimated audience and no advertising value: neither can be known from what was published."
        ),
    )
