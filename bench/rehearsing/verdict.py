"""What must hold at the end of each day, and at the end of all of them. Every breach is a sentence."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from itertools import pairwise
from typing import Any

from .mailserver import MailServer
from .workspace import Place, lines_of
from .world import CAMPAIGN

_PAGE = re.compile(r"la page (\d{1,6}) du cahier")
_LINK = re.compile(r"/page-(\d{1,6})-\d")
PARTS = ("pickups", "related", "topic", "to_check", "late", "own")
"""Where a report, as JSON, lists what it tells of as new."""
OPEN = ("pending", "unknown", "failed")


@dataclass
class Row:
    """A line of the table: what was done on a day, the mails of it, and how each message stands."""

    day: date
    what: str
    mails: int = 0
    states: str = ""
    kills: list[str] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)


def pages(text: str) -> set[int]:
    """The numbers of the articles that a text tells of, however its lines were broken."""
    return {int(number) for number in _PAGE.findall(" ".join(text.split()))}


def linked(text: str) -> set[int]:
    """The numbers of the articles that a text gives the address of; one told of in passing has none."""
    return {int(number) for number in _LINK.findall(text)}


def counts(mail: MailServer, outbox: Iterable[dict[str, Any]]) -> Counter[tuple[str, str, str]]:
    """How many mails of each (kind, day, recipient) were received."""
    rows = {row["id"].strip("<>"): row for row in outbox}
    found: Counter[tuple[str, str, str]] = Counter()
    for one in mail.received:
        row = rows.get(one.message_id)
        found[(row["kind"], row["day"], one.recipient) if row else ("unheard of", "", one.recipient)] += 1
    return found


def never_two(mail: MailServer, outbox: list[dict[str, Any]]) -> list[str]:
    """Nobody received two messages of one kind and day, nor one that the outbox does not know."""
    found = counts(mail, outbox)
    # Several alerts a day are right; what they tell of is looked at in `alerts_tell_once`.
    breaches = [
        f"{number} mails {key[0]} of {key[1]} to {key[2]}"
        for key, number in found.items()
        if number > 1 and key[0] != "alert"
    ]
    breaches += [
        f"a mail to {key[2]} that the outbox does not know" for key in found if key[0] == "unheard of"
    ]
    ids = Counter(one.message_id for one in mail.received)
    return breaches + [f"Message-ID {ident} received {n} times" for ident, n in ids.items() if n > 1]


def never_silently_none(
    mail: MailServer, outbox: list[dict[str, Any]], day: date, expected: Iterable[tuple[str, str]]
) -> list[str]:
    """Each (kind, recipient) expected on a day was received, or its message is open and says why."""
    found, breaches = counts(mail, outbox), []
    for kind, recipient in expected:
        key = (kind, day.isoformat(), recipient)
        rows = [row for row in outbox if (row["kind"], row["day"], row["recipient"]) == key]
        open_rows = [row for row in rows if row["state"] in OPEN]
        if not rows:
            breaches.append(f"no {kind} message of {day} for {recipient} in the outbox")
        elif not found[key] and not open_rows:
            breaches.append(f"{kind} of {day} to {recipient}: {rows[0]['state']}, and nothing was received")
        breaches += [
            f"{row['state']} without a reason: {row}"
            for row in open_rows
            if row["tries"] and not row["reason"]
        ]
    return breaches


def trouble_is_visible(place: Place, outbox: list[dict[str, Any]], day: date) -> list[str]:
    """What was tried on this day and is not sent stands in `outbox list`, and `doctor` does not call all well."""
    troubled = [
        row for row in outbox if row["state"] in OPEN and row["reason"] and row["day"] == day.isoformat()
    ]
    if not troubled:
        return []
    breaches = []
    listed = {row["id"].strip("<>"): row for row in lines_of(place.call("outbox", "list", "--json").stdout)}
    for row in troubled:
        shown = listed.get(row["id"].strip("<>"))
        if shown is None or shown["state"] != row["state"] or not shown["reason"]:
            breaches.append(
                f"`outbox list` does not show {row['state']} {row['day']} {row['recipient']}: {shown}"
            )
    checked = place.call("doctor")
    if checked.returncode == 0:
        breaches.append(
            "`doctor` says that all is well, with trouble in the outbox: " + checked.stdout[-300:]
        )
    return breaches


def told_in_next_report(place: Place, troubles: Iterable[dict[str, Any]], day: str) -> list[str]:
    """The report made on a later day names each message that was still in trouble when it was made."""
    text = report_text(place, day)
    return [
        f"the report of {day} does not say that {row['kind']} {row['day']} to {row['recipient']} is {row['state']}"
        for row in troubles
        if row["recipient"] not in text
    ]


def report_text(place: Place, day: str) -> str:
    """The text of the daily report of a day, from its folder; "" where there is none."""
    path = place.folder / "reports" / f"{CAMPAIGN}-{day}.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def report_of(place: Place, day: str) -> dict[str, Any]:
    """The daily report of a day as other programs read it; {} where there is none."""
    path = place.folder / "reports" / f"{CAMPAIGN}-{day}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def told(report: dict[str, Any]) -> set[int]:
    """The numbers of the articles that a report tells of as new."""
    stories = [story for part in PARTS for story in report.get(part, ())]
    mentions = [mention for story in stories for mention in (story["lead"], *story["reprints"])]
    return {page for mention in mentions for page in pages(mention["title"])}


def windows_meet(place: Place) -> list[str]:
    """Each daily report begins where the one before it ended."""
    return [
        f"between the reports of {one['day']} and {two['day']}: {one['covers_until']} to {two['covers_from']}"
        for one, two in pairwise(place.reports())
        if one["covers_until"] != two["covers_from"]
    ]


def told_once(place: Place, due: set[int]) -> list[str]:
    """Every article that was out stands as new in exactly one daily report."""
    times = Counter(page for report in place.reports() for page in told(report_of(place, report["day"])))
    return [f"page {page} stands in {times[page]} daily reports" for page in sorted(due) if times[page] != 1]


def never_blind_unsaid(place: Place, out_at: Callable[[date], set[int]]) -> list[str]:
    """A report that does not say that it could not look has everything that was out when its day's reading began."""
    breaches, known = [], set[int]()
    for row in place.reports():
        report = report_of(place, row["day"])
        known |= told(report)
        missed = out_at(date.fromisoformat(row["day"])) - known
        if missed and not report["blindness"]:
            breaches.append(
                f"the report of {row['day']} says that it looked, and has not seen {sorted(missed)}"
            )
        known |= missed  # each is held against the first report that lacks it
    return breaches


