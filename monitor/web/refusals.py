"""The answers that are no page: log in first, not for you, not here, too large, busy, a fault of ours."""

from __future__ import annotations

import math
from datetime import datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from monitor.web.desk import Desk
from monitor.web.routing import Page
from monitor.web.site import Site
from monitor.wording import Words
from monitor.wording.words import message

TITLES = {
    400: message("This request makes no sense"),
    401: message("Log in first"),
    403: message("This is not for you"),
    404: message("There is nothing here"),
    405: message("This cannot be done here"),
    409: message("Something else changed meanwhile"),
    413: message("This is too large"),
    500: message("A fault of ours"),
    503: message("Not at this moment"),
}

CODES = {
    400: "not_readable",
    401: "who_are_you",
    403: "not_for_you",
    404: "not_here",
    405: "not_done_here",
    409: "in_the_way",
    413: "too_large",
    422: "not_taken",
    429: "too_many_tries",
    500: "fault_of_ours",
    503: "busy",
}
"""What a program reads of a refusal: one word for each status. It may rely on them."""

SENTENCES = {
    400: message("Go back and try again; if it comes back, reload the page first."),
    401: message("This page is for people with an account."),
    403: message(
        "Your account, or your link, does not open this page. An administrator can change what it opens."
    ),
    404: message("The address is wrong, or what was there is gone."),
    405: message("The address exists, but not for this."),
    413: message("A form holds 2 MB of text at the most, a file 20 MB."),
}

EXPIRED = message(
    "This form is no longer valid: it was open for too long, or you logged in again meanwhile. Nothing was changed."
    " Reload the page and do it once more."
)

NO_PROOF = message(
    "With a session, what changes something carries the header {header}, as the pages do; with a key it does not"
    " need to. Nothing was changed."
)


def login(desk: Desk) -> Response:
    """To the login, and back to where the person wanted to go."""
    if desk.entry.data:
        return told(401, desk.words(SENTENCES[401]))
    target = desk.url("login", next=desk.here if desk.method == "GET" and not desk.is_htmx else None)
    if desk.is_htmx:
        return Response(status_code=204, headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def http(desk: Desk, status: int) -> Response:
    """A refusal with its own sentence, in the frame."""
    status = status if status in TITLES else 400
    sentence = desk.words(SENTENCES.get(status, SENTENCES[400]))
    if desk.entry.data:
        return told(status, sentence)
    return desk.refuse(sentence, status, desk.words(TITLES[status]))


def expired(desk: Desk) -> Response:
    """The form does not carry what our page gave it."""
    if desk.entry.data:
        return told(403, desk.words(NO_PROOF, header="X-CSRF-Token"))
    return desk.refuse(desk.words(EXPIRED), 403, desk.words(TITLES[409]))


def fault(site: Site, page: Page | None, request: Request, words: Words, error: BaseException) -> Response:
    """A bug: its number, which stands in the log with the details."""
    number = site.faults.note(page.name if page is not None else "–", error)
    sentence = words(
        "Nothing of what you had done before is lost. Go back and try again; if it comes back, give the number"
        " {number} to whoever looks after this machine: the details are in the logs under it.",
        number=number,
    )
    return bare(site, page, request, words, 500, sentence)


def bare(
    site: Site, page: Page | None, request: Request, words: Words, status: int, sentence: str
) -> Response:
    """A page that needs neither the archive nor to know who asks."""
    if page is not None and page.data:
        return told(status, sentence)
    found = site.environment.get_template("bare.html.jinja")
    title = words(TITLES.get(status, TITLES[400]))
    text = found.render(words=words, lang=words.language, title=title, sentence=sentence)
    return HTMLResponse(text, status)


def told(status: int, sentence: str, field: str = "", **more: object) -> Response:
    """For a program: always the same shape."""
    faulty = {"field": field} if field else {}
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse({"code": CODES[status], "sentence": sentence, **faulty, **more}, status, headers)


def too_large(words: Words) -> Response:
    """A program sent more than we read."""
    return told(413, words(SENTENCES[413]))


def turned_away(words: Words, wait_until: datetime | None, now: datetime) -> Response:
    """A program showed a key that opens nothing."""
    if wait_until is None:
        return told(401, words("This key opens nothing: it is unknown, over, or was ended."))
    seconds = max(1, math.ceil((wait_until - now).total_seconds()))
    answer = told(
        429,
        words.n(
            "Too many keys that open nothing were tried. Wait {n} second.",
            "Too many keys that open nothing were tried. Wait {n} seconds.",
            seconds,
        ),
    )
    answer.headers["Retry-After"] = str(seconds)
    return answer
