"""From a request to the models of an operation, and from what does not fit to a refusal in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError

from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.desk import Desk
from monitor.web.forms import Fields
from monitor.wording import Words
from monitor.wording.words import message

SAYS = {
    "extra_forbidden": message("This field is not known here."),
    "missing": message("This field is missing."),
    "string_too_short": message("This is shorter than what is taken here."),
    "string_too_long": message("This is longer than what is taken here."),
    "too_short": message("These are fewer than what is taken here."),
    "too_long": message("These are more than what is taken here."),
    "enum": message("This is none of the values that are known here."),
    "literal_error": message("This is none of the values that are known here."),
}
REPEATED = message("This field is given twice.")
OTHERWISE = message("This cannot be used here: see what the field takes in the description of the API.")


def call_of(operation: Operation, desk: Desk) -> Call[Any, Any]:
    """The call of an operation. Raises Refused."""
    query = _read(operation.query, desk.query, desk.words)
    body = None
    if operation.body is not None:
        _check_type(desk)
        try:
            body = operation.body.model_validate_json(desk.body)
        except ValidationError as error:
            raise refused(error, desk.words) from error
    return Call(desk, query, body)


def refused(error: ValidationError, words: Words) -> Refused:
    """What the first thing that does not fit comes to, in words."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return Refused(400, words("The body is no JSON that can be read."))
    place = ".".join(str(one) for one in first["loc"])[:200]
    return Refused(422, words(SAYS.get(first["type"], OTHERWISE)), place)


def _check_type(desk: Desk) -> None:
    """A body that claims to be something else than JSON is not looked at."""
    given = desk.request.headers.get("content-type", "")[:200].partition(";")[0].strip().lower()
    if given != "application/json":
        raise Refused(400, desk.words("The body must be JSON: Content-Type: application/json."))


def _read(model: type[BaseModel], query: Fields, words: Words) -> BaseModel:
    found: dict[str, Any] = {}
    lists = {name for name, one in model.model_fields.items() if get_origin(one.annotation) is list}
    for name, value in query.pairs:
        if name in lists:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise Refused(422, words(REPEATED), name[:100])
        else:
            found[name] = value
    try:
        return model.model_validate(found)
    except ValidationError as error:
        raise refused(error, words) from error


def placed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what was not said."""
    return {name: value for name, value in values.items() if value is not None}
