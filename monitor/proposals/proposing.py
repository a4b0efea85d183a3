"""`propose`: one reading of a text, and everything that it suggests for a dossier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from monitor.dossier import DocumentKind, Organisation
from monitor.matching import lexicon
from monitor.matching.folding import fold, fold_words, joined
from monitor.proposals.days import find_days
from monitor.proposals.events import event_days, event_names, event_places
from monitor.proposals.organisations import organisations_of
from monitor.proposals.phrases import (
    DAYS_AGO,
    ENTITLED,
    NOT_A_TITLE,
    OPED_SIGNS,
    OPED_WORDS,
    PUBLISHED_IN,
)
from monitor.proposals.queries import queries_of
from monitor.proposals.quotes import distinctive_of, quoted_of
from monitor.proposals.release import Release, read_release
from monitor.proposals.values import Choice, Part, Proposal
from monitor.wording.words import message

LONGEST_PHRASE = 480
MOST_SEARCHES = 7
_NEAR = 3
SHORTEST_TITLE = 4
_RECENT = timedelta(days=180)
_BY_FORM = message("chosen by its form: keep it if a newspaper would quote it")
_NOT_BESIDE = message("does not stand beside the name of the event")
_NO_SITE = message("this outlet is not among your sources: its site is not known")
_PART_OF_NAME = message("this name may belong to others too")
_IS_IT_THE_TITLE = message("the beginning of the release’s title: is it the title of the op-ed?")
_OF_OTHERS_TOO = message("other events may bear this name: add them as other editions")
_IS_IT_THERE = message("keep it only if the event takes place there")
_FIRST_LINE = message("the first line; no title was recognised")
_TRY_IT_FIRST = message("wider than the rest of the dossier: see what it finds with “query try”")
_ONE_NAME = message("one name only: add the others that the press uses")


def propose(text: str, today: date, outlets: Mapping[str, str] | None = None) -> Proposal:
    """What a text suggests. `today` dates a text without a year; `outlets`: names of outlets to their sites.

    Never raises for what a text holds; of the empty text the proposal is empty.
    """
    release = read_release(text)
    published = _published(release, today)
    outlet = _outlet(release)
    kind = DocumentKind.RELEASE if outlet or not _is_oped(release) else DocumentKind.OPED
    names = event_names(release)
    organisations = organisations_of(release)
    titles = _titles(release, split=bool(outlet))
    choices = [
        *titles,
        *_oped(release, outlet, outlets or {}, published or today),
        *_quotes(release, titles, organisations, names),
        *(Choice(Part.BOILERPLATE, section) for section in release.sections),
        *(_as_choice(one) for one in organisations),
        *_event(release, names, published or today, outlet),
    ]
    choices += [Choice(Part.SEARCH, words) for words in _searches(titles, organisations, names)]
    places = [choice.text for choice in choices if choice.part is Part.PLACE]
    choices += [
        Choice(Part.QUERY, query.text, values=(query.id, str(query.kind)), doubt=_TRY_IT_FIRST)
        for query in queries_of(organisations, names, places, release.language)
    ]
    cut = [
        replace(one, text=one.text[:LONGEST_PHRASE].strip()) for one in choices if len(one.text.strip()) > 1
    ]
    numbered = tuple(replace(one, number=number) for number, one in enumerate(cut, start=1))
    return Proposal(release, kind, published, numbered)


def _published(release: Release, today: date) -> date | None:
    """The date at the head of the text, where it has its year or is not far from today."""
    head = "\n".join(block.text[:300] for block in release.blocks[:6])
    for days in find_days(head, today - _RECENT):
        if days.dated and days.first == days.last:
            return days.first
    return None


def _is_oped(release: Release) -> bool:
    """True where the text presents itself as an op-ed or an open letter in its first lines."""
    head = release.blocks[:3]
    announces = any(
        re.match(r"communiqué|press release|pressemitteilung", block.text, re.IGNORECASE) for block in head
    )
    return not announces and any(OPED_SIGNS.search(block.text[:200]) for block in head)


def _titles(release: Release, split: bool) -> list[Choice]:
    """The title, and that of the op-ed where the text announces one under its name (`split`)."""
    headings = [block.text for block in release.headings if not NOT_A_TITLE.match(block.text)]
    entitled = [
        match[1].strip() for block in release.blocks for match in ENTITLED.finditer(block.text[:5_000])
    ]
    known = {tuple(fold_words(heading)): heading for heading in headings}
    named = next((known[key] for text in entitled if (key := tuple(fold_words(text))) in known), None)
    title = named or (headings[0] if headings else entitled[0] if entitled else "")
    if not title:
        first = next((block.text for block in release.blocks if not NOT_A_TITLE.match(block.text)), "")
        return [Choice(Part.TITLE, first[:200], doubt=_FIRST_LINE)] if first else []
    found = [Choice(Part.TITLE, title)]
    if split:
        own, _, rest = title.partition(": ")
        begins = bool(rest) and len(fold_words(own)) >= SHORTEST_TITLE
        doubt = _IS_IT_THE_TITLE if begins and not entitled else ""
        found.append(
            Choice(Part.OPED_TITLE, entitled[0] if entitled else own if begins else title, doubt=doubt)
        )
    return found


def _outlet(release: Release) -> str:
    """The name of the outlet in which the op-ed ran, as the text says it: near a word for its kind."""
    texts = [block.text[:MAX_BLOCK] for block in release.blocks if not block.weightless]
    for text in texts:
        match = PUBLISHED_IN.search(text)
        if match and OPED_SIGNS.search(text):
            name = (match["name"] or match["before"]).strip()
            return re.sub(r"(?:[ \u00a0](?:de|du|des|of|the))+$", "", name)
    return ""


MAX_BLOCK = 3_000
"""Signs of a paragraph in which the outlet is looked for."""


def _ran_on(release: Release, outlet: str, published: date) -> date | None:
    """The day on which the op-ed ran: one that stands beside the outlet's name, not after the release."""
    for block in release.blocks:
        if outlet in block.text and PUBLISHED_IN.search(block.text[:MAX_BLOCK]):
            for days in find_days(block.text[:MAX_BLOCK], published - _RECENT):
                if days.first == days.last <= published:
                    return days.first
            words = joined(fold_words(block.text[:MAX_BLOCK]))
            for word, ago in DAYS_AGO.items():
                if f" {word} " in words:
                    return published - timedelta(days=ago)
    return None


