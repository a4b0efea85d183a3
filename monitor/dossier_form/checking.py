"""A dossier's file that is not saved yet, read as it would be: the campaign, and all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from monitor.campaigns import FOLDER, MAX_TEXT_BYTES, TEXT_ENDINGS, read_campaign
from monitor.config.problems import Problem
from monitor.dossier import Campaign


def texts_beside(path: Path) -> dict[str, bytes]:
    """The texts of a dossier by file name. Raises OSError."""
    return {
        text.name: text.read_bytes()
        for text in sorted(path.with_suffix("").glob("*"))
        if text.suffix in TEXT_ENDINGS and text.is_file() and text.stat().st_size <= MAX_TEXT_BYTES
    }


def checked(
    path: Path, data: bytes, more: Mapping[str, bytes] | None = None
) -> tuple[Campaign | None, tuple[Problem, ...]]:
    """The dossier at `path` were these its bytes, and the texts in `more` beside it; no campaign where it cannot be used.

    The problems stand in the order of their lines. Raises OSError.
    """
    texts = {**texts_beside(path), **(more or {})}
    campaign, problems = read_campaign(path.stem, data, texts, f"{FOLDER}/{path.name}")
    return campaign, tuple(sorted(problems, key=lambda one: one.line or 0))


def free_text_name(path: Path, ident: str) -> str:
    """A name for a text of a dossier under which there is none yet: texts are never overwritten."""
    taken = {one.name for one in path.with_suffix("").glob("*")}
    name, number = f"{ident}.md", 2
    while name in taken:
        name, number = f"{ident}-{number}.md", number + 1
    return name
