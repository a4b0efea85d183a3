"""One headline, quote, alias or address more in a dossier's file. Pure: bytes go in, bytes come out.

AdditionRefused     nothing was added
├── AlreadyThere    the dossier has it, in whatever typography
├── NotThisOne      which text or which organisation is meant is not known; `known` are those there are
└── CannotEdit      the file is written in a way that only a person can change
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from monitor.config.positions import positions
from monitor.matching.addresses import bare_address
from monitor.matching.folding import fold, fold_words

_LONGEST_ACRONYM = 6
_BOM = "\ufeff"


class What(StrEnum):
    """What can be added."""

    HEADLINE = "headline"
    QUOTE = "quote"
    ALIAS = "alias"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Addition:
    """What to add, and where: `document` and `organisation` are ids, "" for the first text, or the only organisation.

    `language` is that of a quote, "" for its document's.
    """

    what: What
    text: str
    document: str = ""
    organisation: str = ""
    language: str = ""


class AdditionRefused(Exception):
    """Nothing was added; `text` is what was to be."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class AlreadyThere(AdditionRefused):
    """The dossier has it."""


class CannotEdit(AdditionRefused):
    """The file is written in a way that only a person can change."""


class NotThisOne(AdditionRefused):
    """No text, or no organisation, of this id, or several where none is named."""

    def __init__(self, text: str, known: Iterable[str], organisation: bool) -> None:
        super().__init__(text)
        self.known = tuple(known)
        self.organisation = organisation


@dataclass(frozen=True, slots=True)
class _Place:
    """A list in the file: `documents` 0 `headlines`, or `documents` 0 `quotes` `fr`."""

    part: str
    index: int
    key: str
    language: str = ""


def add_to(data: bytes, addition: Addition) -> bytes:
    """The file with the addition. `data` must be a dossier that reads without a fatal problem.

    Raises AlreadyThere, NotThisOne, CannotEdit.
    """
    text = data.decode("utf-8-sig")
    values = tomllib.loads(text.replace("\r\n", "\n"))
    place = _place(values, addition)
    if _has(values, place, addition):
        raise AlreadyThere(addition.text)
    wanted = _with(values, place, addition.text)
    changed = _appended(text, values, place, addition.text)
    try:
        same = tomllib.loads(changed.replace("\r\n", "\n")) == wanted
    except tomllib.TOMLDecodeError:
        same = False
    if not same:
        raise CannotEdit(addition.text)
    return ((_BOM if data.startswith(_BOM.encode()) else "") + changed).encode()


def _place(values: dict[str, Any], addition: Addition) -> _Place:
    if addition.what is What.ALIAS:
        index = _index(values.get("organisations", []), addition, addition.organisation, organisation=True)
        return _Place("organisations", index, "acronyms" if _is_acronym(addition.text) else "aliases")
    documents = values.get("documents", [])
    index = _index(documents, addition, addition.document, organisation=False)
    if addition.what is What.QUOTE:
        language = addition.language or documents[index].get("language", "fr")
        return _Place("documents", index, "quotes", language)
    return _Place("documents", index, "headlines" if addition.what is What.HEADLINE else "urls")


def _index(things: list[dict[str, Any]], addition: Addition, ident: str, organisation: bool) -> int:
    """Which one is meant: that of this id, or the first text, or the only organisation."""
    ids = [thing["id"] for thing in things]
    if ident in ids:
        return ids.index(ident)
    if ident or not ids or (organisation and len(ids) > 1):
        raise NotThisOne(addition.text, ids, organisation)
    return 0


def _is_acronym(text: str) -> bool:
    folded = fold(text)
    return (
        len(folded.tokens) == 1
        and folded.is_acronym(0)
        and 2 <= len(folded.tokens[0].folded) <= _LONGEST_ACRONYM
    )


def _has(values: dict[str, Any], place: _Place, addition: Addition) -> bool:
    thing = values[place.part][place.index]
    if addition.what is What.URL:
        return bare_address(addition.text) in {bare_address(url) for url in thing.get("urls", [])}
    texts: list[str] = []
    if addition.what is What.HEADLINE:
        texts = [thing["title"], *thing.get("titles", {}).values(), *thing.get("headlines", [])]
    elif addition.what is What.QUOTE:
        texts = [text for quotes in thing.get("quotes", {}).values() for text in quotes]
    else:
        texts = [thing["name"], *thing.get("aliases", []), *thing.get("acronyms", [])]
    return fold_words(addition.text) in [fold_words(text) for text in texts]


def _with(values: dict[str, Any], place: _Place, text: str) -> dict[str, Any]:
    """The values as they are to be."""
    wanted = copy.deepcopy(values)
    thing = wanted[place.part][place.index]
    if place.language:
        thing.setdefault(place.key, {}).setdefault(place.language, []).append(text)
    else:
        thing.setdefault(place.key, []).append(text)
    return wanted


def _appended(text: str, values: dict[str, Any], place: _Place, new: str) -> str:
    """The file's text with the entry at the end of its list, or with the list where there was none."""
    thing = values[place.part][place.index]
    held = thing.get(place.key, {}) if place.language else thing
    key = place.language or place.key
    try:
        document = tomlkit.parse(text)
        table: Any = document[place.part][place.index]
        table = table[place.key] if place.language and place.key in thing else table
        if key in held:
            table[key].append(new)
            return tomlkit.dumps(document)
        if place.language and isinstance(table, InlineTable):
            table[key] = [new]
            return tomlkit.dumps(document)
    except TOMLKitError as error:
        raise CannotEdit(new) from error
    return _new_line(text, place, new)


def _new_line(text: str, place: _Place, new: str) -> str:
    """A line for a list that is not there yet: below the id, or below the heading of the quotes.

    At the end of its table it could land below the comments that introduce the next one.
    """
    lines = re.split(r"(?<=\n)", text)
    where = positions(text.replace("\r\n", "\n"))
    key = place.key
    line = where.lines.get((place.part, place.index, "id"))
    if place.language:
        key = f"{place.key}.{place.language}"
        heading = where.lines.get((place.part, place.index, place.key))
        if heading is not None and lines[heading - 1].lstrip().startswith("["):
            line, key = heading, place.language
    if line is None:
        raise CannotEdit(new)
    end = "\r\n" if lines[line - 1].endswith("\r\n") else "\n"
    indent = re.match(r"[ \t]*", lines[line - 1])
    lines[line - 1] = lines[line - 1].rstrip("\r\n") + end
    lines.insert(line, f"{indent[0] if indent else ''}{key} = [{tomlkit.item(new).as_string()}]{end}")
    return "".join(lines)
