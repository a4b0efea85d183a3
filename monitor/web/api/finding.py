"""What became of an address, and an article made a mention by hand."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from monitor.byhand import make_mention
from monitor.explain.files import is_address
from monitor.explain.saying import Telling
from monitor.explain.telling import address_row
from monitor.missed.doctor import Doctor
from monitor.missed.remedies import remedies
from monitor.review.wishes import LONGEST_NOTE
from monitor.web.api.journal import Line, lines
from monitor.web.api.mention_values import MentionValue, mention_value
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Taken, Value
from storage.errors import AlreadyAMention
from storage.identity import MAX_URL, mention_id
from storage.model import MentionKind, Role

Address = Annotated[str, Field(min_length=1, max_length=MAX_URL)]


class AddressAsked(Asked):
    """An address, however it is written."""

    url: Address


class Missed(Value):
    """A query of the dossier that the article missed by little, and the first clause that it does not meet."""

    query: str
    clause: str


class ForCampaign(Value):
    """What the article is for the campaign."""

    campaign: str
    verdict: str
    happened: str
    why: str
    todo: str
    mention: str | None = Field(description="The id of the mention that it is, withdrawn or not.")
    kind: MentionKind | None
    queries_missed: list[Missed]


class Explained(Value):
    """Which step lost an address, why, and what one can do. `verdict` is for programs, the sentences for people."""

    url: str
    verdict: str
    happened: str
    why: str
    todo: str
    outlet: str | None
    article: str | None = Field(description="The id of the article, where the archive has it.")
    title: str | None
    campaign: ForCampaign | None = Field(description="null where no article was judged.")
    remedies: list[str] = Field(description="What the page of missed clips would offer, in one word each.")


class ByHand(Taken):
    """An article of the archive that is to be a mention, whatever the rules say."""

    article: Annotated[str, Field(min_length=1, max_length=MAX_URL)] = Field(
        description="Its id, or its address."
    )
    kind: MentionKind
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""


class Made(Value):
    """A mention made by hand, and the line of the journal that takes it back."""

    mention: MentionValue
    line: Line | None = Field(description="null: it was a mention already, and nothing was changed.")


def explain(call: Call[AddressAsked, None]) -> Explained:
    """What became of an address, for one campaign. Nothing is asked of the outlet’s site, and nothing is written."""
    campaign, url = call.campaign, call.query.url.strip()
    if not is_address(url):
        raise Refused(422, call.words("This is not the address of a page (https://…)."), "url")
    answer = Doctor(call.store, call.desk.loaded, campaign).answer(url)
    telling = Telling(call.words, ZoneInfo(campaign.zone))
    row = address_row(answer, telling)
    judged = next(iter(row["campaigns"]), None)
    return Explained(
        url=row["url"],
        verdict=row["verdict"],
        happened=row["happened"],
        why=row["why"],
        todo=row["todo"],
        outlet=row["outlet_id"],
        article=row["article_id"],
        title=answer.article.title if answer.article is not None else None,
        campaign=ForCampaign.model_validate({name: judged[name] for name in ForCampaign.model_fields})
        if judged is not None
        else None,
        remedies=[one.value for one in remedies(answer)],
    )


def make(call: Call[Asked, ByHand]) -> Made:
    """Make an article a mention by a person’s decision: confirmed, of this kind, held whatever the rules say later.

    Asked twice, it changes nothing the second time and gives the mention as it stands.
    """
    campaign, desk, body = call.campaign, call.desk, call.body
    article = call.store.article_at(body.article) if "/" in body.article else None
    article = article or call.store.article(body.article)
    try:
        action = make_mention(call.store, campaign, article.id, body.kind, desk.who, desk.now, body.note)
    except AlreadyAMention:
        action = None
    made = call.store.mention(mention_id(campaign.id, article.id))
    return Made(mention=mention_value(made), line=lines(call, [action])[0] if action is not None else None)


_EXPLAINED: dict[str, Any] = {
    "url": "https://phare.example/appel",
    "verdict": "stored",
    "happened": "L’article a été lu le mercredi 5 février 2025.",
    "why": "",
    "todo": "Rien : voyez ce qu’il est pour la campagne.",
    "outlet": "phare",
    "article": "a2q7k5r3x4h6d8w2a",
    "title": "Des pêcheurs demandent la fermeture des vannes",
    "campaign": {
        "campaign": "appel",
        "verdict": "nothing",
        "happened": "Ce n’est pas une retombée.",
        "why": "Rien de ce que dit le dossier n’y figure.",
        "todo": "Ajoutez au dossier le nom ou la phrase qui manque.",
        "mention": None,
        "kind": None,
        "queries_missed": [{"query": "vannes", "clause": "« fermeture » NEAR/5 « vannes »"}],
    },
    "remedies": ["alias", "make"],
}

OPERATIONS = (
    Operation(
        "explain", "GET", "/campaigns/{campaign}/explain", Role.REVIEWER, "Finding", "What became of an address",
        explain, Explained, AddressAsked, example=_EXPLAINED,
    ),
    Operation(
        "make_mention", "POST", "/campaigns/{campaign}/mentions", Role.REVIEWER, "Finding",
        "Make an article a mention by hand", make, Made, body=ByHand,
        sent={"article": "https://phare.example/appel", "kind": "related", "note": "Signalée par un partenaire."},
    ),
)  # fmt: skip
