"""The dossier that the campaign pages are about: its file as it is, and a change of it on its way to being tried."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.responses import Response

from monitor.config.problems import Problem
from monitor.dossier_edit import CannotEdit
from monitor.dossier_form import checked, edited
from monitor.web.desk import Desk
from monitor.web.drafts import Draft
from monitor.wording.words import message

UNREADABLE = message("The file of the dossier has an error: correct it in its text first.")
BY_HAND = message("This file is written in a way that we cannot change safely. Change it in its text.")
SAME = message("Nothing is changed.")


class NotTried(Exception):
    """A change that cannot be tried; the message is a sentence, `problems` what is wrong with the file it would make."""

    def __init__(self, sentence: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(sentence)
        self.problems = problems


def path_of(desk: Desk) -> Path:
    """The file of the campaign chosen. Raises NoCampaign."""
    return desk.workspace.campaigns / f"{desk.campaign.id}.toml"


def file_of(desk: Desk) -> tuple[bytes, dict[str, Any]]:
    """The file as it is, and its values. Raises NotTried where it cannot be read."""
    try:
        data = path_of(desk).read_bytes()
        return data, tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except (OSError, ValueError, RecursionError) as error:
        raise NotTried(desk.words(UNREADABLE)) from error


def tried_values(
    desk: Desk, before: bytes, wanted: Mapping[str, Any], back: str, texts: Mapping[str, bytes] | None = None
) -> Draft:
    """A draft of the file with these values. Raises NotTried."""
    try:
        after = edited(before, wanted)
    except CannotEdit as error:
        raise NotTried(desk.words(BY_HAND)) from error
    return tried(desk, before, after, back, texts)


def tried(
    desk: Desk, before: bytes, after: bytes, back: str, texts: Mapping[str, bytes] | None = None
) -> Draft:
    """A draft of the file with these bytes. Raises NotTried where they are no dossier, or the same."""
    if after == before:
        raise NotTried(desk.words(SAME))
    try:
        campaign, problems = checked(path_of(desk), after, texts)
    except OSError as error:
        raise NotTried(desk.words(UNREADABLE)) from error
    if campaign is None:
        raise NotTried("", tuple(one for one in problems if one.fatal))
    return Draft(campaign, before, after, back, texts or {})


def to_trial(desk: Desk, draft: Draft) -> Response:
    """To the page that shows the effect of a draft."""
    key = desk.site.drafts.changes.keep(draft.key, draft)
    return desk.go("campaign_trial", key=key, campaign=desk.chosen.id if desk.chosen else None)
