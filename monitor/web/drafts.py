"""Dossiers that somebody has before them and has not saved: kept for a while, so that a page can be asked for again."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from monitor.dossier import Campaign

MOST = 40
Thing = TypeVar("Thing")


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


class Kept(Generic[Thing]):
    """Things by key, the latest ones. All methods may be called from any thread."""

    def __init__(self) -> None:
        self._kept: dict[str, Thing] = {}
        self._lock = threading.Lock()

    def keep(self, key: str, thing: Thing) -> str:
        """Keep a thing; returns its key."""
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = thing
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        return key

    def get(self, key: str) -> Thing | None:
        """The thing, or None where it is not kept any more."""
        with self._lock:
            return self._kept.get(key)


class Drafts:
    """What people have before them and have not saved: changes of dossiers, and texts of which one is to be made."""

    def __init__(self) -> None:
        self.changes: Kept[Draft] = Kept()
        self.pasted: Kept[str] = Kept()
