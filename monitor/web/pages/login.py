"""To log in and out."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import RedirectResponse, Response

from monitor.accounts import LoggedIn, log_in, log_out
from monitor.web import cookies
from monitor.web.desk import Desk, is_own_address
from monitor.web.routing import Page
from storage.model import Role


def login(desk: Desk) -> Response:
    """The form, or what it was filled with."""
    if desk.method == "GET":
        return _form(desk, "", 200)
    typed, password = desk.form.text("login", 200), desk.form.raw("password")
    client = desk.request.client
    address = client.host if client is not None else ""
    found = log_in(desk.store, desk.site.passwords, typed, password, address, desk.real_now)
    if not isinstance(found, LoggedIn):
        return _form(desk, refusal(desk, found.wait_until), 401 if found.wait_until is None else 429)
    return enter(desk, found.token, desk.form.text("next", 2_000))


def logout(desk: Desk) -> Response:
    """End the session of this browser."""
    log_out(desk.store, desk.secret)
    answer = RedirectResponse(desk.url("login"), 303)
    cookies.drop(desk.request, answer, cookies.SESSION)
    return answer


def enter(desk: Desk, token: str, wanted: str = "") -> Response:
    """Somebody is in: their browser keeps the session, and forgets what it had before."""
    answer = RedirectResponse(wanted if is_own_address(wanted) else desk.url("home"), 303)
    cookies.keep(desk.request, answer, cookies.SESSION, token)
    cookies.drop(desk.request, answer, cookies.FORM)
    cookies.drop(desk.request, answer, cookies.SHARE)
    return answer


def refusal(desk: Desk, wait_until: datetime | None) -> str:
    """Why nobody is in; it is never said which of the two is wrong."""
    words = desk.words
    if wait_until is None:
        return words("Login or password are wrong. Both are as your administrator gave them to you.")
    minutes = max(1, round((wait_until - desk.real_now).total_seconds() / 60 + 0.49))
    return words.n(
        "There were too many tries. Try again in {n} minute.",
        "There were too many tries. Try again in {n} minutes.",
        minutes,
    )


def _form(desk: Desk, refused: str, status: int) -> Response:
    nobody = not desk.store.accounts()
    wanted = desk.query.text("next", 2_000) or desk.form.text("next", 2_000)
    typed = desk.form.text("login", 200)
    return desk.page("login.html.jinja", status, refused=refused, nobody=nobody, wanted=wanted, typed=typed)


PAGES = (
    Page("/connexion", "login", login, None, ("GET", "POST")),
    Page("/deconnexion", "logout", logout, Role.READER, ("POST",)),
)
