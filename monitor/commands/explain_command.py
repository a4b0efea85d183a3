"""`explain`: which step lost an article, why, and what one can do; what it is for each campaign."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.commands.read_commands import OutputOption
from monitor.commands.session import (
    UNREADABLE,
    CommandError,
    Session,
    json_line,
    printable,
    workspace_session,
    write_data,
)
from monitor.commands.tables import table
from monitor.dossier import Campaign
from monitor.explain.explaining import Answer, Explainer
from monitor.explain.files import GivenUnreadable, given, is_address
from monitor.explain.saying import Telling
from monitor.explain.telling import (
    address_lines,
    address_row,
    file_lines,
    file_row,
    list_cells,
    list_headings,
)
from monitor.export.csv_list import safe
from monitor.wording.words import message
from storage.model import StoredArticle
from storage.store import Store

_ID = re.compile(r"[am][a-z2-7]{16}")
_BARE_ADDRESS = re.compile(r"(?:www\.)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?::[0-9]{1,5})?/\S{0,4000}")


def explain_command(
    ctx: typer.Context,
    target: Annotated[
        str,
        typer.Argument(
            metavar="URL|ID|FILE",
            help=message(
                "An address; the id of a mention or an article; a saved page, a text, or a list of addresses (one a"
                " line, or a CSV)."
            ),
        ),
    ],
    campaign: Annotated[str | None, typer.Option(metavar="ID", help=message("Only this campaign."))] = None,
    output: OutputOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=message("One JSON object a line, for programs."))
    ] = False,
) -> None:
    """Say where an article was lost and why, what to do, and on what a mention rests."""
    session = workspace_session(ctx, warn=False)
    campaigns: Sequence[Campaign] = (
        (session.campaign(campaign),) if campaign is not None else session.loaded.campaigns
    )
    telling = Telling(session.words, ZoneInfo(session.zone))
    with session.store() as store:
        found = _meant(session, store, target)
        explainer = Explainer(store, session.loaded.catalogue.entries, campaigns)
        if isinstance(found, StoredArticle):
            answers = explainer.judged(found)
            lines = file_lines(found, answers, telling)
            _write(session, lines, [json_line(file_row(found, answers, telling))], output, as_json)
        elif isinstance(found, str):
            answer = explainer.explain(found)
            lines = address_lines(answer, telling)
            _write(session, lines, [json_line(address_row(answer, telling))], output, as_json)
        else:
            _write_list([explainer.explain(url, changes=False) for url in found], telling, output, as_json)


def _meant(session: Session, store: Store, target: str) -> str | list[str] | StoredArticle:
    """An address, the addresses of a list, or the article of a file. Raises CommandError, NotStored, OSError."""
    words = session.words
    if target.lower().startswith(("http://", "https://")):
        return target
    path = Path(target)
    if path.is_file():
        try:
            return given(path, session.now())
        except GivenUnreadable as error:
            said = words("{path} cannot be used: {reason}", path=target[:200], reason=words(error.reason))
            raise CommandError(said.rstrip(".") + ".", UNREADABLE) from error
    if _ID.fullmatch(target):
        article = store.mention(target).article if target.startswith("m") else store.article(target)
        return article.canonical_url
    if _BARE_ADDRESS.fullmatch(target) and is_address(f"https://{target}"):
        return f"https://{target}"
    raise CommandError(
        words(
            "“{name}” is neither an address (https://…), nor the id of a mention or an article, nor a file that is"
            " there.",
            name=target[:100],
        )
    )


def _write(
    session: Session, lines: Sequence[str], rows: Sequence[str], output: Path | None, as_json: bool
) -> None:
    text = "".join(f"{printable(line)}\n" for line in (rows if as_json else lines))
    write_data(text.encode("utf-8", "replace"), output)


def _write_list(answers: Sequence[Answer], telling: Telling, output: Path | None, as_json: bool) -> None:
    """A table on the screen, a CSV in a file, or JSON in either."""
    if as_json:
        rows = "".join(f"{json_line(address_row(answer, telling))}\n" for answer in answers)
        write_data(rows.encode(), output)
        return
    headings = list_headings(telling)
    cells = [list_cells(answer, telling) for answer in answers]
    if output is not None:
        write_data(_sheet(headings, cells), output)
        return
    shown = (3, 1, 0)
    text = table([headings[i] for i in shown], [[row[i] for i in shown] for row in cells], whole=(2,))
    write_data((printable(text) + "\n").encode("utf-8", "replace"), None)


def _sheet(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV that French Excel opens with a double click, as `export` writes it."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    sheet.writerow(headings)
    sheet.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
