"""The copies of one dispatch: which there are, and what a person decides of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.responses import Response

from monitor.recluster import merge, set_lead, split
from monitor.web.desk import Desk, is_shared
from monitor.web.pages.journal import telling_of
from monitor.web.pages.mention_here import at_hand
from storage.errors import NotStored
from storage.identity import mention_id
from storage.model import Action, ActionKind, ClusterAction, Mention, StoredArticle

MOST_COPIES = 200
"""Copies that are listed."""

MOST_ACTIONS = 500

_OUR_PAGE = re.compile(r"/retombees/([0-9a-z]{1,40})")


@dataclass(frozen=True, slots=True)
class Copy:
    """One article of a dispatch; `mention` is the id of its mention in this campaign, empty where it is none."""

    article: StoredArticle
    mention: str
    lead: bool
    this: bool


def copies(desk: Desk, found: Mention) -> list[Copy]:
    """The articles of the dispatch to which a mention belongs, the one that speaks for it first; empty: it is alone."""
    members = _members(desk, found)
    listed = [found.article.id, *(one for one in members if one != found.article.id)]
    order = {article: place for place, article in enumerate(members)}
    ids = {article: mention_id(found.campaign_id, article) for article in listed[:MOST_COPIES] if members}
    mentions = desk.store.mentions_by_id(ids.values())
    made = []
    for article, mention in ids.items():
        held = mentions.get(mention)
        stored = held.article if held is not None else desk.store.article(article)
        made.append(Copy(stored, mention if held else "", order[article] == 0, article == found.article.id))
    if desk.share is not None:  # partners see what their link shows, and nothing else of the archive
        made = [one for one in made if one.this or _is_shown(desk, mentions.get(one.mention))]
    return sorted(made, key=lambda one: order[one.article.id]) if len(made) > 1 else []


def _is_shown(desk: Desk, mention: Mention | None) -> bool:
    return mention is not None and desk.share is not None and is_shared(mention, desk.share)


def cluster_actions(desk: Desk, found: Mention) -> list[Action]:
    """What people decided of the dispatches with this article, the latest first."""
    actions = desk.store.journal(found.campaign_id, kinds=[ActionKind.CLUSTER], limit=MOST_ACTIONS)
    article = found.article.id
    return [one for one in actions if article in _articles_of(one)]


def put_together(desk: Desk) -> Response:
    """Split, merge, or choose who speaks, as the form says."""
    found, desk = at_hand(desk)
    words = desk.words
    article = desk.form.text("article", 100) or found.article.id
    if article != found.article.id and article not in _members(desk, found):
        return desk.refuse(words("This article is not of this dispatch any more. Open the page again."), 409)
    try:
        action = ClusterAction(desk.form.text("action", 20))
        other = _other(desk) if action is ClusterAction.MERGE else None
        _decide(desk, found, action, article, other)
    except NotStored:
        return desk.refuse(
            words("There is no article at this address in the archive: add it first, then put them together.")
        )
    except ValueError:
        return desk.refuse(words("An article cannot be put together with itself."))
    done = desk.store.journal(found.campaign_id, who=desk.who, kinds=[ActionKind.CLUSTER], limit=1)[0]
    return desk.back(telling_of(desk, [done]).what(done), done.number)


def _decide(
    desk: Desk, found: Mention, action: ClusterAction, article: str, other: StoredArticle | None
) -> None:
    store, now, who, campaign = desk.store, desk.now, desk.who, found.campaign_id
    if action is ClusterAction.SPLIT:
        split(store, article, now, who, campaign)
    elif action is ClusterAction.LEAD:
        set_lead(store, article, now, who, campaign)
    elif other is not None:
        merge(store, article, other.id, now, who, campaign)


def _other(desk: Desk) -> StoredArticle:
    """The article at the address that was typed: its own, or that of its page here. Raises NotStored."""
    typed = desk.form.text("other", 2_000)
    ours = _OUR_PAGE.fullmatch(urlsplit(typed).path[:100])
    if ours:
        return desk.mention(ours[1]).article
    article = desk.store.article_at(typed)
    if article is None:
        raise NotStored("article", typed)
    return article


def _members(desk: Desk, found: Mention) -> tuple[str, ...]:
    if found.cluster_id is None:
        return ()
    try:
        return desk.store.cluster(found.cluster_id).members
    except NotStored:
        return ()  # the clusters were gathered anew meanwhile


def _articles_of(action: Action) -> tuple[object, ...]:
    kept = action.after or action.before
    return kept.get("article"), kept.get("other")
