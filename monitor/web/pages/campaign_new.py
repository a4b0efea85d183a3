"""A new campaign from a release: paste it, correct what is proposed, see what it finds, and the file is made."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.responses import Response

from monitor.campaigns import FOLDER, read_campaign
from monitor.commands.campaign_new import LABELS
from monitor.config.dossier_form import ID
from monitor.dossier_form.proposed import corrected
from monitor.proposals import Part, Proposal, propose
from monitor.proposals.attachments import AttachmentUnreadable, text_of
from monitor.proposals.writing import dossier_files, proposed_id
from monitor.web.desk import Desk
from monitor.web.drafts import Draft
from monitor.web.pages.campaign_here import to_trial
from monitor.web.pages.campaign_trial import TAKEN
from monitor.wording.words import message

LONGEST = 400_000
GONE = message("This text is no longer kept. Paste it again.")
NOTHING = message("Nothing can be proposed from this text: it has no sentence.")
NO_NAME = message("The short name has small letters without accents, digits and hyphens only.")
NO_WORDS = message("Paste a text, or choose a file.")


def new(desk: Desk) -> Response:
    """Where a release is pasted."""
    return _paste(desk, "", "")


def read(desk: Desk) -> Response:
    """The text, read: to what is proposed from it."""
    upload = desk.form.upload("file")
    pasted = desk.form.raw("text")[:LONGEST]
    try:
        text = text_of(upload.data) if upload is not None else pasted
    except AttachmentUnreadable as error:
        why = desk.words(
            "This file cannot be used: {reason}. Paste its words.", reason=desk.words(error.reason)
        )
        return _paste(desk, pasted, why)
    if not text.strip():
        return _paste(desk, pasted, desk.words(NO_WORDS))
    if not proposal_of(desk, text).choices:
        return _paste(desk, pasted, desk.words(NOTHING))
    key = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    return desk.go("campaign_proposal", key=desk.site.drafts.pasted.keep(key, text))


def proposal(desk: Desk) -> Response:
    """What is proposed, to correct and to strike out."""
    text = _text(desk)
    if text is None:
        return desk.refuse(desk.words(GONE), 404)
    found = proposal_of(desk, text)
    return _form(desk, found, proposed_id(found, _taken(desk.workspace.campaigns)), "", 200)


def make(desk: Desk) -> Response:
    """The dossier as corrected, as a change to be looked at: nothing is written yet."""
    text, words = _text(desk), desk.words
    if text is None:
        return desk.refuse(words(GONE), 404)
    found = proposal_of(desk, text)
    ident = desk.form.text("id", 100)
    if not ID.fullmatch(ident):
        return _form(desk, found, ident, words(NO_NAME), 422)
    if ident in _taken(desk.workspace.campaigns):
        return _form(desk, found, ident, words(TAKEN), 422)
    files = dossier_files(_corrected(desk, found), ident)
    name = f"{ident}.toml"
    texts = {path.partition("/")[2]: data for path, data in files.items() if path != name}
    campaign, problems = read_campaign(ident, files[name], texts, f"{FOLDER}/{name}")
    if campaign is None:
        return _form(desk, found, ident, " ".join(one.what(words) for one in problems if one.fatal), 422)
    back = desk.url("campaign_proposal", key=str(desk.path["key"]))
    return to_trial(desk, Draft(campaign, b"", files[name], back, texts))


def _corrected(desk: Desk, found: Proposal) -> Proposal:
    numbers = {choice.number for choice in found.choices}
    kept = {number for number in numbers if desk.form.flag(f"keep-{number}")}
    typed = {
        (number, name): desk.form.text(f"{name}-{number}", 20_000)
        for number in numbers
        for name in ("text", "domain", "first", "last", "aliases", "acronyms", "sites")
        if f"{name}-{number}" in desk.form
    }
    return corrected(found, kept, typed)


def proposal_of(desk: Desk, text: str) -> Proposal:
    """What this text suggests, with the sites of the outlets that we know."""
    outlets = {outlet.name: outlet.domain for outlet, _ in desk.loaded.catalogue.entries}
    return propose(text, desk.now.date(), outlets)


def _text(desk: Desk) -> str | None:
    return desk.site.drafts.pasted.get(str(desk.path["key"]))


def _taken(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.toml")} | {path.name for path in folder.glob("*/")}


def _paste(desk: Desk, pasted: str, refused: str) -> Response:
    return desk.page("campaign_new.html.jinja", 422 if refused else 200, pasted=pasted, refused=refused)


def _form(desk: Desk, found: Proposal, ident: str, refused: str, status: int) -> Response:
    form = desk.form

    def typed(name: str, number: int, usual: str) -> str:
        return form.text(f"{name}-{number}", 20_000) if desk.method == "POST" else usual

    def kept(number: int) -> bool:
        return form.flag(f"keep-{number}") if desk.method == "POST" else True

    return desk.page(
        "campaign_proposal.html.jinja",
        status,
        found=found,
        parts=[(part, LABELS[part]) for part in Part if found.of(part)],
        ident=ident,
        refused=refused,
        typed=typed,
        kept=kept,
    )
