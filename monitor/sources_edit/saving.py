"""Writing `sources.csv`: whole or not at all, the earlier file kept, the change in the journal, taken back from there."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.sources_edit.changing import Cells, Edit, EditRefused, change, opened
from monitor.whole_file import FileChanged, copy_unchanged, write_whole
from storage.catalogue import read_catalogue
from storage.model import Action, ActionKind, Conflict, Step, Stepped
from storage.store import Store

_ONE_AT_A_TIME = threading.Lock()


def save_sources(
    store: Store, path: Path, backups: Path, edit: Edit, who: str, now: datetime
) -> Action | None:
    """Write the file, tell the archive what is listed now, and keep the change in the journal.

    None where nothing differs. The earlier file is copied into `backups` first. The file comes before the journal: should
    the machine stop in between, the change stands, and its copy, without a line in the journal. Raises FileChanged where the file is no
    longer what the edit was made of, and OSError; nothing is written then.
    """
    if edit.is_empty:
        return None
    _write(path, backups, edit, now)
    before, after = _kept(edit.before, edit), _kept(edit.after, edit)
    recorded = store.record(ActionKind.SOURCES, "", before, after, who, now)
    store.put_catalogue(read_catalogue(edit.new).entries)
    return recorded.action


def step_sources(
    store: Store, path: Path, backups: Path, base: Action, step: Step, who: str, now: datetime
) -> Stepped:
    """Bring the rows back as they were before the action (UNDO) or after it (REDO), unless they changed since.

    Rows and cells that the action did not change are left as they are now.
    """
    undoing = step is Step.UNDO
    if base.undone is undoing:
        return Stepped(None, already=True)
    left, target = (base.after, base.before) if undoing else (base.before, base.after)
    try:
        data = path.read_bytes()
        in_the_way = _in_the_way(store, data, left["outlets"], target["outlets"])
        if in_the_way:
            return Stepped(None, in_the_way)
        edit = change(data, target["outlets"], target.get("places", {}))
        _write(path, backups, edit, now)
    except (EditRefused, FileChanged, FileNotFoundError):
        return Stepped(None, (Conflict(next(iter(left["outlets"]), ""), "list", None, None),))
    stepped = store.record(base.kind, "", left, target, who, now, step, base.number)
    store.put_catalogue(read_catalogue(edit.new).entries)
    return stepped


def _kept(outlets: Mapping[str, Cells | None], edit: Edit) -> dict[str, Any]:
    """One side of a change as the journal keeps it."""
    return {"outlets": dict(outlets), "places": dict(edit.places)}


def _in_the_way(
    store: Store, data: bytes, left: Mapping[str, Cells | None], target: Mapping[str, Cells | None]
) -> tuple[Conflict, ...]:
    """What is not as the change left it. Of a row that is to go, every cell counts."""
    sheet = opened(data)[1]
    found = []
    for outlet_id, cells in left.items():
        now = sheet.cells(outlet_id) if outlet_id in sheet.places else None
        if now is None or cells is None:
            differ = [] if now is cells else ["row"]
        else:
            names = {*cells, *now} if target[outlet_id] is None else set(cells)
            differ = sorted(name for name in names if now.get(name, "") != cells.get(name, ""))
        found += [_conflict(store, outlet_id, name) for name in differ[:1]]
    return tuple(found)


def _conflict(store: Store, outlet_id: str, column: str) -> Conflict:
    """Who changed it last, where that came through the journal."""
    for one in store.journal("", kinds=[ActionKind.SOURCES], limit=200):
        if outlet_id in one.after["outlets"]:
            return Conflict(outlet_id, "list", None, column, one.who, one.at, one.number)
    return Conflict(outlet_id, "list", None, column)


def _write(path: Path, backups: Path, edit: Edit, now: datetime) -> None:
    """Raises FileChanged, OSError."""
    with _ONE_AT_A_TIME:
        copy_unchanged(path, edit.old, backups, now)
        write_whole(path, edit.new)
