"""Every state that a dossier had: from the journal, the earlier files that are kept, and the archive. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from storage.model import Action, DossierState


@dataclass(frozen=True, slots=True)
class State:
    """One state. `since` is None where it is not known from when on it held, `who` empty where nobody is known.

    `data` is the file; where only the archive knows the state there is none, and `payload` is what the file said.
    """

    mark: str
    since: datetime | None
    who: str
    data: bytes | None
    payload: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """A state and where it stands in time: until when, or from when on, it is known to have held."""

    at: datetime
    state: State


def states_of(
    current: bytes,
    changed_at: datetime,
    actions: Sequence[Action],
    earlier: Iterable[tuple[datetime, bytes]],
    archive: Sequence[DossierState],
    digest_of: Callable[[bytes], str | None],
) -> list[State]:
    """The states of a dossier, the latest first; the first of the list is the file as it is.

    `actions` are its lines of the journal, the latest first; `earlier` the files kept with the time until which each
    held; `changed_at` when the file was written; `digest_of` the digest that the archive gives to a file.
    """
    placed = list(_of_journal(actions[::-1]))
    known = {one.state.data for one in placed}
    for until, data in sorted(earlier, key=lambda one: one[0]):
        if data not in known and data:
            known.add(data)
            placed.append(_Placed(until, _state(data, None, "")))
    if not actions or actions[0].after["file"].encode() != current:
        known.add(current)
        last = max((one.at for one in placed), default=changed_at)
        placed.append(_Placed(max(changed_at, last), _state(current, None, "")))
    placed.sort(key=lambda one: one.at)
    found = _with_archive(placed, archive, digest_of)
    states = [one.state for one in found if one.state.data != b""][::-1]
    return _current_first(states, current, changed_at)


def mark_of(data: bytes) -> str:
    """What tells one file from all others."""
    return hashlib.sha256(data).hexdigest()[:24]


def _state(data: bytes, since: datetime | None, who: str) -> State:
    return State(mark_of(data), since, who, data)


def _of_journal(actions: Sequence[Action]) -> Iterable[_Placed]:
    """What each line made of the file; and what stood before where that came from elsewhere."""
    last: bytes | None = None
    for one in actions:
        before, after = one.before["file"].encode(), one.after["file"].encode()
        if one.at is None:  # only in archives of the first release, which had no dossiers in its journal
            continue
        if before != last and before:
            yield _Placed(one.at, _state(before, None, ""))
        yield _Placed(one.at, _state(after, one.at, one.who))
        last = after


def _with_archive(
    placed: Sequence[_Placed], archive: Sequence[DossierState], digest_of: Callable[[bytes], str | None]
) -> list[_Placed]:
    """What the archive knows: since when a file held, and states of which no file is kept."""
    digests = {one.state.mark: digest_of(one.state.data) for one in placed if one.state.data}
    by_digest = {one.digest: one for one in archive}
    found: list[_Placed] = []
    for one in placed:
        known = by_digest.get(digests.get(one.state.mark) or "")
        if one.state.since is None and known is not None and known.at <= one.at:
            found.append(_Placed(one.at, replace(one.state, since=known.at)))
        else:
            found.append(one)
    kept = set(digests.values())
    for state in archive:
        if state.digest not in kept:
            only = State(f"v{state.version}", state.at, "", None, state.payload)
            found.append(_Placed(state.at, only))
    return sorted(found, key=lambda one: one.at)


def _current_first(states: list[State], current: bytes, changed_at: datetime) -> list[State]:
    """The file as it is marked, and at the head of the list."""
    at = next((number for number, one in enumerate(states) if one.data == current), None)
    if at is None:
        return states
    now = replace(states[at], current=True, since=states[at].since or changed_at)
    return [now, *states[:at], *states[at + 1 :]]
