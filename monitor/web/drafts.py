"""Dossiers that somebody has before them and has not saved: kept for a while, so that a page can be asked for again."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.dossier import Campaign

MOST = 40


@dataclass(frozen=True, slots=True)
class Draft:
    """A change of a dossier that is not saved: its file as it was (empty: there is none yet), and as it would be.

    `campaign` is what the file would say; `texts` those that would stand beside it, by new names. `back` is the address
    of the form from which it came.
    """

    campaign: Campaign
    before: bytes
    after: bytes
    back: str
    texts: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same for the same change, and another one for every other."""
        parts = [self.campaign.id.encode(), self.before, self.after]
        parts += [part for name, text in sorted(self.texts.items()) for part in (name.encode(), text)]
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


class Drafts:
    """The drafts of one desk, the latest ones. All methods may be called from any thread."""

    def __init__(self) -> None:
        self._kept: dict[str, Draft] = {}
        self._lock = threading.Lock()

    def keep(self, draft: Draft) -> str:
        """Keep a draft; returns its key."""
        with self._lock:
            self._kept.pop(draft.key, None)
            self._kept[draft.key] = draft
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        return draft.key

    def get(self, key: str) -> Draft | None:
        """The draft, or None where it is not kept any more."""
        with self._lock:
            return self._kept.get(key)
