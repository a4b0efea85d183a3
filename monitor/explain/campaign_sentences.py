"""Verdict and remedy for one campaign, and its evidence in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from monitor.explain.judging import CampaignAnswer, CampaignVerdict, Change
from monitor.explain.saying import Said, Telling, command, joined
from monitor.wording.labels import MENTION_KIND
from monitor.wording.words import Words, message
from storage.model import Evidence, Judgement, MentionKind, Rights, StoredArticle

STRONG, MEDIUM = 0.8, 0.4
"""Weights from which evidence is called strong, and medium."""

MOST_TITLE = 150
"""Characters of a title in a command."""

EVIDENCE = {
    "title": message("title of the text"),
    "link": message("link to the text"),
    "quote": message("quotation of the text"),
    "reuse": message("passage of the text"),
    "translation": message("translation of the text"),
    "attribution": message("where the text came out"),
    "number": message("number of signatories"),
    "call": message("word for the kind of text"),
    "organisation": message("organisation"),
    "spokesperson": message("spokesperson"),
    "event": message("event"),
    "rival": message("another text by name"),
    "other_text": message("another signed text"),
    "civic": message("associations that speak"),
    "query": message("query"),
}
"""The types of evidence on screen."""

FIELD = {
    "title": message("title"),
    "standfirst": message("standfirst"),
    "body": message("text"),
    "author": message("author"),
    "link": message("link"),
    "slug": message("address"),
}
"""The fields of an article on screen."""


def evidence_words(words: Words, type_: str) -> str:
    """A type of evidence; its own name where there is no word for it yet."""
    return words(EVIDENCE[type_]) if type_ in EVIDENCE else type_


def field_words(words: Words, field: str) -> str:
    """A field of an article; its own name where there is no word for it yet."""
    return words(FIELD[field]) if field in FIELD else field


def is_against(one: Evidence, kind: MentionKind | None) -> bool:
    """True for another text by name, which speaks against weak evidence of ours; a related subject rests on it."""
    return one.type == "rival" and kind is not MentionKind.RELATED


def weight_words(words: Words, one: Evidence, kind: MentionKind | None = None) -> str:
    """strong, medium, weak; "against" for what speaks against a mention of this kind (None: against any)."""
    if is_against(one, kind):
        return words.c("weight", "against")
    if one.weight >= STRONG:
        return words.c("weight", "strong")
    return words.c("weight", "medium") if one.weight >= MEDIUM else words.c("weight", "weak")


def kind_words(words: Words, kind: MentionKind | None, to_check: bool = False) -> str:
    """ "citation", "citation, to check", "no mention" in the middle of a sentence."""
    if kind is None:
        return words("no mention")
    name = words(MENTION_KIND[kind]).lower()
    return words("{kind}, to check", kind=name) if to_check else name


def change_words(words: Words, change: Change) -> str:
    """What would have changed the decision, in a sentence."""
    then = kind_words(words, change.kind, change.to_check)
    what = evidence_words(words, change.type)
    if change.added is None:
        return words("Without this – {what} – it would be: {then}.", what=what, then=then)
    return words("With “{added}” ({what}) it would be: {then}.", added=change.added, what=what, then=then)


def said_for(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> Said:
    """The sentences of a verdict for a campaign."""
    return _SENTENCES[answer.verdict](answer, article, telling)


def _kind(answer: CampaignAnswer, words: Words) -> str:
    return kind_words(words, answer.kind)


def _types(words: Words, evidence: Iterable[Evidence]) -> str:
    return words.listing(list(dict.fromkeys(evidence_words(words, one.type) for one in evidence)))


def _rests_on(answer: CampaignAnswer, words: Words) -> str:
    evidence = [one for one in answer.evidence if not is_against(one, answer.kind)]
    rests = words("It rests on: {types}.", types=_types(words, evidence)) if evidence else ""
    return joined(rests, _reuse(answer.judgement, words))


def _reuse(judgement: Judgement | None, words: Words) -> str:
    """Shares of text, where there is more than a quotation."""
    reuse = judgement.reuse if judgement else None
    share = round(100 * float(reuse.get("share_of_document", 0.0))) if reuse else 0
    return words("It takes {share} % of the text word for word.", share=share) if share >= 10 else ""


def _listed_as(answer: CampaignAnswer, words: Words) -> str:
    """Why it may be looked for in vain among the others: a page of one's own, a copy of a dispatch."""
    judgement, mention = answer.judgement, answer.mention
    own = (
        words("It is a page of one of your organisations: listed apart, not counted.")
        if judgement is not None and judgement.own
        else ""
    )
    size = mention.cluster_size if mention is not None else None
    copies = (
        words("{n} articles carry the same dispatch; another one speaks for them.", n=words.number(size))
        if mention is not None and size and not mention.cluster_lead
        else ""
    )
    return joined(own, copies)


def _review(answer: CampaignAnswer, status: str) -> str | None:
    return command("review", answer.mention.id, "--status", status) if answer.mention else None


def _outdated(answer: CampaignAnswer, words: Words) -> str:
    return words("With the dossier as it is now it would be judged otherwise.") if answer.outdated else ""