def queued_once(place: Place, recipients: Iterable[str], due: set[int]) -> list[str]:
    """Every article that was out stands in exactly one daily message to each recipient: a report by hand hides none."""
    breaches = []
    for recipient in recipients:
        contents = place.rows("SELECT content FROM outbox WHERE kind = 'daily' AND recipient = ?", recipient)
        letters = (message_from_bytes(row["content"], policy=policy.default) for row in contents)
        texts = (letter.get_body(("plain",)) for letter in letters)
        times = Counter(page for text in texts if text is not None for page in linked(text.get_content()))
        breaches += [
            f"page {page} stands in {times[page]} daily messages to {recipient}"
            for page in sorted(due)
            if times[page] != 1
        ]
    return breaches


def mails_say_the_report(place: Place, mail: MailServer, outbox: list[dict[str, Any]]) -> list[str]:
    """A mail of a day tells of the articles that the report of that day tells of."""
    rows = {row["id"].strip("<>"): row for row in outbox if row["kind"] == "daily"}
    breaches = []
    for one in mail.received:
        row = rows.get(one.message_id)
        if row is None:
            continue
        there, here = told(report_of(place, row["day"])), linked(one.text)
        if there != here or not here <= pages(one.html):
            breaches.append(f"mail of {row['day']} to {one.recipient} tells of {here}, the report of {there}")
    return breaches


def alerts_tell_once(mail: MailServer, outbox: list[dict[str, Any]]) -> list[str]:
    """No two alerts tell the same person of the same article."""
    ids = {row["id"].strip("<>") for row in outbox if row["kind"] == "alert"}
    told = Counter(
        (one.recipient, page) for one in mail.received if one.message_id in ids for page in pages(one.text)
    )
    return [
        f"{number} alerts tell {who} of page {page}" for (who, page), number in told.items() if number > 1
    ]
