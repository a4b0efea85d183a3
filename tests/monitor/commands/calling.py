"""What the tests of the commands share: how one is called, and how a workspace of the press world is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.cli import main
from monitor.demo import RunningWorld

MORNING = datetime.fromisoformat("2025-02-05T07:30:00+01:00")
DAY = "2025-02-05"
CAMPAIGN = "sommet-ia-2025"


@dataclass(frozen=True)
class Ran:
    """What a command answered; `said` is what a person read, its no-break spaces as plain ones."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.err.replace("\u00a0", " ").replace("\u202f", " ")


Run = Callable[..., Ran]


def settle(folder: Path, world: RunningWorld, moment: datetime = MORNING, only: tuple[str, ...] = ()) -> Path:
    """A workspace whose outlets are those of a world (or some of them), at a moment of it."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = world.sources_csv().splitlines(keepends=True)
    kept = [line for line in lines[1:] if not only or line.split(",")[0] in only]
    (folder / "sources.csv").write_text("".join([lines[0], *kept]), encoding="utf-8")
    set_clock(folder, world, moment)
    assert main(["-w", str(folder), "init"]) == 0
    return folder


def set_clock(folder: Path, world: RunningWorld, moment: datetime) -> None:
    """Move the world and the workspace to a moment."""
    world.set_today(moment)
    allowed = ", ".join(f'"{entry}"' for entry in world.allow_private())
    (folder / "retombees.toml").write_text(
        '[network]\ncontact = "https://retombees.example/robot"\n'
        f"allow_private = [{allowed}]\nmin_delay = 0.02\n\n[crawl]\nmax_minutes = 2\n\n"
        f"[clock]\nnow = {moment.isoformat()}\n",
        encoding="utf-8",
    )
