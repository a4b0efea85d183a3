"""People with an account: who may do what. No administrator ever sees or chooses somebody's password."""

from __future__ import annotations

from starlette.responses import Response

from monitor.accounts import FaultyAccount, new_account, new_token
from monitor.accounts.renewing import LINK_LASTS, renewal_token
from monitor.web.desk import Desk
from monitor.web.people_words import ROLE, fault_words
from monitor.web.routing import Page
from storage.errors import LastAdministrator, LoginTaken
from storage.model import Account, Role


def people(desk: Desk) -> Response:
    """Everybody, those whose account is closed last."""
    return _page(desk, "")


def add(desk: Desk) -> Response:
    """A new account; its password is set with a link, by the person."""
    form, words = desk.form, desk.words
    role = form.text("role", 20)
    try:
        account = new_account(
            desk.site.passwords,
            form.text("login", 200),
            form.text("name", 400),
            new_token(),
            Role(role) if role in {one.value for one in Role} else Role.READER,
            desk.real_now,
        )
        desk.store.put_account(account)
    except FaultyAccount as error:
        return _page(desk, fault_words(words, error.fault))
    except LoginTaken as error:
        return _page(desk, words("There is an account with the login “{login}” already.", login=error.login))
    return _show_link(desk, account)


def link(desk: Desk) -> Response:
    """A link with which a person sets a new password."""
    return _show_link(desk, desk.store.account(desk.path["login"]))


def set_role(desk: Desk) -> Response:
    """Change what a person may do."""
    account, role = desk.store.account(desk.path["login"]), desk.form.text("role", 20)
    if role not in {one.value for one in Role}:
        return desk.go("people")
    try:
        desk.store.set_role(account.login, Role(role))
    except LastAdministrator:
        return _page(desk, _last(desk))
    does = desk.words(ROLE[Role(role)])
    return desk.go(
        "people", desk.words("{name} ({login}): {does}.", name=account.name, login=account.login, does=does)
    )


def close(desk: Desk) -> Response:
    """Close an account; what the person decided stays."""
    account = desk.store.account(desk.path["login"])
    try:
        desk.store.disable_account(account.login, desk.real_now)
    except LastAdministrator:
        return _page(desk, _last(desk))
    said = desk.words(
        "The account of {login} is closed. What this person decided stays.", login=account.login
    )
    return desk.go("people", said)


def reopen(desk: Desk) -> Response:
    """Open a closed account again."""
    account = desk.store.account(desk.path["login"])
    desk.store.enable_account(account.login)
    return desk.go("people", desk.words("The account of {login} is open.", login=account.login))


def _page(desk: Desk, refused: str) -> Response:
    found = sorted(desk.store.accounts(), key=lambda one: (one.disabled_at is not None, one.name.casefold()))
    typed = {name: desk.form.text(name, 400) for name in ("login", "name", "role")}
    return desk.page(
        "people.html.jinja", 422 if refused else 200, people=found, roles=ROLE, refused=refused, typed=typed
    )


def _show_link(desk: Desk, account: Account) -> Response:
    token = renewal_token(account, desk.real_now)
    address = desk.outside(desk.url("new_password", login=account.login, token=token))
    until = desk.real_now + LINK_LASTS
    return desk.page("people_link.html.jinja", account=account, address=address, until=until)


def _last(desk: Desk) -> str:
    return desk.words("This is the last administrator: make somebody else one first.")


PAGES = (
    Page("/personnes", "people", people, Role.ADMINISTRATOR, section="account"),
    Page("/personnes", "people_add", add, Role.ADMINISTRATOR, ("POST",), section="account"),
    Page("/personnes/{login}/lien", "people_link", link, Role.ADMINISTRATOR, ("POST",), section="account"),
    Page(
        "/personnes/{login}/role", "people_role", set_role, Role.ADMINISTRATOR, ("POST",), section="account"
    ),
    Page(
        "/personnes/{login}/fermer", "people_close", close, Role.ADMINISTRATOR, ("POST",), section="account"
    ),
    Page(
        "/personnes/{login}/rouvrir",
        "people_reopen",
        reopen,
        Role.ADMINISTRATOR,
        ("POST",),
        section="account",
    ),
)
