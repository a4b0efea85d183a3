"""What stands before every page: who asks, may they, does the form come from us; and what becomes of what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from monitor.accounts import Turned, is_csrf_token, new_token, open_key, open_share, resume
from monitor.commands.errors import sentence_of
from monitor.dossier import Campaign
from monitor.schedule.tick import present
from monitor.web import cookies, refusals
from monitor.web.desk import Desk, NoCampaign
from monitor.web.forms import Fields, body_of, form_of, plain_form, query_of
from monitor.web.programs import is_for_programs, language_accepted
from monitor.web.routing import SAFE_METHODS, Access, Page, access
from monitor.web.site import Site
from monitor.wording import LANGUAGES, Words
from storage.errors import ArchiveError, NotStored, StorageError
from storage.model import Account, ApiKey, ShareLink
from storage.store import Store

CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf-token"
BEARER = "bearer "
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Caller:
    """Who asks. `secret` is the token of their session, of their link, or of the form before the login; a program that
    showed its key has none.
    """

    person: Account | None
    share: ShareLink | None
    secret: str
    key: ApiKey | None = None


class TurnedAway(Exception):
    """A program showed a key that opens nothing. `wait_until`: too many were tried."""

    def __init__(self, wait_until: datetime | None) -> None:
        super().__init__()
        self.wait_until = wait_until


class Gate:
    """One page behind its gate: `answer` is the endpoint that the web framework calls."""

    def __init__(self, site: Site, page: Page) -> None:
        self.site, self.page = site, page

    async def answer(self, request: Request) -> Response:
        """Answer one request. What is expected to go wrong is told in a page; a fault of ours gets a number."""
        form, body = Fields(), b""
        if request.method not in SAFE_METHODS:
            refused = await self._in_thread(lambda: self._work(request, None))
            if refused is not None:
                return refused
            try:
                if self.page.data:
                    read = await body_of(request)
                    if read is None:
                        return refusals.too_large(Words(language_of(request, self.site)))
                    body, form = read, plain_form(request, read)
                else:
                    form = await form_of(request, self.page.files)
            except ClientDisconnect:
                return Response(status_code=400)  # nobody is there any more to read it
        answer = await self._in_thread(lambda: self._work(request, form, body))
        assert answer is not None
        return answer

    async def _in_thread(self, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self.site.threads, work)

    def _work(self, request: Request, form: Fields | None, body: bytes = b"") -> Response | None:
        """The page's answer. Without a form only whether the request is refused: its body is not read before."""
        site = self.site
        words = Words(language_of(request, site))
        try:
            if site.live.look():
                words = Words(language_of(request, site))
            desk = self._desk(site.archives.store(), request, form or Fields(), body, words)
            refused = self._refused(desk)
            if refused is not None or form is None:
                return refused
            if request.method not in SAFE_METHODS and not is_from_us(desk):
                return refusals.expired(desk)
            return finished(desk, self._open(desk))
        except TurnedAway as error:
            return refusals.turned_away(words, error.wait_until, site.clock())
        except StorageError as error:
            site.archives.forget()
            said = sentence_of(error, words)
            if said is None:
                return refusals.fault(site, self.page, request, words, error)
            sentences = " ".join(said.sentences)
            status = 503 if isinstance(error, ArchiveError) else 404
            return refusals.bare(site, self.page, request, words, status, sentences)
        except Exception as error:  # a bug: the person gets a number, the log the rest
            return refusals.fault(site, self.page, request, words, error)

    def _open(self, desk: Desk) -> Response:
        try:
            return self.page.endpoint(desk)
        except NoCampaign:
            return desk.page("no_campaign.html.jinja", 404)
        except HTTPException as error:
            return refusals.http(desk, error.status_code)
        except NotStored:
            return refusals.http(desk, 404)

    def _refused(self, desk: Desk) -> Response | None:
        request, page = desk.request, self.page
        found = access(page, desk.role, desk.share is not None, request.method)
        if found is Access.LOGIN:
            return refusals.login(desk)
        if found is Access.FORBIDDEN:
            return refusals.http(desk, 403)
        if desk.key is not None and desk.key.read_only and request.method not in SAFE_METHODS:
            return refusals.told(403, desk.words("This key reads only: it changes nothing."))
        return None

    def _desk(self, store: Store, request: Request, form: Fields, body: bytes, words: Words) -> Desk:
        site, loaded = self.site, self.site.live.loaded
        who = program(store, request, site) if self.page.data else None
        who = who or caller(store, request, site)
        query = query_of(request)
        chosen = chosen_campaign(loaded.campaigns, request, query, who.share)
        said = cookies.unseal(cookies.read(request, cookies.SAID), who.secret) if who.secret else None
        secret = who.secret or (new_token() if self.page.role is None else "")
        now = present(loaded, site.clock)
        return Desk(
            request=request,
            site=site,
            entry=self.page,
            query=query,
            form=form,
            body=body,
            store=store,
            loaded=loaded,
            words=words,
            person=who.person,
            share=who.share,
            key=who.key,
            chosen=chosen,
            secret=secret,
            now=now,
            said=said,
        )


