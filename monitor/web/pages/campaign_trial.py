"""A change of a dossier before it is saved: what differs, what it would gain and lose; then one click, undoable."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from starlette.responses import Response

from monitor.dossier_form import differences, lines_between
from monitor.review import note_and_save, note_and_write_new
from monitor.web.desk import Desk
from monitor.web.drafts import Draft
from monitor.web.effects import effect_of
from monitor.web.pages.mention_adding import lists_of
from monitor.web.rematching import match_again
from monitor.whole_file import FileChanged
from monitor.wording.words import message
from storage.model import ActionKind

GONE = message("This change is no longer kept. Go back to the campaign, and make it again.")
CHANGED = message(
    "The dossier was changed meanwhile, and nothing was saved. Go back to the campaign, and make your change again."
)
SAVED = message("The dossier is saved. The archive is judged with it now.")
MADE = message("The campaign is there. The archive is judged with it now.")
SAVED_ELSEWHERE = message(
    "The dossier is saved. Another file of the workspace has an error: it counts once that is corrected."
)
TAKEN = message("There is a campaign of this name already: choose another one.")


def trial(desk: Desk) -> Response:
    """What would differ, and the effect on the archive; nothing is saved. While it is sought the page asks again."""
    draft = desk.site.drafts.changes.get(str(desk.path["key"]))
    if draft is None:
        return desk.refuse(desk.words(GONE), 404)
    effect = effect_of(desk, draft.campaign)
    shown: dict[str, Any] = {
        "draft": draft,
        "effect": effect,
        "lists": lists_of(desk, effect),
        "stale": not _is_current(desk, draft),
    }
    if desk.is_htmx:
        return desk.part("campaign_effect.jinja", **shown)
    before, after = values_of(draft.before), values_of(draft.after)
    return desk.page(
        "campaign_trial.html.jinja",
        differences=differences(before, after, desk.words) if draft.before else [],
        lines=lines_between(draft.before, draft.after),
        **shown,
    )


def save(desk: Desk) -> Response:
    """Save the draft, unless the file is another one meanwhile; the archive is judged anew behind the page."""
    draft = desk.site.drafts.changes.get(str(desk.path["key"]))
    if draft is None:
        return desk.refuse(desk.words(GONE), 404)
    campaign = draft.campaign
    path = _path(desk, draft)
    try:
        if not draft.before and path.exists():
            raise FileExistsError
        _write_texts(path, draft)
        if draft.before:
            backups = desk.workspace.backups
            note_and_save(desk.store, path, draft.before, draft.after, backups, desk.who, desk.now)
        else:
            note_and_write_new(desk.store, path, draft.after, desk.who, desk.now)
    except FileExistsError:
        return desk.refuse(desk.words(CHANGED if draft.before else TAKEN), 409)
    except (FileChanged, FileNotFoundError):
        return desk.refuse(desk.words(CHANGED), 409)
    match_again(desk, campaign.id)
    last = desk.store.journal(campaign.id, who=desk.who, kinds=[ActionKind.DOSSIER], limit=1)
    said = desk.words(SAVED_ELSEWHERE if desk.site.live.trouble else SAVED if draft.before else MADE)
    return desk.go("campaign", said, last[0].number, campaign=campaign.id)


def values_of(data: bytes) -> dict[str, Any]:
    """The values of a file that was read before; none where it is none."""
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        return {}


def _path(desk: Desk, draft: Draft) -> Path:
    return desk.workspace.campaigns / f"{draft.campaign.id}.toml"


def _is_current(desk: Desk, draft: Draft) -> bool:
    try:
        return _path(desk, draft).read_bytes() == draft.before
    except OSError:
        return not draft.before


def _write_texts(path: Path, draft: Draft) -> None:
    """New texts beside the dossier; one that is there with the same words stays. Raises FileExistsError."""
    folder = path.with_suffix("")
    for name, text in draft.texts.items():
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / name
        if target.is_file() and target.read_bytes() == text:
            continue
        with target.open("xb") as out:
            out.write(text)
