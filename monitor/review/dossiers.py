"""The file of a dossier in the journal: changed, taken back, brought back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from monitor.dossier_edit import FileChanged, save_dossier
from storage.model import Action, ActionKind, Conflict, Step, Stepped
from storage.store import Store


def note_and_save(
    store: Store, path: Path, before: bytes, after: bytes, backups: Path, who: str, now: datetime
) -> Path:
    """Replace the file of a dossier (`dossier_edit.save_dossier`), and keep the change in the journal.

    Returns the copy of the earlier file. The file comes first: should the machine stop in between, the change stands,
    and its copy, without a line in the journal. Raises FileChanged, OSError.
    """
    copy = save_dossier(path, before, after, backups, now)
    store.record(ActionKind.DOSSIER, path.stem, {"file": _text(before)}, {"file": _text(after)}, who, now)
    return copy


def step_dossier(
    store: Store, path: Path, backups: Path, base: Action, step: Step, who: str, now: datetime
) -> Stepped:
    """Bring the file back as it was before the action (UNDO) or after it (REDO), unless it changed since."""
    left, target = (base.after, base.before) if step is Step.UNDO else (base.before, base.after)
    if base.undone is (step is Step.UNDO):
        return Stepped(None, already=True)
    try:
        save_dossier(path, left["file"].encode(), target["file"].encode(), backups, now)
    except (FileChanged, FileNotFoundError):
        return Stepped(None, (_in_the_way(store, path, base),))
    return store.record(base.kind, base.campaign_id, left, target, who, now, step, base.number)


def _in_the_way(store: Store, path: Path, base: Action) -> Conflict:
    """Who made the file what it is now; nobody that we know of where it was changed by hand."""
    found = path.read_bytes() if path.is_file() else None
    for action in store.journal(base.campaign_id, kinds=[ActionKind.DOSSIER], limit=None):
        if found is not None and action.after["file"].encode() == found:
            by = (action.who, action.at, action.number)
            return Conflict(base.campaign_id, "file", None, None, *by)
    return Conflict(base.campaign_id, "file", None, None)


def _text(data: bytes) -> str:
    """The file as text that gives the same bytes again: a mark at its beginning and its line ends stay."""
    return data.decode("utf-8")
