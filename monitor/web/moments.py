"""Times as the desk says them in lists: "hier, 16 h 42", with the full day behind. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.wording import Words
from storage.model import Moment


class Moments:
    """Words for times, seen from `now` (aware), in one zone."""

    def __init__(self, words: Words, zone: str, now: datetime) -> None:
        self._words, self._zone = words, ZoneInfo(zone)
        self._today = now.astimezone(self._zone).date()

    def short(self, moment: Moment | None) -> str:
        """A moment in a list: "aujourd’hui, 6 h 00", "hier, 16 h 42", else its day; a bare day has no hour."""
        words = self._words
        if moment is None:
            return words("date unknown")
        timed = isinstance(moment, datetime)
        local = moment.astimezone(self._zone) if isinstance(moment, datetime) else None
        day = local.date() if local is not None else moment
        ago = (self._today - day).days
        if ago == 0:
            named = words("today")
        elif ago == 1:
            named = words("yesterday")
        else:
            named = words.day(day, year=day.year != self._today.year)
        return words("{day}, {hour}", day=named, hour=words.hour(local)) if timed and local else named

    def full(self, moment: Moment | None) -> str:
        """A moment with its whole day: "mercredi 5 février 2025, 16 h 42"."""
        words = self._words
        if moment is None:
            return words("date unknown")
        if not isinstance(moment, datetime):
            return words.day(moment)
        local = moment.astimezone(self._zone)
        return words("{day}, {hour}", day=words.day(local), hour=words.hour(local))

    def iso(self, moment: Moment | None) -> str:
        """For the attribute `datetime`; the empty text where the moment is unknown."""
        if moment is None:
            return ""
        if not isinstance(moment, datetime):
            return moment.isoformat()
        return moment.astimezone(self._zone).isoformat(timespec="minutes")
