"""`campaign new`: a dossier proposed from a release, accepted or struck out number by number."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.campaigns import read_campaign
from monitor.commands.asking import ask, at_terminal, numbers_of
from monitor.commands.page_text import page_text
from monitor.commands.session import (
    UNREADABLE,
    CommandError,
    Session,
    json_line,
    printable,
    workspace_session,
)
from monitor.config.dossier_form import ID
from monitor.config.problems import ConfigurationInvalid
from monitor.dossier_edit import advice_on
from monitor.proposals import Choice, Part, Proposal, propose
from monitor.proposals.attachments import MAX_BYTES, AttachmentUnreadable, text_of
from monitor.proposals.writing import dossier_files, proposed_id
from monitor.wording.words import Words, message
from monitor.workspace import InputUnreadable
from storage.identity import is_http

LABELS = {
    Part.TITLE: message("Title"),
    Part.OPED_TITLE: message("Title of the op-ed"),
    Part.QUOTE: message("Distinctive quotes"),
    Part.BOILERPLATE: message("Sections that weigh nothing when texts are compared"),
    Part.OUTLET: message("The outlet that ran it"),
    Part.KIND_WORDS: message("What such a text is called"),
    Part.NUMBER: message("How its signatories are counted"),
    Part.ORGANISATION: message("Organisations"),
    Part.EVENT_NAME: message("Names of the event"),
    Part.EVENT_DAYS: message("Its days"),
    Part.PLACE: message("Its place"),
    Part.SEARCH: message("What is typed into the outlets’ own searches"),
    Part.QUERY: message("Queries"),
}
"""What each part of a proposal is called."""


def campaign_new_command(
    ctx: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-|URL",
            help=message("Your release: a text or Word file, the address of its page, or - to paste it."),
        ),
    ] = "-",
    ident: Annotated[
        str | None,
        typer.Option(
            "--id", metavar="ID", help=message("The short name of the dossier; proposed without it.")
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=message("Accept the whole proposal, without questions."))
    ] = False,
    without: Annotated[
        str | None,
        typer.Option(metavar="NUMBERS", help=message("Accept it but for these numbers: 3,5-7.")),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=message("One JSON object a line, for programs."))
    ] = False,
) -> None:
    """Propose a dossier from a release: each part is numbered, to accept or strike out."""
    session = workspace_session(ctx)
    words = session.words
    text = _text(session, source)
    outlets = {outlet.name: outlet.domain for outlet, _ in session.loaded.catalogue.entries}
    proposal = propose(text, session.now().date(), outlets)
    if not proposal.choices:
        raise CommandError(words("Nothing in this text can be proposed: it has no sentence."), UNREADABLE)
    lines = (
        [json_line(choice_row(one, words)) for one in proposal.choices]
        if as_json
        else proposal_lines(proposal, words)
    )
    for line in lines:
        print(printable(line))
    if without is not None:
        struck = numbers_of(without, [choice.number for choice in proposal.choices], words)
        _write(session, proposal.without(struck), ident)
    elif yes:
        _write(session, proposal, ident)
    elif at_terminal():
        _write(session, _struck_out(session, proposal), ident)
    else:
        session.tell(
            words(
                "Nothing was written. Add --yes to accept all of it, or --without 3,5-7 to strike numbers out."
            )
        )


def proposal_lines(proposal: Proposal, words: Words) -> list[str]:
    """The proposal for a person to read: a heading for each part, a number for each choice, its doubt below."""
    lines = []
    for part in Part:
        choices = proposal.of(part)
        if choices:
            lines += ["", words(LABELS[part])]
        for choice in choices:
            lines.append(f"{choice.number:4}  {_shown(choice, words)}")
            if choice.doubt:
                lines.append("      ? " + words(choice.doubt))
    return lines


def choice_row(choice: Choice, words: Words) -> dict[str, Any]:
    """A choice as `campaign new --json` gives it."""
    return {
        "number": choice.number,
        "part": str(choice.part),
        "text": choice.text,
        "values": list(choice.values),
        "domain": choice.domain,
        "days": [day.isoformat() for day in choice.days] if choice.days else None,
        "organisation": asdict(choice.organisation) if choice.organisation else None,
        "doubt": words(choice.doubt) if choice.doubt else "",
    }


def _shown(choice: Choice, words: Words) -> str:
    one = choice.organisation
    if one is not None:
        more = [*one.acronyms, *one.aliases, *one.sites]
        return f"{choice.text} ({', '.join(more)})" if more else choice.text
    if choice.domain:
        return f"{choice.text} ({choice.domain})"
    if choice.part is Part.EVENT_DAYS and choice.days:
        first, last = choice.days
        if first == last:
            return words.day(first)
        return words("{first} to {last}", first=words.day(first), last=words.day(last))
    return choice.text


def _struck_out(session: Session, proposal: Proposal) -> Proposal:
    """Ask for numbers until there is nothing more to strike out."""
    words = session.words
    question = words("Which numbers do you strike out? (3, 5-7; Enter: none, write the dossier)")
    while answer := ask(session, question):
        try:
            proposal = proposal.without(
                numbers_of(answer, [choice.number for choice in proposal.choices], words)
            )
        except CommandError as error:
            session.tell(error.sentence)
            continue
        session.tell(words.n("{n} part is left.", "{n} parts are left.", len(proposal.choices)))
    return proposal


def _text(session: Session, source: str) -> str:
    """The words of the release. Raises CommandError, InputUnreadable."""
    if is_http(source):
        return page_text(session, source)
    if source == "-":
        if at_terminal():
            session.tell(session.words("Paste your text here, then end with Ctrl-D on a line of its own."))
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        data = _read(Path(source))
    try:
        return text_of(data)
    except AttachmentUnreadable as error:
        reason = session.words(error.reason)
        raise CommandError(
            session.words("This text cannot be used: {reason}.", reason=reason), UNREADABLE
        ) from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputUnreadable(path, error.strerror or type(error).__name__) from error


def _write(session: Session, proposal: Proposal, ident: str | None) -> None:
    """Write the files of the dossier, which must be new and must read without a problem, and say what to do next."""
    words, folder = session.words, session.workspace.campaigns
    taken = {path.stem for path in folder.glob("*.toml")} | {path.name for path in folder.glob("*/")}
    campaign_id = ident or proposed_id(proposal, taken)
    if not ID.fullmatch(campaign_id):
        raise CommandError(
            words(
                "“{value}” cannot be an id: small letters without accents, digits and hyphens only.",
                value=campaign_id[:40],
            )
        )
    if campaign_id in taken:
        raise CommandError(words("There is a dossier “{id}” already. Name yours with --id.", id=campaign_id))
    files = dossier_files(proposal, campaign_id)
    name = f"{campaign_id}.toml"
    texts = {path.partition("/")[2]: data for path, data in files.items() if path != name}
    campaign, problems = read_campaign(campaign_id, files[name], texts, f"campaigns/{name}")
    if campaign is None:
        raise ConfigurationInvalid(problems)
    for path, data in sorted(files.items(), key=lambda item: item[0] == name):
        _write_new(folder / path, data)
    session.tell(words("Dossier: {path}", path=folder / name))
    for problem in [*problems, *advice_on(campaign, f"campaigns/{name}")]:
        session.tell(f"  · {problem.what(words)}")
    session.tell(
        words(
            "Next: read it again; “retombees campaign check” checks it, and “retombees today” looks for it."
        )
    )


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        out.write(data)
