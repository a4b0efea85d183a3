from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.commands.errors import sentence_of
from monitor.commands.session import CONFIGURATION
from monitor.office.pdf import COMMAND, PdfMissing, to_pdf
from monitor.wording import Words
from tests.monitor.office.reading_back import links_of, pdf_of, reader, text_of

ROOT = Path(__file__).parents[3]
AT = datetime(2025, 2, 17, 7, 30, tzinfo=UTC)
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Revue de presse : l’été à Œuilly</title>
<style>h2 { break-before: page } .toc a::after { content: target-counter(attr(href), page) }</style></head>
<body><h1>« Ça », dit-elle, l’œil noir</h1><p class="toc"><a href="#two">Page </a></p><h2 id="two">Deux</h2></body></html>"""


def page(body: str, lang: str = "fr") -> str:
    return f'<!doctype html><html lang="{lang}"><head><title>x</title></head><body>{body}</body></html>'


def test_a_page_becomes_a_tagged_document_with_its_language_title_and_time() -> None:
    data = pdf_of(lambda: to_pdf(PAGE, AT))
    root = reader(data).trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    about = reader(data).metadata
    assert about is not None
    assert about.title == "Revue de presse : l’été à Œuilly"
    assert about.creation_date == AT


def test_accents_and_signs_are_read_back_as_they_were_written() -> None:
    assert "« Ça », dit-elle, l’œil noir" in text_of(pdf_of(lambda: to_pdf(PAGE)))


def test_a_page_number_is_that_of_the_page_it_names() -> None:
    made = reader(pdf_of(lambda: to_pdf(PAGE)))
    assert len(made.pages) == 2
    assert "Page 2" in made.pages[0].extract_text()


def test_the_same_page_is_the_same_bytes_in_another_process_with_another_seed() -> None:
    here = pdf_of(lambda: to_pdf(PAGE, AT))
    code = (
        "import sys, hashlib, datetime\nfrom monitor.office.pdf import to_pdf\n"
        "at = datetime.datetime(2025, 2, 17, 7, 30, tzinfo=datetime.UTC)\n"
        "print(hashlib.sha256(to_pdf(sys.stdin.read(), at)).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=PAGE, capture_output=True, text=True, cwd=ROOT, check=True,
        env={"PYTHONHASHSEED": "7", "PATH": "/usr/bin:/bin", "TZ": "Asia/Tokyo"},
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_a_sheet_of_ours_numbers_the_leaves() -> None:
    css = '@page { @bottom-right { content: counter(page) " / " counter(pages) } }'
    assert "2 / 2" in text_of(pdf_of(lambda: to_pdf(PAGE, css=css)))


def test_only_web_addresses_and_places_in_the_page_are_links() -> None:
    targets = (
        "https://a.example/é?x=1&amp;y=2", "http://b.example/", "javascript:alert(1)", "data:text/html,x",
        "file:///etc/passwd", "mailto:a@example.org", "//c.example/", "relative.html", "HTTPS://d.example/", "",
    )  # fmt: skip
    body = "".join(f'<p><a href="{target}">lien</a></p>' for target in targets)
    data = pdf_of(lambda: to_pdf(page(body)))
    assert links_of(data) == ["https://a.example/%C3%A9?x=1&y=2", "http://b.example/"]


def test_nothing_is_fetched_from_the_network_or_the_disk(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not tell", encoding="utf-8")
    asked: list[tuple[str, int]] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        where = f"http://127.0.0.1:{server.getsockname()[1]}"

        def listen() -> None:
            try:
                while True:
                    asked.append(server.accept()[1])
            except OSError:
                return

        listening = threading.Thread(target=listen)
        listening.start()
        body = (
            f'<img src="{where}/a.png" alt="a"><img src="{secret.as_uri()}" alt="b">'
            f'<link rel="stylesheet" href="{where}/c.css"><link rel="attachment" href="{secret.as_uri()}">'
            f"<style>@import url({where}/d.css); p {{ background: url({where}/e.png) }}"
            f" @font-face {{ font-family: f; src: url({where}/f.woff) }} p {{ font-family: f }}</style>"
            f'<object data="{where}/g.svg"></object><svg><image href="{where}/h.png"/></svg><p>texte</p>'
        )
        data = pdf_of(lambda: to_pdf(page(body)))
        listening.join()
    assert asked == []
    assert b"do not tell" not in data
    assert not reader(data).attachments


BLOCKED = """
import importlib.abc, sys

class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] == "weasyprint":
            raise {error}
        return None

sys.meta_path.insert(0, Blocker())
from monitor.office.pdf import PdfMissing, to_pdf
from monitor.wording import Words
try:
    to_pdf("<!doctype html><html lang=fr><title>x</title>")
except PdfMissing as missing:
    print(missing.sentence(Words("{language}")))
"""


@pytest.mark.parametrize(
    ("error", "language", "expected"),
    [
        ("ImportError(name)", "fr", "Le PDF demande un complément"),
        ("ImportError(name)", "en", "PDF needs an extra"),
        ("OSError('cannot load library libpango-1.0-0')", "fr", "libpango-1.0-0"),
    ],
)
def test_where_pdf_cannot_be_made_a_sentence_says_what_to_type(
    error: str, language: str, expected: str
) -> None:
    code = BLOCKED.replace("{error}", error).replace("{language}", language)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert expected in done.stdout
    assert (COMMAND in done.stdout) is ("ImportError" in error)


def test_a_command_that_cannot_make_pdf_says_so_too() -> None:
    said = sentence_of(PdfMissing(), Words("fr"))
    assert said is not None
    assert (said.code, COMMAND in said.sentences[0]) == (CONFIGURATION, True)


def test_the_command_it_names_installs_the_extra() -> None:
    lock = ROOT / COMMAND.split()[-1]
    assert "weasyprint==" in lock.read_text(encoding="utf-8")
    assert "libpango" in PdfMissing(library=True).sentence(Words("en"))
