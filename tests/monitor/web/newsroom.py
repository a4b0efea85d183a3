"""A workspace on the disk with a small invented press in its archive, three people, and a desk to ask for pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from monitor.accounts import Passwords, new_account
from monitor.recluster import gather_again
from monitor.schedule.live import LiveWorkspace
from monitor.stages import match_archive
from monitor.web.app import make_app, make_site
from monitor.web.site import Site
from monitor.workspace import Loaded, Workspace, load
from storage.identity import article_key
from storage.model import Article, FetchedArticle, Mention, Rights, Role, Run, RunKind, RunState
from storage.store import Store, open_store

PARIS = ZoneInfo("Europe/Paris")
ADDRESS = "http://127.0.0.1:8765"
PASSWORD = "un mot de passe assez long"
PEOPLE = {
    "maud": ("Maud L.", Role.ADMINISTRATOR),
    "karim": ("Karim B.", Role.REVIEWER),
    "lea": ("Léa R.", Role.READER),
}
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>" onfocus="alert(3)\u202e{{ 7*7 }}'

SETTINGS = """language = "fr"

[network]
contact = "https://retombees.example/robot"
"""
SOURCES = """id,name,domain,country,language,kind,tier,feeds
phare,Le Phare,phare.example,FR,fr,national-daily,1,https://phare.example/une.xml
sarmande,Sarmande Matin,sarmande.example,FR,fr,regional-daily,2,https://sarmande.example/rss
meridienne,Agence Méridienne,meridienne.example,FR,fr,news-agency,1,https://meridienne.example/rss
quais,Le Courrier des quais,quais.example,FR,fr,national-daily,1,https://quais.example/rss
harbour,The Harbour Post,harbour.example,GB,en,national-daily,1,https://harbour.example/rss
pixel,Pixel & Circuits,pixel.example,FR,fr,trade,3,https://pixel.example/rss
"""
DOSSIER = """name = "Rivages, février 2025"
zone = "Europe/Paris"
report_at = "07:30"
search_strings = ["appel des rivages"]

[[documents]]
id = "tribune"
kind = "oped"
title = "Pour des rivages vivants, fermons les vannes"
published_at = 2025-02-04
text_file = "tribune.md"

[documents.quotes]
fr = ["les rivages ne sont pas à vendre au plus offrant"]

[[organisations]]
id = "rivage"
name = "Collectif Rivage"

[[organisations]]
id = "phare-asso"
name = "Association du Phare Blanc"

[event]
id = "assises"
name = "Assises du littoral"
names = ["Assises du littoral"]
starts_on = 2025-02-10
ends_on = 2025-02-11

