"""`python -m monitor.wording`: add what fr.po lacks, and say what is left to do there."""

from __future__ import annotations

import sys

from monitor.wording.extract import stale, update
from monitor.wording.words import read_catalog


def main() -> None:
    """Update the French file and list what a person has to do by hand."""
    added = update("fr")
    empty = [entry.id for entry in read_catalog("fr") if entry.id and not any(entry.string or ())]
    for text in empty:
        print(f"to translate: {text!r}", file=sys.stderr)
    for stale_text, _ in stale("fr"):
        print(f"no longer used: {stale_text!r}", file=sys.stderr)
    print(f"{added} added, {len(empty)} to translate", file=sys.stderr)


if __name__ == "__main__":
    main()
