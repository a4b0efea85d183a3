"""The journal: everything that was done, by whom; undo and redo of any line; the same as a list for Excel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from monitor import review
from monitor.web.csv_file import csv_bytes
from monitor.web.desk import Desk
from monitor.web.rematching import match_again
from monitor.web.routing import Page
from monitor.web.telling import ACTION_KIND, Telling, mentions_of
from monitor.wording.words import message
from storage.model import Action, ActionKind, Conflict, Role, Step, Stepped

SHOWN = 50

STAYED = 100
"""Parts in the way whose mentions are looked up to be named."""


@dataclass(frozen=True, slots=True)
class Line:
    """One action as it is shown. `mention` is the id of the one mention that it is about, else empty."""

    action: Action
    who: str
    about: str
    what: str
    mention: str
    may: bool


def journal(desk: Desk) -> Response:
    """The latest actions of the campaign, filtered."""
    actions = _asked(desk, desk.query.number("before"), SHOWN + 1)
    more = actions[SHOWN - 1].number if len(actions) > SHOWN else None
    accounts = {one.login: one.name for one in desk.store.accounts()}
    return desk.page(
        "journal.html.jinja",
        lines=lines(desk, actions[:SHOWN]),
        more=more,
        people=accounts,
        kinds=ACTION_KIND,
        chosen={name: desk.query.text(name, 200) for name in ("who", "kind", "mention")},
    )


def journal_csv(desk: Desk) -> Response:
    """Every line asked for, one row per part that changed, for Excel."""
    words = desk.words
    heads = [
        words.c("journal", "Line"),
        words("When"),
        words("Who"),
        words("What"),
        words("Direction"),
        words("About line"),
        words("Undone"),
        words("Of what"),
        words("Part"),
        words("Before"),
        words("After"),
    ]
    rows = [
        [
            str(one.number),
            desk.moments.iso(one.at),
            one.who,
            one.kind.value,
            one.step.value,
            "" if one.about is None else str(one.about),
            _yes(desk, one.undone),
            one.subject,
            one.part,
            _plain(desk, one.before),
            _plain(desk, one.after),
        ]
        for one in review.journal_rows(_asked(desk, None, None))
    ]
    data = csv_bytes([heads, *rows], words.language)
    return desk.download(data, f"journal-{desk.campaign.id}.csv", "text/csv; charset=utf-8")


def may_change(desk: Desk, action: Action) -> bool:
    """False for what only an administrator may do, and so take back.

    Of a dossier those who review take back what they added to it themselves.
    """
    if desk.may(Role.ADMINISTRATOR) or action.kind not in (ActionKind.SOURCES, ActionKind.DOSSIER):
        return True
    base = action if action.about is None else desk.store.action(action.about)
    return action.kind is ActionKind.DOSSIER and base.who == desk.who


def undo(desk: Desk) -> Response:
    """Take one line back."""
    number = desk.path["number"]
    if not may_change(desk, desk.store.action(number)):
        return desk.refuse(desk.words(NOT_YOURS), 403)
    return _answer(desk, review.undo(desk.review, number, desk.who, desk.now, partly=True), True)


def redo(desk: Desk) -> Response:
    """Bring one line back."""
    number = desk.path["number"]
    if not may_change(desk, desk.store.action(number)):
        return desk.refuse(desk.words(NOT_YOURS), 403)
    return _answer(desk, review.redo(desk.review, number, desk.who, desk.now, partly=True), False)


def undo_last(desk: Desk) -> Response:
    """Take back what the person did last on this campaign, or on what belongs to all of them."""
    if not _may_step(desk, desk.store.last_to_undo(desk.who, desk.campaign.id)):
        return desk.refuse(desk.words(NOT_YOURS), 403)
    return _answer(
        desk, review.undo_last(desk.review, desk.who, desk.campaign.id, desk.now, partly=True), True
    )


def redo_last(desk: Desk) -> Response:
    """Bring back what the person took back last there."""
    if not _may_step(desk, desk.store.last_to_redo(desk.who, desk.campaign.id)):
        return desk.refuse(desk.words(NOT_YOURS), 403)
    return _answer(
        desk, review.redo_last(desk.review, desk.who, desk.campaign.id, desk.now, partly=True), False
    )


def _may_step(desk: Desk, action: Action | None) -> bool:
    return action is None or may_change(desk, action)


def lines(desk: Desk, actions: Iterable[Action]) -> list[Line]:
    """These actions as they are shown."""
    found = list(actions)
    telling = telling_of(desk, found)
    return [
        Line(
            one,
            telling.who(one.who),
            telling.about(one),
            telling.what(one),
            _only_mention(one),
            may_change(desk, one),
        )
        for one in found
    ]


def telling_of(desk: Desk, actions: Iterable[Action], conflicts: Iterable[Conflict] = ()) -> Telling:
    """Words for these actions, and for what stands in the way."""
    actions = list(actions)
    subjects = {mention for one in actions if len(mentions_of(one)) == 1 for mention in mentions_of(one)}
    subjects |= {one.subject for one in list(conflicts)[:STAYED]}
    names = {one.login: one.name for one in desk.store.accounts()}
    of_sources = any(one.kind is ActionKind.SOURCES for one in actions)
    outlets = {one.id: one.name for one in desk.store.outlets()} if of_sources else {}
    return Telling(desk.words, names, desk.store.mentions_by_id(subjects), outlets)


def _asked(desk: Desk, before: int | None, limit: int | None) -> list[Action]:
    kind = desk.query.text("kind", 20)
    return desk.store.journal(
        campaign_id=desk.campaign.id,
        mention_id=desk.query.text("mention", 100) or None,
        who=desk.query.text("who", 100) or None,
        kinds=[ActionKind(kind)] if kind in {one.value for one in ActionKind} else (),
        before=before,
        limit=limit,
    )


def _answer(desk: Desk, stepped: Stepped | None, undoing: bool) -> Response:
    words = desk.words
    if stepped is None:
        said = (
            words("There is nothing of yours to undo.")
            if undoing
            else words("There is nothing to bring back.")
        )
        return desk.back(said)
    action = stepped.action
    if action is not None and action.kind is ActionKind.DOSSIER:
        match_again(desk, action.campaign_id)
    telling = telling_of(desk, [action] if action is not None else [], stepped.in_the_way)
    said = telling.stepped(stepped, undoing)
    if action is None:
        return desk.back(said)
    return desk.back(said, action.number, again=action.step is Step.UNDO)


def _only_mention(action: Action) -> str:
    subjects = mentions_of(action)
    return subjects[0] if len(subjects) == 1 else ""


def _yes(desk: Desk, value: bool) -> str:
    return desk.words("yes") if value else desk.words("no")


def _plain(desk: Desk, value: str | bool | None) -> str:
    if value is None:
        return ""
    return _yes(desk, value) if isinstance(value, bool) else value


NOT_YOURS = message(
    "Sources and dossiers are changed by those who administer Retombées: ask one of them to take this back."
)

PAGES = (
    Page("/journal", "journal", journal, Role.READER, section="account"),
    Page("/journal.csv", "journal_csv", journal_csv, Role.READER),
    Page("/journal/{number:int}/annuler", "undo", undo, Role.REVIEWER, ("POST",)),
    Page("/journal/{number:int}/retablir", "redo", redo, Role.REVIEWER, ("POST",)),
    Page("/annuler", "undo_last", undo_last, Role.REVIEWER, ("POST",)),
    Page("/retablir", "redo_last", redo_last, Role.REVIEWER, ("POST",)),
)
