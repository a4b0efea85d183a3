"""A list of addresses with their answers: a few of them whole, many as a table; answered a bit at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from monitor.explain.saying import Telling
from monitor.missed.doctor import Doctor
from monitor.missed.groups import HEADING, Group, summary
from monitor.missed.lists import ClipList, Lists, Row
from monitor.missed.reading import MOST
from monitor.missed.working import answered
from monitor.web.csv_file import csv_bytes
from monitor.web.desk import Desk
from monitor.web.live import version
from monitor.web.pages.missed_cases import case_of, doctor_of, next_look, telling_of
from monitor.web.pages.missed_reading import STAGE, reading_of, readings_of
from monitor.wording import LANGUAGES, Words
from storage.errors import NotStored

WHOLE = 8
"""A list of no more addresses is shown with each answer whole."""

SECONDS = 0.6
"""So long a request works on the answers before it shows what there is."""

OPEN_ROWS = 50
"""Rows of one group that are not folded."""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one group; `readable` are the addresses whose pages may be read now."""

    group: Group
    heading: str
    rows: tuple[Row, ...]
    readable: tuple[str, ...]


def show_list(desk: Desk) -> Response:
    """The list as far as it is answered; the rest is answered while the page asks for itself again."""
    kept, desk = _at_hand(desk)
    doctor = doctor_of(desk)
    kept = work_on(desk, doctor, kept)
    whole = len(kept.rows) <= WHOLE
    readings = readings_of(desk.site.live)
    read = [one.url for one in kept.rows if one.reads]
    found = [one for one in (reading_of(desk, readings, url) for url in read) if one is not None]
    under_way = next((one for one in found if one.is_under_way or one.is_put_off), None)
    waits = bool(kept.due(version(desk))) or under_way is not None
    return desk.page(
        "missed_list.html.jinja",
        list=kept,
        cases=[case_of(desk, doctor.answer(row.url)) for row in kept.rows] if whole else [],
        sections=sections(desk.words, kept.rows),
        summary=summary(desk.words, [row.group for row in kept.rows if row.group is not None]),
        waits=waits,
        look=next_look(desk) if waits else None,
        reading=under_way,
        stages=STAGE,
        most=MOST,
        open_rows=OPEN_ROWS,
    )


def list_csv(desk: Desk) -> Response:
    """The list with its answers, for Excel; what has none yet is answered first."""
    kept, desk = _at_hand(desk)
    kept = work_on(desk, doctor_of(desk), kept, whole=True)
    words, language = desk.words, desk.words.language
    heads = [words("Address"), words("Outlet"), words("Title"), words("What happened"), words("Why")]
    rows = [
        [row.url, row.outlet, row.title, row.happened.get(language, ""), row.why.get(language, "")]
        for row in kept.rows
    ]
    data = csv_bytes([heads, *rows], language)
    return desk.download(data, f"retombees-{kept.at:%Y-%m-%d}.csv", "text/csv; charset=utf-8")


def work_on(desk: Desk, doctor: Doctor, kept: ClipList, whole: bool = False) -> ClipList:
    """The list with the answers that there was time for; `whole` takes the time for all."""
    seen = version(desk)
    if not kept.due(seen, passing=True):
        return kept
    worked = answered(kept, doctor, seen, _tellings(desk), _has_time(whole))
    Lists(desk.workspace.root).save(worked)
    return worked


def sections(words: Words, rows: Sequence[Row]) -> list[Section]:
    """The rows that have an answer, by group."""
    found = []
    for group in Group:
        own = tuple(row for row in rows if row.group is group)
        if own:
            readable = tuple(row.url for row in own if row.reads)
            found.append(Section(group, words(HEADING[group]), own, readable))
    return found


def _at_hand(desk: Desk) -> tuple[ClipList, Desk]:
    """The list that the address names, and the desk of its campaign. Raises NotStored."""
    kept = Lists(desk.workspace.root).find(desk.path["id"])
    own = [one for one in desk.loaded.campaigns if kept is not None and one.id == kept.campaign_id]
    if kept is None or not own:
        raise NotStored("list", desk.path["id"])
    return kept, replace(desk, chosen=own[0])


def _tellings(desk: Desk) -> dict[str, Telling]:
    zone = telling_of(desk).zone
    return {language: Telling(Words(language), zone) for language in LANGUAGES}


def _has_time(whole: bool) -> Callable[[], bool]:
    until = time.monotonic() + SECONDS
    return lambda: whole or time.monotonic() < until
