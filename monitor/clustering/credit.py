"""Does an article say that its words are an agency's? From its outlet, its authors, and the edges of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.matching.folding import capital_words, fold_words
from storage.model import Credit, Outlet, StoredArticle

AGENCY_KIND = "news-agency"
EDGE = 120
"""Characters at each end of a body where a credit line may stand ("PARIS (AFP) –", "Avec AFP")."""

ACRONYMS = frozenset(
    ["afp", "ap", "apa", "ats", "ansa", "anp", "belga", "dpa", "efe", "lusa", "ritzau", "tass", "tt", "upi"]
)
"""In capitals at the edge of a text these are a credit; "ap" in small letters is not."""

NAMES = ACRONYMS | frozenset(
    {
        "reuters",
        "agence france presse",
        "associated press",
        "the associated press",
        "keystone ats",
        "pa media",
        "press association",
        "europa press",
        "la presse canadienne",
        "the canadian press",
        "xinhua",
        "bloomberg",
        "agence",
        "agences",
        "agence de presse",
        "agency",
        "agencies",
        "news agencies",
        "agenturen",
        "agencias",
        "agenzie",
        "agencias de noticias",
    }
)
_IN_BRACKETS = re.compile(r"\(([^()]{1,60})\)")
_LONGEST_NAME = 200
_LONGEST_IN_WORDS = 5


def agency_names(outlets: Iterable[Outlet]) -> frozenset[str]:
    """The folded names of the news agencies among these outlets; a name in brackets is one of its own."""
    found = set()
    for outlet in outlets:
        if outlet.kind == AGENCY_KIND:
            name = outlet.name[:_LONGEST_NAME]
            found |= {" ".join(fold_words(part)) for part in _IN_BRACKETS.findall(name)}
            found.add(" ".join(fold_words(_IN_BRACKETS.sub(" ", name))))
    return frozenset(found - {""})


def credit_of(article: StoredArticle, agencies: frozenset[str] = frozenset()) -> Credit:
    """How near to an agency's own wording the article says it is. `agencies`: more names, folded."""
    if article.outlet.kind == AGENCY_KIND:
        return Credit.AGENCY
    known = NAMES | agencies
    authors = [fold_words(author[:_LONGEST_NAME]) for author in article.authors]
    named = [words for words in authors if _names_one(words, known)]
    if named:
        alone = len(named) == len(authors) and all(" ".join(words) in known for words in named)
        return Credit.SIGNED if alone else Credit.SHARED
    text = (article.text or "").strip()
    edges = capital_words(text[:EDGE]) | capital_words(text[-EDGE:])
    acronyms = ACRONYMS | {name for name in agencies if " " not in name}
    return Credit.SHARED if edges & acronyms else Credit.NONE


def _names_one(words: list[str], known: frozenset[str]) -> bool:
    lengths = range(1, _LONGEST_IN_WORDS + 1)
    return any(
        " ".join(words[start : start + length]) in known for start in range(len(words)) for length in lengths
    )
