"""Copies of one dispatch among many articles: seconds, memory, what is found, beside other ways on a sample.

    python bench/clustering.py [--articles 100000] [--sample 4000] [--keep DIR]

Writes an archive of made-up articles (two in five belong to a dispatch and its copies: cut to 35-100 %, a word in
fifty changed, a local paragraph added; every outlet prints its own footer under each article), clusters it, clusters
again, then with 200 new articles. Then the same texts of a sample go through rensa and datasketch (their candidates,
128 permutations) and through brute force, where these are installed (`pip install rensa datasketch`).
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from monitor.clustering import shingle_hashes  # noqa: E402
from monitor.clustering.signature import prints_of  # noqa: E402
from monitor.recluster import cluster_archive  # noqa: E402
from storage.model import Article, FetchedArticle, Outlet  # noqa: E402
from storage.sqlite import open_sqlite  # noqa: E402
from storage.store import Store  # noqa: E402

START = datetime(2025, 1, 1, tzinfo=UTC)
OUTLETS = [Outlet(f"o{n}", f"Journal {n}", f"journal-{n}.example") for n in range(150)]
WORDS = [f"mot{n:x}" for n in range(20_000)]
WEIGHTS = [1 / (rank + 10) for rank in range(len(WORDS))]
Made = tuple[int, str, str]  # family (0: none), outlet, text


class Press:
    """Writes articles; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.pool = self.random.choices(WORDS, WEIGHTS, k=400_000)
        self.footers = {outlet.id: " ".join(self.words(40)) for outlet in OUTLETS}
        self.families = 0

    def words(self, count: int) -> list[str]:
        start = self.random.randrange(len(self.pool) - count)
        words = self.pool[start : start + count]
        self.random.shuffle(words)
        return words

    def copy(self, words: list[str]) -> list[str]:
        kept = words[: max(60, int(len(words) * self.random.uniform(0.35, 1)))]
        kept = [self.random.choice(WORDS) if self.random.random() < 0.02 else word for word in kept]
        return kept + (self.words(self.random.randint(10, 40)) if self.random.random() < 0.3 else [])

    def printed(self, family: int, words: list[str]) -> Made:
        outlet = self.random.choice(OUTLETS).id
        return family, outlet, " ".join(words) + "\n\n" + self.footers[outlet]

    def articles(self, count: int) -> Iterator[Made]:
        waiting: list[Made] = []
        for _ in range(count):
            if waiting and self.random.random() < 0.33:
                yield waiting.pop(self.random.randrange(len(waiting)))
                continue
            words = self.words(self.random.randint(150, 700))
            if self.random.random() < 0.1:
                self.families += 1
                copies = self.random.choice((1, 2, 3, 4, 8, 12))
                waiting += [self.printed(self.families, self.copy(words)) for _ in range(copies)]
                yield self.printed(self.families, words)
            else:
                yield self.printed(0, words)


def store_all(store: Store, made: Iterator[Made], first: int) -> dict[str, int]:
    """Store them; returns the family by article id."""
    families = {}
    for number, (family, outlet, text) in enumerate(made, first):
        url = f"https://{outlet}.example/article-{number}"
        at = START + timedelta(minutes=number)
        article = Article(url, title=f"Titre {number}", text=text, published_at=at)
        done = store.put_article(
            FetchedArticle(article, outlet, f"{outlet}.example/{number}", at, "run"), None
        )
        families[done.article_id] = family
    return families


def quality(store: Store, families: dict[str, int]) -> str:
    """Pairs found against pairs made."""
    sizes: dict[int, int] = {}
    for family in families.values():
        sizes[family] = sizes.get(family, 0) + 1
    made = sum(size * (size - 1) // 2 for family, size in sizes.items() if family)
    found = right = 0
    for cluster in store.clusters():
        for one, other in combinations(cluster.members, 2):
            found += 1
            right += families[one] != 0 and families[one] == families[other]
    return f"pairs made {made}, precision {right / max(1, found):.4f}, recall {right / max(1, made):.4f}"


@contextmanager
def timed(what: str) -> Iterator[None]:
    began, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"{what:54} {time.perf_counter() - began:8.2f} s   cpu {time.process_time() - cpu:8.2f} s")


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_the_archive(folder: Path, count: int) -> None:
    path, press, now = folder / "archive.db", Press(1), START + timedelta(days=400)
    with open_sqlite(path, create=True) as store:
        store.put_catalogue([(outlet, []) for outlet in OUTLETS])
        with timed(f"{count} articles stored"):
            families = store_all(store, press.articles(count), 0)
        before, memory = path.stat().st_size, megabytes()
        with timed("clustered for the first time"):
            outcome = cluster_archive(store, (), now)
        print(outcome)
        print(f"memory before {memory:.0f} MB, at most {megabytes():.0f} MB")
        print(f"archive {before / 1e6:.0f} MB, then {path.stat().st_size / 1e6:.0f} MB")
        print(quality(store, families))
        with timed("again, nothing new"):
            print(cluster_archive(store, (), now))
        store_all(store, press.articles(200), count)
        with timed("again, 200 new articles"):
            print(cluster_archive(store, (), now))


