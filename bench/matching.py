"""Matching: how right it is on labelled articles, and how quick it is.

    python bench/matching.py --labelled [--articles FILE.jsonl] [--campaign FILE.toml]
    python bench/matching.py [--count 20000] [--campaign FILE.toml]

`--labelled` judges the labelled set of the shared test material (or another file of the same form) without a crawl:
precision, recall and F1 per kind with 95 % intervals (bootstrap over articles), the same by outlet, each error with
the evidence that was found, and the share to check. No number here is fitted to a fold, as nothing is trained: the
folds show whether one outlet carries the result.

Without it: articles per second with and without a watch term, beside plain `in` tests for the same terms; the cost
of comparing a body with the documents, beside difflib and rapidfuzz where it is installed; and the time to match an
archive of 100,000 articles again on one core, extrapolated from `--count` generated ones.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from monitor.campaigns import load_campaign
from monitor.dossier import Campaign
from monitor.matching.copies import Copies
from monitor.matching.fields import address_texts, written_texts
from monitor.matching.folding import fold_words, joined
from monitor.matching.matcher import Matcher, compile_campaign
from monitor.matching.reading import read
from monitor.matching.reuse import own_text
from monitor.matching.terms import TermIndex
from monitor.matching.vocabulary import terms_of
from storage.model import Judgement, Link, Outlet, Rights, StoredArticle

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("RETOMBEES_SHARED") or ROOT.parent / "shared")
SHIPPED = ROOT / "monitor" / "shipped" / "campaigns" / "sommet-ia-2025.toml"
PROBES = ROOT / "tests" / "monitor" / "matching" / "probes"
KINDS = ("republication", "citation", "related", "topic")
GROUPS = {
    "pickups": ("republication", "citation"), "anything relevant": KINDS, **{kind: (kind,) for kind in KINDS},
}  # fmt: skip
SAMPLES = 2_000
ARCHIVE = 100_000
NOW = datetime(2025, 2, 5, 7, 0, tzinfo=UTC)
MARKUP = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]|\*\*|(?<!\w)_|_(?!\w)|^(?:> |## |- )", re.MULTILINE)


@dataclass(frozen=True)
class Judged:
    """A labelled article, what people said it is, and what matching says."""

    article: StoredArticle
    outlet: str
    kind: str
    row: dict[str, Any]
    judgement: Judgement | None

    @property
    def said(self) -> str:
        return str(self.judgement.kind) if self.judgement else "none"


def stored(number: str, text: str, title: str = "", **fields: Any) -> StoredArticle:
    url = f"https://journal.example/{number}"
    made = StoredArticle(
        id=number, url=url, canonical_url=url, outlet=Outlet("journal", "Le Journal", "journal.example"), title=title,
        standfirst="", authors=(), published_at=date(2025, 2, 5), published_from="json-ld", modified_at=None,
        language="fr", paywalled=False, rights=Rights.OPEN, first_seen_at=NOW, fetched_at=NOW, version=1,
        text_fingerprint="", text=text, links=(), provenance={},
    )  # fmt: skip
    return replace(made, **fields)


def labelled(path: Path, matcher: Matcher) -> list[Judged]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["gold"]["review"]:
            continue
        source, text, links, last = "\n\n".join(row["paragraphs"]), "", [], 0
        for match in MARKUP.finditer(source):
            text += source[last : match.start()]
            if match[1] is not None:
                links.append(Link(match[1], match[2], len(text)))
                text += match[2]
            last = match.end()
        url = f"https://{row['outlet']}.example{row['path']}"
        article = stored(
            row["id"], text + source[last:], row["title"], standfirst=row["standfirst"] or "", links=tuple(links),
            authors=tuple(row["authors"] or ()), url=url, canonical_url=url,
            published_at=datetime.fromisoformat(row["published"].replace("Z", "+00:00")),
        )  # fmt: skip
        found.append(Judged(article, row["outlet"], row["gold"]["kind"], row["gold"], matcher.judge(article)))
    return found


def scores(judged: Iterable[Judged], kinds: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall, F1; 1 where there is nothing to find and nothing was found."""
    counts = Counter((one.kind in kinds, one.said in kinds) for one in judged)
    both, only_gold, only_ours = counts[True, True], counts[True, False], counts[False, True]
    precision = both / (both + only_ours) if both + only_ours else 1.0
    recall = both / (both + only_gold) if both + only_gold else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def interval(
    judged: Sequence[Judged], kinds: Sequence[str], draw: random.Random
) -> list[tuple[float, float]]:
    drawn = [scores(draw.choices(judged, k=len(judged)), kinds) for _ in range(SAMPLES)]
    low, high = int(0.025 * SAMPLES), int(0.975 * SAMPLES) - 1
    return [
        (ordered[low], ordered[high]) for ordered in (sorted(column) for column in zip(*drawn, strict=True))
    ]


