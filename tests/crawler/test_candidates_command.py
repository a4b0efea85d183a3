"""`candidates`: one answer for each line, whatever the line or its file holds."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.candidates_command import Fetched, main
from crawler.sources import SourceError
from storage.model import Reason

RSS = """<rss><channel><item><title>L&amp;#8217;IA</title><link>/un</link><pubDate>Tue, 04 Feb 2025 18:30:00 +0100</pubDate>
<description>Un r&#233;sum&#233;.</description></item></channel></rss>"""
ROW = {
    "url": "https://journal.example/un",
    "title": "L’IA",
    "published_at": "2025-02-04T18:30:00+01:00",
    "summary": "Un résumé.",
}
BASE = "https://journal.example/rss.xml"


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "rss.xml"
    path.write_text(RSS, encoding="utf-8")
    return path


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def answers(folder: Path, *rows: object, seconds: float = 20.0) -> list[dict[str, Any]]:
    given = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    (folder / "in.jsonl").write_bytes(b"\n".join(given) + b"\n")
    assert main(["--jsonl", str(folder / "in.jsonl"), "-o", str(folder / "out.jsonl")], seconds=seconds) == 0
    return lines((folder / "out.jsonl").read_text(encoding="utf-8"))


def test_a_file_gives_its_candidates_as_lines(feed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(feed), "--base", BASE]) == 0
    assert lines(capsys.readouterr().out) == [ROW]


def test_a_file_that_is_no_source_ends_with_five_and_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x").write_bytes(b"rien")
    assert main([str(tmp_path / "x"), "--kind", "feed", "--base", BASE]) == 5
    assert main([str(tmp_path / "absent"), "--base", BASE]) == 5
    out, err = capsys.readouterr()
    assert out == ""
    assert "not_a_feed" in err
    assert "cannot be read" in err


def test_a_page_without_the_address_it_came_from_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.html").write_text("<html><body><a href='/a/12345'>un</a></body></html>", encoding="utf-8")
    assert main([str(tmp_path / "x.html")]) == 5
    assert main([str(tmp_path / "x.html"), "--base", "https://journal.example/"]) == 0
    out, err = capsys.readouterr()
    assert lines(out)[0]["url"] == "https://journal.example/a/12345"
    assert "address" in err


def test_each_line_has_an_answer_in_order(feed: Path, tmp_path: Path) -> None:
    found = answers(
        tmp_path,
        {"id": 1, "path": str(feed), "base": BASE},
        b"{not json",
        b"",
        b"[1, 2]",
        b'{"id": NaN}',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"id": "' + b"x" * 1_200_000 + b'"}',
        {"id": 2, "path": str(tmp_path / "absent"), "base": BASE},
        {"id": 3, "path": str(tmp_path), "base": BASE},
        {"id": 4},
        {"id": 5, "path": "a\0b"},
        {"id": 6, "path": str(feed), "base": BASE, "kind": "sitemap"},
        {"id": 7, "path": str(feed), "base": BASE, "kind": "autre"},
        {"id": 8, "path": str(feed), "base": 3},
        {"id": {"x": [1]}, "path": str(feed), "base": BASE, "kind": "feed"},
        {"id": "\ud800", "path": str(feed), "base": BASE, "kind": None},
    )
    assert [row["id"] for row in found] == [
        1,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        {"x": [1]},
        "\ud800",
    ]
    good = [row for row in found if row["error"] is None]
    assert [row["id"] for row in good] == [1, {"x": [1]}, "\ud800"]
    assert all(row["candidates"] == [ROW] for row in good)
    assert all(row["candidates"] == [] and row["error"] for row in found if row not in good)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_file_that_never_ends_costs_its_deadline_and_nothing_else(feed: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = answers(
        tmp_path,
        {"id": 1, "path": str(tmp_path / "pipe"), "base": BASE},
        {"id": 2, "path": str(feed), "base": BASE},
        seconds=2.0,
    )
    assert found[0]["error"].startswith("parse_timeout")
    assert found[1] == {"id": 2, "candidates": [ROW], "error": None}


def test_an_input_that_is_missing_ends_with_five(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--jsonl", str(tmp_path / "absent.jsonl")]) == 5
    assert "absent.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["x", "--jsonl", "y"], ["x", "--kind", "hand"]])
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_url_is_read_through_the_hook(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def fetch(url: str) -> Fetched:
        asked.append(url)
        if url.endswith("mur"):
            raise SourceError(Reason.BOT_WALL, "captcha")
        return Fetched(RSS.encode(), BASE, "application/rss+xml")

    assert main(["https://journal.example/flux"], fetch) == 0
    assert main(["https://journal.example/mur"], fetch) == 5
    assert main(["https://journal.example/flux"]) == 2
    out, err = capsys.readouterr()
    assert lines(out) == [ROW]
    assert "bot_wall: captcha" in err
    assert asked == ["https://journal.example/flux", "https://journal.example/mur"]
