"""`campaign check`, `campaign list`: what is wrong with the dossiers, what they lack, what they were before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from monitor.campaigns import load_campaigns
from monitor.commands.session import (
    CONFIGURATION,
    CommandError,
    Session,
    json_line,
    moment_text,
    printable,
    session_of,
    workspace_session,
)
from monitor.commands.tables import table
from monitor.config.problems import ConfigurationInvalid, Problem
from monitor.dossier_edit import advice_on, earlier_files
from monitor.wording.words import Words, message
from monitor.workspace import WorkspaceMissing


def campaign_check_command(
    ctx: typer.Context,
    campaign: Annotated[
        str | None, typer.Argument(metavar="[ID]", help=message("Only this dossier."))
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=message("One JSON object a line, for programs."))
    ] = False,
) -> None:
    """List everything that is wrong in the dossiers, with file and line, and what they lack."""
    session = session_of(ctx)
    if not session.workspace.settings_file.is_file():
        raise WorkspaceMissing(session.workspace.root)
    _speak_as_set(session)
    words = session.words
    folder = session.workspace.campaigns
    if campaign is not None and campaign not in [path.stem for path in folder.glob("*.toml")]:
        raise CommandError(words("There is no file {path}.", path=folder / f"{campaign[:80]}.toml"))
    campaigns, problems = load_campaigns(folder)
    if campaign is not None:
        campaigns = tuple(one for one in campaigns if one.id == campaign)
        problems = [problem for problem in problems if problem.file == f"campaigns/{campaign}.toml"]
    told = list(ConfigurationInvalid(problems).problems)
    lacks = {one.id: advice_on(one, f"campaigns/{one.id}.toml") for one in campaigns}
    if as_json:
        for problem in [*told, *(advice for advices in lacks.values() for advice in advices)]:
            print(json_line(problem_row(problem, words)))
    else:
        for line in _check_lines(told, lacks, words):
            print(printable(line))
    if not campaigns and not problems:
        session.tell(words("There is no dossier here: nothing is looked for."))
    if any(problem.fatal for problem in problems):
        raise typer.Exit(CONFIGURATION)


def problem_row(problem: Problem, words: Words) -> dict[str, Any]:
    """A problem, or an advice, as `campaign check --json` gives it."""
    return {
        "file": problem.file,
        "line": problem.line,
        "key": problem.key,
        "fatal": problem.fatal,
        "says": problem.what(words),
    }


def _check_lines(
    problems: Iterable[Problem], lacks: Mapping[str, Sequence[Problem]], words: Words
) -> Iterator[str]:
    for problem in problems:
        yield problem.sentence(words)
    for campaign_id, advices in lacks.items():
        yield words("{file}: it can be used.", file=f"campaigns/{campaign_id}.toml")
        for advice in advices:
            yield f"  · {advice.what(words)}"


def _speak_as_set(session: Session) -> None:
    """Speak the language of the settings, whatever is wrong in the other files."""
    try:
        assert session.loaded
    except ConfigurationInvalid:
        return


def campaign_list_command(
    ctx: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help=message("One JSON object a line, for programs."))
    ] = False,
) -> None:
    """List the campaigns with what their dossiers hold, and the earlier files that are kept."""
    session = workspace_session(ctx)
    words = session.words
    rows = []
    for one in session.loaded.campaigns:
        earlier = earlier_files(one.id, session.workspace.backups)
        if as_json:
            print(
                json_line(
                    {
                        "id": one.id,
                        "name": one.name,
                        "documents": [document.id for document in one.documents],
                        "organisations": [organisation.id for organisation in one.organisations],
                        "event": one.event.name if one.event else None,
                        "digest": one.digest,
                        "earlier": [{"path": str(e.path), "until": e.until.isoformat()} for e in earlier],
                    }
                )
            )
            continue
        last = moment_text(earlier[0].until, one.zone) if earlier else "–"
        rows.append(
            (one.id, one.name, str(len(one.documents)), str(len(one.organisations)), str(len(earlier)), last)
        )
    if as_json:
        return
    headings = [
        words("Id"),
        words("Name"),
        words("Texts"),
        words("Organisations"),
        words("Earlier files"),
        words("Changed"),
    ]
    print(printable(table(headings, rows, whole=(0,))))
    for one in session.loaded.campaigns:
        for file in earlier_files(one.id, session.workspace.backups):
            until = moment_text(file.until, one.zone)
            session.tell(words("{id}, until {until}: {path}", id=one.id, until=until, path=file.path))
