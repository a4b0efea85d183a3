"""The file of a dossier in the journal: changed, taken back, brought back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from monitor.dossier_edit import remove_dossier, save_dossier, write_new_dossier
from monitor.whole_file import FileChanged
from storage.changes import standing
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


def note_and_write_new(store: Store, path: Path, data: bytes, who: str, now: datetime) -> None:
    """Write the file of a new dossier, and keep that in the journal: taken back, the file goes; nothing else does.

    Raises FileExistsError, OSError.
    """
    write_new_dossier(path, data)
    store.record(ActionKind.DOSSIER, path.stem, {"file": ""}, {"file": _text(data)}, who, now)


def step_dossier(
    store: Store, path: Path, backups: Path, base: Action, step: Step, who: str, now: datetime
) -> Stepped:
    """Bring the file back as it was before the action (UNDO) or after it (REDO), unless it changed since.

    A file that somebody changed by hand is in the way, too; it is not known then who did it.
    """
    undoing = step is Step.UNDO
    if base.undone is undoing:
        return Stepped(None, already=True)
    left, target = (base.after, base.before) if undoing else (base.before, base.after)
    lines = store.journal(base.campaign_id, kinds=[ActionKind.DOSSIER], limit=None)[::-1]
    last = standing(lines)[-1] if undoing else lines[-1]
    if undoing and last.base != base.number:
        return Stepped(None, (_by(last),))
    try:
        _turn(path, left["file"].encode(), target["file"].encode(), backups, now)
    except (FileChanged, FileNotFoundError, FileExistsError):
        found = path.read_bytes() if path.is_file() else None
        known = found == last.after["file"].encode()
        return Stepped(None, (_by(last) if known else Conflict(base.campaign_id, "file", None, None),))
    return store.record(base.kind, base.campaign_id, left, target, who, now, step, base.number)


def _turn(path: Path, left: bytes, target: bytes, backups: Path, now: datetime) -> None:
    """One file in the place of another; empty is a dossier that is not there."""
    if not left:
        write_new_dossier(path, target)
    elif not target:
        remove_dossier(path, left, backups, now)
    else:
        save_dossier(path, left, target, backups, now)


def _by(action: Action) -> Conflict:
    return Conflict(action.campaign_id, "file", None, None, action.who, action.at, action.number)


def _text(data: bytes) -> str:
    """The file as text that gives the same bytes again: a mark at its beginning and its line ends stay."""
    return data.decode("utf-8")
