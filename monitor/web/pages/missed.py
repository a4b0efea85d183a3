"""A clip was missed: one address or a list, each with its verdict and what can be done."""

from __future__ import annotations

from starlette.responses import Response

from monitor.explain.facts import Verdict
from monitor.missed.doctor import mention_of
from monitor.missed.lists import Lists, new_list
from monitor.missed.reading import MOST, Listed, ListUnreadable, in_file, in_text
from monitor.web.desk import Desk
from monitor.web.keys import KeyMap
from monitor.web.pages.mention_adding import WHAT
from monitor.web.pages.missed_cases import Case, case_of, doctor_of, next_look, text_of
from monitor.web.pages.missed_doing import add, effect, judge, make
from monitor.web.pages.missed_lists import list_csv, show_list
from monitor.web.pages.missed_reading import STAGE, follow, read
from monitor.web.routing import Page
from monitor.wording.words import message
from storage.identity import MAX_URL
from storage.model import Mention, Role

RECENT = 5

KEYS = KeyMap(
    message("A clip was missed"),
    (
        ("A", message("to the field for addresses")),
        ("Ctrl ↵", message("look them up")),
    ),
)


def missed(desk: Desk) -> Response:
    """The form; with an address in the query its answer."""
    url = desk.query.text("url", MAX_URL + 1)
    if not url:
        return asked(desk, "")
    return answer_page(desk, url)


def look_up(desk: Desk) -> Response:
    """One address goes to its answer, several become a list."""
    text = desk.form.raw("addresses")
    try:
        found = _given(desk, text)
    except ListUnreadable as refused:
        return asked(desk, text[:200_000], desk.words(refused.reason), 400)
    if len(found.addresses) == 1:
        return desk.leave(desk.url("missed", url=found.addresses[0][:MAX_URL]), None, None)
    kept = new_list(found, desk.who, desk.campaign.id, desk.real_now)
    lists = Lists(desk.workspace.root)
    lists.save(kept)
    lists.drop_old(desk.real_now)
    return desk.leave(desk.url("missed_list", id=kept.id), None, None)


def _given(desk: Desk, text: str) -> Listed:
    """What the person gave: a file goes before what stands in the field. Raises ListUnreadable."""
    upload = desk.form.upload("file")
    return in_file(upload.data) if upload is not None else in_text(text)


def asked(desk: Desk, typed: str, refused: str = "", status: int = 200) -> Response:
    """The form, with what was typed and why nothing came of it."""
    campaign = desk.campaign
    recent = Lists(desk.workspace.root).of(desk.who, RECENT)
    return desk.page(
        "missed.html.jinja",
        status,
        typed=typed,
        refused=refused,
        most=MOST,
        recent=[one for one in recent if one.campaign_id == campaign.id],
    )


def answer_page(desk: Desk, url: str) -> Response:
    """The answer to one address, with its article where its rights let us show it."""
    case: Case = case_of(desk, doctor_of(desk).answer(url, changes=True))
    if case.answer.verdict is Verdict.NO_ADDRESS:
        return asked(desk, url[:MAX_URL], f"{case.heading}. {case.why}", 422)
    return desk.page(
        "missed_answer.html.jinja",
        case=case,
        text=text_of(case),
        stages=STAGE,
        most=MOST,
        elsewhere=_elsewhere(desk, case),
        look=next_look(desk) if case.changes_by_itself else None,
        came_from=desk.query.text("list", 20),
        what_options=[(one.value, desk.words(text)) for one, text in WHAT.items()],
    )


def _elsewhere(desk: Desk, case: Case) -> list[Mention]:
    """What the article is for the other campaigns."""
    if case.article is None:
        return []
    others = [one.id for one in desk.loaded.campaigns if one.id != desk.campaign.id]
    found = (mention_of(desk.store, campaign_id, case.article.id) for campaign_id in others)
    return [one for one in found if one is not None and one.withdrawn_at is None]


PAGES = (
    Page("/manque", "missed", missed, Role.REVIEWER),
    Page("/manque", "missed_look", look_up, Role.REVIEWER, ("POST",), files=True),
    Page("/manque/lire", "missed_read", read, Role.REVIEWER, ("POST",)),
    Page("/manque/suivre", "missed_follow", follow, Role.ADMINISTRATOR, ("POST",)),
    Page("/manque/juger", "missed_judge", judge, Role.REVIEWER, ("POST",)),
    Page("/manque/retombee", "missed_make", make, Role.REVIEWER, ("POST",)),
    Page("/manque/dossier", "missed_effect", effect, Role.REVIEWER, section="missed"),
    Page("/manque/dossier", "missed_add", add, Role.REVIEWER, ("POST",)),
    Page("/manque/listes/{id}", "missed_list", show_list, Role.REVIEWER, section="missed"),
    Page("/manque/listes/{id}/csv", "missed_csv", list_csv, Role.REVIEWER),
)
