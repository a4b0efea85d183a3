"""The dossier of a campaign as its file: read, checked, tried on the archive, saved unless it changed meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from monitor.config.problems import Problem
from monitor.dossier import Campaign
from monitor.dossier_form.checking import checked
from monitor.dossier_form.states import mark_of
from monitor.preview import Preview
from monitor.review import note_and_save
from monitor.web.api.journal import Line, lines
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Taken, Value
from monitor.web.effects import effect_of
from monitor.web.rematching import match_again
from monitor.whole_file import FileChanged
from storage.model import ActionKind, Mention, MentionKind, Role, StoredArticle

MOST_FILE = 300_000
MOST_LISTED = 200
BOM = b"\xef\xbb\xbf"

Text = Annotated[str, Field(min_length=1, max_length=MOST_FILE)]


class DossierText(Taken):
    """A dossier’s file that is not saved."""

    text: Text = Field(description="TOML, the whole file.")


class DossierChange(DossierText):
    """A dossier’s file to be saved."""

    mark: str = Field(
        description="Of the file as it was read; another one by now is not overwritten.", max_length=64
    )


class DossierValue(Value):
    """The file of a dossier; `mark` stands for its bytes."""

    text: str
    mark: str


class Wrong(Value):
    """One thing that is wrong; `line` is null where it is in none."""

    line: int | None
    sentence: str


class Checked(Value):
    """What is wrong with a file; nothing: it can be saved."""

    well: bool
    wrong: list[Wrong]


class Touched(Value):
    """An article whose being a mention the file would change."""

    article: str
    title: str
    outlet: str
    url: str
    kind: MentionKind = Field(description="What it would be; of those lost, what it is.")


class DossierEffect(Value):
    """What a file would change; `ready` is false while the archive is gone through: ask again.

    The lists hold 200 each at the most; the numbers count all. `kept` would be lost by the rules, but a person holds
    them.
    """

    ready: bool
    gone_through: int
    articles: int
    numbers: dict[str, int]
    gained: list[Touched]
    lost: list[Touched]
    changed: list[Touched]
    kept: list[Touched]


class Saved(Value):
    """The file as it is now; the archive is judged anew behind the answer."""

    mark: str
    line: Line | None = Field(description="In the journal; null: the file says nothing else than before.")


def read(call: Call[Asked, None]) -> DossierValue:
    """The dossier as its file has it. Addresses of recipients stand in it: administrators alone read it."""
    data = _path(call).read_bytes()
    return DossierValue(text=data.decode("utf-8-sig", "replace"), mark=mark_of(data))


def check(call: Call[Asked, DossierText]) -> Checked:
    """What is wrong with a dossier, line by line, as `campaign check` says it. Nothing is saved."""
    campaign, problems = _checked(call)
    return Checked(well=campaign is not None, wrong=[_wrong(call, one) for one in problems])


def try_out(call: Call[Asked, DossierText]) -> DossierEffect:
    """Which mentions a dossier would gain and lose over the whole archive. Nothing is saved.

    In a large archive this goes on behind the answer; asked again with the same text, it tells how far it is.
    """
    effect = effect_of(call.desk, _sound(call))
    if effect.failed:
        raise Refused(422, call.words("The effect could not be found; the logs say why."), "text")
    found = effect.found
    if found is None:
        return DossierEffect(
            ready=False, gone_through=effect.gone_through, articles=effect.articles, numbers={},
            gained=[], lost=[], changed=[], kept=[],
        )  # fmt: skip
    return _tried(found)


def save(call: Call[Asked, DossierChange]) -> Saved:
    """Save a dossier that is sound, unless its file changed since it was read: 409. Undone like any decision."""
    desk, path = call.desk, _path(call)
    _sound(call)
    before = path.read_bytes()
    after = (BOM if before.startswith(BOM) else b"") + call.body.text.removeprefix("\ufeff").encode()
    if before == after:
        return Saved(mark=mark_of(after), line=None)
    changed = Refused(409, call.words("The file changed meanwhile: read it again first."), "mark")
    if mark_of(before) != call.body.mark:
        raise changed
    try:
        note_and_save(call.store, path, before, after, desk.workspace.backups, desk.who, desk.now)
    except FileChanged as error:
        raise changed from error
    match_again(desk, path.stem)
    found = call.store.journal(path.stem, who=desk.who, kinds=[ActionKind.DOSSIER], limit=1)
    return Saved(mark=mark_of(after), line=next(iter(lines(call, found)), None))


def _path(call: Call[Any, Any]) -> Path:
    """The file of a campaign that is loaded: no other name becomes a path."""
    return call.desk.workspace.campaigns / f"{call.campaign.id}.toml"


def _checked(call: Call[Any, Any]) -> tuple[Campaign | None, tuple[Problem, ...]]:
    return checked(_path(call), call.body.text.encode())


def _sound(call: Call[Any, Any]) -> Campaign:
    """The dossier that a text is. Raises Refused with the first thing that is wrong."""
    campaign, problems = _checked(call)
    if campaign is None:
        raise Refused(422, problems[0].what(call.words), "text")
    return campaign


def _wrong(call: Call[Any, Any], one: Problem) -> Wrong:
    return Wrong(line=one.line, sentence=one.what(call.words))


def _tried(found: Preview) -> DossierEffect:
    lists = {
        "gained": [_touched(one.article, one.judgement.kind) for one in found.gained],
        "lost": [_mention(one) for one in found.lost],
        "changed": [_touched(one.mention.article, one.judgement.kind) for one in found.changed],
        "kept": [_mention(one) for one in found.kept],
    }
    numbers = {name: len(one) for name, one in lists.items()}
    return DossierEffect(
        ready=True, gone_through=found.articles, articles=found.articles, numbers=numbers,
        **{name: one[:MOST_LISTED] for name, one in lists.items()},
    )  # fmt: skip


def _mention(one: Mention) -> Touched:
    return _touched(one.article, one.kind)


def _touched(article: StoredArticle, kind: MentionKind) -> Touched:
    return Touched(
        article=article.id,
        title=article.title,
        outlet=article.outlet.id,
        url=article.canonical_url,
        kind=kind,
    )


_TEXT = {"text": 'name = "Rivages, février 2025"\n'}
_TRIED: dict[str, Any] = {
    "ready": True, "gone_through": 9, "articles": 9, "numbers": {"gained": 1, "lost": 0, "changed": 0, "kept": 0},
    "gained": [{
        "article": "a2q7k5r3x4h6d8w2a", "title": "Le collectif rivages s’installe", "outlet": "phare",
        "url": "https://phare.example/collectif", "kind": "related",
    }],
    "lost": [], "changed": [], "kept": [],
}  # fmt: skip

OPERATIONS = (
    Operation(
        "dossier", "GET", "/campaigns/{campaign}/dossier", Role.ADMINISTRATOR, "Campaigns", "The dossier’s file",
        read, DossierValue, example=_TEXT | {"mark": "0f3a…"},
    ),
    Operation(
        "check_dossier", "POST", "/campaigns/{campaign}/dossier/check", Role.ADMINISTRATOR, "Campaigns",
        "Check a dossier", check, Checked, body=DossierText, sent=_TEXT,
        example={"well": False, "wrong": [{"line": 3, "sentence": "« zone » n’est pas un fuseau horaire connu."}]},
    ),
    Operation(
        "try_dossier", "POST", "/campaigns/{campaign}/dossier/preview", Role.ADMINISTRATOR, "Campaigns",
        "Try a dossier on the archive", try_out, DossierEffect, body=DossierText, sent=_TEXT, example=_TRIED,
    ),
    Operation(
        "save_dossier", "POST", "/campaigns/{campaign}/dossier", Role.ADMINISTRATOR, "Campaigns", "Save a dossier",
        save, Saved, body=DossierChange, refuses=(409,), sent=_TEXT | {"mark": "0f3a…"},
        example={"mark": "77c1…", "line": None},
    ),
)  # fmt: skip
