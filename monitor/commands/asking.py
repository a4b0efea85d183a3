"""Questions to a person at a terminal; where there is none, nothing is asked."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection

from monitor.commands.session import CommandError, Session
from monitor.wording import Words

_NUMBERS = re.compile(r"\d{1,4}(?:\s*-\s*\d{1,4})?")
_MANY = 1_000


def at_terminal() -> bool:
    """True where somebody can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(session: Session, question: str) -> str:
    """What the person answers, on one line; the empty text for Enter or for the end of the input."""
    session.tell(question)
    return sys.stdin.readline(10_000).strip()


def says_yes(session: Session, question: str) -> bool:
    """True where the answer is yes, in French or in English; Enter is no."""
    return ask(session, question).lower() in ("o", "oui", "y", "yes")


def may_save(session: Session, yes: bool, dry_run: bool) -> bool:
    """True where a change that was shown is to be saved: with `yes`, else by the answer; told where it is not."""
    words = session.words
    if dry_run:
        session.tell(words("Nothing was saved."))
        return False
    if not yes and not (at_terminal() and says_yes(session, words("Save? (y/N)"))):
        session.tell(words("Nothing was saved. Add --yes to save without being asked."))
        return False
    return True


def numbers_of(text: str, known: Collection[int], words: Words) -> set[int]:
    """The numbers of "3, 5-7", all of them known. Raises CommandError for anything else."""
    found: set[int] = set()
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text.strip()[:_MANY])):
        if not part:
            continue
        if not _NUMBERS.fullmatch(part):
            raise CommandError(words("“{text}” is no list of numbers. Write 3, 5-7.", text=part[:40]))
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    strange = sorted(found - set(known))
    if strange:
        raise CommandError(words("There is no number {number} in this list.", number=strange[0]))
    return found