def least_true(count: int) -> float:
    """Where nothing failed, bootstrap shows no spread: the share that may truly hold with 95 % (rule of three, exact)."""
    return 0.05 ** (1 / count) if count else 0.0


def show_labelled(path: Path, campaign: Campaign) -> None:
    judged = labelled(path, compile_campaign(campaign))
    draw = random.Random(1)
    print(f"{len(judged)} articles of {path.name}, those that people could argue about left out\n")
    print(f"{'':18} {'n':>4}  precision          recall             F1")
    for name, kinds in GROUPS.items():
        values, spread = scores(judged, kinds), interval(judged, kinds, draw)
        cells = [f"{v:.2f} [{lo:.2f}, {hi:.2f}]" for v, (lo, hi) in zip(values, spread, strict=True)]
        count = sum(one.kind in kinds for one in judged)
        exact = f"   without an error: recall above {least_true(count):.2f}" if values[1] == 1 else ""
        print(f"{name:18} {count:>4}  {'  '.join(cells)}{exact}")
    show_details(judged)
    show_probes()
    print("\nby outlet (each left out in turn, and alone)")
    by_outlet: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        by_outlet[one.outlet].append(one)
    for outlet, own in sorted(by_outlet.items()):
        rest = [one for one in judged if one.outlet != outlet]
        right = sum(one.said == one.kind for one in own)
        print(
            f"  {outlet:24} {right}/{len(own)} right;  the others: relevant F1 {scores(rest, KINDS)[2]:.3f}, "
            f"pickups F1 {scores(rest, GROUPS['pickups'])[2]:.3f}"
        )


def show_details(judged: Sequence[Judged]) -> None:
    mentions = [(one, one.judgement) for one in judged if one.judgement is not None]
    to_check = sum(judgement.to_check for _, judgement in mentions)
    print(f"\nto check: {to_check} of {len(mentions)} mentions ({to_check / max(len(mentions), 1):.1%})")
    placed = [one.row["salience"] == judgement.salience for one, judgement in mentions if one.kind != "none"]
    print(f"place as labelled: {sum(placed)} of {len(placed)}")
    named = [(set(one.row["organisations"]), set(judgement.organisations)) for one, judgement in mentions]
    both, gold, ours = (
        sum(map(len, sets))
        for sets in ([a & b for a, b in named], [a for a, _ in named], [b for _, b in named])
    )
    print(f"organisations: {both} of {gold} found, {ours - both} wrong")
    wrong = [one for one in judged if one.said != one.kind]
    print(f"\nerrors: {len(wrong)}")
    for one in wrong:
        print(
            f"  {one.article.id} {one.article.title[:60]!r}: {one.kind} labelled, {one.said} said; {one.row['why']}"
        )
        for piece in one.judgement.evidence if one.judgement else ():
            print(f"      {piece.type:12} {piece.field:10} {piece.text[:70]!r}")


def show_probes() -> None:
    """The invented articles of the tests, each with its own campaign: the kind, and who is quoted."""
    print("\ninvented probes (right, of; known gaps are told apart)")
    for path in sorted(PROBES.glob("*-articles.toml")):
        dossier = PROBES / f"{path.stem.removesuffix('-articles')}.toml"
        matcher = compile_campaign(load_campaign(dossier if dossier.is_file() else SHIPPED))
        right, gaps, probes = 0, 0, tomllib.loads(path.read_text(encoding="utf-8"))["articles"]
        for number, probe in enumerate(probes):
            links = tuple(
                Link(url, words, probe["text"].index(words)) for url, words in probe.get("links", ())
            )
            article = stored(
                f"p{number}", probe["text"], probe["title"], standfirst=probe.get("standfirst", ""), links=links,
                published_at=probe["published"],
            )  # fmt: skip
            judgement = matcher.judge(article)
            said = (
                (str(judgement.kind), sorted(judgement.organisations_quoted)) if judgement else ("none", [])
            )
            if said == (probe["kind"], sorted(probe.get("quoted", []))):
                right += 1
            elif "known_gap" in probe:
                gaps += 1
            else:
                print(f"  {probe['title']!r}: {probe['kind']} labelled, {said} said")
        print(f"  {path.stem.removesuffix('-articles'):16} {right}/{len(probes)}, {gaps} known gaps")


