"""The event a text speaks about: its names, its days, its place."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from monitor.matching.folding import fold_words
from monitor.proposals.days import Days, find_days, month_names
from monitor.proposals.phrases import COMMON, EVENT_NOUNS, NOT_PLACES, PREPOSITIONS, Noun
from monitor.proposals.release import Release

MOST_NAMES = 8
_STEMS = "|".join(noun.stem for noun in EVENT_NOUNS if noun.stem != "cop")
_CAPITAL = r"[A-ZÀÂÇÉÈÊËÎÏÔÖÙÛÜŒÄ]"
_ADJECTIVE = r"(?:\w{2,20}(?:al|ale|ales|aux|el|elle|elles|en|enne|ique|iques|if|ive|aire|aires|é|ée|ées|ien|ienne|ible|ains?|aines?))"
_LINK = r"(?:pour|sur|contre|de[ \u00a0]la|de[ \u00a0]l['’]|de|du|des|d['’]|à[ \u00a0]la|à[ \u00a0]l['’]|en)"
_NAME_FR = re.compile(
    rf"(?:{_CAPITAL}\w{{0,20}}e?s?[ \u00a0])?(?-i:[A-Z])(?<=[SCFAR])\w{{3,14}}(?:[ \u00a0]{_ADJECTIVE}\b){{0,2}}"
    rf"(?:[ \u00a0]{_LINK}(?:[ \u00a0]|(?<=['’]))(?:l['’]|la[ \u00a0]|le[ \u00a0]|les[ \u00a0])?\w{{2,25}}(?:[ \u00a0]{_ADJECTIVE}\b)?){{0,4}}"
)
_NAME_EN = re.compile(
    rf"(?:{_CAPITAL}[\w’'-]{{1,25}}[ \u00a0](?:\([A-Z]{{2,6}}\)[ \u00a0]|(?:of|on|for|and)[ \u00a0])?){{0,6}}"
    rf"(?:{_CAPITAL}[\w-]{{0,14}}(?:ummit|onference|orum|ongress|onvention))\b"
    rf"(?:[ \u00a0](?:on|for|of)(?:[ \u00a0](?:the[ \u00a0]|and[ \u00a0]|of[ \u00a0])?{_CAPITAL}[\w’'-]{{1,25}}){{1,5}})?"
)
_NAME_DE = re.compile(
    rf"(?:{_CAPITAL}[\wäöüß-]{{2,25}}[ \u00a0]){{0,2}}{_CAPITAL}[\wäöüß-]{{0,40}}(?:konferenz|gipfel|gipfeltreffen|forum|kongress)\b"
    rf"(?:[ \u00a0](?:zur|zum|für|über|gegen)(?:[ \u00a0](?:die|den|das|der)?[ \u00a0]?{_CAPITAL}[\wäöüß-]{{1,30}}){{1,3}})?",
)
_COP = re.compile(r"\bCOP[ \u00a0]?\d{1,2}\b")
_NAMES = {"fr": _NAME_FR, "en": _NAME_EN, "de": _NAME_DE}
_BRACKETED = re.compile(r"(\w[\w ’'-]{3,60}?)[ \u00a0]\(([A-ZÀÂÉÈ]{2,6})\)")


def noun_of(name: str) -> Noun | None:
    """The noun by which an event of this name goes."""
    words = [word.lower() for word in re.findall(r"[\w’'-]+", name)]
    return next((noun for noun in EVENT_NOUNS for word in words if _goes_by(word, noun.stem)), None)


def _is_bare(word: str) -> bool:
    """True for the noun alone: « sommet », not "Klimakonferenz"."""
    return any(word.lower().rstrip("s") == noun.stem.rstrip("s") for noun in EVENT_NOUNS)


def _goes_by(word: str, stem: str) -> bool:
    return (
        bool(re.fullmatch(r"cop\d{0,2}", word))
        if stem == "cop"
        else word.rstrip("s").endswith(stem.rstrip("s"))
    )


def event_names(release: Release) -> list[str]:
    """The names under which the text speaks of its event, the most frequent noun's, the longest name first."""
    pattern = _NAMES[release.language]
    found: Counter[str] = Counter()
    for text in [*(block.text for block in release.headings), *release.sentences()]:
        for name in [*(match[0] for match in pattern.finditer(text)), *_COP.findall(text)]:
            cleaned = _cleaned(name, release.language)
            if noun_of(cleaned) is not None and not _is_bare(cleaned):
                found[cleaned] += 1
    if not found:
        return []
    nouns = Counter[str]()
    for name, count in found.items():
        nouns[_fr(name)] += count
    best = nouns.most_common(1)[0][0]
    names = sorted(
        (name for name in found if _fr(name) == best), key=lambda name: (-len(fold_words(name)), name)
    )
    if release.language == "de":
        names = [form for name in names for form in _german_forms(name)]
    return _unfolded([*names, *_shortened(names, release)])[:MOST_NAMES]


