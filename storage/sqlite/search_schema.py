"""Migration: the index of the words of all articles, in the order in which they came out, cut into words as queries cut them.

The index holds no text, only where words stand. A row leaves it by the words that it came with: whoever changes how a
word is folded makes the index anew (`EMPTY`, `REFILL`) in a migration.
"""

from __future__ import annotations

from storage.model.wordsearch import NUMBER_BITS

_COLUMNS = "rowid, title, standfirst, body, joined, authors, address, links, facts"


def _values(article: str, text: str) -> str:
    """The row of an article in the index, from rows of `articles` and `article_texts` under these names."""
    a, x = article, text
    return f"""(cast(julianday(substr(coalesce({a}.published_at, {a}.first_seen_at), 1, 10)) + 0.5 AS INTEGER) << {NUMBER_BITS})
        | {x}.number, words_of_text({x}.title), words_of_text({x}.standfirst), words_of_text({x}.body),
        words_joined({x}.title, {x}.standfirst, {x}.body), words_of_names({a}.authors),
        words_of_address(iif({a}.canonical_url <> '', {a}.canonical_url, {a}.url)), words_of_links({x}.links),
        'o' || lower(hex({a}.outlet_id)) || ' l' || lower(hex(lower(
            substr({a}.language, 1, instr(replace({a}.language, '_', '-') || '-', '-') - 1))))"""


def _add(article: str, text: str, source: str) -> str:
    return f"INSERT INTO article_search ({_COLUMNS}) SELECT {_values(article, text)} {source};"


def _remove(article: str, text: str, source: str) -> str:
    return f"""INSERT INTO article_search (article_search, {_COLUMNS})
        SELECT 'delete', {_values(article, text)} {source};"""


_OF_TEXT = "FROM articles a WHERE a.id = {row}.article_id"
_OF_ARTICLE = "FROM article_texts x WHERE x.article_id = old.id"

EMPTY = "INSERT INTO article_search (article_search) VALUES ('delete-all')"
REFILL = _add("a", "x", "FROM article_texts x JOIN articles a ON a.id = x.article_id ORDER BY 1")

SEARCH = f"""
DROP TRIGGER texts_added;
DROP TRIGGER texts_removed;
DROP TRIGGER texts_changed;
DROP TABLE article_search;
CREATE VIRTUAL TABLE article_search USING fts5 (
    title, standfirst, body, joined, authors, address, links, facts, content = '', tokenize = 'ascii'
);
CREATE TRIGGER texts_added AFTER INSERT ON article_texts BEGIN
    {_add("a", "new", _OF_TEXT.format(row="new"))}
END;
CREATE TRIGGER texts_removed AFTER DELETE ON article_texts BEGIN
    {_remove("a", "old", _OF_TEXT.format(row="old"))}
END;
CREATE TRIGGER texts_changed AFTER UPDATE OF title, standfirst, body, links ON article_texts BEGIN
    {_remove("a", "old", _OF_TEXT.format(row="old"))}
    {_add("a", "new", _OF_TEXT.format(row="new"))}
END;
CREATE TRIGGER articles_moved AFTER UPDATE OF outlet_id, published_at, authors, language, canonical_url, url ON articles
WHEN (old.outlet_id, old.published_at, old.authors, old.language, old.canonical_url, old.url)
    IS NOT (new.outlet_id, new.published_at, new.authors, new.language, new.canonical_url, new.url) BEGIN
    {_remove("old", "x", _OF_ARTICLE)}
    {_add("new", "x", _OF_ARTICLE)}
END;
{REFILL}
"""
