"""One line of what `doctor` found."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.wording import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `code` is the exit code that it asks for where it is not well (0: none).

    A `note` is good to know and asks for nothing.
    """

    what: str
    ok: bool
    says: str
    code: int = 0
    note: bool = False

    @property
    def sign(self) -> str:
        """What stands before it: ✓ well, ! not well, – a note."""
        return ("–" if self.note else "✓") if self.ok else "!"

    def sentence(self, words: Words) -> str:
        """What was looked at, and what came of it."""
        return words("{what}: {says}", what=self.what, says=self.says)
