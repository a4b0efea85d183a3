"""What people decide of mentions: the same wish as a form's, with the version on which it rests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from monitor import review
from monitor.review import Wish
from monitor.review.wishes import LONGEST_NOTE, LONGEST_REASON, LONGEST_TAG, MOST_TAGS
from monitor.web.api.journal import in_the_way
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Code, InTheWay, Taken, Value, Version
from monitor.web.pages.journal import telling_of
from storage.model import Decided, MentionKind, ReviewStatus, Role, Salience

MOST_AT_ONCE = 500

Tag = Annotated[str, Field(min_length=1, max_length=LONGEST_TAG)]


class Said(Taken):
    """What is said of a mention: what is not named stays as it is; null takes back what a person said."""

    status: ReviewStatus | None = Field(None, description="Without it the status stays; null does nothing.")
    reject_reason: Annotated[str, Field(max_length=LONGEST_REASON)] | None = Field(
        None, description="Why it is rejected; with it alone, it is."
    )
    kind: MentionKind | None = Field(None, description="null: the machine’s again.")
    salience: Salience | None = Field(None, description="null: the machine’s again.")
    tone: Literal["favourable", "neutral", "critical"] | None = Field(None, description="null: none.")
    starred: bool | None = Field(None, description="At the top of the report.")
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] | None = Field(None, description="null: none.")
    add_tags: Annotated[list[Tag], Field(max_length=MOST_TAGS)] = Field([])
    remove_tags: Annotated[list[Tag], Field(max_length=MOST_TAGS)] = Field([])

    def wish(self) -> Wish:
        """The same as a wish. Null is something that was said, if it stands there."""
        named = self.model_fields_set
        return Wish(
            status=self.status,
            reject_reason=self.reject_reason,
            kind=(self.kind or "") if "kind" in named else None,
            salience=(self.salience or "") if "salience" in named else None,
            tone=(self.tone or "") if "tone" in named else None,
            starred=self.starred,
            note=(self.note or "") if "note" in named else None,
            add_tags=tuple(self.add_tags),
            remove_tags=tuple(self.remove_tags),
        )


class SaidOfOne(Said):
    """What is said of one mention."""

    version: Version = Field(description="Of the mention as it was looked at.")


class Picked(Taken):
    """One mention of many, as it was looked at."""

    id: Code
    version: Version


class SaidOfMany(Said):
    """What is said of many mentions of one campaign, in one action that one undo takes back."""

    mentions: Annotated[list[Picked], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Outcome(Value):
    """What came of it. `action` is its line in the journal; null: it stood so already, and nothing was changed."""

    action: str | None
    sentence: str
    versions: dict[str, int] = Field(description="Of every mention asked for, as it is now.")
    in_the_way: list[InTheWay] = Field(
        description="Mentions that somebody changed otherwise since; they stay as they are."
    )


def decide(call: Call[Asked, SaidOfOne]) -> Outcome:
    """Decide on one mention. Said twice, it changes nothing the second time.

    What others changed since the version given is kept where it is of another part; where it is of the same, nothing is
    changed, and 409 says what is in the way and the version as it is now.
    """
    found = call.desk.mention(call.place("id"))
    return _say(call, call.body.wish(), {found.id: call.body.version})


def decide_many(call: Call[Asked, SaidOfMany]) -> Outcome:
    """Decide on many mentions at once. Those with something in the way stay as they are and are named; the others change.

    Where all of them have, nothing is changed, and the answer is 409.
    """
    versions = {one.id: one.version for one in call.body.mentions}
    campaign = call.campaign.id
    found = call.store.mentions_by_id(versions)
    for place, one in enumerate(call.body.mentions):
        mention = found.get(one.id)
        if mention is None or mention.campaign_id != campaign:
            raise Refused(404, call.words("This campaign has no mention of this id."), f"mentions.{place}.id")
    return _say(call, call.body.wish(), versions)


def _say(call: Call[Any, Any], wish: Wish, versions: Mapping[str, int]) -> Outcome:
    decided = review.say(call.store, wish, versions, call.desk.who, call.desk.now)
    if decided.conflicts and decided.action is None:
        sentence = telling_of(call.desk, []).in_the_way(decided.conflicts)
        raise Refused(
            409, sentence, in_the_way=in_the_way(decided.conflicts), versions=dict(decided.versions)
        )
    return _outcome(call, decided)


def _outcome(call: Call[Any, Any], decided: Decided) -> Outcome:
    action = decided.action
    sentence = call.words("Nothing was changed: it stood so already.")
    if action is not None:
        telling = telling_of(call.desk, [action])
        sentence = f"{telling.what(action)} – {telling.about(action)}"
    return Outcome(
        action=str(action.number) if action is not None else None,
        sentence=sentence,
        versions=dict(decided.versions),
        in_the_way=[InTheWay.model_validate(one) for one in in_the_way(decided.conflicts)],
    )


_DONE: Mapping[str, Any] = {
    "action": "12",
    "sentence": "statut : confirmée – « Des pêcheurs demandent la fermeture des vannes »",
    "versions": {"m2q7k5r3x4h6d8w2a": 2},
    "in_the_way": [],
}


def _operation(name: str, path: str, does: Any, summary: str, body: type[BaseModel], sent: Any) -> Operation:
    return Operation(
        name, "POST", path, Role.REVIEWER, "Mentions", summary, does, Outcome,
        body=body, refuses=(404, 409), example=_DONE, sent=sent,
    )  # fmt: skip


OPERATIONS = (
    _operation(
        "decide", "/mentions/{id}/decision", decide, "Decide on a mention", SaidOfOne,
        {"version": 1, "status": "confirmed", "add_tags": ["littoral"]},
    ),
    _operation(
        "decide_many", "/campaigns/{campaign}/decisions", decide_many, "Decide on many mentions", SaidOfMany,
        {"mentions": [{"id": "m2q7k5r3x4h6d8w2a", "version": 1}], "reject_reason": "homonyme"},
    ),
)  # fmt: skip
