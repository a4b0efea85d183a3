"""The OpenAPI document, made from the table of operations: what is not in the table is not in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.responses import Response

from monitor.web.api.operation import Operation
from monitor.web.api.operations import OPERATIONS
from monitor.web.api.values import Refusal
from monitor.web.cookies import SESSION
from monitor.web.desk import Desk
from monitor.web.programs import API
from monitor.web.refusals import CODES
from monitor.web.routing import SAFE_METHODS

_PLACE = re.compile(r"\{([a-z_]{1,40})\}")
_SCHEMA = "#/components/schemas/{model}"

PLACES = {
    "campaign": "A campaign by its id: the name of its file.",
    "id": "What it is about, by its id.",
    "number": "A line of the journal, by its number.",
    "kind": "daily, weekly or final.",
    "day": "A day, as 2025-02-05.",
}

WHY = {
    400: "The request is no JSON that can be read.",
    401: "No key, no session, or one that is over.",
    403: "The role does not do this, the key only reads, or a session came without its X-CSRF-Token.",
    404: "There is nothing of this id.",
    405: "The address exists, but not for this method.",
    409: "Somebody changed it since; nothing was changed.",
    413: "The body is larger than 2 MB.",
    422: "A field is unknown, is missing, or holds something else than it takes.",
    429: "Too many keys that open nothing came from this address.",
    500: "A fault of ours; its number stands in the sentence.",
    503: "The archive is in use by another program for longer than usual; ask again.",
}

ABOUT = """The desk for other programs: the same operations, roles and rules as on its pages, in JSON.

A key is made on the page of one’s account, under Programs: `Authorization: Bearer rtb_…`. A program may do what its
person may do; a key that only reads, less. Whoever is logged in in a browser may use the session’s cookie; what changes
something then carries `X-CSRF-Token` too. Links to share do not open it.

Unknown fields are refused. Ids are texts. Times are ISO 8601 with their zone; a page that claims a day without a time
gives a bare day. Every refusal has the same shape: a `code` for programs, a `sentence` for people. A body holds 2 MB at
the most. What is decided is in the journal, and can be undone there, as if it had been decided on a page."""


def document_page(desk: Desk) -> Response:
    """For programs that write programs."""
    return Response(document_text(), media_type="application/json")


@cache
def document_text() -> str:
    """The document as JSON."""
    return json.dumps(document(), ensure_ascii=False, indent=1)


def document() -> dict[str, Any]:
    """The document as a value."""
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(API + one.path, {})[one.method.lower()] = _operation(one)
    paths[f"{API}/openapi.json"] = {"get": _itself()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Retombées", "version": version("retombees"), "description": ABOUT},
        "servers": [{"url": "/", "description": "Where serve answers, by default http://127.0.0.1:8765"}],
        "security": [{"key": []}, {"session": [], "csrf": []}],
        "tags": [{"name": name} for name in dict.fromkeys(one.tag for one in OPERATIONS)],
        "paths": paths,
        "components": {"schemas": _schemas(), "securitySchemes": _security()},
    }


def _operation(one: Operation) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": one.name,
        "tags": [one.tag],
        "summary": one.summary,
        "description": f"{(one.does.__doc__ or '').strip()}\n\nRole: {one.role.value}.".strip(),
        "responses": _responses(one),
    }
    parameters = [*_places(one), *_fields(one.query)]
    if parameters:
        made["parameters"] = parameters
    if one.body is not None:
        content: dict[str, Any] = {"schema": {"$ref": _SCHEMA.format(model=one.body.__name__)}}
        if one.sent is not None:
            content["example"] = one.sent
        made["requestBody"] = {"required": True, "content": {"application/json": content}}
    if one.method in SAFE_METHODS:
        made["security"] = [{"key": []}, {"session": []}]
    return made


def _itself() -> dict[str, Any]:
    return {
        "operationId": "document",
        "summary": "This document",
        "security": [{"key": []}, {"session": []}],
        "responses": {
            "200": {
                "description": "OpenAPI 3.1.",
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            **{str(status): _refusal(status) for status in (401, 403, 405, 429)},
        },
    }


def statuses_of(one: Operation) -> list[int]:
    """With which statuses an operation may say no."""
    found = {401, 403, 405, 422, 429, 500, 503, *one.refuses}
    if one.body is not None:
        found |= {400, 413}
    if "{" in one.path:
        found.add(404)
    return sorted(found)


def _responses(one: Operation) -> dict[str, Any]:
    content: dict[str, Any]
    if one.answer is None:
        content = {media: {"schema": {"type": "string"}} for media in one.media}
    else:
        shown = {"example": one.example} if one.example is not None else {}
        schema = {"$ref": _SCHEMA.format(model=one.answer.__name__)}
        content = {"application/json": {"schema": schema, **shown}}
    done = {"200": {"description": one.summary, "content": content}}
    return done | {str(status): _refusal(status) for status in statuses_of(one)}


def _refusal(status: int) -> dict[str, Any]:
    example = {"code": CODES[status], "sentence": "…"}
    schema = {"$ref": _SCHEMA.format(model=Refusal.__name__)}
    return {
        "description": WHY[status],
        "content": {"application/json": {"schema": schema, "example": example}},
    }


def _places(one: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": one.places.get(name, PLACES[name]),
            "schema": {"type": "string", "minLength": 1, "maxLength": 300},
        }
        for name in _PLACE.findall(one.path)
    ]


def _fields(model: type[BaseModel]) -> list[dict[str, Any]]:
    schema = model.model_json_schema(ref_template=_SCHEMA)
    found = []
    for name, one in schema.get("properties", {}).items():
        described = one.pop("description", None)
        one.pop("title", None)
        parameter = {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "schema": one,
        }
        found.append(parameter | ({"description": described} if described else {}))
    return found


def _schemas() -> dict[str, Any]:
    wanted: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = [
        (Refusal, "serialization")
    ]
    for one in OPERATIONS:
        wanted.append((one.query, "validation"))
        if one.body is not None:
            wanted.append((one.body, "validation"))
        if one.answer is not None:
            wanted.append((one.answer, "serialization"))
    _, made = models_json_schema(list(dict.fromkeys(wanted)), ref_template=_SCHEMA)
    queries = {one.query.__name__ for one in OPERATIONS}
    return {name: one for name, one in made["$defs"].items() if name not in queries}


def _security() -> Mapping[str, Any]:
    return {
        "key": {"type": "http", "scheme": "bearer", "description": "A key of the page of one’s account."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": SESSION,
            "description": "Of a browser that is logged in; over https its name begins with __Host-.",
        },
        "csrf": {
            "type": "apiKey",
            "in": "header",
            "name": "X-CSRF-Token",
            "description": "With a session: what the pages carry in their forms (the field csrf).",
        },
    }
