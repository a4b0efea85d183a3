"""The bootstrap sets up, says what is missing, and hands every argument on."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


def bootstrap_in(folder: Path) -> ModuleType:
    """The bootstrap as it would be in this folder."""
    for name in ("bootstrap.py", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder / name)
    spec = importlib.util.spec_from_file_location("bootstrap_copy", folder / "bootstrap.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A folder whose environment is set up, with a python that only says what it was asked."""
    if os.name == "nt":
        pytest.skip("a shell script stands for python here")
    module = bootstrap_in(tmp_path)
    python = module.python_of(tmp_path / ".venv")
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nfor word in "$@"; do echo "<$word>"; done\nexit 7\n')
    python.chmod(0o755)
    for dev, stamp in ((False, "retombees.stamp"), (True, "retombees-dev.stamp")):
        (tmp_path / ".venv" / stamp).write_text(module.digest(dev))
    return tmp_path


@pytest.mark.parametrize(
    ("given", "handed"),
    [
        (["demo", "--no-open"], ["-P", "-m", "monitor", "demo", "--no-open"]),
        (
            ["-w", "a folder", "--lang", "en", "today"],
            ["-P", "-m", "monitor", "-w", "a folder", "--lang", "en", "today"],
        ),
        (["--help"], ["-P", "-m", "monitor", "--help"]),
        (["add", "https://a.example/?b=c&d"], ["-P", "-m", "monitor", "add", "https://a.example/?b=c&d"]),
        (["test", "-k", "robots"], ["-m", "pytest", "-k", "robots"]),
    ],
)
def test_every_argument_is_handed_on_unchanged_and_the_exit_code_comes_back(
    ready: Path, given: list[str], handed: list[str]
) -> None:
    done = subprocess.run([sys.executable, ready / "bootstrap.py", *given], capture_output=True, text=True)
    assert done.stdout.split("\n")[:-1] == [f"<{word}>" for word in handed]
    assert done.returncode == 7


def test_a_missing_venv_module_gets_a_sentence_that_names_the_package(tmp_path: Path) -> None:
    bootstrap_in(tmp_path)
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "ensurepip.py").write_text("raise ImportError('No module named ensurepip')\n")
    done = subprocess.run(
        [sys.executable, tmp_path / "bootstrap.py", "--help"],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path / "without")},
    )  # fmt: skip
    assert done.returncode == 3
    assert f"python{sys.version_info[0]}.{sys.version_info[1]}-venv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_what_the_installer_says_is_shown_only_where_it_fails(ready: Path) -> None:
    """The python of this folder fails whatever it is asked, and says what it was asked."""
    for stamp in (ready / ".venv").glob("*.stamp"):
        stamp.unlink()
    version = ".".join(str(part) for part in sys.version_info[:3])
    (ready / ".venv" / "pyvenv.cfg").write_text(f"version = {version}\n")
    failed = subprocess.run(
        [sys.executable, ready / "bootstrap.py", "--help"], capture_output=True, text=True
    )
    assert failed.returncode == 1
    assert "<install>" in failed.stderr and "<install>" not in failed.stdout
    python = ready / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "a warning of the installer"\n')
    done = subprocess.run([sys.executable, ready / "bootstrap.py", "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "a warning of the installer" not in done.stderr


@pytest.mark.parametrize(
    ("version", "good"), [("{0}.{1}.0", True), ("{0}.9.18", False), ("2.7.18", False), ("", False)]
)
def test_an_environment_of_another_python_is_made_anew(tmp_path: Path, version: str, good: bool) -> None:
    module = bootstrap_in(tmp_path)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "pyvenv.cfg").write_text(
        f"home = x\nversion = {version.format(*sys.version_info)}\n"
    )
    assert module.made_by_this_python() is good


def test_a_changed_lock_sets_up_again(tmp_path: Path) -> None:
    module = bootstrap_in(tmp_path)
    before = module.digest(False)
    with (tmp_path / "requirements.lock").open("a") as lock:
        lock.write("# one line more\n")
    assert module.digest(False) != before
