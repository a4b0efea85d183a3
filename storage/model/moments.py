"""Times as pages claim them."""

from __future__ import annotations

from datetime import date, datetime

Moment = datetime | date


def is_timed(moment: Moment | None) -> bool:
    """True where the moment has a time of day."""
    return isinstance(moment, datetime)
