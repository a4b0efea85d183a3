"""The part of `storage.store.Store` that knows what each source gave over time; errors and times as written there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from storage.model import SourceReading


class SourceHistory(Protocol):
    """What sources gave."""

    def readings_of(self, source_id: str, limit: int = 30) -> list[SourceReading]:
        """The last readings of a source, the latest first; of one that is unknown there are none."""
        ...

    def news_since(self, at: datetime) -> Mapping[str, int]:
        """How many entries never seen before each source gave since then; those that gave none are left out."""
        ...

    def mentions_by_source(self, campaign_id: str, outlet_id: str) -> Mapping[str, int]:
        """In how many mentions of a campaign, of an outlet, each source had a part: one article may have several."""
        ...
