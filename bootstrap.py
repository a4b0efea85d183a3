#!/usr/bin/env python3
"""Set everything up on a machine that has nothing but Python 3.11 or newer, then run the command.

    python3 bootstrap.py demo        what the product does, on a small press world of its own
    python3 bootstrap.py test        all the checks
    python3 bootstrap.py ANYTHING    the same as `retombees ANYTHING`, once it is set up

Standard library only. Makes `.venv` beside this file, installs the locked dependencies into it, and hands
every argument on unchanged. The second time it only looks whether the locks have changed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
LOCK, DEV_LOCK = HERE / "requirements.lock", HERE / "requirements-dev.lock"
OLDEST = (3, 11)


def say(french: str, english: str) -> None:
    """One sentence for the person at the keyboard, in both languages."""
    print(f"{french}\n{english}", file=sys.stderr)


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest(dev: bool) -> str:
    """What the environment must be made anew for: the locks, the project's own metadata, this Python."""
    files = [LOCK, HERE / "pyproject.toml", *([DEV_LOCK] if dev else [])]
    content = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def made_by_this_python() -> bool:
    """False after the system's Python moved from 3.11 to 3.12, say: the old environment's packages are lost to it."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    made = [line.partition("=")[2].strip() for line in lines if line.startswith("version")]
    return bool(made) and made[0].split(".")[:2] == [str(part) for part in sys.version_info[:2]]


def make_venv() -> None:
    """Make `.venv`, or say which package is missing."""
    try:
        import ensurepip  # noqa: F401 - Debian ships venv without it unless python3-venv is there
        import venv
    except ImportError:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        say(
            f"Il manque le module « venv » de Python. Installez-le, puis recommencez : sudo apt install {package}",
            f"Python's venv module is missing. Install it, then try again: sudo apt install {package}",
        )
        raise SystemExit(3) from None
    venv.EnvBuilder(with_pip=True, clear=VENV.exists(), symlinks=os.name != "nt").create(VENV)


def pip(*arguments: str) -> None:
    """Run the environment's pip; what it says is shown where it fails, on stderr: stdout belongs to the command."""
    command = [str(python_of(VENV)), "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    done = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        sys.stderr.buffer.write(done.stdout)
        sys.stderr.flush()
        say(
            "L'installation a échoué : le message ci-dessus dit pourquoi. Le réseau est-il disponible ?",
            "The installation failed: the message above says why. Is the network there?",
        )
        raise SystemExit(1)


def set_up(dev: bool) -> None:
    """Make sure that the environment is what the locks say."""
    stamp = VENV / ("retombees-dev.stamp" if dev else "retombees.stamp")
    wanted = digest(dev)
    if stamp.exists() and stamp.read_text() == wanted and python_of(VENV).exists():
        return
    say("Installation (environ une minute)…", "Setting up (about a minute)…")
    if not python_of(VENV).exists() or not made_by_this_python():
        make_venv()
    pip("install", "--upgrade", "pip")  # pip 23 stumbles over some extras
    for lock in [LOCK, *([DEV_LOCK] if dev else [])]:
        pip("install", "--require-hashes", "-r", str(lock))
    pip("install", "--no-deps", "--no-build-isolation", "-e", ".")
    stamp.write_text(wanted)


def main() -> int:
    """Set up, then run the command; its exit code is ours."""
    if sys.version_info < OLDEST:
        say("Il faut Python 3.11 ou plus récent.", "Python 3.11 or newer is needed.")
        return 3
    arguments = sys.argv[1:]
    testing = arguments[:1] == ["test"]
    set_up(dev=testing)
    python = str(python_of(VENV))
    if testing:
        command = [python, "-m", "pytest", *arguments[1:]]
        return subprocess.run(command, cwd=HERE, check=False).returncode
    command = [python, "-P", "-m", "monitor", *arguments]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
