"""What can be done about an article that is no mention: its words into the dossier, judged anew, a mention by hand."""

from __future__ import annotations

from starlette.responses import Response

from monitor.byhand import make_mention
from monitor.web.desk import Desk
from monitor.web.effects import effect_of
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
from monitor.whole_file import FileChanged
from monitor.wording.labels import MENTION_KIND
from monitor.wording.outside import clean
from storage.errors import AlreadyAMention, NotStored
from storage.identity import MAX_URL
from storage.model import MentionKind, StoredArticle


def effect(desk: Desk) -> Response:
    """The effect of these words on the archive, nothing saved."""
    url, article = _article(desk)
    try:
        change = _change(desk, article)
    except CannotAdd as refused:
        return desk.refuse(str(refused))
    found = effect_of(desk, change.campaign)
    lists = listed(desk.words, found.found) if found.found is not None else []
    return desk.page(
        "missed_effect.html.jinja",
        url=url,
        change=change,
        what=desk.words(WHAT[change.addition.what]),
        effect=found,
        lists=[one for one in lists if one.articles],
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


def make(desk: Desk) -> Response:
    """Make an article a mention whatever the rules say; undone like any decision. Raises NotStored."""
    words, kind = desk.words, desk.form.text("kind", 20)
    if kind not in list(MentionKind):
        return desk.refuse(words("Of what kind is it? Choose one."))
    article = desk.store.article(desk.form.text("article", 100))
    try:
        action = make_mention(desk.store, desk.campaign, article.id, MentionKind(kind), desk.who, desk.now)
    except AlreadyAMention:
        return desk.back(words("It is a mention already."), other="missed")
    said = words(
        "A mention now, confirmed: {kind} – “{title}”",
        kind=words(MENTION_KIND[MentionKind(kind)]).lower(),
        title=clean(article.title, 80) or words("Untitled"),
    )
    return desk.back(said, action.number, other="missed")


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
