"""The part of `storage.store.Store` that knows what people choose for a report; errors and times as written there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from storage.model import Decided, Parts, ReportChoices, ReportKind


class Choices(Protocol):
    """What people choose for one report: of a campaign, a kind and a day."""

    def report_choices(self, campaign_id: str, kind: ReportKind, day: date) -> ReportChoices:
        """What was chosen, as it stands; nothing chosen: no parts, version 0."""
        ...

    def choose_for_report(
        self,
        campaign_id: str,
        kind: ReportKind,
        day: date,
        parts: Parts,
        who: str,
        at: datetime,
        expected: int | None = None,
    ) -> Decided:
        """Change these parts of the choices, as one action in one transaction; None takes a part back.

        `expected` is the version that `who` looked at. What others changed since is merged part by part; where one
        part cannot be, nothing is changed and the conflict told. What changes nothing makes no action. The one key
        of `Decided.versions`, and the subject of conflicts, is `ReportChoices.subject`.
        """
        ...
