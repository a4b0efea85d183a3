"""What people add: a page that is to be read now, an entry by hand of what no page gives."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from pydantic import Field

from monitor.byhand import Typed, alike, enter_by_hand, known_outlets, understand
from monitor.explain.files import is_address
from monitor.missed.doctor import Doctor
from monitor.missed.fetching import Stage
from monitor.review.wishes import LONGEST_NOTE
from monitor.web.api.journal import Line, lines
from monitor.web.api.mention_values import MentionValue, mention_value
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Code, Taken, Value
from monitor.web.pages.missed_reading import (
    STAGE,
    begin_reading,
    page_to_read,
    readings_of,
    why_nothing_is_read,
)
from storage.errors import AlreadyAMention
from storage.identity import MAX_URL, article_id
from storage.model import HAND, MentionKind, Role

Short = Annotated[str, Field(max_length=300)]


class PageToRead(Taken):
    """A page that is to be read."""

    url: Annotated[str, Field(min_length=1, max_length=MAX_URL)]


class Entry(Taken):
    """An article that no page gives: print, radio, television, a page that may not be read."""

    outlet: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="Its name; a new outlet is made where none has it."
    )
    outlet_kind: Short = ""
    title: Annotated[str, Field(min_length=1, max_length=500)]
    authors: Annotated[list[Short], Field(max_length=20)] = Field([])
    day: Short = Field("", description="2025-02-05; empty: not known.")
    time: Short = Field("", description="07:30, in the campaign’s zone.")
    words: Annotated[str, Field(max_length=20_000)] = Field("", description="Quoted, or a summary.")
    programme: Short = Field("", description="The page of a paper, the programme of a station.")
    address: Annotated[str, Field(max_length=MAX_URL)] = ""
    organisations: Annotated[list[Code], Field(max_length=50)] = Field([], description="Named in it, by id.")
    kind: MentionKind
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    key: Annotated[str, Field(max_length=40)] = Field(
        "",
        description="Of this entry, by the program’s choice (letters, figures, - _): the same again enters nothing.",
    )
    anyway: bool = Field(False, description="Although an article like it is there already.")


class PageReading(Value):
    """How far the reading of a page is: `explain` tells it too, and what came of it."""

    stage: Stage
    sentence: str


class Entered(Value):
    """The mention that an entry became, and the line of the journal that takes it back."""

    mention: MentionValue
    line: Line | None = Field(description="null: it was entered already, and nothing was changed.")


def read_page(call: Call[Asked, PageToRead]) -> PageReading:
    """Have a page read now, then judged. It obeys all that a reading obeys; what is forbidden is not read: 409.

    It goes on behind the answer. Asked again while it is under way, it tells how far it is.
    """
    campaign, desk, url = call.campaign, call.desk, call.body.url.strip()
    if not is_address(url):
        raise Refused(422, call.words("This is not the address of a page (https://…)."), "url")
    trouble = why_nothing_is_read(desk)
    if trouble:
        raise Refused(409, trouble)
    page = page_to_read(Doctor(call.store, desk.loaded, campaign).answer(url))
    if page is None:
        raise Refused(409, call.words("This page was read already, or may not be read by a program."), "url")
    readings = readings_of(desk.site.live)
    made = readings.ask([page])
    if made is not None:
        begin_reading(desk, readings, made)
    found = readings.of([page[1]])
    stage = found.stage if found is not None else Stage.ASKED
    return PageReading(stage=stage, sentence=call.words(STAGE[stage]) if stage in STAGE else "")


def enter(call: Call[Asked, Entry]) -> Entered:
    """Enter an article by hand: a confirmed mention at once. Where one like it is there already: 409, unless `anyway`.

    A proof (a scan, a recording) is added on the page of the mention.
    """
    campaign, desk, body = call.campaign, call.desk, call.body
    typed = Typed(
        key=body.key or secrets.token_urlsafe(12), outlet=body.outlet, outlet_kind=body.outlet_kind,
        title=body.title, authors=", ".join(body.authors), day=body.day, time=body.time, words=body.words,
        programme=body.programme, address=body.address, organisations=tuple(body.organisations),
    )  # fmt: skip
    outlets = known_outlets(call.store, (one for one, _ in desk.loaded.catalogue.entries))
    organisations = [one.id for one in campaign.organisations]
    found = understand(typed, outlets, organisations, campaign.language, campaign.zone, desk.now)
    if found.draft is None:
        name, sentence = next(iter(found.wrong.items()))
        raise Refused(422, call.words(sentence), name)
    itself = article_id(f"{HAND}\n{found.draft.key}")
    same = [one for one in alike(call.store, found.draft) if one.id != itself]
    if same and not body.anyway:
        there = call.words(
            "“{title}” may be the same: say “anyway” to enter this one too.", title=same[0].title[:120]
        )
        raise Refused(409, there, "anyway")
    try:
        action = enter_by_hand(call.store, campaign, found.draft, body.kind, desk.who, desk.now, body.note)
    except AlreadyAMention as error:
        return Entered(mention=mention_value(call.store.mention(error.mention_id)), line=None)
    except ValueError as error:
        raise Refused(409, call.words("An article of the archive has this address."), "address") from error
    made = call.store.mention(next(iter(action.after)))
    return Entered(mention=mention_value(made), line=lines(call, [action])[0])


_ENTRY: dict[str, Any] = {
    "outlet": "Radio des Marées", "title": "Le journal de 7 heures", "day": "2025-02-05", "time": "07:00",
    "programme": "Le journal", "words": "« Les rivages ne sont pas à vendre », dit le Collectif Rivage.",
    "organisations": ["rivage"], "kind": "citation", "key": "journal-0502-7h",
}  # fmt: skip

OPERATIONS = (
    Operation(
        "read_page", "POST", "/campaigns/{campaign}/pages", Role.REVIEWER, "Finding", "Have a page read now",
        read_page, PageReading, body=PageToRead, refuses=(409,), sent={"url": "https://phare.example/appel"},
        example={"stage": "asked", "sentence": "La page est la prochaine à être lue."},
    ),
    Operation(
        "enter", "POST", "/campaigns/{campaign}/entries", Role.REVIEWER, "Finding", "Enter an article by hand", enter,
        Entered, body=Entry, refuses=(409,), sent=_ENTRY,
    ),
)  # fmt: skip
