"""The overview of a campaign: the answer in a sentence, then bars with their numbers, each of which opens what it counts."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape
from starlette.responses import Response

from monitor.figures import Count, Figures, Period, Series, Table, TableName, figures_of, last_days
from monitor.reports.ink import HtmlInk
from monitor.web.csv_file import csv_bytes
from monitor.web.desk import Desk
from monitor.web.pages.dashboard_words import Labels
from monitor.web.pages.inbox_asking import Asked
from monitor.web.routing import Page
from monitor.wording.outside import clean
from storage.model import Role

TOP = 12
"""Lines of a long table that are shown; the others are folded."""

LENGTHS = (7, 30)
"""Days of the periods that one link chooses."""

INK = HtmlInk()

BARS = (Series.TEXT, Series.EVENT)
"""The series that are drawn; of a table without series all columns of it, two at the most."""


def dashboard(desk: Desk) -> Response:
    """The page."""
    figures, labels = _figures(desk), Labels(desk)
    return desk.page(
        "dashboard.html.jinja",
        figures=figures,
        tables=figures.tables,
        labels=labels,
        answer=answer(desk, figures, labels),
        beside=beside(desk, figures, labels),
        reviewed=reviewed(desk, figures),
        said_period=said_period(desk, figures),
        lengths=[(one, desk.query.number("days") == one) for one in LENGTHS],
        address=lambda count: address(desk, count),
        top=TOP,
        drawn=drawn,
        query=_query(desk),
    )


def table_csv(desk: Desk) -> Response:
    """One table for Excel: the names of its lines, their days where it is about days, and the numbers."""
    figures, labels = _figures(desk), Labels(desk)
    name = desk.path["table"]
    table = figures.tables.get(TableName(name)) if name in set(TableName) else None
    if table is None:
        return desk.refuse(desk.words("There is no such table."), 404)
    spans = table.name is TableName.DAYS
    heads = [labels.head(table.name), *([desk.words("First day"), desk.words("Last day")] if spans else [])]
    rows = [[*heads, *(labels.column(one) for one in table.columns)]]
    for row in table.rows:
        days = [_iso(row.span.first), _iso(row.span.last)] if row.span else ["", ""]
        numbers = [str(one.number) for one in row.counts]
        rows.append([labels.row(table.name, row), *(days if spans else []), *numbers])
    data = csv_bytes(rows, desk.words.language)
    return desk.download(data, f"{desk.campaign.id}-{table.name}.csv", "text/csv; charset=utf-8")


def _figures(desk: Desk) -> Figures:
    return figures_of(
        desk.store,
        desk.campaign,
        period_of(desk),
        desk.now,
        desk.loaded.settings.crawl.min_read,
        desk.organisation,
        opinions=desk.person is not None,
    )


def period_of(desk: Desk) -> Period:
    """The period that the address asks for; what makes no sense asks for the whole campaign."""
    today = _today(desk)
    days = desk.query.number("days")
    if days in LENGTHS:
        return last_days(today, days)
    first, last = _day(desk.query.text("since", 10)), _day(desk.query.text("until", 10))
    try:
        return Period(first, last)
    except ValueError:
        return Period()


def _today(desk: Desk) -> date:
    return desk.now.astimezone(ZoneInfo(desk.zone)).date()


def drawn(table: Table) -> list[int]:
    """The places of the columns that are drawn as bars; of words of people only the numbers are shown."""
    if table.name in (TableName.REVIEWERS, TableName.REVIEW_DAYS):
        return []
    series = set(Series)
    return [place for place, one in enumerate(table.columns) if one not in series or Series(one) in BARS]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _query(desk: Desk) -> dict[str, str]:
    names = ("days", "since", "until")
    return {name: desk.query.text(name, 10) for name in names if desk.query.text(name, 10)}


def address(desk: Desk, count: Count) -> str:
    """Where the list stands that a number counts."""
    return f"{desk.url('inbox')}?{Asked(count.selection).query()}"


def _linked(desk: Desk, count: Count, text: str) -> Markup:
    if not count.number:
        return escape(text)
    return Markup('<a href="{}">{}</a>').format(address(desk, count), text)


def answer(desk: Desk, figures: Figures, labels: Labels) -> str:
    """The sentence that could be read aloud."""
    words, number = desk.words, figures.text.number
    if not figures.looked and not figures.all.number:
        return words("We have not read anything yet: there is nothing to count.")
    values: dict[str, object] = {"of_text": labels.of_text}
    if desk.organisation:
        names = {one.id: one.name for one in desk.campaign.organisations}
        name = clean(names.get(desk.organisation, desk.organisation), 80)
        values["organisation"] = Markup("<bdi>{}</bdi>").format(name)
    if not number:
        none = (
            words("No pickup {of_text} names {organisation}.")
            if desk.organisation
            else words("No pickup {of_text}.")
        )
        return INK.fill(none, values)
    values["pickups"] = _linked(desk, figures.text, words.n("{n} pickup", "{n} pickups", number))
    told = words("{pickups} {of_text}")
    if desk.organisation:
        told = words.form(
            "{pickups} {of_text} names {organisation}", "{pickups} {of_text} name {organisation}", number
        )
    outlets = Markup('<a href="#outlets">{}</a>').format(
        words.n("{n} outlet", "{n} outlets", figures.outlets)
    )
    return INK.fill(
        words("{pickups}, in {outlets}."), {"pickups": INK.fill(told, values), "outlets": outlets}
    )


def beside(desk: Desk, figures: Figures, labels: Labels) -> list[str]:
    """What follows it: stories and reprints, what is written around our text, what is not counted."""
    words = desk.words
    said = []
    if figures.reprints:
        stories = words.n("{n} article", "{n} articles", figures.stories)
        reprints = words.n("{n} reprint of a dispatch", "{n} reprints of a dispatch", figures.reprints)
        values = {
            "stories": _linked(desk, figures.text, stories),
            "reprints": _linked(desk, figures.text, reprints),
        }
        said.append(INK.fill(words("These are {stories} and {reprints}."), values))
    event = words.n(
        "{n} article on {event}", "{n} articles on {event}", figures.event.number, event=labels.event
    )
    related = words.n("{n} on a related subject", "{n} on related subjects", figures.related.number)
    around = [
        _linked(desk, count, text)
        for count, text in ((figures.event, event), (figures.related, related))
        if count.number
    ]
    if around:
        said.append(INK.fill(words("Around it: {articles}."), {"articles": Markup(", ").join(around)}))
    if figures.to_check.number:
        text = words.n("{n} article to check", "{n} articles to check", figures.to_check.number)
        values = {"articles": _linked(desk, figures.to_check, text)}
        told = words.form(
            "{articles} is not counted.", "{articles} are not counted.", figures.to_check.number
        )
        said.append(INK.fill(told, values))
    return said


def reviewed(desk: Desk, figures: Figures) -> str:
    """How far people are, of all mentions of the period; empty where there is none."""
    number = figures.all.number
    if not number or figures.reviewed is None:
        return ""
    words = desk.words
    values = {
        "done": _linked(desk, figures.reviewed, words.number(figures.reviewed.number)),
        "in_all": _linked(desk, figures.all, words.n("{n} mention", "{n} mentions", number)),
    }
    told = words.form(
        "{done} of {in_all} is reviewed.", "{done} of {in_all} are reviewed.", figures.reviewed.number
    )
    return INK.fill(told, values)


def said_period(desk: Desk, figures: Figures) -> str:
    """Which days are counted, and since when we look."""
    words, period = desk.words, figures.period
    if period.first and period.last:
        said = words("From {first} to {last}.", first=words.day(period.first), last=words.day(period.last))
    elif period.first:
        said = words("From {first} on.", first=words.day(period.first))
    elif period.last:
        said = words("Until {last}.", last=words.day(period.last))
    elif desk.campaign.ends_on is not None and desk.campaign.ends_on < _today(desk):
        said = words("The whole campaign.")
    else:
        said = words("The whole campaign, until today.")
    by_day = words("Articles by day of publication.")
    if figures.known_since is None:
        return f"{said} {by_day}"
    since = words("We have been reading the outlets since {day}.", day=words.day(figures.known_since))
    return f"{said} {by_day} {since}"


PAGES = (
    Page("/vue-d-ensemble", "dashboard", dashboard, Role.READER, share=True, section="inbox"),
    Page("/vue-d-ensemble/{table}.csv", "dashboard_csv", table_csv, Role.READER, share=True, section="inbox"),
)
