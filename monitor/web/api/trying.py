"""Sources read now because a program asks: behind the answer, never while another reading is under way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from monitor.commands.errors import sentence_of
from monitor.config import ConfigurationInvalid
from monitor.sources_edit.trying import Tried, try_now, try_order
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.sources import Which
from monitor.web.api.values import Asked, Value
from monitor.web.beside import Work, beside
from monitor.web.pages.source_changes import NOT_HERE
from monitor.web.pages.source_trying import NOTHING, work_key
from monitor.web.sources_words import TRIED
from storage.model import Role


class TryValue(Value):
    """How far the trying of one source is. `came_of` is null while it is under way."""

    source: str
    under_way: bool
    came_of: Tried | None
    sentence: str


class Trying(Value):
    """The sources that are tried; how each fared stands with the source then."""

    sources: list[TryValue] = Field(description="Empty: none was tried of late.")


def begin(call: Call[Asked, Which]) -> Trying:
    """Read the lists of these sources of an outlet now; none named: all that are not paused."""
    desk, named = call.desk, set(call.body.sources)
    loaded, workspace, clock = desk.site.live.loaded, desk.workspace, desk.site.clock
    wanted = [one for one in _of(call, paused=False) if not named or one in named]
    if not wanted:
        raise Refused(409, call.words(NOTHING), "sources")
    try:
        order = try_order(call.store, loaded, wanted, desk.now)
    except ConfigurationInvalid as invalid:
        said = sentence_of(invalid, call.words)
        raise Refused(409, " ".join(said.sentences) if said is not None else "") from invalid

    def work() -> tuple[Tried, datetime]:
        return try_now(workspace, order), clock()

    for source_id in wanted:
        beside(desk.site).begin(desk.site, work_key(source_id), work)
    return _trying(call, wanted)


def state(call: Call[Asked, None]) -> Trying:
    """How far the trying of an outlet’s sources is."""
    return _trying(call, _of(call, paused=True))


def _of(call: Call[Any, Any], paused: bool) -> list[str]:
    """The sources of the outlet; `paused`: those that are, too. Raises Refused."""
    listings = call.desk.site.live.loaded.catalogue.listings
    listing = next((one for one in listings if one.outlet.id == call.place("id")), None)
    if listing is None:
        raise Refused(404, call.words(NOT_HERE), "id")
    return [one.id for one in listing.sources if paused or not one.paused]


def _trying(call: Call[Any, Any], sources: list[str]) -> Trying:
    kept = ((one, beside(call.desk.site).of(work_key(one))) for one in sources)
    return Trying(sources=[_value(call, one, work) for one, work in kept if work is not None])


def _value(call: Call[Any, Any], source: str, work: Work[tuple[Tried, datetime]]) -> TryValue:
    came_of = work.result[0] if work.result is not None else (Tried.BROKEN if work.failed else None)
    sentence = call.words(TRIED[came_of]) if came_of in TRIED and came_of is not None else ""
    return TryValue(source=source, under_way=not work.done, came_of=came_of, sentence=sentence)


_TRYING = {"sources": [{"source": "s4k2m7q3x5h6d8w2a", "under_way": True, "came_of": None, "sentence": ""}]}

OPERATIONS = (
    Operation(
        "try_sources", "POST", "/sources/{id}/try", Role.ADMINISTRATOR, "Sources", "Read sources now", begin, Trying,
        body=Which, refuses=(404, 409), example=_TRYING, sent={"sources": []},
    ),
    Operation(
        "trying", "GET", "/sources/{id}/try", Role.READER, "Sources", "How far that is", state, Trying, example=_TRYING,
    ),
)  # fmt: skip
