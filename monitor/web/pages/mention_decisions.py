"""What a form says of one mention, and the line that announces it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from starlette.responses import Response

from monitor import review
from monitor.review import Wish
from monitor.review.wishes import LONGEST_TAG
from monitor.typed import one_line
from monitor.web.desk import Desk
from monitor.web.forms import Fields
from monitor.web.pages.journal import telling_of
from storage.model import Decided, MentionKind, ReviewStatus, Salience

Value = TypeVar("Value")


def decide(desk: Desk) -> Response:
    """Keep what the form says of this mention; what others changed meanwhile is never overwritten."""
    mention_id = desk.mention(desk.path["id"]).id
    version = max(0, desk.form.number("version") or 0)
    try:
        wish = wish_of(desk.form)
        decided = review.say(desk.store, wish, {mention_id: version}, desk.who, desk.now)
    except ValueError:
        return desk.refuse(desk.words("This form holds a value that we do not know. Open the page again."))
    return desk.back(said_of(desk, decided), decided.action.number if decided.action else None)


def wish_of(form: Fields) -> Wish:
    """What differs from what the form showed (its fields `was_…`). Raises ValueError for a value there is not.

    A reason alone rejects: it is a button of its own, or was typed and sent with Enter.
    """
    said, reason = form.text("status", 40), form.text("reason_text", 600) or form.text("reason", 600)
    status = ReviewStatus(said) if said else ReviewStatus.REJECTED if reason else None
    rejected = status is ReviewStatus.REJECTED
    before, after = _tags(form.text("was_tags")), _tags(form.text("tags"))
    return Wish(
        status=status,
        reject_reason=reason if rejected else None,
        kind=_changed(form, "kind", MentionKind),
        salience=_changed(form, "salience", Salience),
        tone=_changed(form, "tone", str),
        starred=form.flag("starred") if "starred" in form else None,
        note=_changed(form, "note", str),
        add_tags=tuple(one for one in after if one not in before),
        remove_tags=tuple(one for one in before if one not in after) if "tags" in form else (),
    )


def said_of(desk: Desk, decided: Decided) -> str:
    """The line that announces a decision."""
    action = decided.action
    if action is not None:
        telling = telling_of(desk, [action])
        return f"{telling.what(action)} – {telling.about(action)}"
    if decided.conflicts:
        return telling_of(desk, []).in_the_way(decided.conflicts)
    return desk.words("Nothing was changed: it stood so already.")


def _changed(form: Fields, name: str, make: Callable[[str], Value]) -> Value | None:
    value = form.text(name)
    return make(value) if name in form and value != form.text(f"was_{name}") else None


def _tags(typed: str) -> Mapping[str, None]:
    found = (one_line(one, LONGEST_TAG) for one in typed.split(","))
    return dict.fromkeys(one for one in found if one)
