"""`campaign add` and `campaign undo`: a dossier changed, with its effect on the archive shown before it is saved."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from monitor.campaigns import MAX_TEXT_BYTES, TEXT_ENDINGS, read_campaign
from monitor.commands.asking import may_save
from monitor.commands.campaign_effect import effect_lines, effect_row
from monitor.commands.crawl_run import run_match
from monitor.commands.session import CommandError, Session, json_line, printable, workspace_session
from monitor.config.problems import ConfigurationInvalid
from monitor.dossier import Campaign
from monitor.dossier_edit import (
    Addition,
    AdditionRefused,
    AlreadyThere,
    NotThisOne,
    What,
    add_to,
    earlier_files,
)
from monitor.matching.folding import fold, fold_words
from monitor.preview import preview
from monitor.review import note_and_save
from monitor.whole_file import FileChanged
from monitor.wording.words import Words, message
from storage.identity import is_http
from storage.model import StoredArticle
from storage.store import Store

CampaignOption = Annotated[
    str | None,
    typer.Option("--campaign", metavar="ID", help=message("The campaign; needed where there are several.")),
]
YesOption = Annotated[bool, typer.Option("--yes", help=message("Save without asking."))]
JsonOption = Annotated[bool, typer.Option("--json", help=message("One JSON object, for programs."))]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help=message("Show the effect, and save nothing."))]


def campaign_add_command(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(metavar="headline|quote|alias|url", help=message("What to add."))],
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT]", help=message("Its words; a headline or a url may come from --from.")
        ),
    ] = None,
    campaign: CampaignOption = None,
    document: Annotated[
        str | None,
        typer.Option(metavar="ID", help=message("The text it belongs to; the first one without it.")),
    ] = None,
    organisation: Annotated[
        str | None, typer.Option(metavar="ID", help=message("The organisation whose alias it is."))
    ] = None,
    mention: Annotated[
        str | None, typer.Option("--from", metavar="ID", help=message("Take it from this mention’s article."))
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(metavar="CODE", help=message("The language of a quote; that of its text without it.")),
    ] = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Add a headline, a quote, an alias or an address to a dossier, after showing what it changes."""
    session = workspace_session(ctx)
    chosen = session.campaign(campaign)
    with session.store() as store:
        article = store.mention(mention).article if mention is not None else None
        if article is not None:
            article = store.article(article.id)
        words_of_it = _words_of(session, what, text, article)
        addition = Addition(
            what,
            words_of_it,
            document or "",
            organisation or "",
            language or (article.language if article is not None and what is What.QUOTE else ""),
        )
        path = session.workspace.campaigns / f"{chosen.id}.toml"
        before = path.read_bytes()
        try:
            after = add_to(before, addition)
        except AdditionRefused as refused:
            raise CommandError(refusal(refused, session.words)) from refused
        change_dossier(session, store, path, before, after, yes=yes, dry_run=dry_run, as_json=as_json)


def campaign_undo_command(
    ctx: typer.Context,
    campaign: CampaignOption = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the last earlier file of a dossier back, after showing what it changes; undoing twice is redoing."""
    session = workspace_session(ctx)
    chosen = session.campaign(campaign)
    earlier = earlier_files(chosen.id, session.workspace.backups)
    if not earlier:
        raise CommandError(session.words("No earlier file of “{id}” is kept.", id=chosen.id))
    path = session.workspace.campaigns / f"{chosen.id}.toml"
    with session.store() as store:
        change_dossier(
            session,
            store,
            path,
            path.read_bytes(),
            earlier[0].path.read_bytes(),
            yes=yes,
            dry_run=dry_run,
            as_json=as_json,
        )


def change_dossier(
    session: Session,
    store: Store,
    path: Path,
    before: bytes,
    after: bytes,
    *,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Show what the changed file would find, ask, keep the earlier file, save, and match again."""
    words = session.words
    changed = read_bytes(path, after)
    effect = preview(
        store,
        changed,
        lambda n: session.tell(words.n("{n} article gone through …", "{n} articles gone through …", n)),
    )
    for line in [json_line(effect_row(effect))] if as_json else effect_lines(effect, words):
        print(printable(line))
    if not may_save(session, yes, dry_run):
        return
    try:
        backups, who = session.workspace.backups, getpass.getuser()
        kept = note_and_save(store, path, before, after, backups, who, session.now())
    except FileChanged as error:
        raise CommandError(
            words("{path} was changed by somebody else meanwhile. Nothing was saved; try again.", path=path)
        ) from error
    session.tell(words("Saved. The earlier file: {path}", path=kept))
    again = Session(session.folder, session.lang)
    again.words = words
    run_match(again, store, [changed.id])


def read_bytes(path: Path, data: bytes) -> Campaign:
    """The dossier that a file would be with these bytes. Raises ConfigurationInvalid."""
    texts = {
        text.name: text.read_bytes()
        for text in sorted(path.with_suffix("").glob("*"))
        if text.suffix in TEXT_ENDINGS and text.is_file() and text.stat().st_size <= MAX_TEXT_BYTES
    }
    campaign, problems = read_campaign(path.stem, data, texts, f"campaigns/{path.name}")
    if campaign is None:
        raise ConfigurationInvalid(problems)
    return campaign


def _words_of(session: Session, what: What, text: str | None, article: StoredArticle | None) -> str:
    """What is to be added: as typed, or as the article has it. Raises CommandError."""
    words = session.words
    if article is not None and text is None:
        if what in (What.QUOTE, What.ALIAS):
            raise CommandError(
                words("Write the words too: “retombees campaign add {what} TEXT --from …”.", what=what)
            )
        text = article.title if what is What.HEADLINE else article.canonical_url or article.url
    elif article is not None and text is not None and what is not What.URL:
        text = as_written(text, [article.title, article.standfirst, article.text or ""])
        if text is None:
            raise CommandError(
                words("These words do not stand in this article: check them, or leave --from out.")
            )
    cleaned = " ".join((text or "").split())
    if len(cleaned) < 2:
        raise CommandError(words("What is to be added? Write its words, or add --from with a mention."))
    if what is What.URL and not is_http(cleaned):
        raise CommandError(
            words(
                "“{url}” is not the address of a page: it must begin with https:// or http://.",
                url=cleaned[:100],
            )
        )
    return cleaned


def as_written(text: str, fields: Iterable[str]) -> str | None:
    """The words as the article writes them, in whatever typography they were typed; None where they are not in it."""
    wanted = fold_words(text)
    for raw in fields:
        tokens = fold(raw).tokens
        for start in range(len(tokens) - len(wanted) + 1):
            if [token.folded for token in tokens[start : start + len(wanted)]] == wanted and wanted:
                return raw[tokens[start].start : tokens[start + len(wanted) - 1].end]
    return None


def refusal(error: AdditionRefused, words: Words) -> str:
    """Why something was not added, and what to do."""
    if isinstance(error, AlreadyThere):
        return words("The dossier has “{text}” already.", text=error.text[:100])
    if isinstance(error, NotThisOne):
        known = ", ".join(error.known) or "–"
        if error.organisation:
            return words("Which organisation? Add --organisation with one of: {known}.", known=known)
        return words("Which text? Add --document with one of: {known}.", known=known)
    return words("This file is written in a way that we cannot change safely. Add the line by hand.")
