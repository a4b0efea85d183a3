"""The forms of a dossier: each changes only its own lines, and its effect is shown before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.dossier_form import (
    PARTS,
    Kind,
    NoSuchPart,
    Part,
    Untyped,
    filled,
    free_text_name,
    shown,
    table_of,
    texts_beside,
    without,
)
from monitor.dossier_form.states import mark_of
from monitor.web.desk import Desk
from monitor.web.drafts import Draft
from monitor.web.pages.campaign_here import NotTried, file_of, path_of, to_trial, tried_values
from monitor.web.pages.campaign_queries import try_query
from monitor.wording.outside import clean
from monitor.wording.words import message

LONGEST_BODY = 400_000
CHANGED = message(
    "The dossier was changed meanwhile. What you typed stands below: look at it again, then see the effect."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which form: its part, and which one of many ("" for a new one)."""

    part: Part
    at: str


def edit(desk: Desk) -> Response:
    """The form, filled with what the file says."""
    asked = asked_of(desk)
    try:
        data, values = file_of(desk)
        table = table_of(values, asked.part, asked.at)
    except NotTried as refused:
        return desk.refuse(str(refused), 409)
    except NoSuchPart as error:
        raise HTTPException(404) from error
    fields = shown(asked.part, table)
    if asked.part.name == "documents":
        fields["body"] = (_body(desk, table),)
    if asked.part.name == "queries" and not asked.at and desk.query.text("query", 20_000):
        fields["text"] = (desk.query.text("query", 20_000),)
    return form_page(desk, asked, (data, values), fields)


def try_edit(desk: Desk) -> Response:
    """What was typed, as a change to be looked at; or the form again, with what is wrong in it."""
    asked = asked_of(desk)
    typed = typed_of(desk, asked.part)
    try:
        file = file_of(desk)
    except NotTried as refused:
        return desk.refuse(str(refused), 409)
    if desk.form.text("mark", 100) not in ("", mark_of(file[0])):
        return form_page(desk, asked, file, typed, refused=desk.words(CHANGED))
    try:
        return to_trial(desk, _draft(desk, asked, *file, typed))
    except NoSuchPart as error:
        raise HTTPException(404) from error
    except Untyped as wrong:
        return form_page(desk, asked, file, typed, {wrong.key: desk.words(wrong.sentence)})
    except NotTried as refused:
        errors = _errors(desk, asked.part, refused)
        return form_page(desk, asked, file, typed, errors, str(refused))


def try_without(desk: Desk) -> Response:
    """One of many taken out, as a change to be looked at."""
    asked = asked_of(desk)
    try:
        before, values = file_of(desk)
        wanted = without(values, asked.part, asked.at)
        draft = tried_values(desk, before, wanted, address_of(desk, asked))
    except NoSuchPart as error:
        raise HTTPException(404) from error
    except NotTried as refused:
        said = [one.what(desk.words) for one in refused.problems]
        return desk.refuse(" ".join([str(refused), *said]).strip(), 409)
    return to_trial(desk, draft)


def asked_of(desk: Desk) -> Asked:
    """The form that the address names. Raises HTTPException for one that there is not."""
    part = PARTS.get(str(desk.path["part"]))
    if part is None:
        raise HTTPException(404)
    fields = desk.form if desk.method == "POST" else desk.query
    return Asked(part, fields.text("at", 600) if part.many else "")


def address_of(desk: Desk, asked: Asked) -> str:
    """Where this form stands."""
    at = {"at": asked.at} if asked.at else {}
    return (
        f"{desk.url('campaign_edit', part=asked.part.name)}?{urlencode({'campaign': desk.campaign.id, **at})}"
    )


def typed_of(desk: Desk, part: Part) -> dict[str, tuple[str, ...]]:
    """What was typed into the fields of this part; of a language more under its code."""
    found: dict[str, tuple[str, ...]] = {}
    for field in part.fields:
        if field.kind in (Kind.TONGUE_LINE, Kind.TONGUE_LINES):
            for name, value in desk.form.pairs:
                if name.startswith(f"{field.key}.") and len(name) < 60:
                    found[name] = (value[:100_000],)
            code = desk.form.text(f"more-{field.key}-code", 10).lower()
            if code and desk.form.text(f"more-{field.key}"):
                found[f"{field.key}.{code}"] = (desk.form.text(f"more-{field.key}", 100_000),)
        elif field.kind is Kind.TICKS:
            found[field.key] = desk.form.all(field.key, 100)
        elif field.key in desk.form:
            found[field.key] = (desk.form.text(field.key, 200_000),)
    for extra in ("id", "body"):
        if extra in desk.form:
            found[extra] = (desk.form.text(extra, LONGEST_BODY),)
    return found


def form_page(
    desk: Desk,
    asked: Asked,
    file: tuple[bytes, Mapping[str, Any]],
    fields: Mapping[str, Sequence[str]],
    errors: Mapping[str, str] | None = None,
    refused: str = "",
) -> Response:
    """The form; 422 with what is wrong in it."""
    organisations = [
        (str(one.get("id", "")), clean(str(one.get("name", "")), 80))
        for one in file[1].get("organisations", [])
        if isinstance(one, dict)
    ]
    wrong = bool(errors) or bool(refused)
    return desk.page(
        "campaign_edit.html.jinja",
        422 if wrong else 200,
        part=asked.part,
        at=asked.at,
        mark=mark_of(file[0]),
        fields=fields,
        errors=errors or {},
        refused=refused,
        organisations=organisations,
        read=try_query(desk, typed) if (typed := _query(asked.part, fields)) else None,
    )


def _query(part: Part, fields: Mapping[str, Sequence[str]]) -> str:
    return fields.get("text", ("",))[0] if part.name == "queries" else ""


def _draft(
    desk: Desk,
    asked: Asked,
    before: bytes,
    values: Mapping[str, Any],
    typed: Mapping[str, Sequence[str]],
) -> Draft:
    wanted = filled(values, asked.part, asked.at, typed)
    texts: dict[str, bytes] = {}
    if asked.part.name == "documents" and "body" in typed:
        table = next((one for one in wanted["documents"] if one["id"] == asked.at), wanted["documents"][-1])
        texts = _with_body(desk, table, typed["body"][0])
    return tried_values(desk, before, wanted, address_of(desk, asked), texts)


def _body(desk: Desk, table: Mapping[str, Any]) -> str:
    """The words of a text, as its file has them."""
    data = texts_beside(path_of(desk)).get(str(table.get("text_file", "")), b"")
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").strip()


def _with_body(desk: Desk, table: dict[str, Any], typed: str) -> dict[str, bytes]:
    """Words that were changed go into a file of their own: the earlier ones stay where they are, for going back."""
    body = typed.replace("\r\n", "\n").strip()
    if body == _body(desk, table):
        return {}
    if not body:
        table.pop("text_file", None)
        return {}
    name = free_text_name(path_of(desk), str(table["id"]))
    table["text_file"] = name
    return {name: f"{body}\n".encode()}


def _errors(desk: Desk, part: Part, refused: NotTried) -> dict[str, str]:
    """What is wrong, by the field in which it is; "" for what is elsewhere in the file."""
    keys = {field.key for field in part.fields}
    found: dict[str, str] = {}
    for one in refused.problems:
        name = (
            one.key
            if one.key in keys
            else "text"
            if one.key.startswith("queries.") and part.name == "queries"
            else ""
        )
        said = one.what(desk.words)
        found[name] = f"{found[name]} {said}" if name in found else said
    return found
