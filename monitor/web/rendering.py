"""The templates of the desk: whatever is put into one is escaped, a value that is missing is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from monitor.dossier import Campaign
from monitor.reports.items import pieces
from monitor.web.assets import asset
from monitor.web.frame import entries
from monitor.web.live import presence, version
from monitor.web.people_words import ROLE
from monitor.wording import Words
from monitor.wording.labels import MENTION_KIND, REVIEW_STATUS, SALIENCE, TONE, outlet_kind_words
from monitor.wording.outside import clean, web_address

HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    """The one environment of the desk. Words from outside come through `clean`, addresses through `web_address`."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        asset=asset,
        entries=entries,
        version=version,
        presence=presence,
        role_options=role_options,
        organisation_options=organisation_options,
        clean=clean,
        web_address=web_address,
        pieces=pieces,
        tongue_of=tongue_of,
        outlet_kind_words=outlet_kind_words,
        MENTION_KIND=MENTION_KIND,
        REVIEW_STATUS=REVIEW_STATUS,
        SALIENCE=SALIENCE,
        TONE=TONE,
    )
    return made


def tongue_of(code: str) -> str:
    """The letters of a language as an attribute `lang` takes them; empty where they are none."""
    letters = code.lower().split("-")[0]
    return letters if letters.isascii() and letters.isalpha() and 2 <= len(letters) <= 3 else ""


def role_options(words: Words) -> list[tuple[str, str]]:
    """The roles for a select."""
    return [(role.value, words(text)) for role, text in ROLE.items()]


def organisation_options(campaign: Campaign) -> list[tuple[str, str]]:
    """The organisations of a dossier for a select."""
    return [(one.id, clean(one.name, 80)) for one in campaign.organisations]
