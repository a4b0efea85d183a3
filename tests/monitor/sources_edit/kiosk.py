"""A small outlet on this machine: a home page with a search, a feed, a news sitemap, a robots.txt."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from monitor.workspace import Workspace

HOME = """<!doctype html><html lang="fr-FR"><head><meta charset="utf-8"><title>Accueil | Le Kiosque du quai</title>
<meta property="og:site_name" content="Le Kiosque du quai">
<link rel="alternate" type="application/rss+xml" title="À la une" href="/une.xml">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
</head><body><form action="/chercher" role="search"><input type="hidden" name="tri" value="date">
<input type="search" name="mots"></form><p>Bienvenue</p></body></html>"""
ITEM = "<item><title>{title}</title><link>{base}/articles/{n}-{slug}</link><pubDate>Tue, 04 Feb 2025 18:0{n}:00 GMT</pubDate></item>"
TITLES = (
    ("Les marées reviennent au port", "les-marees-reviennent-au-port"),
    ("Le phare est repeint", "le-phare-est-repeint"),
)


@dataclass
class Kiosk:
    """What it answers, by path; `asked` are the paths that were asked for."""

    host: str
    answers: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://{self.host}/"

    def give(self, path: str, body: str, kind: str = "text/html", status: int = 200) -> None:
        self.answers[path] = (status, kind, body)

    def let_in(self, workspace: Workspace) -> None:
        """Let the crawler read it, though it is on this machine."""
        workspace.settings_file.write_text(
            'language = "fr"\n\n[network]\ncontact = "https://retombees.example/robot"\n'
            f'allow_private = ["{self.host}"]\nmin_delay = 0.02\n',
            encoding="utf-8",
        )


def feed_of(base: str) -> str:
    items = "".join(
        ITEM.format(title=title, slug=slug, n=n, base=base.rstrip("/"))
        for n, (title, slug) in enumerate(TITLES, 1)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Une</title>{items}</channel></rss>'


def stock(kiosk: Kiosk) -> None:
    """Lay out all that it has."""
    base = kiosk.address.rstrip("/")
    kiosk.give("/", HOME)
    kiosk.give("/robots.txt", f"User-agent: *\nDisallow: /prive/\nSitemap: {base}/actu.xml\n", "text/plain")
    kiosk.give("/une.xml", feed_of(kiosk.address), "application/rss+xml")
    urls = "".join(
        f"<url><loc>{base}/articles/{n}-{slug}</loc></url>" for n, (_, slug) in enumerate(TITLES, 1)
    )
    kiosk.give(
        "/actu.xml",
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>',
        "application/xml",
    )
    links = "".join(
        f'<h3><a href="/articles/{n}-{slug}">{title}</a></h3>' for n, (title, slug) in enumerate(TITLES, 1)
    )
    kiosk.give("/chercher", f"<html><body><main>{links}</main></body></html>")


@contextmanager
def kiosk() -> Iterator[Kiosk]:
    """Serve it while the block is open."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            made.asked.append(self.path)
            status, kind, body = made.answers.get(path, (404, "text/plain", "Rien ici."))
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        made = Kiosk(f"127.0.0.1:{server.server_port}")
        stock(made)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join()
