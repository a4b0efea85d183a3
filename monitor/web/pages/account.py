"""My account: name, password, language, light or dark, where one is logged in, keys for programs."""

from __future__ import annotations

from starlette.responses import Response

from monitor.accounts import FaultyAccount, TooManyKeys, create_key, key_works, set_password
from monitor.accounts.api_keys import MOST_DAYS
from monitor.accounts.people import LONGEST_NAME
from monitor.accounts.sessions import begin, is_over
from monitor.accounts.tokens import token_hash
from monitor.typed import clean, one_line
from monitor.web import cookies
from monitor.web.desk import Desk
from monitor.web.people_words import NOT_THE_SAME, ROLE, fault_words
from monitor.web.programs import API
from monitor.web.routing import Page
from monitor.wording import LANGUAGES, Words
from storage.model import Account, DeskSession, Role

THEMES = ("light", "dark")


def account(desk: Desk) -> Response:
    """What a person may change about themselves."""
    return _page(desk, "")


def rename(desk: Desk) -> Response:
    """Another name on what the person decides, from now on and before."""
    name = " ".join(clean(desk.form.text("name", 400), LONGEST_NAME).split())
    if not name:
        return _page(desk, desk.words("Write a name."))
    desk.store.rename_account(desk.who, name)
    return desk.go("account", desk.words("Your name is changed."))


def change_password(desk: Desk) -> Response:
    """Another password; every other browser must log in again."""
    person, words, form = _person(desk), desk.words, desk.form
    passwords = desk.site.passwords
    if not passwords.is_right(person.password_hash, form.raw("old")):
        return _page(desk, words("The present password is wrong."))
    if form.raw("password") != form.raw("again"):
        return _page(desk, words(NOT_THE_SAME))
    try:
        set_password(desk.store, passwords, person.login, form.raw("password"))
    except FaultyAccount as error:
        return _page(desk, fault_words(words, error.fault))
    changed = desk.store.account(person.login)
    token = begin(desk.store, changed, changed.password_hash, desk.real_now)
    answer = desk.go("account", words("Your password is changed; every other browser must log in again."))
    if token is not None:
        cookies.keep(desk.request, answer, cookies.SESSION, token)
        line = cookies.Said(words("Your password is changed; every other browser must log in again."))
        cookies.keep(desk.request, answer, cookies.SAID, cookies.seal(line, token), 60)
    return answer


def display(desk: Desk) -> Response:
    """Language, and light or dark, of this browser."""
    language, theme = desk.form.text("language", 10), desk.form.text("theme", 10)
    words = Words(language) if language in LANGUAGES else desk.words
    answer = desk.go("account", words("That is kept for this browser."))
    if language in LANGUAGES:
        cookies.keep(desk.request, answer, cookies.LANGUAGE, language, cookies.CHOICE_LASTS)
    if theme in THEMES:
        cookies.keep(desk.request, answer, cookies.THEME, theme, cookies.CHOICE_LASTS)
    else:
        cookies.drop(desk.request, answer, cookies.THEME)
    return answer


def end_session(desk: Desk) -> Response:
    """Log out one browser of the person's, or all others."""
    which, mine = desk.form.text("session", 100), token_hash(desk.secret)
    ended = [
        one
        for one in desk.store.sessions(desk.who)
        if one.token_hash != mine and which in ("others", one.token_hash[:16])
    ]
    for one in ended:
        desk.store.end_session(one.token_hash)
    return desk.go(
        "account", desk.words.n("{n} browser is logged out.", "{n} browsers are logged out.", len(ended))
    )


def make_key(desk: Desk) -> Response:
    """A key for a program of the person's; it is shown this once. The password says that it is them who ask."""
    person, words, form = _person(desk), desk.words, desk.form
    if not desk.site.passwords.is_right(person.password_hash, form.raw("key_password")):
        return _page(desk, words("The present password is wrong."))
    name, days = one_line(form.text("key_name", 400), LONGEST_NAME), form.number("key_days") or 0
    if not name or not 1 <= days <= MOST_DAYS:
        return _page(desk, words("A key has a name, and works for 1 to {most} days.", most=MOST_DAYS))
    try:
        token, key = create_key(desk.store, person.login, name, form.flag("read_only"), desk.real_now, days)
    except TooManyKeys:
        return _page(desk, words("You have many keys already: end one first."))
    return desk.page("account_key.html.jinja", token=token, key=key, address=desk.outside(API))


def end_key(desk: Desk) -> Response:
    """End one key at once."""
    desk.store.revoke_api_key(desk.who, desk.form.number("key") or 0, desk.real_now)
    return desk.go("account", desk.words("This key no longer works."))


def _page(desk: Desk, refused: str) -> Response:
    mine = token_hash(desk.secret)
    sessions: list[tuple[DeskSession, bool]] = [
        (one, one.token_hash == mine)
        for one in desk.store.sessions(desk.who)
        if not is_over(one, desk.real_now)
    ]
    return desk.page(
        "account.html.jinja",
        422 if refused else 200,
        refused=refused,
        sessions=sessions,
        roles=ROLE,
        keys=[one for one in desk.store.api_keys(desk.who) if key_works(one, desk.real_now)],
    )


def _person(desk: Desk) -> Account:
    assert desk.person is not None
    return desk.person


PAGES = (
    Page("/compte", "account", account, Role.READER),
    Page("/compte/nom", "account_name", rename, Role.READER, ("POST",), section="account"),
    Page(
        "/compte/mot-de-passe", "account_password", change_password, Role.READER, ("POST",), section="account"
    ),
    Page("/compte/affichage", "account_display", display, Role.READER, ("POST",), section="account"),
    Page("/compte/sessions", "account_sessions", end_session, Role.READER, ("POST",), section="account"),
    Page("/compte/cles", "account_keys", make_key, Role.READER, ("POST",), section="account"),
    Page("/compte/cles/fin", "account_key_end", end_key, Role.READER, ("POST",), section="account"),
)
