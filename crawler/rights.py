"""What a site says about text and data mining: TDMRep's `/.well-known/tdmrep.json` and its header (pure)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from storage.model import Rights

WELL_KNOWN = "/.well-known/tdmrep.json"
MAX_RULES = 500


@dataclass(frozen=True, slots=True)
class _Rule:
    """A location is the beginning of a path, with `*` for anything and `$` for the end, as in robots.txt."""

    parts: tuple[str, ...]
    to_the_end: bool
    reserved: bool

    def fits(self, path: str) -> bool:
        """Does the rule speak of this path? The earliest place of each part in turn: linear, no backtracking."""
        if not path.startswith(self.parts[0]):
            return False
        at = len(self.parts[0])
        for part in self.parts[1:]:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        last = self.parts[-1]
        return not self.to_the_end or (
            path.endswith(last) and at <= len(path) and (len(self.parts) > 1 or at == len(path))
        )


@dataclass(frozen=True, slots=True)
class SiteRights:
    """The rules of one site, in order; the first that fits decides."""

    rules: tuple[_Rule, ...] = ()

    def of(self, url: str) -> Rights:
        """What these rules say of a URL; open where none fits."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fitting = next((rule for rule in self.rules if rule.fits(path)), None)
        return Rights.RESERVED if fitting is not None and fitting.reserved else Rights.OPEN


def parse_tdmrep(body: bytes) -> SiteRights:
    """Read a tdmrep.json; whatever it holds, what cannot be read is no rule."""
    try:
        data = json.loads(body[: 256 * 1024])
    except (ValueError, RecursionError):
        return SiteRights()
    rules = []
    for entry in data[:MAX_RULES] if isinstance(data, list) else []:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("location"), str):
            continue
        location = entry["location"][:500]
        parts = tuple(location.removesuffix("$").split("*"))
        rules.append(_Rule(parts, location.endswith("$"), entry.get("tdm-reservation") in (1, "1", True)))
    return SiteRights(tuple(rules))


def header_rights(value: str | None) -> Rights:
    """What a `tdm-reservation` header says."""
    return Rights.RESERVED if (value or "").strip() == "1" else Rights.OPEN
