"""Putting the known searches of outlets into a catalogue, by domain (text in, text out)."""

from __future__ import annotations

import csv
import io

BOM = "\ufeff"


def merge_searches(outlets: str, searches: str) -> str:
    """The catalogue with the search of each known domain, as French Excel opens it: BOM, semicolons, CRLF.

    `outlets` and `searches` (columns domain, template, date_filter) are comma-separated, as shipped. The
    first outlet of a domain gets its searches; a form that can be asked for dates replaces one that cannot.
    Domains that no outlet has are passed over.
    """
    table = csv.reader(io.StringIO(outlets.removeprefix(BOM)))
    columns = next(table)
    known = _by_domain(searches)
    domain, search = columns.index("domain"), columns.index("search")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in table:
        row[search] = _best(row[search], known.pop(row[domain], {}))
        writer.writerow(row)
    return BOM + out.getvalue()


def _by_domain(searches: str) -> dict[str, dict[str, bool]]:
    """For each domain its templates, each with whether it can be asked for dates."""
    known: dict[str, dict[str, bool]] = {}
    for row in csv.DictReader(io.StringIO(searches.removeprefix(BOM))):
        known.setdefault(row["domain"], {})[row["template"]] = row["date_filter"] == "dated"
    return known


def _best(listed: str, known: dict[str, bool]) -> str:
    """The searches of one outlet: the dated ones where there are any, else what was listed, else the known ones."""
    dated = [
        template for template in [*listed.split(), *known] if known.get(template) or "{start:" in template
    ]
    return " ".join(dict.fromkeys(dated or listed.split() or known))
