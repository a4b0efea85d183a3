"""What can be done about an article that is no mention: its words into the dossier, judged anew, a mention by hand."""

from __future__ import annotations

from starlette.responses import Response

from monitor.dossier_edit import FileChanged
from monitor.preview import preview
from monitor.web.desk import Desk
from monitor.web.pages.mention_adding import (
    ADDED,
    CHANGED,
    WHAT,
    CannotAdd,
    Change,
    change_in,
    listed,
    save,
)
from monitor.web.rematching import match_again
from storage.errors import NotStored
from storage.identity import MAX_URL
from storage.model import StoredArticle


def effect(desk: Desk) -> Response:
    """The effect of these words on the archive, nothing saved."""
    url, article = _article(desk)
    try:
        change = _change(desk, article)
    except CannotAdd as refused:
        return desk.refuse(str(refused))
    found = preview(desk.store, change.campaign)
    return desk.page(
        "missed_effect.html.jinja",
        url=url,
        change=change,
        what=desk.words(WHAT[change.addition.what]),
        effect=found,
        lists=[one for one in listed(desk.words, found) if one.articles],
    )


def add(desk: Desk) -> Response:
    """Save it, unless the file is no longer the one whose effect was shown; the archive is judged anew behind the page."""
    url, article = _article(desk)
    try:
        change = _change(desk, article)
        number = save(desk, desk.campaign.id, change)
    except CannotAdd as refused:
        return desk.refuse(str(refused))
    except FileChanged:
        return desk.refuse(desk.words(CHANGED), 409)
    said = desk.words(ADDED, text=change.addition.text)
    return desk.leave(desk.url("missed", url=url), said, number)


def judge(desk: Desk) -> Response:
    """Judge the archive with the dossier as it is, behind the page."""
    match_again(desk, desk.campaign.id)
    return desk.back(desk.words("The archive is judged with the dossier as it is now."), other="missed")


def _change(desk: Desk, article: StoredArticle) -> Change:
    return change_in(desk, desk.campaign.id, article)


def _article(desk: Desk) -> tuple[str, StoredArticle]:
    """The address that the form is about, and its article. Raises NotStored."""
    fields = desk.form if desk.method == "POST" else desk.query
    url = fields.text("url", MAX_URL)
    article = desk.store.article_at(url)
    if article is None:
        raise NotStored("article", url)
    return url, article
