"""One mention: what the article says, why it counts, what people said of it, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.responses import Response

from monitor.explain.campaign_sentences import kind_words, said_for
from monitor.explain.judging import CampaignAnswer, campaign_verdict
from monitor.explain.saying import Telling
from monitor.web.desk import Desk
from monitor.web.keys import KeyMap
from monitor.web.pages.inbox import REASONS
from monitor.web.pages.journal import Line, lines
from monitor.web.pages.mention_adding import WHAT, add, adding
from monitor.web.pages.mention_decisions import decide
from monitor.web.pages.mention_dispatch import cluster_actions, copies, put_together
from monitor.web.pages.mention_here import around, at_hand
from monitor.web.pages.mention_pairs import Pair, pair_of
from monitor.web.pages.mention_text import Block, Span, blocks, numbered, reasons
from monitor.web.pages.mention_typed import entry_actions, typed_here, verdict_by_hand
from monitor.web.pages.mention_versions import versions
from monitor.web.routing import Page
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.model import Mention, MentionKind, Rights, Role, StoredArticle

KEYS = KeyMap(
    message("A mention"),
    (
        ("J K", message("next, previous to review")),
        ("C", message("confirm")),
        ("X", message("reject, with a reason")),
        ("D", message("ask for a second look")),
        ("N", message("kind")),
        ("P", message("place in the article")),
        ("V", message("tone")),
        ("E", message("at the top of the report")),
        ("G", message("tags")),
        ("T", message("note")),
        ("O", message("read it at the outlet’s")),
        ("L", message("back to the list")),
    ),
)

SHOWN_HISTORY = 100
MUCH = 10
"""Per cent of our text from which on the article is first shown beside it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is shown of the text: its blocks, or it beside ours, or the sentence that says why there is neither."""

    blocks: tuple[Block, ...]
    spans: tuple[Span, ...]
    withheld: str
    pair: Pair | None = None


def mention(desk: Desk) -> Response:
    """The page of one mention, in the campaign to which it belongs."""
    found, desk = at_hand(desk)
    article = desk.store.article(found.article.id)
    reading = reading_of(desk, found, article)
    return desk.page(
        "mention.html.jinja",
        mention=found,
        article=article,
        reading=reading,
        around=around(desk, found),
        verdict=verdict(desk, found, article),
        reasons=reasons(desk.words, found.judgement.evidence, found.kind, reading.spans),
        reject_reasons=REASONS,
        cleaned=lambda names: [clean(one, 80) for one in names[:6]],
        kind_plain=kind_words(desk.words, found.kind, found.judgement.to_check),
        machine=kind_words(desk.words, found.judgement.kind, found.judgement.to_check),
        history=history(desk, found) if desk.person is not None else [],
        copies=copies(desk, found),
        what_options=[(one.value, desk.words(text)) for one, text in WHAT.items()],
        proof=proof(desk, article),
        typed=typed_here(desk, found),
    )


def history(desk: Desk, found: Mention) -> list[Line]:
    """What people decided of it and of its dispatch, the latest first."""
    said = desk.store.journal(mention_id=found.id, limit=SHOWN_HISTORY)
    actions = [*said, *cluster_actions(desk, found), *entry_actions(desk, found)]
    actions.sort(key=lambda one: -one.number)
    return lines(desk, actions[:SHOWN_HISTORY])


def reading_of(desk: Desk, found: Mention, article: StoredArticle) -> Reading:
    """The text where the rights of its source let us show it; else why there is only the excerpt."""
    words, text = desk.words, article.text
    if article.by_hand:
        return Reading((), (), "")
    if Rights.RESERVED in (article.rights, article.outlet.rights):
        why = words(
            "The publisher reserves its texts: we show the sentence that counts, and no more. Read the rest there."
        )
        return Reading((), (), why)
    if not text:
        why = (
            words("The time for which we keep texts is over: the sentence that counts stays.")
            if article.text_fingerprint
            else words("We could not find the text of the article on the page: only its title was read.")
        )
        return Reading((), (), why)
    pair = pair_of(desk.campaign, found.judgement.reuse, text, desk.query.flag("whole"))
    if pair is not None and _side_by_side(desk, found, pair):
        return Reading((), pair.spans, "", pair)
    spans = numbered(found.judgement.evidence, len(text))
    return Reading(tuple(blocks(text, spans)), tuple(spans), "", pair)


def _side_by_side(desk: Desk, found: Mention, pair: Pair) -> bool:
    """As the person chose; else where the article took more of our text than a quotation."""
    chosen = desk.query.text("view", 10)
    much = found.kind is MentionKind.REPUBLICATION or pair.share_of_document >= MUCH
    return chosen == "pair" or (chosen != "text" and much)


def verdict(desk: Desk, found: Mention, article: StoredArticle) -> tuple[str, str]:
    """The decision in two sentences: what it is, and on what that rests."""
    judgement = found.judgement
    if judgement.by_hand:
        return verdict_by_hand(desk, found)
    name = campaign_verdict(found, judgement, judgement.evidence, bool(article.text_fingerprint), True)
    answer = CampaignAnswer(desk.campaign, name, judgement, found, judgement.evidence)
    said = said_for(answer, article, Telling(desk.words, ZoneInfo(desk.zone)))
    return said.happened, said.why


def proof(desk: Desk, article: StoredArticle) -> tuple[str, str]:
    """When the page was read, and its hash in groups of eight; the hash is empty where none was taken."""
    words, local = desk.words, article.fetched_at.astimezone(ZoneInfo(desk.zone))
    when = words(
        "The page was read on {day} at {time}.", day=words.day(local), time=_to_the_second(desk, local)
    )
    sha = article.sha256 if article.sha256.isalnum() else ""
    return when, " ".join(sha[at : at + 8] for at in range(0, len(sha), 8))


def _to_the_second(desk: Desk, local: datetime) -> str:
    words = desk.words
    return words("{hour}:{n}", hour=words.hour(local), n=f"{local.second:02}")


PAGES = (
    Page("/retombees/{id}", "mention", mention, Role.READER, share=True, section="inbox"),
    Page("/retombees/{id}/depeche", "mention_dispatch", put_together, Role.REVIEWER, ("POST",)),
    Page("/retombees/{id}/dossier", "mention_adding", adding, Role.REVIEWER, section="inbox"),
    Page("/retombees/{id}/dossier", "mention_add", add, Role.REVIEWER, ("POST",)),
    Page("/retombees/{id}/versions", "mention_versions", versions, Role.READER, share=True, section="inbox"),
    Page("/retombees/{id}/decision", "mention_decide", decide, Role.REVIEWER, ("POST",)),
)
