"""`query check`, `query explain`, `query try`: what a query says, and what it finds in the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from monitor.commands.read_commands import JsonOption, SinceOption
from monitor.commands.session import (
    CommandError,
    Session,
    day_start,
    json_line,
    parse_day,
    printable,
    session_of,
    workspace_session,
)
from monitor.query.drawing import drawing
from monitor.query.errors import QueryError
from monitor.query.evaluation import Match, Span, evaluate
from monitor.query.importing import Dialect, Imported, import_query
from monitor.query.misses import Miss, miss
from monitor.query.parsing import Parsed, parse_query
from monitor.query.printing import print_query
from monitor.query.queryset import QuerySet
from monitor.query.searched import Searched, searched
from monitor.query.telling import miss_sentence
from monitor.query.watch import watch_terms
from monitor.wording.words import message
from storage.model import StoredArticle

QueryArgument = Annotated[
    str, typer.Argument(metavar="QUERY", help=message("The query, between quotes of the shell."))
]
ImportOption = Annotated[
    str | None,
    typer.Option(
        "--import",
        metavar="DIALECT",
        help=message("The query is in the spelling of meltwater, cision or factiva."),
    ),
]
_AROUND = 60
"""Signs shown on each side of a passage."""
_MOST_MISSES = 10


@dataclass(frozen=True, slots=True)
class _Read:
    parsed: Parsed
    imported: Imported | None


def query_check_command(
    ctx: typer.Context, query: QueryArgument, dialect: ImportOption = None, as_json: JsonOption = False
) -> None:
    """Say whether a query can be read, and how it is read."""
    session = session_of(ctx)
    read = _read(session, query, dialect, as_json)
    if as_json:
        print(json_line(_as_data(read, session)))
        return
    print(printable(print_query(read.parsed.tree, session.words.language)))
    _tell_notes(session, read)


def query_explain_command(
    ctx: typer.Context, query: QueryArgument, dialect: ImportOption = None, as_json: JsonOption = False
) -> None:
    """Draw a query as a tree, in words."""
    session = session_of(ctx)
    read = _read(session, query, dialect, as_json)
    lines = drawing(read.parsed.tree, session.words)
    if as_json:
        print(json_line({**_as_data(read, session), "tree": lines}))
        return
    print(printable("\n".join(lines)))
    _tell_notes(session, read)


def query_try_command(
    ctx: typer.Context,
    query: QueryArgument,
    since: SinceOption = None,
    limit: Annotated[
        int, typer.Option(min=1, max=10_000, metavar="NUMBER", help=message("At most so many articles."))
    ] = 20,
    dialect: ImportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show which articles of the archive a query finds, with the passage, and which it misses narrowly."""
    session = workspace_session(ctx)
    read = _read(session, query, dialect, as_json)
    found, misses = 0, 0
    for article, one, match, missed in _tried(session, read.parsed, since):
        if match is not None and found < limit:
            found += 1
            _show_match(session, article, one, match, as_json)
        elif missed is not None and misses < min(limit, _MOST_MISSES):
            misses += 1
            _show_miss(session, article, missed, as_json)
    if not as_json:
        _tell_notes(session, read)
    session.tell(session.words.n("{n} article found", "{n} articles found", found))
    session.tell(session.words.n("{n} narrow miss", "{n} narrow misses", misses))


def _tried(
    session: Session, parsed: Parsed, since: str | None
) -> Iterator[tuple[StoredArticle, Searched, Match | None, Miss | None]]:
    """Every article that holds a watch term, with its match or what is missing to one."""
    terms = QuerySet([("query", parsed.tree)])
    runs = watch_terms(parsed.tree)
    with session.store() as store:
        begin = day_start(parse_day(since, session.words), session.zone)
        for article in store.articles(since=begin, text=True):
            one = searched(article)
            if terms.may_match(one) and (match := evaluate(parsed.tree, one)) is not None:
                yield article, one, match, None
            elif any(run in one.joined for run in runs):
                missed = miss(parsed.tree, one)
                if missed is not None and missed.is_close:
                    yield article, one, None, missed


def _read(session: Session, query: str, dialect: str | None, as_json: bool) -> _Read:
    """Parse a query, after its import where it has a dialect. Raises CommandError with the place and a rewrite."""
    imported = None
    if dialect is not None:
        if dialect not in tuple(Dialect):
            known = ", ".join(Dialect)
            sentence = session.words(
                "“{name}” is not known here. Known: {known}.", name=dialect[:40], known=known
            )
            raise CommandError(sentence)
        imported = import_query(query, Dialect(dialect))
    try:
        return _Read(parse_query(imported.text if imported else query), imported)
    except QueryError as error:
        problem = error.problem
        sentence = problem.sentence(session.words)
        if as_json:
            data = {
                "error": sentence,
                "position": problem.position,
                "end": problem.end,
                "rewrite": problem.rewrite,
            }
            print(json_line(data))
        raise CommandError(problem.explanation(session.words)) from None


def _tell_notes(session: Session, read: _Read) -> None:
    for note in read.parsed.notes:
        session.tell(note.sentence(session.words))
    for part in read.imported.left_out if read.imported else ():
        session.tell(session.words("Not translated, and left out: {part}", part=part[:200]))


def _as_data(read: _Read, session: Session) -> dict[str, Any]:
    notes = [
        {"kind": note.kind, "start": note.start, "end": note.end, "sentence": note.sentence(session.words)}
        for note in read.parsed.notes
    ]
    return {
        "query": print_query(read.parsed.tree),
        "notes": notes,
        "left_out": list(read.imported.left_out) if read.imported else [],
        "watch_terms": sorted(term.strip() for term in watch_terms(read.parsed.tree)),
    }


def _show_match(session: Session, article: StoredArticle, one: Searched, match: Match, as_json: bool) -> None:
    if as_json:
        spans = [
            {"field": s.field, "start": s.start, "end": s.end, "text": one.texts[s.text].raw[s.start : s.end]}
            for s in match.spans
        ]
        print(
            json_line(
                {
                    "match": True,
                    "id": article.id,
                    "url": article.canonical_url,
                    "title": article.title,
                    "spans": spans,
                }
            )
        )
        return
    print(printable(f"{article.outlet.name} · {article.title or article.url}"))
    for span in match.spans[:2]:
        print(printable(f"    {_passage(one, span)}"))


def _passage(one: Searched, span: Span) -> str:
    """The words found, in brackets, with what stands around them, on one line."""
    raw = one.texts[span.text].raw
    start, end = max(0, span.start - _AROUND), min(len(raw), span.end + _AROUND)
    inside = raw[span.start : span.end][: 4 * _AROUND]
    text = f"{'…' if start else ''}{raw[start : span.start]}[{inside}]{raw[span.end : end]}{'…' if end < len(raw) else ''}"
    return " ".join(text.split())


def _show_miss(session: Session, article: StoredArticle, missed: Miss, as_json: bool) -> None:
    why = miss_sentence(missed, session.words)
    if as_json:
        clause = print_query(missed.clause)
        row = {"match": False, "id": article.id, "url": article.canonical_url, "title": article.title}
        print(json_line({**row, "kind": missed.kind, "clause": clause, "why": why}))
        return
    missed_word = session.words("Missed:")
    print(printable(f"{missed_word} {article.outlet.name} · {article.title or article.url}\n    {why}"))
