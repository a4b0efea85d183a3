"""The report as a mail: the page with its style on every element, for mail programs that drop style sheets."""

from __future__ import annotations

from functools import cache

import css_inline

from monitor.digest import Digest
from monitor.reports.html import page


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


def render(digest: Digest, language: str) -> bytes:
    """The mail in one language, "fr" or "en", as UTF-8."""
    return render_mail(digest, language).encode("utf-8")


def render_mail(digest: Digest, language: str, recipient: str | None = None) -> str:
    """The mail as text."""
    return _inliner().inline(page(digest, language))
