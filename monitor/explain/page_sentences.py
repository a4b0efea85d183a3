"""Verdict and remedy for a page that was asked for and could not be had."""

from __future__ import annotations

from collections.abc import Callable

from monitor.explain.facts import Facts, Verdict
from monitor.explain.saying import Said, Telling, command, joined
from monitor.wording.labels import REASON
from monitor.wording.words import Words
from storage.identity import is_http, site_of
from storage.model import Reason


def add_it(facts: Facts) -> str:
    """The command that adds the article by hand."""
    return command("add", facts.url)


def read_outlet(facts: Facts) -> str:
    """The command that reads the sources of the outlet now."""
    return command("crawl", "--source", facts.outlet.id if facts.outlet else "")


def name_of(facts: Facts) -> str:
    """The outlet by its name, else the site."""
    if facts.outlet is not None:
        return facts.outlet.name
    return site_of(facts.url) if is_http(facts.url) else facts.url[:80]


def reason_of(facts: Facts, words: Words, otherwise: Reason) -> str:
    """Why it could not be had the last time, as a sentence."""
    return words(REASON[facts.reason or otherwise])


def last_try(facts: Facts, telling: Telling) -> str:
    """When it was tried, and how often: "2 essais, le dernier mardi 4 février 2025, 7 h 30."; empty where unknown."""
    if not facts.failures:
        return ""
    when = telling.time(facts.failures[-1].at)
    return telling.words.n(
        "Tried {n} time, last on {when}.", "Tried {n} times, last on {when}.", len(facts.failures), when=when
    )


def _robots(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    read = (
        words("Its rules, read on {when}, say so.", when=telling.time(facts.robots.at))
        if facts.robots and not facts.robots.allows
        else last_try(facts, telling)
    )
    return Said(
        words("The site forbids automatic reading; we respect it."),
        joined(read, words("{outlet} asks this of all robots like ours.", outlet=name_of(facts))),
        words("Read it yourself, and keep it in your own list; or ask the outlet for permission."),
    )


def _robots_silent(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("We do not know whether we may read it."),
        joined(reason_of(facts, words, Reason.ROBOTS_UNREACHABLE), last_try(facts, telling)),
        words("The next reading asks it again. To know now, read this outlet:"),
        read_outlet(facts) if facts.outlet else add_it(facts),
    )


def _refused(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("The publisher does not want this page to be read by a program."),
        joined(reason_of(facts, words, Reason.REFUSED), last_try(facts, telling)),
        words("Read it yourself, and keep it in your own list; or ask the outlet for permission."),
    )


def _shut_out(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("The site did not let us in."),
        joined(reason_of(facts, words, Reason.DENIED), last_try(facts, telling)),
        words("We do not get round it. Save the page from your browser, and have it judged:"),
        command("explain", "page.html"),
    )


def _no_text(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("We opened the page, and did not find an article on it."),
        joined(reason_of(facts, words, Reason.BODY_MISSING), last_try(facts, telling)),
        words("If you see the article, save the page from your browser, and have it judged:"),
        command("explain", "page.html"),
    )


def _gone(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("The article was not there when we came."),
        joined(reason_of(facts, words, Reason.NOT_FOUND), last_try(facts, telling)),
        words("Open the address in your browser; if the article is there, try it again:"),
        add_it(facts),
    )


def _failed(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    resting = [one.resting_until for one in facts.sources if one.resting_until is not None]
    later = (
        words("The outlet is left alone until {when}.", when=telling.time(max(resting)))
        if resting and len(resting) == len(facts.sources)
        else words("The next reading tries it again.")
    )
    return Said(
        words("The page could not be read."),
        joined(words(REASON[facts.reason]) if facts.reason else "", last_try(facts, telling), later),
        words("Try it again now:"),
        add_it(facts),
    )


def _given_up(facts: Facts, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("The page could not be read, and we no longer try."),
        joined(words(REASON[facts.reason]) if facts.reason else "", last_try(facts, telling)),
        words("Open the address in your browser; if the article is there, try it again:"),
        add_it(facts),
    )


PAGE_SENTENCES: dict[Verdict, Callable[[Facts, Telling], Said]] = {
    Verdict.ROBOTS: _robots,
    Verdict.ROBOTS_SILENT: _robots_silent,
    Verdict.REFUSED: _refused,
    Verdict.SHUT_OUT: _shut_out,
    Verdict.NO_TEXT: _no_text,
    Verdict.GONE: _gone,
    Verdict.FAILED: _failed,
    Verdict.GIVEN_UP: _given_up,
}
"""By verdict: why the page of an article is not in the archive."""
