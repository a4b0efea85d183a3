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

    def hour(self, moment: Moment | None) -> str:
        """The hour where the page claims one and it is within the last two days, else what `moment` says."""
        if isinstance(moment, datetime):
            local = moment.astimezone(self.zone)
            if 0 <= (self.today - local.date()).days <= 1:
                return self.words.hour(local)
        return self.moment(moment)

    def since(self, moment: datetime | None) -> str:
        """Since when: "mardi 4, 22 h 00" within a week, else the day."""
        if moment is None:
            return "–"
        local = moment.astimezone(self.zone)
        if 0 <= (self.today - local.date()).days < 7:
            day, hour = self.words.short_day(local.date()), self.words.hour(local)
            return self.words("{day}, {hour}", day=day, hour=hour)
        return self._day(local.date())

    def cut(self, moment: datetime) -> str:
        """One end of the period: "mercredi 5 à 7 h 30"."""
        local = moment.astimezone(self.zone)
        day = self.words.short_day(local.date())
        if (local.date().year, local.date().month) != (self.today.year, self.today.month):
            day = self._day(local.date())
        return self.words("{day} at {hour}", day=day, hour=self.words.hour(local))
