"""Searching the whole archive with the query language, and what a query says, clause by clause."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from monitor.query.errors import QueryError
from monitor.query.parsing import Parsed, parse_query
from monitor.query.printing import print_query
from monitor.searching.clauses import clauses
from monitor.searching.finding import find
from monitor.searching.standing import Shown, Standing, shown
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Limit100, Value
from storage.model import Role

LONGEST_QUERY, USUAL = 4_000, 20
MOST_PLACE = 2**62

Query = Annotated[str, Field(min_length=1, max_length=LONGEST_QUERY)]


class QueryAsked(Asked):
    """A query, in any of the accepted spellings."""

    query: Query


class SearchAsked(QueryAsked):
    """A query, and from where on."""

    limit: Limit100 = USUAL
    cursor: Annotated[str, Field(max_length=20, pattern="^[0-9]*$")] = Field(
        "", description="What the page before gave as `next`."
    )


class NoteValue(Value):
    """Something worth knowing about a query; `start` and `end` are places in it."""

    start: int
    end: int
    sentence: str


class ClauseValue(Value):
    """One part of a query: how deep it stands, in words, and how many articles it finds (null: not counted)."""

    depth: int
    sentence: str
    articles: int | None
    exact: bool


class QueryValue(Value):
    """How a query is read."""

    query: str = Field(description="As we would write it.")
    notes: list[NoteValue]
    clauses: list[ClauseValue]


class ResultValue(Value):
    """An article that the query finds, and what it is for the campaign."""

    article: str
    title: str
    url: str
    outlet: str
    published_at: datetime | date | None
    language: str | None
    standing: Standing
    mention: str | None = Field(
        description="The id of the mention that it is, withdrawn and rejected ones included."
    )
    passages: list[str] = Field(
        description="The words found in their sentence; none where the outlet reserves its texts."
    )


class Results(Value):
    """Articles, the latest day first; `next` is null on the last page.

    `stopped`: it took long, and what came out before the day `until` was not looked at yet: go on with `next`.
    """

    results: list[ResultValue]
    next: str | None
    stopped: bool
    until: date | None


def search(call: Call[SearchAsked, None]) -> Results:
    """What a query finds in the whole archive, whatever the campaign; each result says what it is for this one."""
    campaign, query = call.campaign, call.query
    parsed = _parsed(call, query.query)
    before = int(query.cursor) if query.cursor else None
    if before is not None and before > MOST_PLACE:
        raise Refused(422, call.words("This cursor is not one that a page of this list gave."), "cursor")
    try:
        found = find(call.store, parsed.tree, before, query.limit)
    except OverflowError as error:  # a place of no day
        raise Refused(
            422, call.words("This cursor is not one that a page of this list gave."), "cursor"
        ) from error
    return Results(
        results=[_result(one) for one in shown(call.store, found.results, campaign.id)],
        next=str(found.behind) if found.behind is not None else None,
        stopped=found.stopped,
        until=found.until,
    )


def check_query(call: Call[QueryAsked, None]) -> QueryValue:
    """How a query is read, what is worth knowing about it, and what each of its parts finds."""
    parsed = _parsed(call, call.query.query)
    return QueryValue(
        query=print_query(parsed.tree, call.words.language),
        notes=[
            NoteValue(start=one.start, end=one.end, sentence=one.sentence(call.words)) for one in parsed.notes
        ],
        clauses=[
            ClauseValue(
                depth=one.depth,
                sentence=one.label,
                articles=one.count.articles if one.count is not None else None,
                exact=one.count.exact and not one.count.many if one.count is not None else False,
            )
            for one in clauses(call.store, parsed.tree, call.words)
        ],
    )


def _parsed(call: Call[Any, Any], text: str) -> Parsed:
    """A query as it is read. Raises Refused, with one that can be read."""
    try:
        return parse_query(text)
    except QueryError as error:
        problem = error.problem
        raise Refused(422, problem.sentence(call.words), "query", rewrite=problem.rewrite or None) from error


def _result(one: Shown) -> ResultValue:
    article = one.result.article
    return ResultValue(
        article=article.id,
        title=article.title,
        url=article.canonical_url,
        outlet=article.outlet.id,
        published_at=article.published_at,
        language=article.language or None,
        standing=one.standing,
        mention=one.mention.id if one.mention is not None else None,
        passages=[passage.text for passage in one.passages],
    )


OPERATIONS = (
    Operation(
        "search", "GET", "/campaigns/{campaign}/search", Role.READER, "Finding", "Search the archive", search, Results,
        SearchAsked,
        example={"results": [{
            "article": "a2q7k5r3x4h6d8w2a", "title": "Les vannes restent ouvertes", "url": "https://phare.example/vannes",
            "outlet": "phare", "published_at": "2025-02-05", "language": "fr", "standing": "none", "mention": None,
            "passages": ["Les vannes restent ouvertes, dit le préfet."],
        }], "next": None, "stopped": False, "until": None},
    ),
    Operation(
        "check_query", "GET", "/queries/check", Role.READER, "Finding", "How a query is read", check_query, QueryValue,
        QueryAsked,
        example={
            "query": "vannes ET rivages", "notes": [],
            "clauses": [{"depth": 0, "sentence": "les deux", "articles": 3, "exact": True}],
        },
    ),
)  # fmt: skip
