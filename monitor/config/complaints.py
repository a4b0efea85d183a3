"""From what pydantic finds wrong to our own sentences, each saying what to do."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails, PydanticCustomError

from monitor.config.positions import Positions
from monitor.config.problems import Problem, shown
from monitor.wording.words import message

OURS = "ours"


def complaint(text: str, **values: str | int | float) -> PydanticCustomError:
    """What a validator of ours raises; `text` is a message marked with `message("…")`."""
    return PydanticCustomError(OURS, "{text}", {"text": text, "values": values})


_TEXT = message('A text between straight quotes is expected here, for example {key} = "…".')
_NUMBER = message("A number is expected here, without quotes, for example {key} = 2.5.")
_WHOLE = message("A whole number is expected here, without quotes, for example {key} = 30.")
_LIST = message('A list between square brackets is expected here, for example {key} = ["…", "…"].')
_SECTION = message("A section is expected here: a line [{key}], and its settings below.")
_DAY = message("A day is expected here, written 2025-02-04.")
_TIME = message('A time of day is expected here, written "07:30".')

MESSAGES: Mapping[str, str] = {
    "missing": message("{key} is missing: add a line {key} = … here."),
    "string_type": _TEXT,
    "string_too_long": message("This text is too long: {max_length} signs at most."),
    "string_too_short": message("This must not be left empty."),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "too_long": message("This list is too long: {max_length} entries at most."),
    "dict_type": _SECTION,
    "model_type": _SECTION,
    "model_attributes_type": _SECTION,
    "literal_error": message("“{value}” is not possible here. Write one of: {expected}."),
    "enum": message("“{value}” is not possible here. Write one of: {expected}."),
    "greater_than": message("This number must be greater than {gt}."),
    "greater_than_equal": message("This number must be at least {ge}."),
    "less_than_equal": message("This number must be at most {le}."),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "time_type": _TIME,
    "time_parsing": _TIME,
}
"""Our message for each error type of pydantic that the models can give."""

_SINGLE = message("A single value is expected here, not a list or a section.")
_OTHER = message("“{value}” cannot be used here.")
_UNKNOWN = message("There is no setting of this name. Take the line out, or put # before it.")
_UNKNOWN_NEAR = message("There is no setting of this name. Did you mean {near}?")


def problem_of(file: str, lines: Positions, detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    """One finding of pydantic as a problem with its place."""
    where = detail["loc"]
    key = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    line = lines.line(where) or 1
    context = dict(detail.get("ctx", {}))
    if detail["type"] == OURS:
        return Problem(file, context["text"], context["values"], line, key)
    if detail["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, _fields(model, where[:-1]), n=1)
        if near:
            return Problem(file, _UNKNOWN_NEAR, {"near": near[0]}, line, key)
        return Problem(file, _UNKNOWN, {}, line, key)
    values: dict[str, str | int | float] = {"key": key, "value": shown(detail["input"])}
    values |= {name: _plain(value) for name, value in context.items()}
    text = MESSAGES.get(detail["type"], _OTHER)
    if "{value}" in text and isinstance(detail["input"], dict | list):
        text = _SINGLE
    return Problem(file, text, values, line, key)


def _plain(value: object) -> str | int | float:
    if isinstance(value, int | float):
        return value
    return str(value).replace("'", "").replace(" or ", ", ")


def _fields(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The names that are possible at this place."""
    for part in path:
        if isinstance(part, int):
            continue
        field = next((f for name, f in model.model_fields.items() if part in (name, f.alias)), None)
        inner = _model_in(field.annotation) if field is not None else None
        if inner is None:
            return []
        model = inner
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)
