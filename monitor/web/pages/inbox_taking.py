"""What people take from the list: a text for a mail, a file, a view under a name of their own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from zoneinfo import ZoneInfo

from starlette.responses import JSONResponse, Response

from monitor.digest.window import local_day
from monitor.export import FORMATS, MentionList, in_order, write
from monitor.typed import one_line
from monitor.web.desk import Desk
from monitor.web.pages.inbox_asking import Asked, asked_of, fields_of_address
from monitor.wording.labels import MENTION_KIND
from monitor.wording.outside import clean, web_address
from storage.model import Mention, Moment, SavedView

MOST_COPIED = 200
"""Mentions of a list for a mail."""

MOST_VIEWS = 50
OFFERED = ("csv", "xlsx", "docx")


@dataclass(frozen=True, slots=True)
class Copied:
    """A list for a mail, as text and as HTML; both hold the links."""

    text: str
    html: str
    count: int


def copied(desk: Desk) -> Response:
    """The mentions chosen (or those of the list) as a list for a mail: to copy by hand, or for our script as JSON."""
    picked = [one.partition(":")[0] for text in desk.query.all("pick", 20_000) for one in text.split(",")]
    if picked:
        found = desk.store.mentions_by_id(picked[:MOST_COPIED])
        mentions = [one for one in found.values() if one.campaign_id == desk.campaign.id]
    else:
        asked = _asked(desk)
        page = desk.store.inbox_page(asked.selection, asked.order, 0, MOST_COPIED)
        mentions = [one for story in page.stories for one in story.members]
    taken = for_mail(desk, in_order(mentions)[:MOST_COPIED])
    if desk.is_htmx:
        said = desk.words.n(
            "{n} mention is copied, ready to be pasted.",
            "{n} mentions are copied, ready to be pasted.",
            taken.count,
        )
        return JSONResponse({"text": taken.text, "html": taken.html, "said": said})
    return desk.page("inbox_copy.html.jinja", copied=taken, mentions=in_order(mentions)[:MOST_COPIED])


def for_mail(desk: Desk, mentions: Sequence[Mention]) -> Copied:
    """One line a mention: its title with the link, the outlet, the day, the kind."""
    texts, rows = [], []
    for one in mentions:
        title = clean(one.article.title) or desk.words("Untitled")
        url = web_address(one.article.canonical_url) or web_address(one.article.url)
        about = ", ".join(
            (
                clean(one.article.outlet.name, 80),
                _day(desk, one.article.published_at),
                desk.words(MENTION_KIND[one.kind]).lower(),
            )
        )
        texts.append(f"- {title} ({about})" + (f"\n  {url}" if url else ""))
        linked = f'<a href="{escape(url)}">{escape(title)}</a>' if url else escape(title)
        rows.append(f"<li>{linked} ({escape(about)})</li>")
    return Copied("\n".join(texts) + "\n", f"<ul>{''.join(rows)}</ul>", len(texts))


def _day(desk: Desk, moment: Moment | None) -> str:
    if moment is None:
        return desk.words("date unknown")
    return desk.words.day(local_day(moment, ZoneInfo(desk.zone)))


def exported(desk: Desk) -> Response:
    """The whole list as a file."""
    name = desk.path["format"]
    if name not in OFFERED:
        return desk.refuse(desk.words("There is no such format."), 404)
    asked = _asked(desk)
    chosen = [one for one in desk.store.mentions(desk.campaign.id) if asked.selection.holds(one)]
    out = io.BytesIO()
    write(MentionList(in_order(chosen), desk.words.language, (desk.campaign,)), name, out)
    made = FORMATS[name]
    return desk.download(out.getvalue(), f"{desk.campaign.id}-liste{made.suffix}", made.media_type)


def keep_view(desk: Desk) -> Response:
    """Keep the filters of the list under a name; the same name again keeps the new ones."""
    name = one_line(desk.form.text("name", 200), 60)
    if not name or desk.person is None:
        return desk.refuse(desk.words("A view needs a name."))
    if len(desk.store.views(desk.who)) >= MOST_VIEWS:
        return desk.refuse(desk.words("You have many views already: let go of one first."))
    asked = asked_of(fields_of_address(desk.form.text("next", 4_000)), desk.campaign.id, desk.zone)
    desk.store.put_view(SavedView(desk.who, name, asked.query()))
    return desk.back(desk.words("The view “{name}” is kept.", name=name), other="inbox")


def forget_view(desk: Desk) -> Response:
    """Let go of a view."""
    name = desk.form.text("name", 60)
    desk.store.drop_view(desk.who, name)
    return desk.back(desk.words("The view “{name}” is no longer kept.", name=clean(name, 60)), other="inbox")


def _asked(desk: Desk) -> Asked:
    return asked_of(desk.query, desk.campaign.id, desk.zone)
