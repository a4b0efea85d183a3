"""The desk as a web application: the table of page modules, and what stands round all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from types import ModuleType
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from monitor.accounts import Passwords
from monitor.schedule.live import LiveWorkspace
from monitor.web import api, refusals
from monitor.web.assets import ROUTE as STATIC
from monitor.web.faults import Faults
from monitor.web.forms import MOST_BODY, MOST_BODY_WITH_FILES
from monitor.web.gate import Gate, language_of
from monitor.web.keys import key_maps
from monitor.web.pages import (
    account,
    adding,
    campaign,
    dashboard,
    first,
    health,
    home,
    inbox,
    journal,
    keys,
    live,
    login,
    mention,
    missed,
    outbox,
    people,
    report,
    search,
    share,
    source,
    source_add,
    sources,
    sources_exchange,
)
from monitor.web.programs import is_for_programs
from monitor.web.rendering import environment
from monitor.web.routing import Addresses, Page
from monitor.web.security import Guard
from monitor.web.site import Site
from monitor.wording import Words

MODULES: tuple[ModuleType, ...] = (
    home,
    inbox,
    search,
    login,
    first,
    share,
    account,
    people,
    journal,
    health,
    keys,
    live,
    mention,
    report,
    outbox,
    dashboard,
    missed,
    campaign,
    sources,
    sources_exchange,
    source_add,
    source,
    api,
    adding,
)
"""Every page of the desk stands in the table `PAGES` of one of these."""


def all_pages(modules: Iterable[ModuleType] = MODULES) -> tuple[Page, ...]:
    """The pages of these modules, in their order."""
    return tuple(page for module in modules for page in module.PAGES)


def make_site(
    workspace: LiveWorkspace,
    clock: Callable[[], datetime],
    language: str | None = None,
    passwords: Passwords | None = None,
    pages: Iterable[Page] | None = None,
) -> Site:
    """What the requests of one desk share. `clock` is the real one (aware); `language` what `serve` was asked for."""
    found = tuple(pages) if pages is not None else all_pages()
    faults = Faults(workspace.workspace.logs, clock)
    return Site(
        workspace,
        clock,
        Addresses(found),
        environment(),
        faults,
        passwords or Passwords(),
        language,
        key_maps(MODULES),
    )


def make_app(site: Site, pages: Iterable[Page] | None = None) -> ASGIApp:
    """The application. `pages` are those that the site was made with."""
    routes = [STATIC, *(route(site, page) for page in (pages if pages is not None else all_pages()))]

    def told(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        status = status if status in refusals.TITLES else 400
        words = Words(language_of(request, site))
        sentence = words(refusals.SENTENCES.get(status, refusals.SENTENCES[400]))
        if is_for_programs(request):
            return refusals.told(status, sentence)
        return refusals.bare(site, None, request, words, status, sentence)

    inner = Starlette(routes=routes, exception_handlers={HTTPException: told})
    inner.router.redirect_slashes = False
    return Guard(inner, lambda: our_names(site.live))


def route(site: Site, page: Page) -> Route:
    """A page behind its gate. What is sent to a page for programs is counted by the gate, which answers in JSON."""
    most = MOST_BODY_WITH_FILES if page.files else MOST_BODY
    return Route(
        page.path,
        Gate(site, page).answer,
        methods=list(page.methods),
        name=page.name,
        max_body_size=None if page.data else most,
    )


def our_names(workspace: LiveWorkspace) -> frozenset[str]:
    """The names under which the desk may be asked for, besides this machine's: that of its public address."""
    name = urlsplit(workspace.loaded.settings.web.address).hostname
    return frozenset([name.lower()] if name else [])
