"""Changing `sources.csv` as people keep it: outlets and their sources added, changed, paused, removed; each change undoable.

edit = change(path.read_bytes(), paused(listing))              pure
action = save_sources(store, path, backups, edit, who, now)    written, and kept in the journal
"""

from monitor.sources_edit.changing import (
    BadCells,
    Edit,
    EditRefused,
    FileUnfit,
    Wanted,
    change,
)
from monitor.sources_edit.saving import save_sources, step_sources
from monitor.sources_edit.wishes import (
    FIELDS,
    KINDS,
    NewOutlet,
    added,
    fields_changed,
    new_id,
    one_moved,
    one_removed,
    paused,
    removed,
    sources_added,
)

__all__ = [
    "FIELDS",
    "KINDS",
    "BadCells",
    "Edit",
    "EditRefused",
    "FileUnfit",
    "NewOutlet",
    "Wanted",
    "added",
    "change",
    "fields_changed",
    "new_id",
    "one_moved",
    "one_removed",
    "paused",
    "removed",
    "save_sources",
    "sources_added",
    "step_sources",
]
