"""Plays days: moves the clock, lets ticks run and be killed, and asks for the verdict at the end of each day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from zoneinfo import ZoneInfo

from . import verdict
from .mailserver import Fault, MailServer, Step
from .ticking import Kill, Moment, Tick, tick, two_ticks
from .workspace import Place
from .world import CAMPAIGN, Press, dossier, press

ZONE = ZoneInfo("Europe/Paris")
PRESS, BOARD, PARTNER, DESK = (f"{name}@rivage.example" for name in ("presse", "bureau", "partner", "alerte"))
RECIPIENTS = (
    (PRESS, "fr", ("daily", "weekly", "final")),
    (BOARD, "fr", ("daily", "final")),
    (PARTNER, "en", ("daily",)),
    (DESK, "fr", ("alert",)),
)
DAILY = tuple(address for address, _, receives in RECIPIENTS if "daily" in receives)
READING_BEGINS = "01:00"
"""What is out at this hour, every reading of the day sees."""
START = datetime(2000, 1, 1, tzinfo=UTC)
SETTINGS = """[network]
contact = "https://rivage.example/robot"
allow_private = [{allowed}]
min_delay = 0.02

[crawl]
max_minutes = 2

[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "retombees@rivage.example"
timeout = {timeout}

[schedule]
time = "{reading}"
weekly = "fri"
"""


@dataclass
class Rehearsal:
    """The stage: a workspace, its press, its mail server, and where the clock stands."""

    place: Place
    press: Press
    mail: MailServer
    day: date
    report_at: str = "07:30"
    expects: set[tuple[str, str]] = field(default_factory=set)
    troubles: list[dict[str, Any]] = field(default_factory=list)
    row: verdict.Row = field(default_factory=lambda: verdict.Row(date.min, ""))
    latest: datetime = START
    ticks: int = 0

    def moment(self, hour: str, day: date | None = None, fold: int = 0) -> datetime:
        """An hour of the day (or of another) in Paris; one that does not exist is the hour after it."""
        local = datetime.combine(day or self.day, time.fromisoformat(hour), ZONE).replace(fold=fold)
        return local.astimezone(UTC).astimezone(ZONE)

    def set_clock(self, hour: str, day: date | None = None, fold: int = 0) -> None:
        """Put the clock, and the sites with it, at an hour of the day (or of another), in Paris."""
        moment = self.moment(hour, day, fold)
        self.place.set_clock(moment)
        self.press.move(moment)
        self.latest = max(self.latest, moment)

    def tick(self, hour: str, kill: Kill | None = None, day: date | None = None, fold: int = 0) -> Tick:
        """One tick at an hour. A kill that found nothing to kill is a breach: it would prove nothing."""
        self.set_clock(hour, day, fold)
        one = tick(self.place, self.mail, (day or self.day).isoformat(), kill)
        self._note(one, hour)
        return one

    def ticks_at(self, *hours: str) -> None:
        """Ticks that nobody disturbs."""
        for hour in hours:
            self.tick(hour)

    def twice(self, hour: str) -> None:
        """Two ticks at the same moment: one does the work, the other says that it is done."""
        self.set_clock(hour)
        pair = two_ticks(self.place)
        for one in pair:
            self._note(one, hour)

    def has_report(self) -> bool:
        """True where today's report was made."""
        return any(report["day"] == self.day.isoformat() for report in self.place.reports())

    def waiting(self) -> bool:
        """True where messages of today have not gone anywhere yet."""
        return any(
            row["day"] == self.day.isoformat() and row["state"] == "pending" for row in self.place.outbox()
        )

    def crawls(self) -> list[dict[str, Any]]:
        """The crawls that are over."""
        return self.place.rows("SELECT id FROM runs WHERE kind = 'crawl' AND state <> 'running'")

    def wait_for(self, what: str, has_come: Callable[[], bool], seconds: float = 60.0) -> None:
        """Look until it has come; that it does not is a breach."""
        until = monotonic() + seconds
        while not has_come():
            if monotonic() > until:
                self.row.breaches.append(f"waited {seconds:.0f} s in vain for {what}")
                return
            sleep(0.05)

    def by_hand(self, hour: str, *arguments: str) -> None:
        """A person calls a command at an hour."""
        self.set_clock(hour)
        done = self.place.call(*arguments)
        if done.returncode not in (0, 4):
            self.row.breaches.append(
                f"{hour}: {arguments[0]} ended with {done.returncode}: {done.stderr[-700:]}"
            )

    def expect(self, kind: str, *recipients: str) -> None:
        """A message of this kind must come today, or be visibly in trouble."""
        self.expects |= {(kind, recipient) for recipient in recipients}

    def _note(self, one: Tick, hour: str) -> None:
        self.ticks += 1
        if one.kill is not None:
            self.row.kills.append(f"{one.kill.when}{'' if one.hit else ' (MISSED)'}")
            if not one.hit:
                self.row.breaches.append(
                    f"{hour}: no kill at “{one.kill.when}”; the tick said:\n{one.said[-400:]}"
                )
        elif one.code not in (0, 4, 6):
            self.row.breaches.append(f"{hour}: the tick ended with {one.code} and said:\n{one.said[-700:]}")


DayPlan = Callable[[Rehearsal], None]


def play(stage: Rehearsal, plan: DayPlan) -> verdict.Row:
    """Play one day on the stage, give the verdict on it, and go on to the next day."""
    what = (plan.__doc__ or plan.__name__).strip().splitlines()[0].rstrip(".")
    stage.row, stage.expects = verdict.Row(stage.day, what), set()
    reports_before = {report["day"] for report in stage.place.reports()}
    before = len(stage.mail.received)
    plan(stage)
    stage.mail.all_well()
    outbox = stage.place.outbox()
    today = [row for row in outbox if row["day"] == stage.day.isoformat() and row["kind"] != "alert"]
    stage.row.mails = len(stage.mail.received) - before
    stage.row.states = " ".join(
        f"{sum(row['state'] == state for row in today)} {state}"
        for state in ("sent", *verdict.OPEN)
        if any(row["state"] == state for row in today)
    )
    breaches = stage.row.breaches
    breaches += verdict.never_two(stage.mail, outbox)
    breaches += verdict.never_silently_none(stage.mail, outbox, stage.day, sorted(stage.expects))
    for report in stage.place.reports():
        if report["day"] not in reports_before:
            told = [row for row in stage.troubles if row["day"] < report["day"]]
            breaches += verdict.told_in_next_report(stage.place, told, report["day"])
            stage.troubles = [row for row in stage.troubles if row not in told]
    breaches += verdict.trouble_is_visible(stage.place, outbox, stage.day)
    known = {row["id"] for row in stage.troubles}
    stage.troubles += [
        row for row in today if row["state"] in ("unknown", "failed") and row["id"] not in known
    ]
    stage.day += timedelta(days=1)
    return stage.row


def end(stage: Rehearsal) -> list[str]:
    """What must hold when all days have been played."""
    outbox = stage.place.outbox()
    reports = stage.place.reports()
    until = (
        datetime.fromisoformat(reports[-1]["covers_until"].replace("Z", "+00:00"))
        if reports
        else stage.latest
    )
    due = stage.press.due(until)
    return [
        *verdict.windows_meet(stage.place),
        *verdict.told_once(stage.place, due),
        *verdict.never_blind_unsaid(
            stage.place, lambda day: stage.press.due(stage.moment(READING_BEGINS, day)) & due
        ),
        *verdict.queued_once(stage.place, DAILY, due),
        *verdict.mails_say_the_report(stage.place, stage.mail, outbox),
        *verdict.alerts_tell_once(stage.mail, outbox),
    ]


@contextmanager
def stage(
    folder: Path,
    first: date,
    days: int,
    *,
    report_at: str = "07:30",
    reading: str = "07:00",
    ends_on: date | None = None,
    timeout: float = 4.0,
) -> Iterator[Rehearsal]:
    """A stage in a folder: everything serves until the block ends. `timeout` in seconds, for the mail server."""
    start = datetime.combine(first, datetime.min.time(), ZONE)
    with press(start, days) as sites, MailServer().running() as mail:
        workspace = folder / "workspace"
        (workspace / "campaigns").mkdir(parents=True)
        ends = ends_on.isoformat() if ends_on else ""
        (workspace / "campaigns" / f"{CAMPAIGN}.toml").write_text(
            dossier(RECIPIENTS, report_at, ends), encoding="utf-8"
        )
        (workspace / "sources.csv").write_text(sites.running.sources_csv(), encoding="utf-8")
        allowed = ", ".join(f'"{entry}"' for entry in sites.running.allow_private())
        settings = SETTINGS.format(allowed=allowed, port=mail.port, timeout=timeout, reading=reading)
        scene = Rehearsal(Place(workspace, settings), sites, mail, first, report_at)
        scene.set_clock("00:01")
        made = scene.place.call("init")
        assert made.returncode == 0, made.stderr
        for other in (workspace / "campaigns").glob("*.toml"):
            if other.stem != CAMPAIGN:  # the one that comes with the product is not what is rehearsed
                other.unlink()
        yield scene


def table(rows: Sequence[verdict.Row]) -> str:
    """The days as lines: day, mails, states, what was done."""
    lines = []
    for row in rows:
        verdict_of_day = "" if not row.breaches else "  ✗"
        lines.append(
            f"{row.day:%a %d %b}  {row.mails:>2} mails  {row.states or '–':<28} {row.what}{verdict_of_day}"
        )
        lines += [f"{'':21}kill -9: {', '.join(row.kills)}"] * bool(row.kills)
    return "\n".join(lines)


__all__ = [
    "BOARD", "DAILY", "DESK", "PARTNER", "PRESS", "DayPlan", "Fault", "Kill", "Moment", "Rehearsal", "Step",
    "end", "play", "stage", "table",
]  # fmt: skip
