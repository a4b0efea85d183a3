"""An article made a mention by a person: honest about who said so, and held whatever is matched later."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from monitor.byhand import make_mention
from monitor.dossier import Campaign
from monitor.rematch import match_campaigns
from monitor.review import Desk, journal_rows, undo_last
from storage.errors import AlreadyAMention, NotStored
from storage.model import MentionKind, Review, ReviewStatus, Salience
from storage.store import Store
from tests.monitor.web.newsroom import Newsroom

NEAR = (
    "Le conseil régional a voté son budget. Dans les couloirs, l’Association du Phare Blanc distribuait un"
    " texte sur l’état du littoral. La séance a repris à midi."
)
FAR = "Fanfare, régates et soupe de poisson.\n\nLe feu d’artifice est à 23 h."


def test_what_the_machine_sees_is_kept_as_its_evidence(
    room: Newsroom, store: Store, campaign: Campaign
) -> None:
    article = room.put_article("quais", 1, "Budget : la région tranche", NEAR)
    action = make_mention(
        store, campaign, article, MentionKind.CITATION, "karim", room.clock.now, "vu à midi"
    )
    (mention,) = store.mentions("appel")
    judged = mention.judgement
    assert list(action.after) == [mention.id]
    assert (mention.kind, judged.kind, judged.by_hand, mention.to_check) == (
        MentionKind.CITATION,
        MentionKind.CITATION,
        True,
        False,
    )
    assert [(one.type, one.subject) for one in judged.evidence] == [("organisation", "phare-asso")]
    assert judged.organisations == ("phare-asso",)
    assert judged.excerpt.text.startswith("Dans les couloirs, l’Association du Phare Blanc")
    assert 0 < judged.score < 1
    assert (mention.review.status, mention.review.note) == (ReviewStatus.CONFIRMED, "vu à midi")


@pytest.mark.parametrize(
    ("standfirst", "quoted"),
    [
        ("Le programme du dimanche.", "Le programme du dimanche."),
        (None, "Fanfare, régates et soupe de poisson."),
    ],
)
def test_where_nothing_is_found_the_standfirst_or_the_beginning_is_quoted(
    room: Newsroom, store: Store, campaign: Campaign, standfirst: str | None, quoted: str
) -> None:
    article = room.put_article("sarmande", 1, "Fête du port", FAR, standfirst=standfirst)
    make_mention(store, campaign, article, MentionKind.RELATED, "karim", room.clock.now)
    judged = store.mentions("appel")[0].judgement
    assert (judged.excerpt.text, judged.evidence, judged.score) == (quoted, (), 0.0)
    assert judged.salience is Salience.SUBSTANTIAL


def test_matching_again_with_any_dossier_leaves_it(room: Newsroom, store: Store, campaign: Campaign) -> None:
    article = room.put_article("sarmande", 1, "Fête du port", FAR)
    match_campaigns(store, [campaign], room.clock.now)
    make_mention(store, campaign, article, MentionKind.RELATED, "karim", room.clock.now)
    for again in (False, True):
        match_campaigns(store, [campaign], room.clock.now + timedelta(days=1), again=again)
    room.put_article("sarmande", 1, "Fête du port : complet", FAR + " Plus de place.")
    match_campaigns(store, [campaign], room.clock.now + timedelta(days=2))
    (mention,) = store.mentions("appel")
    assert mention.kind is MentionKind.RELATED and mention.judgement.by_hand


def test_one_that_the_rules_hold_by_then_is_theirs_with_the_kind_of_the_person(
    room: Newsroom, store: Store, campaign: Campaign
) -> None:
    quoting = "« Les rivages ne sont pas à vendre au plus offrant », a dit le Collectif Rivage."
    article = room.put_article("quais", 1, "Débat", quoting)
    make_mention(store, campaign, article, MentionKind.RELATED, "karim", room.clock.now)
    match_campaigns(store, [campaign], room.clock.now)
    (mention,) = store.mentions("appel")
    assert (mention.kind, mention.judgement.kind, mention.judgement.by_hand) == (
        MentionKind.RELATED,
        MentionKind.CITATION,
        False,
    )


def test_a_mention_is_not_made_twice_nor_an_unknown_article_made_one(
    room: Newsroom, store: Store, campaign: Campaign
) -> None:
    article = room.put_article("sarmande", 1, "Fête du port", FAR)
    make_mention(store, campaign, article, MentionKind.RELATED, "karim", room.clock.now)
    with pytest.raises(AlreadyAMention):
        make_mention(store, campaign, article, MentionKind.CITATION, "zoé", room.clock.now)
    with pytest.raises(NotStored):
        make_mention(store, campaign, "nulle-part", MentionKind.CITATION, "zoé", room.clock.now)
    assert len(store.journal()) == 1


def test_undo_takes_it_back_and_it_can_be_made_anew(room: Newsroom, store: Store, campaign: Campaign) -> None:
    article = room.put_article("sarmande", 1, "Fête du port", FAR)
    make_mention(store, campaign, article, MentionKind.RELATED, "karim", room.clock.now)
    desk = Desk(store, room.workspace.campaigns, room.workspace.backups)
    assert undo_last(desk, "karim", "appel", room.clock.now) is not None
    assert store.mentions("appel") == []
    (mention,) = store.mentions("appel", withdrawn=True)
    assert mention.review == Review()
    make_mention(store, campaign, article, MentionKind.CITATION, "zoé", room.clock.now)
    (again,) = store.mentions("appel")
    assert (again.id, again.kind, again.review.reviewed_by) == (mention.id, MentionKind.CITATION, "zoé")
    rows = [(row.subject, row.part, row.before, row.after) for row in journal_rows(store.journal()[:1])]
    assert rows[0] == (mention.id, "mention", False, True)
    assert (mention.id, "kind", None, "citation") in rows


def test_a_text_that_is_gone_leaves_what_was_seen_in_it(
    room: Newsroom, store: Store, campaign: Campaign
) -> None:
    article = room.put_article("quais", 1, "Budget : la région tranche", NEAR)
    make_mention(store, campaign, article, MentionKind.CITATION, "karim", room.clock.now)
    before = store.mentions("appel")[0].judgement
    desk = Desk(store, room.workspace.campaigns, room.workspace.backups)
    undo_last(desk, "karim", "appel", room.clock.now)
    let_go(room, store)
    assert store.article(article).text is None
    make_mention(store, campaign, article, MentionKind.RELATED, "karim", room.clock.now)
    after = store.mentions("appel")[0].judgement
    assert (after.evidence, after.excerpt, after.kind) == (
        before.evidence,
        before.excerpt,
        MentionKind.RELATED,
    )


def let_go(room: Newsroom, store: Store) -> None:
    """The time for which texts are kept is over."""
    with sqlite3.connect(room.workspace.archive) as raw:
        raw.execute("UPDATE article_texts SET keep_until = '2020-01-01T00:00:00.000000Z'")
    raw.close()
    assert store.release_texts(room.clock.now) == 1
