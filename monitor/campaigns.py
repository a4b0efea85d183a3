"""Campaign dossiers: `campaigns/<id>.toml` and its texts -> `Campaign`, or everything that is wrong with them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from monitor import dossier
from monitor.config.dossier_form import ID, DocumentForm, DossierForm
from monitor.config.positions import Positions
from monitor.config.problems import ConfigurationInvalid, Problem, shown
from monitor.config.toml import read_toml
from monitor.query_problems import query_problems
from monitor.wording.words import message

FOLDER = "campaigns"
MAX_TEXT_BYTES = 500_000
TEXT_ENDINGS = (".md", ".txt")
NOT_MATCHED = frozenset({"digest", "payload", "recipients"})
"""Fields of a campaign that decide nothing about its mentions."""


def load_campaigns(folder: Path) -> tuple[tuple[dossier.Campaign, ...], list[Problem]]:
    """Every dossier of a workspace's `campaigns` folder that can be used, by id, and all that is wrong in any."""
    campaigns, problems = [], []
    for path in sorted(folder.glob("*.toml")):
        campaign, found = _load(path)
        problems += found
        if campaign is not None:
            campaigns.append(campaign)
    return tuple(campaigns), problems


def load_campaign(path: Path) -> dossier.Campaign:
    """One dossier. Raises ConfigurationInvalid with all its problems."""
    campaign, problems = _load(path)
    if campaign is None:
        raise ConfigurationInvalid(problems)
    return campaign


def _load(path: Path) -> tuple[dossier.Campaign | None, list[Problem]]:
    file = f"{FOLDER}/{path.name}"
    try:
        data = path.read_bytes()
        texts = {
            text.name: text.read_bytes()
            for text in sorted(path.with_suffix("").glob("*"))
            if text.suffix in TEXT_ENDINGS and text.is_file() and text.stat().st_size <= MAX_TEXT_BYTES
        }
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return None, [Problem(file, message("This file cannot be read ({reason})."), {"reason": reason})]
    return read_campaign(path.stem, data, texts, file)


def read_campaign(
    campaign_id: str, data: bytes, texts: Mapping[str, bytes], file: str
) -> tuple[dossier.Campaign | None, list[Problem]]:
    """A dossier from the bytes of its files; `texts` by file name. No campaign where a problem is fatal."""
    if not ID.fullmatch(campaign_id):
        text = message(
            "“{name}” cannot be the name of a dossier: small letters without accents, digits and hyphens only."
        )
        return None, [Problem(file, text, {"name": shown(campaign_id)})]
    form, lines, problems = read_toml(file, data, DossierForm)
    if form is None:
        return None, problems
    problems += _ids(form, lines, file)
    documents = []
    for index, document in enumerate(form.documents):
        body, found = _text(document, texts, f"{file.removesuffix('.toml')}/")
        where = lines.line(("documents", index, "text_file"))
        problems += [dataclasses.replace(p, file=file, line=where, key="text_file") for p in found]
        documents.append(document.value(body))
    campaign = form.value(campaign_id, tuple(documents))
    problems += query_problems(campaign.queries, lines, file)
    if any(problem.fatal for problem in problems):
        return None, problems
    return _stamped(campaign), problems


def _ids(form: DossierForm, lines: Positions, file: str) -> list[Problem]:
    """An id that stands twice (evidence could not say which of the two it is about), or that leads nowhere."""
    problems = []
    for part in ("documents", "organisations", "rivals"):
        seen: set[str] = set()
        for index, thing in enumerate(getattr(form, part)):
            if thing.id in seen:
                text = message("The id “{id}” is taken already. Give each one its own.")
                line = lines.line((part, index, "id"))
                problems.append(Problem(file, text, {"id": thing.id}, line, "id"))
            seen.add(thing.id)
    known = {organisation.id for organisation in form.organisations}
    for index, recipient in enumerate(form.recipients):
        if recipient.organisation and recipient.organisation not in known:
            text = message("No organisation of this dossier has the id “{id}”.")
            line = lines.line(("recipients", index, "organisation"))
            problems.append(Problem(file, text, {"id": recipient.organisation[:80]}, line, "organisation"))
    return problems


def _text(document: DocumentForm, texts: Mapping[str, bytes], folder: str) -> tuple[str, list[Problem]]:
    """The body of a document from its file, and what is wrong with it (its place is the caller's)."""
    name = document.text_file
    if not name:
        return "", []
    if name not in texts:
        what = message("The file “{name}” is not in the folder {folder} (or is larger than {size} kB).")
        return "", [Problem("", what, {"name": name, "folder": folder, "size": MAX_TEXT_BYTES // 1000})]
    try:
        body = texts[name].decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        what = message(
            "The file “{name}” is not saved as UTF-8. In the editor, choose “Save as” and the encoding UTF-8."
        )
        return "", [Problem("", what, {"name": name})]
    headings = {line.lstrip("#").strip() for line in body.split("\n") if line.startswith("#")}
    what = message(
        "The text “{name}” has no heading “{heading}”: its section cannot be left out of comparisons."
    )
    return body, [
        Problem("", what, {"name": name, "heading": heading}, fatal=False)
        for heading in document.boilerplate
        if heading not in headings
    ]


def _stamped(campaign: dossier.Campaign) -> dossier.Campaign:
    """The campaign with its payload (JSON, keys sorted) and the digest of it.

    Recipients are left out: who gets a report changes no mention, and no address of theirs enters the archive so.
    """
    content = {k: v for k, v in dataclasses.asdict(campaign).items() if k not in NOT_MATCHED}
    payload = json.dumps(content, ensure_ascii=False, sort_keys=True, default=lambda when: when.isoformat())
    return dataclasses.replace(campaign, payload=payload, digest=hashlib.sha256(payload.encode()).hexdigest())