def _oped(release: Release, outlet: str, outlets: Mapping[str, str], published: date) -> Iterator[Choice]:
    if outlet:
        by_name = {tuple(fold_words(name)): domain for name, domain in outlets.items()}
        domain = by_name.get(tuple(fold_words(outlet)), "")
        ran_on = _ran_on(release, outlet, published)
        days = (ran_on, ran_on) if ran_on else None
        yield Choice(Part.OUTLET, outlet, domain=domain, days=days, doubt="" if domain else _NO_SITE)
    if outlet or _is_oped(release):
        words = tuple(dict.fromkeys(word for part in _languages(release) for word in OPED_WORDS[part]))
        yield Choice(Part.KIND_WORDS, ", ".join(words), values=words)
    yield from (Choice(Part.NUMBER, text) for text in _numbers(release))


def _languages(release: Release) -> list[str]:
    return sorted(OPED_WORDS, key=lambda code: code != release.language)


def _numbers(release: Release) -> list[str]:
    """How the text counts its signatories: a number with a word for groups after it, and what qualifies it."""
    found = []
    for sentence in release.sentences():
        tokens = fold(sentence).tokens
        words = [token.folded for token in tokens]
        for index in range(len(words)):
            value = (
                lexicon.numeral(words, index)
                if words[index] in lexicon.NUMERALS or words[index].isdigit()
                else None
            )
            after = range(index + 1, min(index + 1 + _NEAR, len(words)))
            group = next((at for at in after if words[at] in lexicon.GROUPS), None)
            if value is None or group is None or 1900 <= value <= 2100:
                continue
            between = sentence[tokens[index].end : tokens[group].start]
            if any(sign in between for sign in ",;:()"):
                continue
            first = _qualified(words, index)
            found.append(sentence[tokens[first].start : tokens[group].end])
    return list(dict.fromkeys(found))[:6]


def _qualified(words: list[str], index: int) -> int:
    """The first word of a number's phrase: "plus d'une centaine", "more than 120", "über 80"."""
    small = {
        "plus",
        "de",
        "d",
        "une",
        "un",
        "pres",
        "environ",
        "more",
        "than",
        "over",
        "a",
        "some",
        "around",
        "uber",
        "mehr",
        "als",
        "rund",
    }
    small |= set(lexicon.FACTORS)
    while index and words[index - 1] in small:
        index -= 1
    return index


def _quotes(
    release: Release, titles: list[Choice], organisations: list[Organisation], names: list[str]
) -> Iterator[Choice]:
    taken = {tuple(fold_words(choice.text)) for choice in titles}
    long_headings = [block.text for block in release.headings if len(fold_words(block.text)) >= 6]
    sure = [*quoted_of(release), *(text for text in long_headings if not NOT_A_TITLE.match(text))]
    spoken_for = [name for one in organisations for name in (one.name, *one.acronyms, *one.aliases)]
    spoken_for += [*names, *_numbers(release)]
    by_form = distinctive_of(release, spoken_for)
    for text, doubt in [*((text, "") for text in sure), *((text, _BY_FORM) for text in by_form)]:
        key = tuple(fold_words(text))
        if key not in taken:
            taken.add(key)
            yield Choice(Part.QUOTE, text, doubt=doubt)


def _as_choice(one: Organisation) -> Choice:
    part = next((alias for alias in one.aliases if one.name.startswith(f"{alias} ")), "")
    return Choice(Part.ORGANISATION, one.name, organisation=one, doubt=_PART_OF_NAME if part else "")


def _event(release: Release, names: list[str], published: date, outlet: str) -> Iterator[Choice]:
    for name in names:
        alone = _OF_OTHERS_TOO if len(fold_words(name)) == 1 else ""
        yield Choice(Part.EVENT_NAME, name, doubt=_ONE_NAME if len(names) == 1 else alone)
    if not names:
        return
    found = event_days(release, names, published)
    if found is not None:
        days, beside = found
        text = days.first.isoformat() if days.first == days.last else f"{days.first} – {days.last}"
        yield Choice(Part.EVENT_DAYS, text, days=(days.first, days.last), doubt="" if beside else _NOT_BESIDE)
    for place in event_places(release, names):
        if not outlet or outlet not in place:
            yield Choice(Part.PLACE, place, doubt=_IS_IT_THERE)


def _searches(titles: list[Choice], organisations: list[Organisation], names: list[str]) -> list[str]:
    """What a person would type: the shortest names of the event, the names of the organisations, the title."""
    short = sorted(names, key=lambda name: len(fold_words(name)))[:2]
    who = [one.name for one in organisations if len(fold_words(one.name)) <= 6][:4]
    title = [" ".join(titles[0].text.split()[:10])] if titles else []
    return list(dict.fromkeys([*short, *who, *title]))[:MOST_SEARCHES]
