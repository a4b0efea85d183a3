"""Every version of the dossier: when, by whom, what differs; and the way back to any of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.campaigns import read_campaign
from monitor.dossier_edit import earlier_files
from monitor.dossier_form import Difference, differences, lines_between, texts_beside
from monitor.dossier_form.from_payload import values_of_payload
from monitor.dossier_form.states import State, states_of
from monitor.web.desk import Desk
from monitor.web.pages.campaign_here import NotTried, file_of, path_of, to_trial, tried, tried_values
from monitor.web.pages.campaign_trial import values_of
from monitor.wording.outside import clean
from storage.model import ActionKind, Role

SHOWN = 40
TOLD = 3
"""Differences of one line; the others are counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """One version in the list. `told` differs from the version before it; `more` are left out."""

    state: State
    who: str
    told: tuple[Difference, ...]
    more: int


def versions(desk: Desk) -> Response:
    """The versions, the latest first."""
    states = states_here(desk)
    names = {one.login: one.name for one in desk.store.accounts()}
    values = [_values(desk, one) for one in states[: SHOWN + 1]]
    rows = []
    for at, state in enumerate(states[:SHOWN]):
        told = _differences(desk, values[at + 1], values[at]) if at + 1 < len(values) else []
        who = clean(names.get(state.who, state.who), 60)
        rows.append(Row(state, who, tuple(told[:TOLD]), max(0, len(told) - TOLD)))
    return desk.page("campaign_versions.html.jinja", rows=rows, more=max(0, len(states) - SHOWN))


def version(desk: Desk) -> Response:
    """One version: what would differ if one went back to it."""
    state = _asked(desk)
    now = _values(desk, states_here(desk)[0])
    lines = []
    if state.data is not None and desk.may(Role.ADMINISTRATOR):
        lines = lines_between(path_of(desk).read_bytes(), state.data)
    names = {one.login: one.name for one in desk.store.accounts()}
    return desk.page(
        "campaign_version.html.jinja",
        state=state,
        who=clean(names.get(state.who, state.who), 60),
        differences=_differences(desk, now, _values(desk, state)),
        lines=lines,
    )


def back_to(desk: Desk) -> Response:
    """A version brought back, as a change to be looked at: going back is a new version, and is undone like any."""
    state = _asked(desk)
    back = desk.url("campaign_version", mark=state.mark)
    try:
        before, values = _before(desk, state)
        if state.data is not None:
            return to_trial(desk, tried(desk, before, state.data, back))
        wanted, texts = values_of_payload(state.payload, values, texts_beside(path_of(desk)))
        return to_trial(desk, tried_values(desk, before, wanted, back, texts))
    except NotTried as refused:
        said = [one.what(desk.words) for one in refused.problems]
        return desk.refuse(" ".join([str(refused), *said]).strip(), 409)


def states_here(desk: Desk) -> list[State]:
    """All states of the dossier of the campaign, the latest first."""
    path, campaign_id = path_of(desk), desk.campaign.id
    try:
        current = path.read_bytes()
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise HTTPException(404) from error
    actions = desk.store.journal(campaign_id=campaign_id, kinds=[ActionKind.DOSSIER], limit=None)
    earlier = [
        (one.until, one.path.read_bytes()) for one in earlier_files(campaign_id, desk.workspace.backups)
    ]

    texts = tuple(sorted(texts_beside(path).items()))
    archive = desk.store.dossier_states(campaign_id)
    return states_of(
        current, changed_at, actions, earlier, archive, lambda data: _digest(campaign_id, data, texts)
    )


@lru_cache(maxsize=1_000)
def _digest(campaign_id: str, data: bytes, texts: tuple[tuple[str, bytes], ...]) -> str | None:
    """The digest that the archive gives to a file; None where it is no dossier."""
    campaign, _ = read_campaign(campaign_id, data, dict(texts), "")
    return campaign.digest if campaign is not None else None


def _asked(desk: Desk) -> State:
    mark = str(desk.path["mark"])
    found = next((one for one in states_here(desk) if one.mark == mark), None)
    if found is None:
        raise HTTPException(404)
    return found


def _before(desk: Desk, state: State) -> tuple[bytes, Mapping[str, Any]]:
    """The file as it is; one with errors can be left for a version that is a whole file."""
    try:
        return file_of(desk)
    except NotTried:
        if state.data is None:
            raise
        return path_of(desk).read_bytes(), {}


def _values(desk: Desk, state: State) -> dict[str, Any]:
    if state.data is not None:
        return values_of(state.data)
    try:
        current = values_of(path_of(desk).read_bytes())
        return values_of_payload(state.payload, current, texts_beside(path_of(desk)))[0]
    except (OSError, ValueError, KeyError):
        return {}


def _differences(desk: Desk, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    return differences(before, after, desk.words, desk.may(Role.ADMINISTRATOR))
