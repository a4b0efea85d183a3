"""docs/api.md: its commands do what it says, and it names every operation."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.web.api.operations import OPERATIONS
from monitor.web.refusals import CODES
from monitor.web.serving import address_of, listening, serve
from tests.monitor.web.api.programs import program
from tests.monitor.web.newsroom import Newsroom

DOCUMENT = (Path(__file__).parents[4] / "docs" / "api.md").read_text(encoding="utf-8")
HALVES = dict(zip(("fr", "en"), DOCUMENT.split("\n# The API\n"), strict=True))


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
class TestBothHalves:
    def test_name_every_code_but_that_of_a_method(self, half: str) -> None:
        told = {int(status): code for status, code in re.findall(r"^\| (\d{3}) \| `(\w+)` \|", half, re.M)}
        assert told == {status: code for status, code in CODES.items() if status != 405}

    def test_name_every_operation(self, half: str) -> None:
        rest = half.split("| address" if "| address" in half else "| adresse")[1]
        named = {
            one.rsplit("}", 1)[-1].rsplit("/", 1)[-1].partition("?")[0]
            for one in re.findall(r"[/…][^`\s]*", rest)
        }
        for one in OPERATIONS:
            last = one.path.rsplit("}", 1)[-1].rsplit("/", 1)[-1]
            assert last in named or f"`{one.path}`" in rest or one.path in rest, one.path


@pytest.fixture
def served(desk: Newsroom) -> Iterator[str]:
    """The desk behind a real socket; its address without the slash."""
    stop, found = threading.Event(), listening("127.0.0.1", 0)
    address = address_of(found).rstrip("/")
    serving = threading.Thread(target=serve, args=(desk.app, found, stop))
    serving.start()
    yield address
    stop.set()
    serving.join()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_its_commands_do_what_it_says(half: str, served: str, desk: Newsroom, tmp_path: Path) -> None:
    mention, token = desk.mention("phare").id, program(desk).token
    known = {
        "DESK": served,
        "CLE": token,
        "KEY": token,
        "RETOMBEE": mention,
        "MENTION": mention,
        "LIGNE": "1",
        "LINE": "1",
    }
    commands = re.findall(r"```sh\n(.*?)```", half, re.DOTALL)
    assert len(commands) == 6
    for command in commands:
        ran = subprocess.run(
            ["/bin/sh", "-c", command.replace("curl -s ", "curl -sS --fail-with-body ")],
            env={"PATH": "/usr/bin:/bin", **known}, cwd=tmp_path, capture_output=True, text=True, timeout=30,
        )  # fmt: skip
        assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
    assert next(iter(tmp_path.glob("*.csv"))).stat().st_size > 100
    with desk.store() as store:
        done, undone = reversed(store.journal("appel"))
        assert (done.number, undone.about) == (1, 1)
        assert store.mention(mention).review.tags == ()
