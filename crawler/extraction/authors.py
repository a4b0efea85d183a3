"""Who wrote an article: names, without the words that bylines put around them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.extraction.text import MAX_NAME, fold, one_line

MAX_AUTHORS = 20

_BEFORE = re.compile(
    r"^(?:(?:propos\s)?recueillis?\s(?:par|le)|propos recueillis par|(?:un\s)?(?:texte|article|r[ée]cit|dossier|reportage|enqu[êe]te|entretien|"
    r"interview|analyse|tribune|chronique|photos?|r[ée]alisation|publi[ée]|[ée]crit|r[ée]dig[ée]|sign[ée])\s(?:de|par|du|by)\s?:?|"
    r"avec|with|par|by|von|por|di|da|door|av|od|written by|posted by|story by|autore|foto|text)\s{0,3}:?\s{1,3}(?=\S)|(?:auteurs?|autor(?:en|in)?|authors?|r[ée]dacteurs?|r[ée]daction|quelle|fuente|fonte|source|textes?|photos?|images?)\s{0,3}:\s{0,3}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s{0,3}(?:[|•·]|\s[-–—]\s|\(|,?\s(?:publi[ée]e?s?|mis[e]? à jour|modifi[ée]|posted|published|updated|last updated)\b|"
    r",?\s(?:le|on)\s\d|\s\d{1,2}[./]\d{1,2}[./]\d{2,4}|\s(?:correspondant|correspondent)e?\s(?:à|in|de|pour)\b|\senvoy[ée]e?s?\ssp[ée]cia|"
    r"\s\d{1,2}(?:er)?\s\w{3,9}\.?\s20\d{2}).{0,150}$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:\d|https?:|www\.|@|mis[e]? à jour|publi[ée]|modifi|updated|published|posted|lire|read|suivre|follow|voir|tous|partager|"
    r"share|comment|non renseign|anonyme?|unknown|null|none|undefined|n/a|admin(?:istrat\w*)?$|webmaster|author$|auteur$|"
    r"user$|guest$|entretien$|interview$|reportage$|tribune$|analyse$|enqu[êe]te$|chronique$|brief$|vid[ée]o$|invit[ée]$|default|contributors?$|notre\b|nos\b|our\b|ver[öo]ffentlicht|aktualisiert|publicad|pubblicat|stand:)",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"^(?:(?:la |the |die |la )?(?:r[ée]daction|redaktion|redacci[óo]n|redazione|newsroom|news ?desk|web ?team|staff|editor(?:ial)?(?: team)?)\b.{0,60})$",
    re.IGNORECASE,
)
"""A newsroom that signs as a whole: kept where nobody else does."""
_BETWEEN = re.compile(
    r"\s{0,3}(?:;|\n|\set\s|\sund\s|\sand\s|\s&\s|\s/\s|\s(?:y|e|og|och|en)\s(?=[A-ZÀ-Þ])|\savec\s|\swith\s|,\s{1,3}(?![a-zà-ÿ]))\s{0,3}"
)
_HOST = re.compile(r"^(?:www\.)?([a-z0-9-]{2,60})(?:\.[a-z]{2,12}){1,2}$", re.IGNORECASE)
_ADDRESS = re.compile(r"\s{0,3}[<(]?[\w.+-]{1,64}@[\w.-]{1,100}[>)]?\s{0,3}")
_SURNAME_FIRST = re.compile(r"^([A-ZÀ-Þ][\w'’-]{1,40}), ([A-ZÀ-Þ][\w'’.-]{1,40})$")


def split_names(text: str) -> list[str]:
    """The names that one line of text holds (« Par Anne Dupont et Karim B. »)."""
    text = one_line(_ADDRESS.sub(" ", text[:1_000]), 1_000)
    for _ in range(3):
        shorter = _BEFORE.sub("", text)
        if shorter == text:
            break
        text = shorter
    return [part for part in (_trimmed(part) for part in _BETWEEN.split(text)) if part]


def _trimmed(name: str) -> str:
    for _ in range(2):
        name = _BEFORE.sub("", name.strip(" ,;:–—-|·•*\xa0\u202f\t"))
    name = _AFTER.sub("", name)
    name = name.strip(" ,;:–—-|·•*\xa0\u202f")
    if name.endswith(".") and not re.search(r"(?:^|[\s.-])\w{1,2}\.$", name):
        name = name[:-1]  # a full stop ends a line, but belongs to an initial (« Karim B. »)
    if name.isupper() and " " in name and len(name) > 6:
        name = name.title()
    return name


def _is_own(name: str, own: set[str]) -> bool:
    squeezed = fold(name).replace(" ", "")
    return bool(own) and (
        squeezed in own
        or any(squeezed == one + end for one in own for end in ("fr", "com", "de", "be", "ch"))
    )


def clean_names(
    names: Iterable[str], outlet_names: Iterable[str] = (), houses: bool = False
) -> tuple[str, ...]:
    """Names fit to show, each once: no address, no label, no name of the outlet itself.

    `houses`: also newsrooms that sign as a whole (« La rédaction »).
    """
    own = {fold(name).replace(" ", "") for name in outlet_names if name}
    own |= {"".join(fold(found[1]).split()) for name in outlet_names if (found := _HOST.match(name))}
    kept: dict[str, str] = {}
    for raw in names:
        if "," in raw and _is_own(raw.partition(",")[0], own):
            continue  # the outlet's name and its place
        for name in split_names(raw) if not _SURNAME_FIRST.match(raw) else [raw]:
            plain = fold(name)
            if (
                not 2 <= len(name) <= MAX_NAME
                or _NO_NAME.match(name)
                or _HOST.match(name)
                or len(plain.split()) > 7
            ):
                continue
            if not re.search(r"[^\W\d_]", name) or _is_own(name, own) or (_HOUSE.match(name) and not houses):
                continue
            kept.setdefault(plain, name)
            if len(kept) == MAX_AUTHORS:
                return tuple(kept.values())
    return tuple(kept.values())