def timed(action: Callable[[Any], object], things: Sequence[Any]) -> float:
    """Seconds of processor time per thing, best of three: others may share the machine."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        for thing in things:
            action(thing)
        best = min(best, time.process_time() - begin)
    return best / max(len(things), 1)


SYLLABLES = [
    "ba", "co", "di", "fu", "ge", "hi", "jo", "ka", "lé", "mo", "na", "pi", "qui", "ro", "sa", "ti", "un", "va", "ven", "tion",
    "ment", "eau", "ière",
]  # fmt: skip


def generated(
    count: int, words: int, with_term: float, matcher: Matcher, draw: random.Random
) -> list[StoredArticle]:
    """Articles of made-up words, a share of them with a name of the event and a few neighbours of it."""
    vocabulary = ["".join(draw.choices(SYLLABLES, k=draw.choice((1, 2, 2, 3)))) for _ in range(20_000)]
    event = matcher.campaign.event
    names = [event.name, *event.names] if event else [matcher.campaign.documents[0].title]
    found = []
    for number in range(count):
        sentences = [" ".join(draw.choices(vocabulary, k=20)).capitalize() + "." for _ in range(words // 20)]
        if number < with_term * count:
            place = draw.randrange(len(sentences))
            sentences[place] = (
                f"Le préfet parle du {draw.choice(names)} avec « trois ou quatre mots », selon des associations."
            )
        text = "\n\n".join(" ".join(sentences[start : start + 4]) for start in range(0, len(sentences), 4))
        found.append(stored(f"g{number}", text, sentences[0][:70]))
    return found


def naive(matcher: Matcher) -> Callable[[StoredArticle], bool]:
    """The same dismissal without an automaton: one `in` test per watch term on the same folded words."""
    padded = [f" {term} " for term in matcher.watch_terms]

    def holds(article: StoredArticle) -> bool:
        texts = (*written_texts(article), *address_texts(article))
        words = "".join(joined(fold_words(text)) for text in texts)
        return any(term in words for term in padded)

    return holds


def show_speed(count: int, campaign: Campaign) -> None:
    matcher, draw = compile_campaign(campaign), random.Random(7)
    without = [one for one in generated(2_000, 500, 0.0, matcher, draw) if not matcher.may_match(one)]
    holding = generated(500, 500, 1.0, matcher, draw)
    plain = naive(matcher)
    quick, slow = timed(matcher.judge, without), timed(plain, without)
    print(f"{len(matcher.watch_terms)} watch terms; generated articles of 500 words; one core")
    print(
        f"without a term: {1 / quick:,.0f} articles/s; one `in` test per term: {1 / slow:,.0f}/s (x {slow / quick:.1f})"
    )
    print(f"with a term, judged in full: {1 / timed(matcher.judge, holding):,.0f} articles/s")
    show_reuse(campaign, matcher, draw)
    archive = generated(count, 500, 0.05, matcher, draw)
    begin = time.process_time()
    for one in archive:
        matcher.judge(one)
    spent = time.process_time() - begin
    print(f"{count:,} articles, 5 % with a term: {spent:.1f} s; {ARCHIVE:,}: {spent * ARCHIVE / count:.0f} s")


def show_reuse(campaign: Campaign, matcher: Matcher, draw: random.Random) -> None:
    """Milliseconds to compare one body with all documents of the dossier, and what plain ways take for one of them."""
    texts = [own_text(document) for document in campaign.documents if document.text]
    if not texts:
        return
    copies, index = Copies(campaign), TermIndex(terms_of(campaign))
    strange = [read(one, index) for one in generated(100, 500, 1.0, matcher, draw)]
    taken = [read(stored(f"c{part}", texts[0][: len(texts[0]) * part // 20]), index) for part in range(5, 20)]
    for name, readings in (("nothing taken", strange), ("a part taken", taken)):
        own = timed(copies.in_, readings)
        bodies = [reading.texts[2].field.folded.raw for reading in readings]
        words = fold_words(texts[0])

        def by_difflib(body: str, words: list[str] = words) -> float:
            return SequenceMatcher(None, words, fold_words(body), autojunk=False).ratio()

        other = timed(by_difflib, bodies)
        line = f"reuse, {name}: {own * 1000:.2f} ms for {len(texts)} documents with passages; difflib, one: {other * 1000:.2f} ms"
        fuzzy = _rapidfuzz()
        if fuzzy is not None:
            by_fuzzy = timed(partial(fuzzy, texts[0]), bodies)
            line += f"; rapidfuzz partial_ratio, one: {by_fuzzy * 1000:.2f} ms"
        print(line)


def _rapidfuzz() -> Callable[[str, str], float] | None:
    try:
        found: Callable[[str, str], float] = import_module("rapidfuzz.fuzz").partial_ratio
    except ImportError:
        return None
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--labelled", action="store_true")
    parser.add_argument("--articles", type=Path, default=SHARED / "gold" / "articles.jsonl")
    parser.add_argument("--campaign", type=Path, default=SHIPPED)
    parser.add_argument("--count", type=int, default=20_000)
    given = parser.parse_args()
    campaign = load_campaign(given.campaign)
    if given.labelled:
        show_labelled(given.articles, campaign)
    else:
        show_speed(given.count, campaign)


if __name__ == "__main__":
    main()
