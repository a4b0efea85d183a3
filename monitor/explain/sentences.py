"""Verdict and remedy for an address: what happened, why, and what to do, a sentence each."""

from __future__ import annotations

from collections.abc import Callable

from monitor.explain.facts import Facts, Verdict, was_read
from monitor.explain.page_sentences import PAGE_SENTENCES, add_it, name_of, read_outlet, reason_of
from monitor.explain.saying import Said, Telling, command, joined
from monitor.wording.labels import SOURCE_KIND, status_words
from monitor.wording.words import Words
from storage.identity import site_of
from storage.model import READABLE, Reason, SourceReading, SourceStatus

MOST_SOURCES = 4
"""Sources named one by one; the others are counted."""


def said_of(verdict: Verdict, facts: Facts, telling: Telling) -> Said:
    """The sentences of a verdict on an address."""
    return _SENTENCES[verdict](facts, telling)


def _no_address(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("This is not the address of a page."),
        words("An address begins with https:// or http://, then comes the name of a site."),
        words("Copy it again from the address bar of the browser."),
    )


def _unknown_site(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("This outlet is not in your list."),
        words.n(
            "Your list has {n} outlet, and it does not have the site {site}.",
            "Your list has {n} outlets, and none has the site {site}.",
            facts.outlets,
            site=site_of(facts.url),
        ),
        words("Add the article now; add the outlet to sources.csv, so that its next ones are seen."),
        add_it(facts),
    )


def _no_source(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("{outlet} is in your list, but we have no way in.", outlet=name_of(facts)),
        words("Its row in sources.csv names no feed, sitemap, search or section page."),
        words("Add the article now; fill one of these columns, so that the next ones are seen."),
        add_it(facts),
    )


def _not_looked(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("We could not look: no source of {outlet} was read.", outlet=name_of(facts)),
        _listed([f"{_way(one, words)} – {_state(one, words)}" for one in facts.sources], words),
        words("Read its sources once to see what they say; add the article meanwhile."),
        command("sources", "check", "--source", facts.outlet.id if facts.outlet else ""),
    )


def _not_seen(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    read = [one for one in facts.sources if was_read(one)]
    spans = {one.source_id: one for one in facts.readings}
    told = [_told(one, spans.get(one.source.id), telling) for one in read]
    blind = len(facts.sources) - len(read)
    more = words.n("{n} source could not be read.", "{n} sources could not be read.", blind) if blind else ""
    return Said(
        words("No source of {outlet} has shown this article.", outlet=name_of(facts)),
        joined(_listed(told, words), more, words("Sources show their latest articles only.")),
        words("Add it by its address."),
        add_it(facts),
    )


def _told(status: SourceStatus, reading: SourceReading | None, telling: Telling) -> str:
    """When a source was read, the days of the articles that it showed, and what is wrong with it since."""
    words = telling.words
    now = "" if status.health in READABLE else _state(status, words)
    return joined(_read_on(status, reading, telling), now)


def _read_on(status: SourceStatus, reading: SourceReading | None, telling: Telling) -> str:
    words, way = telling.words, _way(status, telling.words)
    when = status.last_read_at or status.last_tried_at
    if when is None:
        return words("{way} – read.", way=way)
    if reading is None or reading.oldest is None or reading.newest is None:
        return words("{way} – read on {when}.", way=way, when=telling.time(when))
    return words(
        "{way} – read on {when}, articles from {oldest} to {newest}.",
        way=way,
        when=telling.time(when),
        oldest=telling.day(reading.oldest),
        newest=telling.day(reading.newest),
    )


def _way(status: SourceStatus, words: Words) -> str:
    return words(SOURCE_KIND[status.source.kind])


def _state(status: SourceStatus, words: Words) -> str:
    return status_words(words, status)


def _listed(parts: list[str], words: Words) -> str:
    more = len(parts) - MOST_SOURCES
    rest = words.n("… and {n} more", "… and {n} more", more) + "." if more > 0 else ""
    return joined(*parts[:MOST_SOURCES], rest)


def _off_site(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("{outlet} showed this address, which lies on another site.", outlet=name_of(facts)),
        words("Of an outlet we read the pages of its own site only."),
        words("Add the article by its address."),
        add_it(facts),
    )


def _outside_window(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    published = facts.candidate.published_at if facts.candidate else None
    dated = words("It is dated {day}.", day=telling.day(published)) if published else ""
    start = facts.window_start
    window = words("We read what came out from {day} on.", day=telling.day(start)) if start else ""
    return Said(
        words("The article was seen, but it is older than what we read."),
        joined(dated, window),
        words("Add it by its address."),
        add_it(facts),
    )


def _left_aside(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    ended = (
        words("The reading that ended on {when} did not open it.", when=telling.time(facts.passed_by))
        if facts.passed_by
        else ""
    )
    return Said(
        words("The address was seen, and not taken for an article."),
        joined(ended, words("It looks like the address of a section or a list, or the date is too old.")),
        words("If it is an article, add it by its address."),
        add_it(facts),
    )


def _waiting(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    seen = facts.candidate.first_seen_at if facts.candidate else None
    place = facts.place
    return Said(
        words("The article was seen, and waits to be read."),
        joined(
            words("First seen on {when}.", when=telling.time(seen)) if seen else "",
            words(
                "It is number {number} of {of} in the line of {outlet}.",
                number=words.number(place.number),
                of=words.number(place.of),
                outlet=name_of(facts),
            )
            if place
            else "",
        ),
        words("The next reading opens it. To have it now, read this outlet:"),
        read_outlet(facts),
    )


def _body_missing(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("The article is here, without its text."),
        joined(reason_of(facts, words, Reason.BODY_MISSING), words("Only its title could be judged.")),
        words("Save the page from your browser, and have it judged:"),
        command("explain", "page.html"),
    )


def _duplicate(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    assert facts.article is not None
    main = facts.article.canonical_url
    return Said(
        words("The article is here, under another address."),
        words("{address} is the same one: it is kept once.", address=main),
        words("Look it up there:"),
        command("explain", main),
    )


def _read(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    article = facts.article
    assert article is not None
    kinds = {one.kind for one in article.found_by}
    ways = [words(label) for kind, label in SOURCE_KIND.items() if kind in kinds]
    found = words("Found by: {ways}.", ways=words.listing(ways)) if ways else ""
    part = words("Only the part before the paywall could be read.") if article.paywalled else ""
    return Said(
        words("The article is here, and was read."),
        joined(found, words("Read on {when}.", when=telling.time(article.fetched_at)), part),
        words("Nothing is to be done to have it; what it is for each campaign stands below."),
    )


_SENTENCES: dict[Verdict, Callable[[Facts, Telling], Said]] = {
    **PAGE_SENTENCES,
    Verdict.NO_ADDRESS: _no_address,
    Verdict.UNKNOWN_SITE: _unknown_site,
    Verdict.NO_SOURCE: _no_source,
    Verdict.NOT_LOOKED: _not_looked,
    Verdict.NOT_SEEN: _not_seen,
    Verdict.OFF_SITE: _off_site,
    Verdict.OUTSIDE_WINDOW: _outside_window,
    Verdict.LEFT_ASIDE: _left_aside,
    Verdict.WAITING: _waiting,
    Verdict.BODY_MISSING: _body_missing,
    Verdict.DUPLICATE: _duplicate,
    Verdict.READ: _read,
}
