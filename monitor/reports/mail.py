"""The report as a mail: one column of 600 px, style on every element, readable without any, nothing remote."""

from __future__ import annotations

from functools import cache

import css_inline

from monitor.digest import Digest
from monitor.reports.context import context, environment
from monitor.reports.sections import Limits
from monitor.wording.outside import clean

MAILBOX = 100_000
"""Bytes of a mail: at a little more than that, mailboxes cut a message, and the end says what we could not read."""

LIMITS = (
    Limits(items=30, lines=40, rows=40, names=30, organisations=12),
    Limits(items=16, lines=20, rows=12, names=10, organisations=12),
    Limits(items=6, lines=8, rows=10, names=5, organisations=6),
    Limits(items=3, lines=3, rows=5, names=2, organisations=3),
)
"""How much a mail shows: the first of these with which it fits. What is left out is counted, and in the text."""


KEPT = '<style data-css-inline="keep">'
"""What rules for phones and dark grounds stand in: the inliner leaves it where it is, after the character set."""


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True)


def render(digest: Digest, language: str) -> bytes:
    """The mail in one language, "fr" or "en", as UTF-8."""
    return render_mail(digest, language).encode("utf-8")


def render_mail(digest: Digest, language: str, recipient: str | None = None) -> str:
    """The mail as text. `recipient` is a line for its end: to whom it goes, and when."""
    made = ""
    for limits in LIMITS:
        made = _mail(digest, language, limits, recipient or "")
        if len(made.encode("utf-8")) <= MAILBOX:
            break
    return made


def _mail(digest: Digest, language: str, limits: Limits, recipient: str) -> str:
    values = context(digest, language, limits)
    shortened = (
        values["outlets_hidden"]
        or values["trouble_hidden"]
        or any(section.more for section in values["sections"])
    )
    page = environment().get_template("mail.html.jinja")
    text = page.render(**values, shortened=bool(shortened), recipient=clean(recipient, 400))
    return _inliner().inline(text).replace(KEPT, "<style>")
