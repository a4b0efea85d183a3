"""The words for the vocabulary of `storage.model`: each value with its message, looked up with `words(TABLE[value])`."""

from __future__ import annotations

from monitor.wording.words import Words, message
from storage.model import (
    Health,
    MentionKind,
    Reason,
    ReviewStatus,
    RunState,
    Salience,
    SourceKind,
    SourceStatus,
)

HEALTH = {
    Health.NEW: message("Not tried yet."),
    Health.READ: message("Read."),
    Health.UNCHANGED: message("Read, unchanged since last time."),
    Health.EMPTY: message("Read, and empty."),
    Health.NOT_A_FEED: message("This address no longer gives a feed."),
    Health.ROBOTS: message("The site forbids automatic reading; we respect it."),
    Health.REFUSED: message("The site refuses us entry."),
    Health.FAILING: message("The site could not be read."),
    Health.RESTING: message("Left to rest after several failures."),
    Health.SILENT: message("Silent: read normally, with nothing new for a while."),
}
"""How a source stands, as a sentence."""

REASON = {
    Reason.OFFLINE: message("This machine had no access to the internet."),
    Reason.DNS: message("The site’s name leads nowhere."),
    Reason.CONNECT: message("The site does not answer."),
    Reason.TIMEOUT: message("The site takes too long to answer."),
    Reason.TLS: message("The site’s security certificate is not valid."),
    Reason.RESET: message("The site cut the connection."),
    Reason.TRUNCATED: message("The site’s answer came incomplete."),
    Reason.TOO_LARGE: message("The page is too heavy to be read."),
    Reason.BAD_ANSWER: message("The site’s answer makes no sense."),
    Reason.NOT_FOUND: message("The page no longer exists at this address."),
    Reason.GONE_HOME: message("The address now leads to the site’s home page."),
    Reason.DENIED: message("The site refuses us entry."),
    Reason.LOGIN: message("The site asks for an account."),
    Reason.RATE_LIMITED: message("The site asks us to come back later."),
    Reason.SERVER_ERROR: message("The site is down."),
    Reason.HTTP_ERROR: message("The site answered with an error."),
    Reason.REDIRECT: message("The address sends us round in circles."),
    Reason.ROBOTS: message("The site forbids automatic reading; we respect it."),
    Reason.ROBOTS_UNREACHABLE: message(
        "The site does not say whether we may read it; we wait until it does."
    ),
    Reason.REFUSED: message("The publisher has asked us not to read it; we respect it."),
    Reason.BOT_WALL: message("The site lets only people in."),
    Reason.PRIVATE_ADDRESS: message("The address leads to a private network, where we do not go."),
    Reason.SCHEME: message("The address is not one of a website."),
    Reason.HOST_DOWN: message("The site had already failed to answer; we did not insist."),
    Reason.TIME_LIMIT: message("The time given to reading was over."),
    Reason.NOT_HTML: message("The address does not lead to a page of text."),
    Reason.NOT_A_FEED: message("This address no longer gives a feed."),
    Reason.UNSAFE_XML: message("The file is not safe to read."),
    Reason.CONSENT_WALL: message("The site shows only its cookie notice."),
    Reason.NEEDS_BROWSER: message("The page shows its text only in a browser."),
    Reason.BODY_MISSING: message("We could not find the text of the article on the page."),
    Reason.SOFT_404: message("The site shows a page that says the article is not there."),
    Reason.PARSE_TIMEOUT: message("The page took too long to be understood."),
    Reason.PARSE_FAILED: message("The page could not be understood."),
}
"""Why something could not be read, as a sentence."""

SOURCE_KIND = {
    SourceKind.FEED: message("feed"),
    SourceKind.SITEMAP: message("sitemap"),
    SourceKind.SEARCH: message("search"),
    SourceKind.PAGE: message("section page"),
    SourceKind.HAND: message("added by hand"),
}

MENTION_KIND = {
    MentionKind.REPUBLICATION: message("Full republication"),
    MentionKind.CITATION: message("Citation"),
    MentionKind.RELATED: message("Related subject"),
    MentionKind.TOPIC: message("Event"),
}

SALIENCE = {
    Salience.MAIN: message("main subject"),
    Salience.SUBSTANTIAL: message("a good part"),
    Salience.PASSING: message("in passing"),
}

REVIEW_STATUS = {
    ReviewStatus.TO_REVIEW: message("to review"),
    ReviewStatus.CONFIRMED: message("confirmed"),
    ReviewStatus.REJECTED: message("rejected"),
    ReviewStatus.SECOND_LOOK: message("second look"),
}

TONE = {
    "favourable": message("favourable"),
    "neutral": message("neutral"),
    "critical": message("critical"),
}

RUN_STATE = {
    RunState.RUNNING: message("under way"),
    RunState.DONE: message("done"),
    RunState.PARTIAL: message("ended at its time limit"),
    RunState.OFFLINE: message("no access to the internet"),
    RunState.STOPPED: message("stopped by a person"),
    RunState.FAILED: message("failed"),
    RunState.KILLED: message("cut short"),
}

OUTLET_KIND = {
    "national-daily": message("national daily"),
    "regional-daily": message("regional daily"),
    "pure-player": message("online newspaper"),
    "trade": message("specialist site"),
    "ngo": message("association’s site"),
    "magazine": message("magazine"),
    "tv": message("television"),
    "weekly": message("weekly"),
    "institutional": message("institution’s site"),
    "radio": message("radio"),
    "news-agency": message("news agency"),
    "blog": message("blog"),
    "aggregator": message("news collector"),
}
"""The kinds of outlet the catalogue uses; another one is shown as the catalogue writes it."""


def health_words(words: Words, health: Health, reason: Reason | None) -> str:
    """Why a source stands as it does: the reason's sentence where one is known, else the health's."""
    forbidden = health is Health.ROBOTS and reason is not Reason.ROBOTS_UNREACHABLE
    if reason is None or forbidden or health is Health.SILENT:
        return words(HEALTH[health])
    return words(REASON[reason])


def status_words(words: Words, status: SourceStatus) -> str:
    """How a source stands: paused, where people have paused it, whatever it was before."""
    if status.source.paused:
        return words("Paused: nobody reads it.")
    return health_words(words, status.health, status.reason)


def outlet_kind_words(words: Words, kind: str) -> str:
    """The kind of an outlet on screen, as written where it is not one of ours."""
    return words(OUTLET_KIND[kind]) if kind in OUTLET_KIND else kind
