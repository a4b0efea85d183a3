"""Days and hours as a report says them, in the campaign's zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.wording.words import Words
from storage.model import Moment


class Times:
    """Words for times, seen from the day of the report: its year goes without saying."""

    def __init__(self, words: Words, zone: ZoneInfo, today: date) -> None:
        self.words = words
        self.zone = zone
        self.today = today

    def moment(self, moment: Moment | None) -> str:
        """When an article came out: day and hour, the day alone where no hour is claimed, or "date unknown"."""
        words = self.words
        if moment is None:
            return words("date unknown")
        if not isinstance(moment, datetime):
            return self._day(moment)
        local = moment.astimezone(self.zone)
        return words("{day}, {hour}", day=self._day(local.date()), hour=words.hour(local))

    def _day(self, day: date) -> str:
        return self.words.day(day, year=day.year != self.today.year)

    def short(self, moment: Moment | None) -> str:
        """A moment in a list: "mardi 4, 22 h 00" within a week before the report, else its day; "–" where unknown."""
        if moment is None:
            return "–"
        if not isinstance(moment, datetime):
            return self._short_day(moment)
        local = moment.astimezone(self.zone)
        if not self._near(local.date()):
            return self._day(local.date())
        return self.words("{day}, {hour}", day=self._short_day(local.date()), hour=self.words.hour(local))

    def _near(self, day: date) -> bool:
        return abs((self.today - day).days) < 7

    def _short_day(self, day: date) -> str:
        return self.words.short_day(day) if self._near(day) else self._day(day)

    def cut(self, moment: datetime) -> str:
        """One end of the period: "mercredi 5 à 7 h 30"."""
        local = moment.astimezone(self.zone)
        return self.words("{day} at {hour}", day=self._short_day(local.date()), hour=self.words.hour(local))
