"""Who is behind a text: names with acronyms and expansions, from its sections, its lists and its brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from monitor.dossier import Organisation
from monitor.matching import lexicon
from monitor.matching.folding import fold_words
from monitor.proposals.phrases import ABOUT_ONE, INITIATED, IS_ONE, SIGNATORIES, SIGNED
from monitor.proposals.release import Release, sentences_of

MOST = 40
_CAPITAL = "A-ZÀÂÇÉÈÊËÎÏÔÖÙÛÜŒÄ"
_BRACKETS = re.compile(r"(?P<outside>[^()\n]{2,150}?)[ \u00a0]\((?P<inside>[^()\n]{2,150})\)")
_SITE = re.compile(
    r"(?:https?://|\bwww\.)(?:www\.)?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})", re.IGNORECASE
)
_ARTICLE = re.compile(
    r"\A(?:(?:de |par |von |by )?(?:vom |von |zum )?(?:la|le|les|the|der|die|das|dem|den|des) |de |du |vom |von |d['’]|l['’])",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[.;:!?»”]|(?:, | )(?:qui|dont|which|who|die|welche|avec|with|mit)\b"
    r"| (?:appell|demand|publi|réclam|exig|dénonc|alert|refus|veröffentlich|forder|call|warn|urg|sign)(?:e|es|ent|en|s|ed|er|ish|t)?\b"
    r"| (?:ont|have|has|haben|s['’]\w+ent|sont|are|sind)\b"
)
_SPLIT = re.compile(
    r",[ \u00a0]?(?:et |and |und |ainsi que )?|[ \u00a0](?:et|and|und|ainsi que|sowie|&)[ \u00a0]"
)
_LONGEST_NAME = 10
_TWO_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "oe", "ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"}
)
_ACRONYM = re.compile(rf"[{_CAPITAL}][{_CAPITAL}0-9.&-]{{1,9}}")


def organisations_of(release: Release) -> list[Organisation]:
    """Those that the text says are behind it, each once, those of the list first. The best known part is proposed."""
    listed = [name for text in release.sentences() for name in _listed(text, INITIATED)]
    about = _described(release)
    found: list[Organisation] = []
    for name, role in [
        *((name, "initiator") for name in (*listed, *about)),
        *((name, "signatory") for name in _signatories(release)),
    ]:
        made = _organisation(name, about.get(name, ""))
        if made is None:
            continue
        made = replace(made, role=role)
        same = next((at for at, one in enumerate(found) if _same(one, made)), None)
        if same is None:
            found.append(made)
        else:
            found[same] = _joined(found[same], made)
    text = "\n".join(block.text for block in release.blocks)
    return [_with_aliases(one, text) for one in _numbered(found[:MOST])]


def _signatories(release: Release) -> list[str]:
    """Those who are said to have signed: in a sentence, or in a section of their own."""
    found: list[str] = []
    listing = False
    for block in release.blocks:
        if block.level:
            listing = bool(SIGNATORIES.match(block.text))
        elif listing:
            found += _names_in(block.text.lstrip("-•* "))
        else:
            found += [name for text in sentences_of(block.text) for name in _listed(text, SIGNED)]
    return found


def _listed(sentence: str, begins: re.Pattern[str]) -> list[str]:
    """The names after words such as « à l'initiative de »."""
    begun = begins.search(sentence)
    return _names_in(sentence[begun.end() : begun.end() + 1_200]) if begun else []


def _names_in(rest: str) -> list[str]:
    """The names at the beginning of a text, separated by commas and "and", as far as they go."""
    held, inside = [], 0  # commas in brackets separate nothing
    for sign in rest[:1_200]:
        inside += (sign == "(") - (sign == ")")
        held.append("\ue000" if inside > 0 and sign in ",;" else sign)
    text = "".join(held)
    end = _ENDS.search(_blanked(text))
    parts = _SPLIT.split(text[: end.start()] if end else text)
    return [
        name
        for part in parts
        if (name := _ARTICLE.sub("", part.strip().replace("\ue000", ","), count=1)) and _is_name(name)
    ]


def _blanked(text: str) -> str:
    """The text with what stands in brackets blanked, at the same offsets."""
    return re.sub(r"\([^()]{0,200}\)", lambda found: "(" + "_" * (len(found[0]) - 2) + ")", text)


def _described(release: Release) -> dict[str, str]:
    """Names in the sections that say who we are, each with what the section says."""
    found: dict[str, str] = {}
    name = ""
    for block in release.blocks:
        if not block.weightless:
            name = ""
            continue
        if block.level:
            bare = ABOUT_ONE.sub("", block.text, count=1) if ABOUT_ONE.match(block.text) else block.text
            name = (
                _ARTICLE.sub("", bare.strip(), count=1)
                if _is_name(bare) and (bare != block.text or block.text not in release.sections)
                else ""
            )
            if name:
                found.setdefault(name, "")
        elif name:
            found[name] = f"{found[name]}\n{block.text}"
        elif (said := IS_ONE.search(block.text[:200])) and _is_name(block.text[: said.start()]):
            found[_ARTICLE.sub("", block.text[: said.start()], count=1)] = block.text
    return found


