"""The headline: as the page shows it, without the name of the outlet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.text import fold

_TAIL = re.compile(r"\s{0,3}(?:\s[|•·–—:»-]{1,2}|\|)\s{0,3}(?=[^|•·–—»]{1,80}$)")
_HEAD = re.compile(r"^[^|•·–—]{1,60}?\s{0,3}(?:\s[|•·–—-]\s|\|)\s{0,3}")


def best_title(
    json_ld: str,
    headings: Sequence[str],
    opengraph: str,
    tab: str,
    outlet_names: Sequence[str],
    lesser: Sequence[str] = (),
) -> tuple[str, str]:
    """The headline and where it came from; ('', '') where the page has none.

    JSON-LD, then the `<h1>` that the other places confirm, then og:title, then the first `<h1>`, then the
    `lesser` heading (h2, h3) with which `<title>` begins, then `<title>`.
    """
    own = {fold(name) for name in outlet_names} - {""}
    json_ld, opengraph, tab = (
        _shown_part(title, [*headings, *lesser]) for title in (json_ld, opengraph, tab)
    )
    structured = without_outlet(json_ld, own)
    shared = without_outlet(opengraph, own)
    tab_title = without_outlet(tab, own)
    shown = [without_outlet(heading, own) for heading in headings]
    if structured and fold(structured) not in own:
        return _whole(structured, "json-ld", (*((heading, "h1") for heading in shown), (shared, "opengraph")))
    for heading in shown:
        folded = fold(heading)
        if not folded or folded in own:
            continue
        if shared and folded.endswith(" " + fold(shared)):
            return shared, "opengraph"  # an <h1> with its kicker in it
        if any(folded in fold(other) or fold(other) in folded for other in (shared, tab_title) if other):
            return heading, "h1"
    if len(shown) == 1 and fold(shown[0]) not in own and len(shown[0].split()) > 2:
        return shown[0], "h1"
    if shared:
        return shared, "opengraph"
    first = next((heading for heading in shown if fold(heading) not in own), "")
    if not first:
        first = next(
            (one for one in lesser if len(one) > 8 and fold(one) not in own and tab.startswith(one)), ""
        )
    return (first, "h1") if first else (tab_title, "meta" if tab_title else "")


def _shown_part(title: str, headings: Sequence[str]) -> str:
    """A title without what follows a bar, where the rest is what a heading of the page begins with."""
    head, bar, _ = title.rpartition(" | ")
    folded = fold(head)
    shown = bar and len(folded) > 15 and any(fold(heading).startswith(folded) for heading in headings)
    return head.strip() if shown else title


def _whole(title: str, origin: str, others: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """A title, or another one that says in full what it cuts off."""
    if not title.endswith(("…", "...")):
        return title, origin
    beginning = title.rstrip("….")
    return next(
        (
            (other, place)
            for other, place in others
            if other.startswith(beginning) and len(other) > len(title)
        ),
        (title, origin),
    )


def without_outlet(title: str, own: set[str]) -> str:
    """A title without the outlet's name after, or before, a separator."""
    for _ in range(3):
        separators = list(_TAIL.finditer(title))
        if not separators:
            break
        found = separators[-1]
        tail = fold(title[found.end() :])
        if not tail or not _is_outlet(tail, own):
            break
        title = title[: found.start()].rstrip()
    head = _HEAD.match(title)
    if head and fold(head.group()) in own:
        title = title[head.end() :]
    return title


def _is_outlet(words: str, own: set[str]) -> bool:
    squeezed = words.replace(" ", "")
    return any(
        words == name
        or squeezed == name.replace(" ", "")
        or (len(squeezed) > 4 and squeezed in name.replace(" ", ""))
        for name in own
    )