def _german_forms(name: str) -> list[str]:
    """A name with its adjective as it is without an article's ending, as found, and without it."""
    first, _, rest = name.partition(" ")
    if not first.endswith(("en", "em", "er", "es")) or not rest:
        return [name]
    forms = [f"{first[:-2]}e {rest}", name] if first.endswith("en") else [name]
    return [*forms, rest]


def _fr(name: str) -> str:
    noun = noun_of(name)
    return noun.fr if noun is not None else ""


def _cleaned(name: str, language: str) -> str:
    """Without the small words that begin or end what was found: « Le Sommet … de » ."""
    words = name.replace("\u00a0", " ").strip(" -").split(" ")
    small = COMMON[language] | {"la", "l", "d"}
    while len(words) > 1 and "".join(fold_words(words[0])) in small:
        words = words[1:]
    while len(words) > 1 and "".join(fold_words(words[-1])) in small:
        words = words[:-1]
    return " ".join(words)


def _shortened(names: list[str], release: Release) -> list[str]:
    """The names with the acronym that the text puts in brackets behind a part of them."""
    text = "\n".join(block.text for block in release.blocks if not block.weightless)
    made = []
    for long, acronym in _BRACKETED.findall(text):
        words = long.split()
        for width in (2, 3, 4):
            part = re.sub(r"^.*?['’](?=\w)", "", " ".join(words[-width:]))
            if len(words) >= width and _initials(part, release.language) == acronym.lower():
                made += [name.replace(part, acronym) for name in names if part in name]
                break
    return [re.sub(r" \(([A-Z]{2,6})\)", "", name) for name in made]


def _initials(text: str, language: str) -> str:
    return "".join(word[0] for word in fold_words(text) if word not in COMMON[language])


def _unfolded(names: list[str]) -> list[str]:
    """Each name once, whatever its typography."""
    return list({tuple(fold_words(name)): name for name in reversed(names)}.values())[::-1]


def event_days(release: Release, names: list[str], published: date) -> tuple[Days, bool] | None:
    """The days of the event, and whether its name stands in their sentence; none before the text came out."""
    later: list[Days] = []
    for sentence in release.sentences():
        days = [one for one in find_days(sentence, published) if one.last > published]
        if days and any(name in sentence for name in names):
            return max(days, key=lambda one: one.last - one.first), True
        later += days
    return (later[0], False) if later else None


def event_places(release: Release, names: list[str]) -> list[str]:
    """Places named in the sentences that name the event, after it or before it."""
    before = PREPOSITIONS[release.language]
    name_of_place = rf"({_CAPITAL}[\w’'-]{{2,25}}(?:[ \u00a0-]{_CAPITAL}[\w’'-]{{2,25}}){{0,2}})"
    place = re.compile(rf"\b{before}[ \u00a0]{name_of_place}|\({name_of_place},")
    found: list[str] = []
    for sentence in release.sentences():
        if not any(name in sentence for name in names):
            continue
        rest = sentence
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, " · ")
        found += [match[1] or match[2] for match in place.finditer(rest)]
    no_place = NOT_PLACES | month_names().keys()
    return [name for name in dict.fromkeys(found) if fold_words(name)[0] not in no_place][:4]
