"""The first account, made with the link that the terminal shows; and a new password, with a link of an administrator."""

from __future__ import annotations

from starlette.responses import Response

from monitor.accounts import FIRST_PATH, FaultyAccount, LoggedIn, first_account, log_in, set_password
from monitor.accounts.renewing import RENEW_PATH, is_renewal
from monitor.web.desk import Desk
from monitor.web.pages.login import enter
from monitor.web.people_words import NOT_THE_SAME, fault_words
from monitor.web.routing import Page
from storage.errors import LinkUnusable, NotStored
from storage.model import Account


def first(desk: Desk) -> Response:
    """The form of the first account, or what it was filled with."""
    if desk.store.accounts():
        return desk.refuse(
            desk.words("There is an account already: log in, or ask an administrator for one."), 404
        )
    if desk.method == "GET":
        return _first_form(desk, "")
    form = desk.form
    login, password = form.text("login", 200), form.raw("password")
    if password != form.raw("again"):
        return _first_form(desk, desk.words(NOT_THE_SAME))
    try:
        first_account(
            desk.store,
            desk.site.passwords,
            desk.path["token"],
            login,
            form.text("name", 200) or login,
            password,
            desk.real_now,
        )
    except FaultyAccount as error:
        return _first_form(desk, fault_words(desk.words, error.fault))
    except LinkUnusable:
        said = desk.words("This link no longer works. Start “retombees serve” again: it shows a new one.")
        return desk.refuse(said, 404)
    return _in(desk, login, password)


def new_password(desk: Desk) -> Response:
    """The form of a new password, or what it was filled with."""
    account = _account(desk)
    if account is None or not is_renewal(account, desk.path["token"], desk.real_now):
        return desk.refuse(desk.words("This link no longer works. Ask an administrator for a new one."), 404)
    if desk.method == "GET":
        return _password_form(desk, account, "")
    password = desk.form.raw("password")
    if password != desk.form.raw("again"):
        return _password_form(desk, account, desk.words(NOT_THE_SAME))
    try:
        set_password(desk.store, desk.site.passwords, account.login, password)
    except FaultyAccount as error:
        return _password_form(desk, account, fault_words(desk.words, error.fault))
    return _in(desk, account.login, password)


def _in(desk: Desk, login: str, password: str) -> Response:
    client = desk.request.client
    address = client.host if client is not None else ""
    found = log_in(desk.store, desk.site.passwords, login, password, address, desk.real_now)
    return enter(desk, found.token) if isinstance(found, LoggedIn) else desk.go("login")


def _account(desk: Desk) -> Account | None:
    try:
        return desk.store.account(desk.path["login"])
    except NotStored:
        return None


def _first_form(desk: Desk, refused: str) -> Response:
    typed = {name: desk.form.text(name, 200) for name in ("login", "name")}
    return desk.page("first.html.jinja", 422 if refused else 200, refused=refused, typed=typed)


def _password_form(desk: Desk, account: Account, refused: str) -> Response:
    return desk.page("new_password.html.jinja", 422 if refused else 200, refused=refused, account=account)


PAGES = (
    Page(f"{FIRST_PATH}{{token}}", "first", first, None, ("GET", "POST")),
    Page(f"{RENEW_PATH}{{login}}/{{token}}", "new_password", new_password, None, ("GET", "POST")),
)
