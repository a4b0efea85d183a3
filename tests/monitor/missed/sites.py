"""A small site on this machine, with articles and a robots.txt: what the crawler's own process reads in these tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from monitor.workspace import Workspace

PARAGRAPH = (
    "Sur le quai, les bénévoles ont compté les filets, les caisses et les sourires. La marée du soir a rendu ce que"
    " celle du matin avait pris, et le port a parlé d’autre chose jusqu’à la nuit. "
)


def page_of(title: str, words: str) -> str:
    """An article as a site gives it."""
    body = "".join(f"<p>{one}</p>" for one in (words, PARAGRAPH * 2, PARAGRAPH, PARAGRAPH * 2))
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2025-02-04T18:00:00+01:00"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


@dataclass
class SmallSite:
    """Pages by path; `asked` are the paths that were asked for, in their order."""

    host: str
    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        """The whole address of a page."""
        return f"http://{self.host}{path}"

    def let_in(self, workspace: Workspace) -> None:
        """Let the crawler read this site, though it is on this machine."""
        workspace.settings_file.write_text(
            'language = "fr"\n\n[network]\ncontact = "https://retombees.example/robot"\n'
            f'allow_private = ["{self.host}"]\nmin_delay = 0.02\n',
            encoding="utf-8",
        )


@contextmanager
def small_site() -> Iterator[SmallSite]:
    """Serve a small site while it is open."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            site.asked.append(path)
            text = site.pages.get(path)
            data = (text or "Rien ici.").encode()
            self.send_response(200 if text is not None else 404)
            kind = "text/plain" if path.endswith(".txt") else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    site = SmallSite(f"127.0.0.1:{server.server_address[1]}")
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    try:
        yield site
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def lists_in(folder: Path) -> list[Path]:
    """The files of lists under a workspace."""
    return sorted((folder / "lists").glob("*"))
