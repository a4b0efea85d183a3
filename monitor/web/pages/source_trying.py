"""Sources that are read now because somebody asks: beside the pages, never while another reading is under way."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import Response

from monitor.commands.errors import sentence_of
from monitor.config import ConfigurationInvalid
from monitor.sources_edit.trying import Tried, try_now, try_order
from monitor.web.beside import beside
from monitor.web.desk import Desk
from monitor.wording.words import message

NOTHING = message("There is nothing to try: its sources are paused, or no longer in the list.")
TRYING = message("We are trying it now: what comes of it is shown here.")


def work_key(source_id: str) -> str:
    """Under which key the trying of a source is asked after."""
    return f"try {source_id}"


def try_it(desk: Desk) -> Response:
    """Try the source that the form names, else all of the outlet."""
    outlet_id, named = desk.path["id"], desk.form.text("source", 300)
    loaded, workspace, clock = desk.site.live.loaded, desk.workspace, desk.site.clock
    wanted = [
        source.id
        for listing in loaded.catalogue.listings
        for source in listing.sources
        if listing.outlet.id == outlet_id and not source.paused and named in ("", source.id)
    ]
    if not wanted:
        return desk.refuse(desk.words(NOTHING))
    try:
        order = try_order(desk.store, loaded, wanted, desk.now)
    except ConfigurationInvalid as invalid:
        said = sentence_of(invalid, desk.words)
        return desk.refuse(" ".join(said.sentences) if said is not None else desk.words(NOTHING))

    def work() -> tuple[Tried, datetime]:
        return try_now(workspace, order), clock()

    for source_id in wanted:
        beside(desk.site).begin(desk.site, work_key(source_id), work)
    return desk.go("source", desk.words(TRYING), id=outlet_id)
