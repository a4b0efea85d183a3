"""From a text to its signature: hashes of its runs of five folded words, and the few by which it is looked up.

The hashes outlive the words, so they must never depend on the machine, the process or the version of Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from monitor.clustering.credit import credit_of
from monitor.matching.folding import fold_words
from monitor.matching.reuse import shingles
from storage.identity import article_key
from storage.model import Signature, StoredArticle

MOST_CHARACTERS = 100_000
"""How much of a body is read: beyond some 15,000 words a page is an archive or an accident, not an article."""

MOST_SHINGLES = 256
"""From twice as many on, only a share of the hashes is kept: never fewer than half of this, enough for a share ± 4 %."""

WINDOW = 20
"""Of every 20 shingles in a row the smallest hash is a print: texts with 24 words in a row in common share a print."""

MOST_LINKS = 40
HASH_SPACE = 1 << 32


def shingle_hashes(text: str) -> list[int]:
    """The 32-bit hashes of all runs of five words, in the order of the text."""
    return [crc32(" ".join(run).encode()) for run in shingles(fold_words(text[:MOST_CHARACTERS]))]


def sign(article: StoredArticle, agencies: frozenset[str] = frozenset()) -> Signature:
    """The signature of an article whose text is at hand; `agencies` are the names that `agency_names` gave."""
    hashes = shingle_hashes(article.text or "")
    kept, scale = sample(hashes)
    return Signature(
        article_id=article.id,
        article_version=article.version,
        shingles=kept,
        scale=scale,
        prints=prints_of(hashes),
        credit=credit_of(article, agencies),
        walled=article.paywalled,
        links=_linked(article),
    )


def sample(hashes: Sequence[int]) -> tuple[frozenset[int], int]:
    """The hashes kept and their scale, a power of two; those of a larger scale are among those of a smaller one."""
    kept, scale = frozenset(hashes), 1
    while len(kept) > MOST_SHINGLES:
        scale *= 2
        kept = frozenset(value for value in kept if value < HASH_SPACE // scale)
    return kept, scale


def prints_of(hashes: Sequence[int]) -> frozenset[int]:
    """The smallest hash of every window ("winnowing"): linear, and the same for the same words in any text."""
    if len(hashes) <= WINDOW:
        return frozenset((min(hashes),)) if hashes else frozenset()
    picked, place = set(), -1
    for end in range(WINDOW, len(hashes) + 1):
        if place < end - WINDOW:
            place = min(range(end - WINDOW, end), key=hashes.__getitem__)
        elif hashes[end - 1] < hashes[place]:
            place = end - 1
        picked.add(hashes[place])
    return frozenset(picked)


def _linked(article: StoredArticle) -> tuple[str, ...]:
    """The pages that the body links to, as article keys; what is no address is passed over."""
    keys: dict[str, None] = {}
    for link in article.links[:MOST_LINKS]:
        try:
            keys.setdefault(article_key(link.url))
        except ValueError:
            continue
    return tuple(keys)
