"""`Desk`: all that a page knows of one request, and the ways in which it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from monitor import review
from monitor.accounts import csrf_token
from monitor.config.settings import DEFAULT_ZONE
from monitor.dossier import Campaign
from monitor.web import cookies
from monitor.web.cookies import Said
from monitor.web.forms import Fields
from monitor.web.moments import Moments
from monitor.web.routing import Page
from monitor.web.site import Site
from monitor.wording import LANGUAGES, Words
from monitor.workspace import Loaded, Workspace
from storage.errors import NotStored
from storage.model import Account, ApiKey, Mention, ReviewStatus, Role, ShareLink
from storage.store import Store

CHANGED = "desk-changed"
"""The event by which parts of a page learn, in the browser, that the archive is another one now."""

DOCUMENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


class NoCampaign(Exception):
    """The page is about a campaign, and there is none here yet."""


@dataclass(frozen=True)
class Desk:
    """One request. `now` is the present of the workspace (aware, UTC; a rehearsal's where its settings say so).

    `person` and `role` are None for a page that is open to all, and for a link to share, which then is `share`.
    `secret` is the token of the session (of the form's cookie before the login). `body` is what a program sent to a page
    for programs, as it came, 2 MB at the most; `key` is what a program showed instead of a session.
    """

    request: Request
    site: Site
    entry: Page
    query: Fields
    form: Fields
    store: Store
    loaded: Loaded
    words: Words
    person: Account | None
    share: ShareLink | None
    chosen: Campaign | None
    secret: str
    now: datetime
    said: Said | None = None
    body: bytes = b""
    key: ApiKey | None = None

    # ---- what is asked

    @property
    def path(self) -> Mapping[str, Any]:
        """The places of the address, by name."""
        return self.request.path_params

    @property
    def method(self) -> str:
        """GET (a HEAD too) or POST."""
        return "GET" if self.request.method == "HEAD" else self.request.method

    @property
    def is_htmx(self) -> bool:
        """True where a part of a page asks for itself: a fragment is the answer."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def here(self) -> str:
        """The address of this page with its query: the `next` of its forms."""
        path, query = self.request.url.path, self.request.url.query
        return f"{path}?{query}" if query else path

    @property
    def shown_at(self) -> str:
        """The page that the person has before them: this one, or for a fragment the one that asked for it."""
        if not self.is_htmx:
            return self.here if self.method == "GET" else self.form.text("next", 2_000)
        shown = urlsplit(self.request.headers.get("hx-current-url", "")[:2_000])
        return f"{shown.path}?{shown.query}" if shown.query else shown.path

    @property
    def other_language(self) -> tuple[str, str]:
        """The other language, and this page in it: for who has no account, and so no page to choose it on."""
        other = next(one for one in LANGUAGES if one != self.words.language)
        kept = [(name, value) for name, value in self.query.pairs if name != "lang"]
        return other, f"{self.request.url.path}?{urlencode([*kept, ('lang', other)])}"

    @property
    def theme(self) -> str:
        """Light or dark, where the person chose; empty: as their machine has it."""
        chosen = cookies.read(self.request, cookies.THEME)
        return chosen if chosen in ("light", "dark") else ""

    # ---- who asks, and of what

    @property
    def workspace(self) -> Workspace:
        """The folder."""
        return self.site.live.workspace

    @property
    def role(self) -> Role | None:
        """What the person may do."""
        return self.person.role if self.person is not None else None

    def may(self, role: Role) -> bool:
        """True where the person may do what this role does."""
        return self.role is not None and self.role.covers(role)

    @property
    def who(self) -> str:
        """Under which name decisions are kept: the login."""
        return self.person.login if self.person is not None else ""

    @property
    def real_now(self) -> datetime:
        """The real clock's present: of sessions, links and tries to log in, never of what is kept of mentions."""
        return self.site.clock()

    @property
    def campaign(self) -> Campaign:
        """The campaign chosen: by `?campaign=`, else the one looked at last, else the first. Raises NoCampaign."""
        if self.chosen is None:
            raise NoCampaign
        return self.chosen

    @property
    def zone(self) -> str:
        """Where days are cut and times are shown."""
        return self.chosen.zone if self.chosen is not None else DEFAULT_ZONE

    @cached_property
    def moments(self) -> Moments:
        """Words for times."""
        return Moments(self.words, self.zone, self.now)

    @property
    def review(self) -> review.Desk:
        """Where decisions are kept and taken back."""
        return review.Desk(self.store, self.workspace.campaigns, self.workspace.backups)

    @property
    def csrf(self) -> str:
        """What proves that a form, or a request of our script, comes from a page of ours."""
        return csrf_token(self.secret) if self.secret else ""

    @property
    def organisation(self) -> str:
        """The id of the organisation that a link to share is limited to; empty: everything of the campaign."""
        return self.share.organisation if self.share is not None else ""

    @property
    def sees_notes(self) -> bool:
        """Notes, reasons and names of reviewers are for people with an account."""
        return self.person is not None

    def mention(self, mention_id: str) -> Mention:
        """A mention that whoever asks may see; a link to share stays within its campaign and organisation.

        Raises NotStored.
        """
        found = self.store.mention(mention_id)
        if self.share is not None and not is_shared(found, self.share):
            raise NotStored("mention", mention_id)
        return found

    def later(self, work: Callable[[Store], object]) -> None:
        """Do something long behind the page (a dossier that judges the archive anew), with a store of its own."""
        self.site.later(work)

    # ---- answers

    def url(self, name: str, **values: Any) -> str:
        """The address of a page; values that are no place of it become its query. Raises KeyError."""
        return self.site.addresses.of(name, values)

    def outside(self, address: str) -> str:
        """The whole address of a page of ours, for a mail: under the public address of the settings, else as asked for."""
        base = self.loaded.settings.web.address or str(self.request.base_url)
        return f"{base.rstrip('/')}{address}"

    def knows(self, name: str) -> bool:
        """True where there is a page of this name."""
        return name in self.site.addresses

    def page(self, template: str, http_status: int = 200, /, **values: Any) -> Response:
        """A whole page in the frame."""
        return HTMLResponse(
            self._render(template, values), http_status, headers={"Content-Language": self.words.language}
        )

    def part(
        self,
        template: str,
        /,
        said: str | None = None,
        undo: int | None = None,
        changed: bool = False,
        **values: Any,
    ) -> Response:
        """A fragment for htmx, with the line that announces a decision where there is one.

        `changed` tells the other parts of the page that the archive is another one now.
        """
        text = self._render(template, values)
        if said is not None:
            text += self._render("parts/said_swap.jinja", {"line": Said(said, undo)})
        headers = {"HX-Trigger-After-Settle": CHANGED} if changed else {}
        return HTMLResponse(text, headers=headers)

    def go(self, name: str, said: str | None = None, undo: int | None = None, **values: Any) -> Response:
        """After a form: to another page, which announces the decision with *Annuler* (an action of the journal)."""
        return self.leave(self.url(name, **values), said, undo)

    def back(
        self,
        said: str | None = None,
        undo: int | None = None,
        other: str = "home",
        again: bool = False,
    ) -> Response:
        """After a form: to the page that it names in its field `next`, else to this one.

        `again`: the action was itself an undo, so that its button brings something back.
        """
        wanted = self.form.text("next", 2_000)
        return self.leave(wanted if is_own_address(wanted) else self.url(other), said, undo, again)

    def leave(self, address: str, said: str | None, undo: int | None, again: bool = False) -> Response:
        """To an address of ours. For htmx the page stays: the line is swapped in, and its parts ask anew."""
        if self.is_htmx and said is not None:
            line = self._render("parts/said_swap.jinja", {"line": Said(said, undo, again)})
            return HTMLResponse(line, headers={"HX-Reswap": "none", "HX-Trigger-After-Settle": CHANGED})
        if self.is_htmx:
            return Response(status_code=204, headers={"HX-Redirect": address})
        response: Response = RedirectResponse(address, 303)
        if said is not None:
            sealed = cookies.seal(Said(said, undo, again), self.secret)
            cookies.keep(self.request, response, cookies.SAID, sealed, 60)
        return response

    def refuse(self, sentence: str, status: int = 400, title: str = "") -> Response:
        """An error page, or for htmx the sentence in the line of announcements."""
        if self.is_htmx:
            text = self._render("parts/said_swap.jinja", {"line": Said(sentence)})
            return HTMLResponse(text, headers={"HX-Reswap": "none"})
        return self.page("error.html.jinja", status, sentence=sentence, title=title)

    def document(self, html: str) -> Response:
        """A page of its own for an iframe of ours (a report): no script runs in it, nothing remote is asked."""
        headers = {"Content-Security-Policy": DOCUMENT_POLICY, "X-Frame-Options": "SAMEORIGIN"}
        return HTMLResponse(html, headers=headers)

    def download(self, data: bytes, name: str, media_type: str) -> Response:
        """A file to be saved, never shown in place. `name` is of our making: letters, figures, . _ -."""
        plain = "".join(
            sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "-" for sign in name
        )
        headers = {"Content-Disposition": f'attachment; filename="{plain[:120]}"'}
        return Response(data, media_type=media_type, headers=headers)

    def _render(self, template: str, values: Mapping[str, Any]) -> str:
        found = self.site.environment.get_template(template)
        words = self.words
        frame = {"desk": self, "words": words, "n": words.n, "c": words.c, "lang": words.language}
        return found.render(**frame, moments=self.moments, Role=Role, **values)


def is_own_address(address: str) -> bool:
    """True for a path of ours: never another site, whatever a browser makes of slashes. Pure."""
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and "\\" not in address
    )


def is_shared(mention: Mention, link: ShareLink) -> bool:
    """True for what a link to share shows: of its campaign and organisation, not rejected, not withdrawn."""
    named = (*mention.judgement.organisations, *mention.judgement.organisations_quoted)
    within = mention.campaign_id == link.campaign_id and (not link.organisation or link.organisation in named)
    rejected = mention.review.status is ReviewStatus.REJECTED
    return within and mention.withdrawn_at is None and not rejected
