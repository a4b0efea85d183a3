"""A name that is not known: told with those that are, or with the nearest of them."""

from __future__ import annotations

from difflib import get_close_matches

from monitor.wording.outside import clean
from monitor.wording.words import Words

SHOWN_MOST = 12
_GIVEN_MOST = 60


class NotKnown(ValueError):
    """A person asked for something by a name that there is not.

    `option` is where it stood ("--outlet"), `known` the names to give back, `others` further names that are
    understood (the same in the other language, say) and only offered where they are the nearest.
    """

    def __init__(self, option: str, given: str, known: tuple[str, ...], others: tuple[str, ...] = ()) -> None:
        super().__init__(option)
        self.option = option
        self.given = given[:_GIVEN_MOST]
        self.known = known
        self.nearest = _nearest(self.given, (*known, *others))

    def sentence(self, words: Words) -> str:
        """What to tell the person who typed it."""
        said = words(
            "{option}: “{name}” is not known here.", option=self.option, name=clean(self.given, _GIVEN_MOST)
        )
        if self.nearest:
            said += " " + words("Did you mean {near}?", near=self.nearest)
        if not self.known or (self.nearest and len(self.known) > SHOWN_MOST):
            return said
        shown = ", ".join(clean(name, _GIVEN_MOST) for name in self.known[:SHOWN_MOST])
        if len(self.known) > SHOWN_MOST:
            shown += " …"
        return said + " " + words("Known: {known}.", known=shown)


def _nearest(given: str, names: tuple[str, ...]) -> str:
    by_small = {name.casefold(): name for name in reversed(names)}
    near = get_close_matches(given.casefold(), by_small, 1, 0.75)
    return clean(by_small[near[0]], _GIVEN_MOST) if near else ""
