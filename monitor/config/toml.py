"""From the bytes of a TOML file to a checked value: syntax and form, every error with its line."""

from __future__ import annotations

import re
import tomllib
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from monitor.config.complaints import problem_of
from monitor.config.positions import Positions, positions
from monitor.config.problems import Problem
from monitor.wording.words import message

Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = 1_000_000
MAX_LINE = 20_000
"""Signs of one line; the parser takes minutes over a key of very many parts."""

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_CURLY = re.compile(r"=\s*[“”„«‘’]")


def read_toml(file: str, data: bytes, model: type[Model]) -> tuple[Model | None, Positions, list[Problem]]:
    """The value, the lines of its keys, and what was wrong; no value where anything was wrong. Never raises.

    A byte-order mark, as Windows editors write it, does no harm.
    """
    text, problem = _text(file, data)
    if problem is not None:
        return None, Positions(), [problem]
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, Positions(), [_syntax_problem(file, text, str(error))]
    lines = positions(text)
    value, problems = check(file, document, lines, model)
    return value, lines, problems


def check(
    file: str, document: dict[str, Any], lines: Positions, model: type[Model]
) -> tuple[Model | None, list[Problem]]:
    """A parsed document as a value of this model, or all that is wrong with it."""
    try:
        return model.model_validate(document), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [problem_of(file, lines, detail, model) for detail in details]


def _text(file: str, data: bytes) -> tuple[str, Problem | None]:
    if len(data) > MAX_BYTES:
        return "", Problem(file, message("This file is too large to be one of ours."))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = message(
            "This file is not saved as UTF-8. In the editor, choose “Save as” and the encoding UTF-8."
        )
        return "", Problem(file, what, line=line)
    for number, row in enumerate(text.split("\n"), start=1):
        if len(row) > MAX_LINE:
            too_long = message("This line is too long: {max_length} signs at most.")
            return "", Problem(file, too_long, {"max_length": MAX_LINE}, number)
    return text, None


def _syntax_problem(file: str, text: str, detail: str) -> Problem:
    """A problem of syntax. The usual causes have their own words; the parser's are English and for its makers."""
    found = _AT_LINE.search(detail[-100:])
    rows = text.split("\n")
    number = int(found.group(1)) if found else len(rows)
    row = rows[min(number, len(rows)) - 1]
    if "overwrite" in detail or "twice" in detail or "immutable" in detail:
        what = message("This setting or section stands here a second time. Keep only one of the two.")
    elif _CURLY.search(row[:500]):
        what = message('Texts stand between straight quotes: write "…" instead of “…” or « … ».')
    else:
        what = message(
            'This line cannot be read: “{text}”. Write name = "value": texts between straight quotes,'
            " numbers with a point, lists between square brackets."
        )
    return Problem(file, what, {"text": row.strip()}, line=number)
