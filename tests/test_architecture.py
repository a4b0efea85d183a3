"""The arrows of import, the size of rooms, and what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("storage", "crawler", "monitor")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
MAX_MODULE, MAX_FUNCTION = 320, 42
"""Lines; of a function those of its body, without signature and docstring."""
TRACKED = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
).stdout.split("\n")


def test_the_arrows_of_import_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_stays_small_enough_to_be_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert length <= MAX_FUNCTION, f"{node.name} at line {node.lineno}: {length}"


def test_no_word_of_the_shipped_campaign_stands_in_the_code() -> None:
    words = re.compile(
        r"amnesty|voxpublic|cyberharc|ligue des droits|hiatus|grand palais|lemonde\.fr|sommet-ia", re.I
    )
    for path in MODULES:
        assert not words.search(path.read_text(encoding="utf-8")), path


def test_no_file_holds_an_index_address_or_a_path_of_one_machine() -> None:
    hosts = ("py" + "pi.org", "python" + "hosted")
    homes = ("/" + "home/[a-z]+/", "/" + "root/", "[A-Z]:\\\\" + "Users")
    forbidden = re.compile("|".join([*map(re.escape, hosts), *homes]).encode(), re.I)
    for name in filter(None, TRACKED):
        path = ROOT / name
        if path.is_file():
            assert not forbidden.search(path.read_bytes()), name


def test_the_locks_have_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("--hash=sha256:") > text.count("==") > 50


def test_scrapys_settings_are_those_that_politeness_and_safety_need() -> None:
    from crawler.settings import BASE

    assert BASE["ROBOTSTXT_OBEY"] and BASE["DOWNLOAD_VERIFY_CERTIFICATES"]
    for name in ("COOKIES_ENABLED", "REFERER_ENABLED", "TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED"):
        assert BASE[name] is False
    assert BASE["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert BASE["DOWNLOAD_DELAY_JITTER"] == 0
    assert BASE["DOWNLOAD_MAXSIZE"] <= 10 * 1024 * 1024
    assert BASE["REDIRECT_MAX_TIMES"] == 5
    assert set(BASE["DOWNLOAD_HANDLERS"]) == {"data", "file", "ftp", "s3"}
    assert set(BASE["DOWNLOAD_HANDLERS"].values()) == {None}