[event.short_name]
fr = "les assises"
en = "the conference"
"""
TRIBUNE = (
    "Depuis vingt ans, les marées montent et les promesses descendent. Nous, pêcheurs, ostréiculteurs et"
    " riverains, le disons ensemble : les rivages ne sont pas à vendre au plus offrant. Nous demandons la"
    " fermeture des vannes industrielles, la publication des relevés, et un moratoire sur les digues privées.\n\n"
    "Les élus ont signé des chartes que personne n’a relues. Les vasières disparaissent, les écoles de voile"
    " ferment, et l’eau que l’on nous rend n’est plus celle que l’on nous a prise.\n"
)
QUOTE = "les rivages ne sont pas à vendre au plus offrant"


def at(text: str) -> datetime:
    """A time in Paris, in UTC: "2025-02-05 07:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Visitor:
    """A browser without a screen. Forms carry what the page gave them; nothing is followed by itself."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str, **options: Any) -> Any:
        answer = self.client.get(path, follow_redirects=False, **options)
        self._learn(answer.text)
        return answer

    def post(self, path: str, data: dict[str, Any] | None = None, csrf: bool = True, **options: Any) -> Any:
        fields = {**({"csrf": self.csrf} if csrf else {}), **(data or {})}
        return self.client.post(path, data=fields, follow_redirects=False, **options)

    def htmx(self, path: str, data: dict[str, Any] | None = None, shown: str = "/") -> Any:
        """A fragment, as htmx asks for one from the page `shown`; with `data` by POST."""
        headers = {"HX-Request": "true", "HX-Current-URL": ADDRESS + shown, "X-CSRF-Token": self.csrf}
        if data is None:
            return self.client.get(path, headers=headers, follow_redirects=False)
        return self.client.post(path, data=data, headers=headers, follow_redirects=False)

    def page(self, path: str) -> str:
        """What a person sees of a page that must open, after redirections."""
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}\n{plain(answer.text)[:2000]}"
        self._learn(answer.text)
        return str(answer.text)

    def said(self, path: str = "/compte") -> str:
        """The line that announces a decision, on the page opened next."""
        found = re.search(r'<div id="said"[^>]*>(.*?)</div>\s', self.page(path), re.DOTALL)
        return plain(found[1]) if found else ""

    def _learn(self, text: str) -> None:
        found = re.search(
            r'name="csrf" value="([0-9a-f]{64})"|"X-CSRF-Token": "([0-9a-f]{64})"', unescape(text)
        )
        if found:
            self.csrf = found[1] or found[2]


@dataclass
class Newsroom:
    """The workspace `appel`, seven mentions in its archive, and its desk. `maud` administers, `karim` reviews, `lea` reads."""

    workspace: Workspace
    clock: Clock
    site: Site = field(init=False)
    app: ASGIApp = field(init=False)
    address: str = ADDRESS

    def __post_init__(self) -> None:
        passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.site = make_site(LiveWorkspace(self.workspace), self.clock, passwords=passwords)
        self.app = make_app(self.site)

    def store(self) -> Store:
        """The archive, for a `with`."""
        return open_store(self.workspace.archive)

    @property
    def loaded(self) -> Loaded:
        return load(self.workspace)

    def visitor(self, address: str | None = None) -> Visitor:
        """Somebody who is not logged in."""
        client = TestClient(
            self.app,
            base_url=address or self.address,
            raise_server_exceptions=True,
            client=("127.0.0.1", 5000),
        )
        return Visitor(client)

    def login(self, login: str = "karim", password: str = PASSWORD) -> Visitor:
        """One of the people, logged in."""
        one = self.visitor()
        one.get("/connexion")
        answer = one.post("/connexion", {"login": login, "password": password})
        assert answer.status_code == 303, plain(answer.text)
        one.page("/compte")
        return one

    def mentions(self) -> list[Mention]:
        """All mentions of the campaign, oldest first."""
        with self.store() as store:
            return store.mentions("appel")

    def mention(self, outlet: str) -> Mention:
        """The mention in this outlet (by its id)."""
        return next(one for one in self.mentions() if one.article.outlet.id == outlet)

    def put_article(self, outlet: str, number: int, title: str, text: str, **more: Any) -> str:
        """Put an article into the archive, unmatched; returns its id."""
        url = more.pop("url", f"https://{outlet}.example/articles/{number}")
        seen = more.pop("seen", self.clock.now)
        article = Article(url, title=title, text=text, language=more.pop("language", "fr"), **more)
        key = article_key(f"https://{outlet}.example/articles/{number}")
        fetched = FetchedArticle(article, outlet, key, seen, "lecture", sha256=f"{number:064x}")
        with self.store() as store:
            return store.put_article(fetched, None).article_id

    def match(self) -> None:
        """Match the archive, and gather the clusters."""
        with self.store() as store:
            match_archive(store, self.loaded.campaigns, self.clock.now)
            gather_again(store, self.clock.now)


def make_newsroom(folder: Path, people: bool = True, articles: bool = True) -> Newsroom:
    """A newsroom on the morning after the text came out."""
    workspace = Workspace(folder)
    for place in workspace.folders:
        place.mkdir(parents=True)
    workspace.settings_file.write_text(SETTINGS, encoding="utf-8")
    workspace.sources_file.write_text(SOURCES, encoding="utf-8")
    (workspace.campaigns / "appel.toml").write_text(DOSSIER, encoding="utf-8")
    (workspace.campaigns / "appel").mkdir()
    (workspace.campaigns / "appel" / "tribune.md").write_text(TRIBUNE, encoding="utf-8")
    with open_store(workspace.archive, create=True) as store:
        store.put_catalogue(load(workspace).catalogue.entries)
    made = Newsroom(workspace, Clock(at("2025-02-05 08:00")))
    if people:
        add_people(made)
    if articles:
        fill(made)
    return made


def add_people(room: Newsroom) -> None:
    with room.store() as store:
        for login, (name, role) in PEOPLE.items():
            store.put_account(new_account(room.site.passwords, login, name, PASSWORD, role, room.clock.now))


def fill(room: Newsroom) -> None:
    """Seven mentions: a republication, a dispatch with its reprint, two citations, one abroad, one of the event; and one article that is none."""
    published = at("2025-02-04 18:00")
    dispatch = (
        "Plusieurs associations ont interpellé mardi le gouvernement avant les Assises du littoral. « Les rivages ne"
        " sont pas à vendre au plus offrant », affirment les signataires, réunis par le Collectif Rivage. Le ministère"
        " n’a pas souhaité répondre dans l’immédiat, et renvoie aux tables rondes de la semaine prochaine, où seront"
        " reçus les élus, les industriels et les représentants des ports."
    )
    rows: list[tuple[str, str, str, dict[str, Any]]] = [
        ("phare", "Pour des rivages vivants, fermons les vannes", TRIBUNE, {}),
        ("meridienne", "Littoral : des associations interpellent le gouvernement", dispatch, {}),
        ("sarmande", "Rivages : les associations montent au créneau", dispatch, {}),
        (
            "quais",
            "Sous la digue, des Assises du littoral très politiques",
            "Les Assises du littoral s’ouvrent lundi. Le Collectif Rivage y sera ; son texte, « Pour des rivages"
            " vivants, fermons les vannes », circule depuis mardi parmi les élus de la côte.",
            {},
        ),
        (
            "harbour",
            "French coastal groups call for a moratorium",
            "Ahead of the Assises du littoral in France, Collectif Rivage and Association du Phare Blanc published"
            " an appeal, « Pour des rivages vivants, fermons les vannes ».",
            {"language": "en"},
        ),
        (
            "pixel",
            f"Capteurs de marée {HOSTILE}",
            f"Le Collectif Rivage le répète : {QUOTE}. {HOSTILE}",
            {"authors": (HOSTILE,), "rights": Rights.RESERVED},
        ),
        (
            "sarmande",
            "Fête du port : le programme",
            "Fanfare, régates et soupe de poisson dimanche sur le quai.",
            {},
        ),
    ]
    for number, (outlet, title, text, more) in enumerate(rows, 1):
        when = published + timedelta(hours=number)
        room.put_article(outlet, number, title, text, **{"published_at": when, "seen": when, **more})
    with room.store() as store:
        run = Run("lecture", RunKind.CRAWL, at("2025-02-05 07:00"))
        store.begin_run(run)
        store.end_run(run.id, at("2025-02-05 07:10"), RunState.DONE, {})
    room.match()


def plain(text: str) -> str:
    """What a person reads of a page: no tags, no script or style, one space."""
    without = re.sub(r"<(style|title|script)[^>]*>.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(without).replace("\u00a0", " ").replace("\u202f", " ")).strip()
