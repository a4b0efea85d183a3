"""`review`: what a person decides of a mention."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from monitor.commands.read_commands import chosen_of
from monitor.commands.session import CommandError, Session, session_of, workspace_session
from monitor.wording.labels import REVIEW_STATUS, TONE
from monitor.wording.words import message
from storage.changes import parts_between
from storage.model import Review, ReviewStatus

MOST_TAGS = 50


def review_command(
    ctx: typer.Context,
    mention_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help=message("The mention, by its id in the list of “retombees mentions”.")
        ),
    ],
    status: Annotated[
        str | None,
        typer.Option(metavar="STATUS", help=message("to_review, confirmed, rejected or second_look.")),
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help=message("A note, kept among you."))] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help=message("Why it is rejected."))] = None,
    tone: Annotated[
        str | None, typer.Option(metavar="TONE", help=message("favourable, neutral, critical, or none."))
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help=message("Add a tag; may be repeated."))
    ] = None,
    untag: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help=message("Take a tag away; may be repeated."))
    ] = None,
    star: Annotated[
        bool | None, typer.Option(help=message("Put it first in the report, or no longer."))
    ] = None,
) -> None:
    """Say of a mention whether it counts; what stood before is kept in the journal."""
    if all(given is None for given in (status, note, reason, tone, star)) and not tag and not untag:
        raise CommandError(
            session_of(ctx).words("Nothing to keep: say at least --status, --note, --tone, --tag or --star.")
        )
    session = workspace_session(ctx, warn=False)
    decided = chosen_of([status], ReviewStatus, session)[0] if status is not None else None
    with session.store() as store:
        mention = store.mention(mention_id)
        before = mention.review
        after = replace(
            before,
            status=decided or before.status,
            note=before.note if note is None else note[:2000],
            reject_reason=before.reject_reason if reason is None else reason[:500],
            tone=_tone(tone, before, session),
            tags=_tags(before.tags, tag or (), untag or ()),
            starred=before.starred if star is None else star,
        )
        _, parts = parts_between(before, after)
        seen = {mention_id: mention.review_version}
        done = store.decide({mention_id: parts}, getpass.getuser(), session.now(), seen)
    if done.conflicts:
        who = done.conflicts[0].who
        raise CommandError(
            session.words("{who} decided otherwise meanwhile. Nothing was kept; try again.", who=who)
        )
    title, says = mention.article.title or mention.article.url, session.words(REVIEW_STATUS[after.status])
    session.tell(session.words("{title}: {status}.", title=title, status=says))


def _tone(typed: str | None, before: Review, session: Session) -> str | None:
    if typed is None:
        return before.tone
    if typed == "none":
        return None
    if typed not in TONE:
        known = ", ".join([*TONE, "none"])
        raise CommandError(
            session.words("“{name}” is not known here. Known: {known}.", name=typed[:40], known=known)
        )
    return typed


def _tags(before: Sequence[str], added: Sequence[str], removed: Sequence[str]) -> tuple[str, ...]:
    """Each tag once, in the order in which they came; spaces around them do not count."""
    gone = {text.strip() for text in removed}
    wanted = [text.strip()[:60] for text in (*before, *added)]
    return tuple(dict.fromkeys(text for text in wanted if text and text not in gone))[:MOST_TAGS]