def program(store: Store, request: Request, site: Site) -> Caller | None:
    """Which program asks, by the key that it shows; None where it shows none. Cookies beside a key do not count.

    Raises TurnedAway.
    """
    shown = request.headers.get("authorization", "")[:300].strip()
    if not shown.lower().startswith(BEARER):
        return None  # a proxy before us may ask for a password of its own
    address = request.client.host if request.client is not None else ""
    found = open_key(store, shown[len(BEARER) :].strip(), address, site.clock())
    if isinstance(found, Turned):
        raise TurnedAway(found.wait_until)
    key, account = found
    return Caller(account, None, "", key)


def caller(store: Store, request: Request, site: Site) -> Caller:
    """Who asks: by their session, else by their link to share, else nobody yet."""
    now = site.clock()
    token = cookies.read(request, cookies.SESSION)
    person = resume(store, token, now) if token else None
    if person is not None:
        return Caller(person, None, token)
    token = cookies.read(request, cookies.SHARE)
    link = open_share(store, token, now) if token else None
    if link is not None:
        return Caller(None, link, token)
    return Caller(None, None, cookies.read(request, cookies.FORM))


def chosen_campaign(
    campaigns: tuple[Campaign, ...], request: Request, query: Fields, share: ShareLink | None
) -> Campaign | None:
    """The campaign that a page is about; with a link to share only that of the link."""
    by_id = {one.id: one for one in campaigns}
    if share is not None:
        return by_id.get(share.campaign_id)
    wanted = by_id.get(query.text("campaign", 200)) or by_id.get(cookies.read(request, cookies.CAMPAIGN))
    return wanted or next(iter(campaigns), None)


def language_of(request: Request, site: Site) -> str:
    """The language of a page: what was chosen in this browser, else what `serve` or the settings say.

    Who has no account may ask for one in the address: a link to share says it for the partner.
    """
    if is_for_programs(request):
        wanted = language_accepted(request.headers.get("accept-language", ""))
        return wanted or site.language or site.live.loaded.settings.language
    asked = "" if cookies.read(request, cookies.SESSION) else request.query_params.get("lang", "")
    for one in (asked, cookies.read(request, cookies.LANGUAGE)):
        if one in LANGUAGES:
            return one
    return site.language or site.live.loaded.settings.language


def is_from_us(desk: Desk) -> bool:
    """True where an unsafe request carries what only a page of ours knew, or the key of a program.

    A key is in no cookie: no other site can make a browser send it.
    """
    if desk.key is not None:
        return True
    given = desk.request.headers.get(CSRF_HEADER) or desk.form.raw(CSRF_FIELD)
    return bool(desk.secret) and is_csrf_token(desk.secret, given)


def finished(desk: Desk, answer: Response) -> Response:
    """The answer with what the browser is to keep: the campaign chosen; a line that was shown is let go of."""
    request = desk.request
    chosen = desk.chosen
    if desk.key is not None:
        return answer  # a program keeps nothing
    if desk.person is not None and chosen is not None and desk.query.text("campaign", 200) == chosen.id:
        cookies.keep(request, answer, cookies.CAMPAIGN, chosen.id, cookies.CHOICE_LASTS)
    if desk.person is None and desk.query.text("lang", 10) in LANGUAGES:
        cookies.keep(request, answer, cookies.LANGUAGE, desk.words.language, cookies.CHOICE_LASTS)
    nobody = desk.person is None and desk.share is None
    if nobody and desk.secret and cookies.read(request, cookies.FORM) != desk.secret:
        cookies.keep(request, answer, cookies.FORM, desk.secret)
    shown = desk.said is not None and answer.media_type == "text/html" and not desk.is_htmx
    if shown and desk.method == "GET":
        cookies.drop(request, answer, cookies.SAID)
    return answer
