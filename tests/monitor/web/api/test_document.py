"""The OpenAPI document says what the API does: every operation, both ways, with examples that hold; nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from pydantic import TypeAdapter
from schemathesis import APIOperation, GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from monitor.web.api.document import document, statuses_of
from monitor.web.api.operations import OPERATIONS
from monitor.web.app import all_pages
from monitor.web.programs import API, language_accepted
from monitor.web.refusals import CODES
from storage.model import Role
from tests.monitor.web.api.programs import program
from tests.monitor.web.newsroom import Newsroom

DOCUMENT = document()
COMMON = {401, 403, 405, 422, 429, 500, 503}


def test_it_is_openapi_3_1() -> None:
    validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1")


def test_no_two_models_have_one_name() -> None:
    assert not [name for name in DOCUMENT["components"]["schemas"] if "__" in name]


def test_every_address_of_the_api_is_in_it_and_none_beside() -> None:
    pages = {
        (page.path, method)
        for page in all_pages()
        for method in page.methods
        if page.path.startswith("/api/")
    }
    told = {(path, method.upper()) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert pages == told


def test_every_operation_is_for_people_with_an_account() -> None:
    roles = {page.name: page.role for page in all_pages() if page.path.startswith("/api/")}
    assert set(roles.values()) <= set(Role)
    assert not any(page.share for page in all_pages() if page.path.startswith("/api/"))
    for one in OPERATIONS:
        assert one.method == "GET" or one.role is not Role.READER, one.name


def test_names_are_told_apart() -> None:
    names = [one.name for one in OPERATIONS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_an_operation_is_described_and_its_examples_hold(one) -> None:  # type: ignore[no-untyped-def]
    assert one.does.__doc__ and one.summary
    assert (one.answer is None) == bool(one.media)
    if one.example is not None:
        found = TypeAdapter(one.answer).validate_python(one.example)
        assert set(one.example) == set(found.model_dump(mode="json"))
    if one.body is not None:
        assert one.sent is not None
        TypeAdapter(one.body).validate_json(TypeAdapter(dict).dump_json(dict(one.sent)))
    told = DOCUMENT["paths"][API + one.path][one.method.lower()]
    assert {int(status) for status in told["responses"]} == {200, *statuses_of(one)}
    assert COMMON <= set(statuses_of(one)) <= set(CODES)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", ""), ("fr", "fr"), ("en-GB,en;q=0.9,fr;q=0.8", "en"), ("de,fr;q=0.2,en;q=0.1", "fr"),
        ("en;q=0,fr;q=0.001", "fr"), ("*", ""), ("fr;q=nan", ""), ("en;level=1", ""), ("é" * 900, ""),
        ("fr;q=1e9, en;q=0.5", "en"),
    ],
)  # fmt: skip
def test_the_language_liked_best_is_answered(header: str, language: str) -> None:
    assert language_accepted(header) == language


BEYOND_ITS_SHAPE = {
    "search",
    "check_query",
    "mentions",
    "explain",
    "figures",
    "report",
    "try_dossier",
    "save_dossier",
    "add_outlet",
}
"""Operations that may refuse what has the right shape: a cursor, an address, a period, a dossier that says nothing."""


@pytest.fixture(scope="module")
def headers(room: Newsroom) -> dict[str, str]:
    return {"Authorization": f"Bearer {program(room, 'maud').token}", "Host": "127.0.0.1:8765"}


@pytest.fixture(scope="module")
def asked(room: Newsroom, headers: dict[str, str]) -> Mapping[str, APIOperation]:
    """Every operation, as a program that knows the document alone would ask for it."""
    schema = schemathesis.openapi.from_asgi(f"{API}/openapi.json", room.app, headers=headers)
    operations = [found.ok() for found in schema.get_all_operations()]
    return {one.definition.raw["operationId"]: one for one in operations}


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.name
)
@pytest.mark.parametrize("name", [one.name for one in OPERATIONS])
def test_whatever_is_asked_is_answered_as_the_document_says(
    asked: Mapping[str, APIOperation],
    room: Newsroom,
    headers: dict[str, str],
    name: str,
    mode: GenerationMode,
) -> None:
    """Sound or not: no fault of ours, no status and no body that the document does not know."""
    excluded = [ignored_auth, *([positive_data_acceptance] if name in BEYOND_ITS_SHAPE else [])]

    @settings(
        max_examples=2, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=asked[name].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, excluded_checks=excluded)

    ask()
    assert not list(room.workspace.logs.glob("desk-*.log"))


def test_a_place_in_an_address_is_never_a_path_of_ours(room: Newsroom) -> None:
    found = {name for one in OPERATIONS for name in re.findall(r"\{([^}]*)\}", one.path)}
    assert found <= {"campaign", "id", "number", "kind", "day"}
    assert Path(room.workspace.campaigns / "appel.toml").is_file()