def _is_name(text: str) -> bool:
    """True for what may be the name of an organisation: it has a capital, and few words."""
    text = _ARTICLE.sub("", text.strip(), count=1)
    words = text.split("(")[0].split()
    if words and "".join(fold_words(words[0])) in lexicon.GROUPS and len(words) == 1:
        return False
    return (
        0 < len(words) <= _LONGEST_NAME
        and words[0][0].isupper()
        and len(text) > 2
        and not text.endswith((".", ":"))
    )


def _organisation(name: str, said: str) -> Organisation | None:
    """One organisation: what stands in brackets behind its name is its acronym, its full name or another one."""
    name = _ARTICLE.sub("", name.strip(), count=1) if _ARTICLE.match(name) else name.strip()
    brackets = _BRACKETS.search(name) or _BRACKETS.search(said[:300])
    inside = brackets["inside"].strip() if brackets else ""
    outside = _ARTICLE.sub("", brackets["outside"].strip(), count=1) if brackets else name
    plain = name.split("(")[0].strip()
    if brackets and plain not in (outside, inside):
        inside, outside = "", plain
    inside = inside.split(",")[0].strip()
    if not plain:
        return None
    if inside and _spells(outside, inside):
        return _named(inside, said, acronyms=(outside,), expansions=(inside,))
    if inside and _spells(inside, outside):
        return _named(outside, said, acronyms=(inside,), expansions=(outside,))
    if _ACRONYM.fullmatch(plain) and not inside:
        return _named(plain, said, acronyms=(plain,))
    aliases = (inside,) if inside and inside[0].isupper() and _is_name(inside) else ()
    return _named(plain, said, aliases=aliases)


def _named(
    name: str,
    said: str,
    aliases: tuple[str, ...] = (),
    acronyms: tuple[str, ...] = (),
    expansions: tuple[str, ...] = (),
) -> Organisation:
    sites = tuple(dict.fromkeys(site.lower().removeprefix("www.") for site in _SITE.findall(said[:5_000])))
    return Organisation("", name[:200], aliases, acronyms, expansions, sites=sites[:5])


def _spells(acronym: str, name: str) -> bool:
    """True where the letters of an acronym stand, in order, in the name, the first at its beginning."""
    if not _ACRONYM.fullmatch(acronym):
        return False
    letters, words = "".join(fold_words(acronym.replace(".", ""))), fold_words(name)
    if len(words) < 2 or not words[0].startswith(letters[:1]):
        return False
    rest = iter("".join(words))
    return all(letter in rest for letter in letters)


def _spellings(one: Organisation) -> set[tuple[str, ...]]:
    return {tuple(fold_words(text)) for text in (one.name, *one.aliases, *one.acronyms, *one.expansions)}


def _same(one: Organisation, other: Organisation) -> bool:
    return not _spellings(one).isdisjoint(_spellings(other))


def _joined(one: Organisation, other: Organisation) -> Organisation:
    """Two findings of one organisation; the longer name is its name where the other is only its acronym."""
    name = other.name if one.name in one.acronyms and other.name not in other.acronyms else one.name
    return replace(
        one,
        name=name,
        aliases=_once([*one.aliases, *other.aliases], but=name),
        acronyms=_once([*one.acronyms, *other.acronyms]),
        expansions=_once([*one.expansions, *other.expansions]),
        sites=_once([*one.sites, *other.sites]),
    )


def _once(texts: Iterable[str], but: str = "") -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text != but))


def _with_aliases(one: Organisation, text: str) -> Organisation:
    """With the spelling in two words of a joined name, and the beginning of the name that the text uses alone."""
    spaced = re.sub(r"(?<=[a-zé])(?=[A-Z])", " ", one.name)
    aliases = list(one.aliases)
    if spaced != one.name and len(spaced) < 80:
        aliases.append(spaced)
    words = one.name.split()
    if len(words) > 2:
        start = " ".join(words[:2])
        alone = re.search(rf"(?<!\w){re.escape(start)}(?! {re.escape(words[2])})(?!\w)", text)
        if alone and words[1][0].isupper():
            aliases.append(start)
    return replace(one, aliases=_once(aliases, but=one.name))


def _numbered(found: Iterable[Organisation]) -> list[Organisation]:
    """Each with an id of its own, made of its acronym or its name."""
    numbered: list[Organisation] = []
    taken: set[str] = set()
    for one in found:
        ident = unique_id(one.acronyms[0] if one.acronyms else one.name, taken)
        taken.add(ident)
        numbered.append(replace(one, id=ident))
    return numbered


def id_of(text: str, longest: int = 40) -> str:
    """A text as an id: small letters, digits and hyphens; "campagne" where nothing is left of it."""
    spaced = re.sub(r"\W", " ", text).translate(_TWO_LETTERS)
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    ident = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        longer = f"{ident}-{word}" if ident else word[:longest]
        if len(longer) > longest:
            break
        ident = longer
    return ident or "campagne"


def unique_id(text: str, taken: Iterable[str]) -> str:
    """The id of a text, with a number where it is taken."""
    known, ident = set(taken), id_of(text)
    number = 2
    while ident in known:
        ident, number = f"{id_of(text)}-{number}", number + 1
    return ident