def _match(answer: CampaignAnswer) -> str:
    return command("match", "--campaign", answer.campaign.id)


def _mention(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("It is a mention: {kind}.", kind=_kind(answer, words)),
        joined(_rests_on(answer, words), _listed_as(answer, words), _outdated(answer, words)),
        words("Judge it again with the dossier as it is now:")
        if answer.outdated
        else words("Should it not count, set it aside:"),
        _match(answer) if answer.outdated else _review(answer, "rejected"),
    )


def _to_check(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> Said:
    words = telling.words
    against = [one.text for one in answer.evidence if is_against(one, answer.kind)]
    doubt = (
        words("“{name}” speaks against it.", name=against[0])
        if against
        else words("That is not enough to decide without you.")
    )
    return Said(
        words("It is a mention to check: {kind}.", kind=_kind(answer, words)),
        joined(_rests_on(answer, words), doubt, _outdated(answer, words)),
        words("If it counts, confirm it:"),
        _review(answer, "confirmed"),
    )


def _rejected(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> Said:
    words, mention = telling.words, answer.mention
    assert mention is not None
    review = mention.review
    when = words("Set aside on {when}.", when=telling.time(review.reviewed_at)) if review.reviewed_at else ""
    who = words("By: {name}.", name=review.reviewed_by) if review.reviewed_by else ""
    why = words("Reason given: {reason}", reason=review.reject_reason) if review.reject_reason else ""
    return Said(
        words("A person set it aside: it does not count."),
        joined(when, who, why) or words("No reason was given."),
        words("To have it counted, take that back:"),
        _review(answer, "to_review"),
    )


def _withdrawn(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> Said:
    words, mention = telling.words, answer.mention
    assert mention is not None
    gone = mention.withdrawn_at
    return Said(
        words("It was a mention, and the dossier no longer holds it."),
        joined(
            words("Withdrawn on {when}.", when=telling.time(gone)) if gone else "", _rests_on(answer, words)
        ),
        words("Should it count, add to the dossier what it rests on, then judge it again:"),
        _match(answer),
    )


def _not_matched(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> Said:
    words = telling.words
    judgement = answer.judgement
    kind = kind_words(words, judgement.kind, judgement.to_check) if judgement else ""
    if not article.id:
        return Said(
            words("It would be a mention: {kind}.", kind=kind),
            _rests_on(answer, words),
            words("It comes from a file, and is not in the archive. Where it has an address, add it:"),
            command("add", article.url) if article.url else None,
        )
    return Said(
        words("It would be a mention: {kind}.", kind=kind),
        joined(_rests_on(answer, words), words("It was not judged yet with the dossier as it is now.")),
        words("Judge it now:"),
        _match(answer),
    )


def _released(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> Said:
    words = telling.words
    why = (
        words("The publisher reserves its texts: we judge them once, then let them go.")
        if article.rights is Rights.RESERVED
        else words("The time for which we keep texts is over.")
    )
    return Said(
        words("It is no mention, and can no longer be judged: its text is not kept."),
        why,
        words("If the dossier has changed since, read the page again:"),
        command("add", article.url),
    )


def _title_only(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("The body is missing: that is not “no mention”."),
        words("Its title alone names neither the text nor the event."),
        words("Save the page from your browser, and have it judged:"),
        command("explain", "page.html"),
    )


def _below(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> Said:
    words = telling.words
    added = [change for change in answer.changes if change.added is not None]
    lacks = change_words(words, added[0]) if added else ""
    title = article.title[:MOST_TITLE] or "…"
    return Said(
        words("It came close, and is no mention."),
        joined(
            words("Found: {types}.", types=_types(words, answer.evidence)),
            words("That proves neither the text nor the event."),
            lacks,
            _paywall(article, words),
        ),
        words(
            "If this is your text under another title, add that title to the dossier; its effect is shown first:"
        ),
        command("campaign", "add", "headline", title, "--campaign", answer.campaign.id),
    )


def _no_evidence(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> Said:
    words = telling.words
    return Said(
        words("It speaks neither of the text nor of the event."),
        joined(
            words("No title, quotation, link, name or query of the dossier stands in it."),
            _paywall(article, words),
        ),
        words("If it does speak of them, add the words it uses to the dossier; their effect is shown first:"),
        command("campaign", "add", "quote", "…", "--campaign", answer.campaign.id),
    )


def _paywall(article: StoredArticle, words: Words) -> str:
    return words("Only the part before the paywall could be read.") if article.paywalled else ""


_SENTENCES: dict[CampaignVerdict, Callable[[CampaignAnswer, StoredArticle, Telling], Said]] = {
    CampaignVerdict.MENTION: _mention,
    CampaignVerdict.TO_CHECK: _to_check,
    CampaignVerdict.REJECTED: _rejected,
    CampaignVerdict.WITHDRAWN: _withdrawn,
    CampaignVerdict.NOT_MATCHED: _not_matched,
    CampaignVerdict.RELEASED: _released,
    CampaignVerdict.TITLE_ONLY: _title_only,
    CampaignVerdict.BELOW_LINE: _below,
    CampaignVerdict.NO_EVIDENCE: _no_evidence,
}
