"""`user`: who may use the review desk. A password is typed unseen, or comes on the standard input; never as an argument."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from monitor.accounts import Fault, FaultyAccount, Passwords, new_account, normal_login, set_password
from monitor.accounts.passwords import LONGEST, SHORTEST
from monitor.commands.asking import at_terminal
from monitor.commands.read_commands import JsonOption, iso
from monitor.commands.session import (
    CommandError,
    Session,
    json_line,
    moment_text,
    printable,
    workspace_session,
)
from monitor.commands.tables import table
from monitor.wording.words import message
from storage.errors import LastAdministrator, LoginTaken, NotStored
from storage.model import Account, Role
from storage.store import Store

ROLE = {
    Role.READER: message("reads"),
    Role.REVIEWER: message("reviews"),
    Role.ADMINISTRATOR: message("administers"),
}

FAULT = {
    Fault.LOGIN: message(
        "A login has letters, figures and the signs . _ @ + - only, 64 at the most, and no space."
    ),
    Fault.NAME: message("Say the person’s name too: --name."),
    Fault.SHORT: message(
        "The password is too short: {shortest} signs at least. A few words are easy to keep in mind."
    ),
    Fault.LONG: message("The password is too long: {longest} signs at most."),
    Fault.SAME: message("The password must not be the login or the name."),
}

LoginArgument = Annotated[
    str, typer.Argument(metavar="LOGIN", help=message("What the person types to log in."))
]
StdinOption = Annotated[
    bool, typer.Option("--stdin", help=message("Read the password from the standard input: its first line."))
]


def user_add_command(
    ctx: typer.Context,
    login: LoginArgument,
    name: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help=message("The name that is shown; the login without it.")),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(
            metavar="ROLE",
            help=message(
                "reader, reviewer or administrator. Without it: administrator for the first account, else reviewer."
            ),
        ),
    ] = None,
    stdin: StdinOption = False,
) -> None:
    """Make an account."""
    session = workspace_session(ctx, warn=False)
    wanted = _role(role, session) if role is not None else None
    with session.store() as store:
        first = not store.accounts()
        wanted = wanted or (Role.ADMINISTRATOR if first else Role.REVIEWER)
        if first and wanted is not Role.ADMINISTRATOR:
            raise CommandError(session.words("The first account is an administrator’s: leave --role out."))
        kept = _login(login, session)
        if any(one.login == kept for one in store.accounts()):
            raise _taken(kept, session)
        password = _password(session, stdin)
        try:
            account = new_account(Passwords(), kept, name or login, password, wanted, session.now())
            store.put_account(account)
        except FaultyAccount as error:
            raise CommandError(fault_words(error.fault, session)) from None
        except LoginTaken as error:
            raise _taken(error.login, session) from None
    does = session.words(ROLE[account.role])
    session.tell(
        session.words("{name} ({login}) has an account: {does}.", name=account.name, login=kept, does=does)
    )


def user_passwd_command(ctx: typer.Context, login: LoginArgument, stdin: StdinOption = False) -> None:
    """Change a password."""
    session = workspace_session(ctx, warn=False)
    with session.store() as store:
        account = _account(store, login, session)
        try:
            set_password(store, Passwords(), account.login, _password(session, stdin))
        except FaultyAccount as error:
            raise CommandError(fault_words(error.fault, session)) from None
    session.tell(
        session.words(
            "The password of {login} is changed; wherever it was in use, one must log in again.",
            login=account.login,
        )
    )


def user_list_command(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """The accounts."""
    session = workspace_session(ctx, warn=False)
    with session.store() as store:
        found = store.accounts()
    if as_json:
        for one in found:
            print(json_line(_row(one)))
        return
    words = session.words
    if found:
        rows = [
            [
                one.login,
                one.name,
                words(ROLE[one.role]),
                moment_text(one.created_at, session.zone),
                words("open") if one.disabled_at is None else words("closed"),
            ]
            for one in found
        ]
        headings = [words("Login"), words("Name"), words("Role"), words("Since"), words("Account")]
        print(printable(table(headings, rows, whole=[0])))
    else:
        session.tell(words("Nobody has an account yet. “retombees user add” makes the first one."))
    session.tell(words.n("{n} account", "{n} accounts", len(found)))


def user_disable_command(ctx: typer.Context, login: LoginArgument) -> None:
    """Close an account."""
    session = workspace_session(ctx, warn=False)
    with session.store() as store:
        account = _account(store, login, session)
        try:
            store.disable_account(account.login, session.now())
        except LastAdministrator as error:
            raise _last(error, session) from None
    session.tell(
        session.words(
            "The account of {login} is closed. What this person decided stays.", login=account.login
        )
    )


def user_enable_command(ctx: typer.Context, login: LoginArgument) -> None:
    """Open a closed account again."""
    session = workspace_session(ctx, warn=False)
    with session.store() as store:
        account = _account(store, login, session)
        store.enable_account(account.login)
    session.tell(session.words("The account of {login} is open.", login=account.login))


def user_role_command(
    ctx: typer.Context,
    login: LoginArgument,
    role: Annotated[str, typer.Argument(metavar="ROLE", help=message("reader, reviewer or administrator."))],
) -> None:
    """Change what a person may do."""
    session = workspace_session(ctx, warn=False)
    wanted = _role(role, session)
    with session.store() as store:
        account = _account(store, login, session)
        try:
            store.set_role(account.login, wanted)
        except LastAdministrator as error:
            raise _last(error, session) from None
    does = session.words(ROLE[wanted])
    session.tell(
        session.words("{name} ({login}): {does}.", name=account.name, login=account.login, does=does)
    )


def fault_words(fault: Fault, session: Session) -> str:
    """Why an account cannot be as it is wanted, as a sentence."""
    return session.words(FAULT[fault], shortest=SHORTEST, longest=LONGEST)


def _role(typed: str, session: Session) -> Role:
    try:
        return Role(typed)
    except ValueError:
        known = ", ".join(Role)
        raise CommandError(
            session.words("“{name}” is not known here. Known: {known}.", name=typed[:40], known=known)
        ) from None


def _login(typed: str, session: Session) -> str:
    try:
        return normal_login(typed)
    except FaultyAccount as error:
        raise CommandError(fault_words(error.fault, session)) from None


def _account(store: Store, login: str, session: Session) -> Account:
    kept = _login(login, session)
    try:
        return store.account(kept)
    except NotStored:
        raise CommandError(
            session.words("Nobody has the login “{login}”. “retombees user list” shows them all.", login=kept)
        ) from None


def _taken(login: str, session: Session) -> CommandError:
    return CommandError(session.words("There is an account with the login “{login}” already.", login=login))


def _last(error: LastAdministrator, session: Session) -> CommandError:
    return CommandError(
        session.words(
            "{login} is the last administrator: make somebody else one first, with “retombees user role”.",
            login=error.login,
        )
    )


def _password(session: Session, stdin: bool) -> str:
    """The password, typed twice without being shown, or the first line of the standard input. Raises CommandError."""
    words = session.words
    if stdin:
        line = sys.stdin.buffer.readline(4 * LONGEST + 3)
        return line.decode("utf-8-sig", "surrogateescape").rstrip("\r\n")
    if not at_terminal():
        raise CommandError(words("There is no terminal to type a password at: add --stdin."))
    first = getpass.getpass(words("Password, {n} signs at least (it is not shown):", n=SHORTEST) + " ")
    if first != getpass.getpass(words("The same once more:") + " "):
        raise CommandError(words("The two are not the same. Nothing was changed."))
    return first


def _row(account: Account) -> dict[str, str | None]:
    return {
        "login": account.login,
        "name": account.name,
        "role": str(account.role),
        "created_at": iso(account.created_at),
        "disabled_at": iso(account.disabled_at),
    }
