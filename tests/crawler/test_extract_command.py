"""`extract --jsonl`: one line out for each line in, in order, whatever a line holds."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.extract_command import main
from tests.crawler.extraction.pages import ld, page

FIELDS = [
    "id",
    "url",
    "canonical_url",
    "title",
    "standfirst",
    "authors",
    "published_at",
    "modified_at",
    "language",
    "text",
    "links",
    "paywalled",
    "provenance",
    "error",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a few pages."""
    (tmp_path / "good.html").write_text(
        page(head=ld(headline="Le canal rouvre", datePublished="2025-02-04T09:00:00+01:00"))
    )
    (tmp_path / "good.html.gz").write_bytes(gzip.compress(page().encode()))
    (tmp_path / "latin.html").write_bytes(
        page(title="L’été").replace('<meta charset="utf-8">', "").encode("cp1252")
    )
    (tmp_path / "bad.html.gz").write_bytes(b"\x1f\x8b\x08 no gzip")
    (tmp_path / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b"<html><p>" + b" " * 50_000_000))
    return tmp_path


def extract(folder: Path, *lines: Any) -> list[dict[str, Any]]:
    """Run the command on lines: values are written as JSON, bytes as they are."""
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    (folder / "in.jsonl").write_bytes(b"\n".join(raw))
    assert main(["--jsonl", str(folder / "in.jsonl"), "-o", str(folder / "out.jsonl"), "--workers", "2"]) == 0
    return [json.loads(line) for line in (folder / "out.jsonl").read_bytes().splitlines()]


def test_every_line_has_its_answer_in_its_order(folder: Path) -> None:
    rows = extract(
        folder,
        {"id": 1, "url": "https://a.example/1", "html_path": "good.html"},
        b"no json",
        {"id": 2, "url": "https://a.example/2", "html_path": str(folder / "good.html.gz")},
        {"id": 3, "url": "https://a.example/3", "html_path": "latin.html", "encoding": "iso-8859-1"},
        {"id": 4, "url": "https://a.example/4", "html_path": "missing.html"},
        {"id": 5, "url": "https://a.example/5", "html_path": "bad.html.gz"},
        {"id": 6, "url": "https://a.example/6", "html_path": "picture.html"},
        {"id": 7, "url": 7, "html_path": "good.html"},
        {"id": 8, "html_path": "."},
        {"id": 9, "html_path": "a\0b"},
        {"id": 10, "html_path": ["good.html"]},
        [],
        b"",
        b"\xff\xfe",
        b"[" * 50_000,
        {"id": "\ud800", "html_path": "good.html"},
        {"id": 11, "url": "http://[bad", "html_path": "good.html", "encoding": "no such"},
        {"id": 12, "url": "https://a.example/12", "html_path": "bomb.html.gz"},
    )
    assert [row["error"] for row in rows] == [
        None, "bad_line", None, None, "file_missing", "file_unreadable", "not_html", None, "file_unreadable",
        "file_unreadable", "bad_line", "bad_line", "bad_line", "bad_line", "bad_line", None, None, "body_missing",
    ]  # fmt: skip
    assert [row["id"] for row in rows] == [
        1,
        None,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        None,
        None,
        None,
        None,
        "\ud800",
        11,
        12,
    ]
    assert all(list(row) == FIELDS for row in rows)
    assert rows[0]["title"] == "Le canal rouvre" and rows[0]["published_at"] == "2025-02-04T09:00:00+01:00"
    assert rows[3]["title"] == "L’été"


def test_a_day_is_a_bare_date(folder: Path) -> None:
    (folder / "day.html").write_text(page(head=ld(headline="Le canal", datePublished="2025-02-04")))
    assert extract(folder, {"id": 1, "html_path": "day.html"})[0]["published_at"] == "2025-02-04"


def test_an_input_that_cannot_be_read_is_exit_five(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--jsonl", str(tmp_path / "none.jsonl")]) == 5
    assert "none.jsonl" in capsys.readouterr().err


def test_data_go_to_standard_output_and_nothing_else_does(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "in.jsonl").write_text(json.dumps({"id": 1, "html_path": "good.html"}) + "\n")
    assert main(["--jsonl", str(folder / "in.jsonl")]) == 0
    captured = capfdbinary.readouterr()
    assert [json.loads(line)["id"] for line in captured.out.splitlines()] == [1]
    assert captured.err == b""
