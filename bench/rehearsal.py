"""The rehearsal of the morning: one mail per recipient and day, whatever happens to the machine and the mail server.

    python bench/rehearsal.py [--days 14] [--keep DIR] [--only NAME…] [--without-nights]

Plays a fortnight and the days after it, then the two nights on which the clocks change, with a press world, a mail
server and ticks of the command line, all real but for the clock. Ends with 0 only if nobody ever received two mails
of one day, nobody silently none, and every article stands in exactly one report.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.rehearsing import days
from bench.rehearsing.playing import DayPlan, end, play, stage, table
from bench.rehearsing.verdict import Row

FIRST = date(2025, 2, 3)
SPRING, AUTUMN = date(2025, 3, 29), date(2025, 10, 25)


def rehearse(folder: Path, first: date, plans: Sequence[DayPlan], **how: str | date | None) -> list[str]:
    """Play the days, print them as they come, and return every breach."""
    began, rows = time.monotonic(), list[Row]()
    with stage(folder, first, len(plans), **how) as scene:  # type: ignore[arg-type]
        for plan in plans:
            row = play(scene, plan)
            rows.append(row)
            print(table([row]), flush=True)
            for breach in row.breaches:
                print(f"{'':21}✗ {breach}", flush=True)
        breaches = [f"{row.day}: {breach}" for row in rows for breach in row.breaches]
        at_the_end = end(scene)
    for breach in at_the_end:
        print(f"✗ {breach}")
    print(
        f"{len(rows)} days, {scene.ticks} ticks, {sum(len(row.kills) for row in rows)} kills,"
        f" {len(scene.mail.received)} mails, {time.monotonic() - began:.0f} s\n"
    )
    return breaches + at_the_end


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--days", type=int, default=len(days.FORTNIGHT), help="of the fortnight, from its Monday on"
    )
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", help="these days, by the names in bench/rehearsing/days.py"
    )
    parser.add_argument(
        "--without-nights", action="store_true", help="leave out the nights the clocks change"
    )
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="rehearsal-"))
    if options.only:
        plans = tuple(getattr(days, name) for name in options.only)
        ends_on = None
    else:
        plans = days.FORTNIGHT[: options.days] + days.ENCORES
        ends_on = FIRST + timedelta(days=len(plans) - 2)
    breaches = rehearse(folder / "fortnight", FIRST, plans, ends_on=ends_on)
    if not options.without_nights and not options.only:
        nights = {"report_at": "02:30", "reading": "01:30"}
        breaches += rehearse(folder / "spring", SPRING, days.SPRING, **nights)
        breaches += rehearse(folder / "autumn", AUTUMN, days.AUTUMN, **nights)
    print(
        f"{len(breaches)} breaches of the rule"
        if breaches
        else "The rule held: never two, never silently none."
    )
    print(f"everything is in {folder}")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
