"""What a person typed of an article that no page gives, read into an entry or into what is wrong with it. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from monitor.typed import clean, one_line
from monitor.wording.words import message
from storage.identity import canonical_url, is_http
from storage.model import EntryDraft, Moment, Outlet, Proof

LONGEST_TITLE, LONGEST_WORDS, LONGEST_NAME, LONGEST_PROGRAMME = 300, 2_000, 120, 120
MOST_AUTHORS = 10
EARLIEST = date(1900, 1, 1)
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")

NO_OUTLET = message("Which outlet? Type its name.")
NO_TITLE = message("A title, or the first words: type at least one.")
NO_SUCH_DAY = message("This is no day. Write it as 2025-02-05.")
NOT_YET = message("This day has not come yet.")
NO_SUCH_TIME = message("This is no time of day. Write it as 07:30.")
NO_DAY = message("A time needs its day.")
NO_ADDRESS = message(
    "This is not the address of a page: it begins with https:// or http://. Leave it empty if there is none."
)


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the form, as they were sent. `day` is "2025-02-05", `time` "07:30" or empty; `authors` by commas."""

    key: str = ""
    outlet: str = ""
    outlet_kind: str = ""
    title: str = ""
    authors: str = ""
    day: str = ""
    time: str = ""
    words: str = ""
    programme: str = ""
    address: str = ""
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """The entry, or by field what is wrong with what was typed (messages)."""

    draft: EntryDraft | None
    wrong: Mapping[str, str] = field(default_factory=dict)


def understand(
    typed: Typed,
    outlets: Iterable[Outlet],
    known_organisations: Iterable[str],
    language: str,
    zone: str,
    now: datetime,
    proofs: tuple[Proof, ...] = (),
) -> Understood:
    """Read what was typed. An outlet of that name is taken where there is one of `outlets`, else one is made of it."""
    wrong: dict[str, str] = {}
    outlet = outlet_of(typed.outlet, typed.outlet_kind, language, outlets)
    if outlet is None:
        wrong["outlet"] = NO_OUTLET
    title = one_line(typed.title, LONGEST_TITLE)
    words = clean(typed.words, LONGEST_WORDS)
    if not title:
        wrong["title"] = NO_TITLE
    moment = _moment(typed.day.strip(), typed.time.strip(), zone, now, wrong)
    address = typed.address.strip()
    if address and not is_http(address):
        wrong["address"] = NO_ADDRESS
    if wrong or outlet is None:
        return Understood(None, wrong)
    known = tuple(known_organisations)
    draft = EntryDraft(
        key=typed.key
        if _KEY.fullmatch(typed.key)
        else _digest("\n".join((outlet.id, title, words, typed.day))),
        outlet=outlet,
        title=title,
        authors=authors_of(typed.authors),
        published_at=moment,
        words=words,
        programme=one_line(typed.programme, LONGEST_PROGRAMME),
        address=canonical_url(address) if address else "",
        language=outlet.language or language,
        organisations=tuple(one for one in known if one in typed.organisations),
        proofs=proofs,
    )
    return Understood(draft)


def outlet_of(name: str, kind: str, language: str, outlets: Iterable[Outlet]) -> Outlet | None:
    """The outlet of this name, however it is written; one made of the name where there is none, None without a name."""
    name = one_line(name, LONGEST_NAME)
    if not folded(name):
        return None
    wanted = folded(name)
    for one in outlets:
        if folded(one.name) == wanted:
            return one
    return Outlet(f"hand-{_digest(wanted)}", name, "", "", language, one_line(kind, 40))


def folded(name: str) -> str:
    """A name without case, accents and signs: "Le Phare !" and "le phare" are one."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(
        "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign)).split()
    )


def authors_of(text: str) -> tuple[str, ...]:
    """Names that stand between commas, semicolons or on lines of their own."""
    names = (one_line(one, LONGEST_NAME) for one in re.split(r"[,;\n]", text[:4_000]))
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_AUTHORS]


def _moment(day: str, clock: str, zone: str, now: datetime, wrong: dict[str, str]) -> Moment | None:
    if not day:
        if clock:
            wrong["day"] = NO_DAY
        return None
    try:
        found = date.fromisoformat(day[:10]) if len(day) == 10 else None
    except ValueError:
        found = None
    here = ZoneInfo(zone)
    if found is None or found < EARLIEST:
        wrong["day"] = NO_SUCH_DAY
        return None
    if found > now.astimezone(here).date():
        wrong["day"] = NOT_YET
        return None
    if not clock:
        return found
    try:
        return datetime.combine(found, time.fromisoformat(clock[:5]), here)
    except ValueError:
        wrong["time"] = NO_SUCH_TIME
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
