"""Many queries over many articles: our presearcher, every query on every article, and SQLite FTS5 in memory.

    python bench/query.py [--articles 1000] [--queries 20,200,5000] [--batch 500]

The articles are made of invented words whose frequencies fall as those of a language do; the queries ask for phrases,
AND, OR, NEAR, NOT and word beginnings. Times are of the processor, for a machine that others use too. Each article begins as raw text in all three ways: folding it, or inserting it
into FTS5, is part of the time. That FTS5 and we find the same is checked for every query on the last batch.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from monitor.query.evaluation import Evaluation
from monitor.query.parsing import parse_query
from monitor.query.queryset import QuerySet
from monitor.query.searched import Searched, SearchedText
from monitor.query.tree import FieldName, Node

ONSETS = [
    "b",
    "bl",
    "br",
    "c",
    "ch",
    "cl",
    "cr",
    "d",
    "dr",
    "f",
    "fl",
    "fr",
    "g",
    "gr",
    "gu",
    "j",
    "l",
    "m",
    "n",
    "p",
    "ph",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sc",
    "st",
    "t",
    "tr",
    "v",
    "vr",
]
VOWELS = [
    "a",
    "a",
    "e",
    "e",
    "é",
    "è",
    "i",
    "o",
    "u",
    "ou",
    "oi",
    "ai",
    "an",
    "en",
    "in",
    "on",
    "eau",
    "ê",
    "â",
]
CODAS = ["", "", "", "", "r", "l", "s", "t", "c", "n", "x"]
RAREST_OF_COMMON = 800
"""Queries ask for words that are rarer than this rank, as names are."""
Raw = tuple[str, str]  # title, text


def vocabulary(dice: random.Random, size: int = 30_000) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < size:
        syllables = dice.choice((1, 2, 2, 3, 3, 4))
        word = "".join(dice.choice(ONSETS) + dice.choice(VOWELS) for _ in range(syllables)) + dice.choice(
            CODAS
        )
        words[word] = None
    return list(words)


def write(dice: random.Random, words: list[str], weights: list[float], count: int) -> list[Raw]:
    found = []
    for _ in range(count):
        body = dice.choices(words, cum_weights=weights, k=dice.randint(350, 650))
        lines = [" ".join(body[at : at + 20]).capitalize() + "." for at in range(0, len(body), 20)]
        found.append((" ".join(dice.choices(words, cum_weights=weights, k=9)), "\n".join(lines)))
    return found


def ask(dice: random.Random, words: list[str], articles: list[Raw]) -> tuple[str, str]:
    """A query in our language, and the same in that of FTS5."""
    a, b, c = (
        words[int(RAREST_OF_COMMON * (len(words) / RAREST_OF_COMMON) ** dice.random())] for _ in range(3)
    )
    kind = dice.choice(("phrase", "and", "or", "near", "beginning", "not"))
    if kind == "phrase":
        common = set(words[:RAREST_OF_COMMON])
        here = dice.choice(articles)[1].lower().replace(".", " . ").split()
        pairs = [pair for pair in pairwise(here) if "." not in pair and common.isdisjoint(pair)]
        a, b = dice.choice(pairs)
        return f'"{a} {b}"', f'"{a} {b}"'
    both = {
        "and": (f'"{a}" AND "{b}"', f'"{a}" AND "{b}"'),
        "or": (f'("{a}" OR "{b}") AND "{c}"', f'("{a}" OR "{b}") AND "{c}"'),
        "near": (f'"{a}" NEAR/5 "{b}"', f'NEAR("{a}" "{b}", 5)'),
        "beginning": (f'"{(a + b)[:5]}*" AND "{c}"', f'"{(a + b)[:5]}"* AND "{c}"'),
        "not": (f'"{a}" AND "{b}" NOT "{c}"', f'"{a}" AND "{b}" NOT "{c}"'),
    }
    return both[kind]


def searched(raw: Raw) -> Searched:
    return Searched((SearchedText(FieldName.TITLE, raw[0]), SearchedText(FieldName.BODY, raw[1])))


def fts5(batch: list[Raw], queries: list[str]) -> set[tuple[int, int]]:
    """(article, query) pairs, with the articles indexed in memory first."""
    with sqlite3.connect(":memory:") as db:
        db.execute('CREATE VIRTUAL TABLE a USING fts5(title, body, tokenize="unicode61 remove_diacritics 2")')
        db.executemany(
            "INSERT INTO a(rowid, title, body) VALUES (?, ?, ?)", ((n, *raw) for n, raw in enumerate(batch))
        )
        return {
            (row[0], number)
            for number, query in enumerate(queries)
            for row in db.execute("SELECT rowid FROM a WHERE a MATCH ?", (query,))
        }


def rate(work: Callable[[], object], articles: int) -> float:
    began = time.process_time()
    work()
    return articles / (time.process_time() - began)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--articles", type=int, default=1_000)
    options.add_argument("--queries", default="20,200,5000")
    options.add_argument("--batch", type=int, default=500)
    given = options.parse_args()
    dice = random.Random(3)
    words = vocabulary(dice)
    weights, total = [], 0.0
    for rank in range(len(words)):
        total += 1 / (rank + 3)
        weights.append(total)
    articles = write(dice, words, weights, given.articles)
    batches = [articles[at : at + given.batch] for at in range(0, len(articles), given.batch)]
    print(f"{len(articles)} articles of {sum(len(body) for _, body in articles) // len(articles)} signs")
    print(
        f"{'queries':>8} {'ours/s':>8} {'ids/s':>8} {'FTS5/s':>8} {'brute/s':>8} {'ours:FTS5':>10} {'ours:brute':>11} {'pairs':>8} {'compile s':>10}"
    )
    for count in map(int, given.queries.split(",")):
        pairs = [ask(dice, words, articles) for _ in range(count)]
        trees = [parse_query(ours).tree for ours, _ in pairs]
        began = time.process_time()
        together = QuerySet([(str(number), tree) for number, tree in enumerate(trees)])
        compiled = time.process_time() - began
        line(batches, pairs, trees, together, compiled)


def line(
    batches: list[list[Raw]],
    pairs: list[tuple[str, str]],
    trees: list[Node],
    together: QuerySet,
    compiled: float,
) -> None:
    """Measure one number of queries and print it."""
    articles = [raw for batch in batches for raw in batch]
    found: list[int] = []
    ours = rate(
        lambda: found.extend(len(together.matching(searched(raw))) for raw in articles), len(articles)
    )
    ids = rate(lambda: [together.ids(searched(raw)) for raw in articles], len(articles))
    theirs = rate(lambda: [fts5(batch, [query for _, query in pairs]) for batch in batches], len(articles))
    few = articles[: max(3, 4_000 // len(trees))]

    def every_query_alone() -> None:
        for raw in few:
            evaluation = Evaluation(searched(raw))
            for tree in trees:
                evaluation.match(tree)

    brute = rate(every_query_alone, len(few))
    same = {(n, int(name)) for n, raw in enumerate(batches[-1]) for name in together.ids(searched(raw))}
    print(
        f"{len(trees):>8} {ours:>8.0f} {ids:>8.0f} {theirs:>8.0f} {brute:>8.0f} {ours / theirs:>10.2f} {ours / brute:>11.1f}"
        f" {sum(found):>8} {compiled:>10.2f}"
    )
    expected = fts5(batches[-1], [query for _, query in pairs])
    if same != expected:
        odd = sorted(same ^ expected)[:3]
        print(
            f"  found by one alone: {[(pairs[query], 'ours' if (n, query) in same else 'FTS5') for n, query in odd]}"
        )


if __name__ == "__main__":
    main()