def on_a_sample(count: int) -> None:
    """Candidates by each way for the same shingles: seconds, and which pairs of one family come out."""
    made = list(Press(2).articles(count))
    with timed(f"shingles of {count} articles, for all"):
        texts = [shingle_hashes(text) for _, _, text in made]
    by_family: dict[int, list[int]] = {}
    for number, (family, _, _) in enumerate(made):
        if family:
            by_family.setdefault(family, []).append(number)
    wanted = {pair for members in by_family.values() for pair in combinations(members, 2)}
    for name, way in (
        ("prints", prints),
        ("rensa", rensa_lsh),
        ("datasketch", datasketch_lsh),
        ("brute force", brute),
    ):
        try:
            with timed(f"  {name}"):
                found = way(texts)
        except ImportError:
            print("  not installed")
            continue
        print(
            f"    candidates {len(found)}, of the {len(wanted)} pairs {len(found & wanted) / len(wanted):.4f}"
        )


Pairs = set[tuple[int, int]]


def prints(texts: list[list[int]]) -> Pairs:
    holders: dict[int, list[int]] = {}
    found: Pairs = set()
    for number, hashes in enumerate(texts):
        for value in prints_of(hashes):
            others = holders.setdefault(value, [])
            found.update((other, number) for other in others[:200])
            others.append(number)
    return found


def rensa_lsh(texts: list[list[int]]) -> Pairs:
    from rensa import RMinHash, RMinHashLSH

    lsh, found = RMinHashLSH(threshold=0.3, num_perm=128, num_bands=64), set()
    for number, hashes in enumerate(texts):
        sketch = RMinHash(num_perm=128, seed=1)
        sketch.update([str(value) for value in set(hashes)])
        found.update((other, number) for other in lsh.query(sketch))
        lsh.insert(number, sketch)
    return found


def rensa_in_memory(count: int) -> None:
    """What an index of so many articles takes with rensa (read from /proc, Linux); ours is in the archive."""
    try:
        from rensa import RMinHash, RMinHashLSH
    except ImportError:
        return
    pages = Path("/proc/self/statm")
    source, before = random.Random(3), int(pages.read_text().split()[1])
    lsh = RMinHashLSH(threshold=0.3, num_perm=128, num_bands=64)
    for number in range(count):
        sketch = RMinHash(num_perm=128, seed=1)
        sketch.update([str(source.getrandbits(32)) for _ in range(300)])
        lsh.insert(number, sketch)
    taken = (int(pages.read_text().split()[1]) - before) * resource.getpagesize() / 2**20
    print(f"rensa's index of {count} articles: {taken:.0f} MB in memory")


def datasketch_lsh(texts: list[list[int]]) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    lsh, found = MinHashLSH(num_perm=128, params=(64, 2)), set()
    for number, hashes in enumerate(texts):
        sketch = MinHash(num_perm=128, seed=1)
        sketch.update_batch([value.to_bytes(4, "little") for value in set(hashes)])
        found.update((other, number) for other in lsh.query(sketch))
        lsh.insert(number, sketch)
    return found


def brute(texts: list[list[int]]) -> Pairs:
    sets = [frozenset(hashes) for hashes in texts]
    return {
        (one, other)
        for one, other in combinations(range(len(sets)), 2)
        if len(sets[one] & sets[other]) >= 0.5 * min(len(sets[one]), len(sets[other]))
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=4_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        in_the_archive(options.keep or Path(folder), options.articles)
    rensa_in_memory(options.articles)
    on_a_sample(options.sample)
    return 0


if __name__ == "__main__":
    sys.exit(main())
