"""A text that was let go is gone from the file, its search index and its log; what must stay, stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from storage.sqlite import SqliteStore, open_sqlite

SECRET = "Zygomorphique"
FILLER = " ".join(f"mot{number}" for number in range(3000))


def traces(path: Path) -> list[str]:
    """The files of the archive that still hold the word, in any case."""
    return [
        file.name
        for file in path.parent.iterdir()
        if file.is_file() and SECRET.lower().encode() in file.read_bytes().lower()
    ]


def filled(path: Path, make: SimpleNamespace) -> SqliteStore:
    store = open_sqlite(path, create=True)
    store.put_catalogue(make.CATALOGUE)
    for number in range(60):
        secret = number % 3 == 0
        text = f"{SECRET} {number} {FILLER}" if secret else f"Autre {number} {FILLER}"
        store.put_article(
            make.fetched(number, text=text, standfirst=f"{SECRET if secret else ''} {number}"), make.NOW
        )
        if number % 6 == 0:  # an older version holds it, too
            store.put_article(make.fetched(number, text=f"{text} refait", standfirst=SECRET), make.NOW)
    for article in list(store.articles()):
        if not article.standfirst.startswith(SECRET):
            make.matched(store, article.id)
    return store


def test_a_released_text_is_nowhere_in_the_files(tmp_path: Path, make: SimpleNamespace) -> None:
    path = tmp_path / "archive.db"
    with filled(path, make) as store:
        assert len(store.search(SECRET)) == 20
        assert traces(path) != []
        assert store.release_texts(make.NOW + timedelta(days=1)) == 20
        assert store.search(SECRET) == []
        assert traces(path) == []
        assert len(store.search("Autre")) == 40
        store.handle.execute(
            "INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)"
        )
    assert traces(path) == []
