"""The entry by hand of what no page gives: its form, its warning of what is there already, its changes, its proofs."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.responses import Response

from monitor.byhand import (
    ProofRefused,
    Typed,
    Understood,
    alike,
    change_entry,
    download_name,
    enter_by_hand,
    keep_proof,
    known_outlets,
    read_proof,
    understand,
)
from monitor.review.wishes import LONGEST_NOTE
from monitor.web.desk import Desk
from monitor.web.pages.mention_here import at_hand
from monitor.web.telling import Telling
from monitor.wording.labels import MENTION_KIND, OUTLET_KIND
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.errors import AlreadyAMention, NotStored
from storage.identity import MAX_URL, article_key, is_http
from storage.model import HandEntry, Mention, MentionKind, Moment, Outlet, Proof, StoredArticle

TAKEN = message(
    "This address is that of an article of the archive. Open it instead, or leave the address empty."
)
AGAIN = message("Nothing was kept yet: look at what is marked below.")


@dataclass(frozen=True, slots=True)
class Shown:
    """The form as it is shown: what stands in it, what is wrong with it by field, what may be the same article.

    `mention` and `entry` are those being changed, None for a new one.
    """

    typed: Typed
    kind: str = "citation"
    note: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    alike: Sequence[tuple[StoredArticle, Mention | None]] = ()
    kept: Sequence[Proof] = ()
    mention: Mention | None = None
    entry: HandEntry | None = None
    version: int = 0


def form(desk: Desk) -> Response:
    """The empty form; with an address in the query what we know of it stands in it already."""
    url = desk.query.text("url", MAX_URL)
    return _page(desk, Shown(_known(desk, url, Typed(key=secrets.token_urlsafe(12), address=url))))


def enter(desk: Desk) -> Response:
    """Keep the entry: a mention at once, confirmed; a warning first where it may be there already."""
    typed, kind, note = _typed(desk), desk.form.text("kind", 20), desk.form.text("note", LONGEST_NOTE)
    kept, refused = _proofs(desk)
    found = _understood(desk, typed, kept)
    wrong = {**found.wrong, **({"file": refused} if refused else {})}
    if kind not in list(MentionKind):
        wrong["kind"] = message("Of what kind is it? Choose one.")
    shown = Shown(typed, kind, note, wrong, kept=kept)
    if wrong or found.draft is None:
        return _page(desk, shown, 400)
    same = alike(desk.store, found.draft)
    if same and not desk.form.flag("anyway"):
        return _page(desk, _with_alike(desk, shown, same), 409)
    try:
        action = enter_by_hand(
            desk.store, desk.campaign, found.draft, MentionKind(kind), desk.who, desk.now, note
        )
    except AlreadyAMention as there:
        return desk.go("mention", desk.words("It is a mention already."), id=there.mention_id)
    except ValueError:
        return _page(desk, _with_alike(desk, _wrong(shown, "address", TAKEN), same), 409)
    mention = next(iter(action.after))
    said = desk.words(
        "Entered, confirmed: {kind} – “{title}”",
        kind=desk.words(MENTION_KIND[MentionKind(kind)]).lower(),
        title=clean(found.draft.title, 80),
    )
    return desk.go("mention", said, action.number, id=mention)


def changing(desk: Desk) -> Response:
    """The form with what was typed."""
    found, desk = at_hand(desk)
    return _page(desk, _standing(desk, found))


def change(desk: Desk) -> Response:
    """Change what was typed; where a colleague changed the same part, they are named and nothing is overwritten."""
    found, desk = at_hand(desk)
    before, typed = _standing(desk, found), _typed(desk)
    kept, refused = _proofs(desk)
    read = _understood(desk, typed, kept)
    wrong = {**read.wrong, **({"file": refused} if refused else {})}
    version = desk.form.number("version") or 0
    shown = Shown(typed, wrong=wrong, kept=kept, mention=found, entry=before.entry, version=version)
    if wrong or read.draft is None:
        return _page(desk, shown, 400)
    removed = [one for one in desk.form.all("remove", 64) if before.entry is not None]
    try:
        decided = change_entry(
            desk.store, desk.campaign, found.article.id, read.draft, desk.who, desk.now, version, removed
        )
    except ValueError:
        return _page(desk, _wrong(shown, "address", TAKEN), 409)
    if decided.conflicts:
        names = {one.login: one.name for one in desk.store.accounts()}
        return desk.refuse(Telling(desk.words, names, {}).in_the_way(decided.conflicts), 409)
    if decided.action is None:
        return desk.go("mention", desk.words("Nothing was changed."), id=found.id)
    return desk.go("mention", desk.words("What was typed is changed."), decided.action.number, id=found.id)


def proof_file(desk: Desk) -> Response:
    """A proof, to be saved: never shown in place, whatever it holds. Raises NotStored."""
    found, desk = at_hand(desk)
    entry, wanted = desk.store.entry(found.article.id), str(desk.path["hash"])
    proof = next((one for one in entry.proofs if one.sha256 == wanted), None) if entry is not None else None
    if proof is None:
        raise NotStored("proof", wanted[:64])
    data = read_proof(desk.workspace.proofs, proof)
    if data is None:
        sentence = desk.words(
            "The file of this proof is no longer there, or is no longer the one that was kept."
        )
        return desk.refuse(sentence, 404)
    return desk.download(data, download_name(proof), "application/octet-stream")


# ---- what stands in the form


def _page(desk: Desk, shown: Shown, status: int = 200) -> Response:
    words, campaign = desk.words, desk.campaign
    outlets = sorted({clean(one.name, 80) for one in _outlets(desk)}, key=str.casefold)
    return desk.page(
        "by_hand.html.jinja",
        status,
        hand=shown,
        wrong=defaultdict(str, {name: words(text) for name, text in shown.wrong.items()}),
        problem=words(AGAIN) if shown.wrong else "",
        outlet_names=outlets,
        outlet_kinds=sorted(
            ((key, words(text)) for key, text in OUTLET_KIND.items()), key=lambda one: one[1]
        ),
        organisations=[(one.id, clean(one.name, 80)) for one in campaign.organisations],
        today=desk.now.astimezone(ZoneInfo(desk.zone)).date().isoformat(),
    )


def _typed(desk: Desk) -> Typed:
    sent = desk.form
    return Typed(
        key=sent.text("key", 64),
        outlet=sent.text("outlet", 300),
        outlet_kind=sent.text("outlet_kind", 40),
        title=sent.text("title", 1_000),
        authors=sent.text("authors", 2_000),
        day=sent.text("day", 20),
        time=sent.text("time", 10),
        words=sent.text("words", 10_000),
        programme=sent.text("programme", 500),
        address=sent.text("address", MAX_URL),
        organisations=sent.all("organisation", 200),
    )


def _understood(desk: Desk, typed: Typed, proofs: tuple[Proof, ...]) -> Understood:
    known = [one.id for one in desk.campaign.organisations]
    language = desk.loaded.settings.language
    return understand(typed, _outlets(desk), known, language, desk.zone, desk.now, proofs)


def _outlets(desk: Desk) -> list[Outlet]:
    return known_outlets(desk.store, (outlet for outlet, _ in desk.loaded.catalogue.entries))


def _proofs(desk: Desk) -> tuple[tuple[Proof, ...], str]:
    """The files sent, and those that were kept when the form came back; and why one was refused (a message)."""
    folder, kept = desk.workspace.proofs, []
    names = desk.form.all("kept_name", 300)
    for sha256, name in zip(desk.form.all("kept", 64), names, strict=False):
        data = read_proof(folder, Proof(sha256, name, "", 0, desk.who, desk.now))
        if data is not None:
            kept.append(keep_proof(folder, data, name, desk.who, desk.now))
    for upload in desk.form.uploads("file"):
        try:
            kept.append(keep_proof(folder, upload.data, upload.name, desk.who, desk.now))
        except ProofRefused as refused:
            return tuple(kept), refused.sentence
    return tuple({one.sha256: one for one in kept}.values()), ""


def _wrong(shown: Shown, name: str, sentence: str) -> Shown:
    return Shown(
        shown.typed,
        shown.kind,
        shown.note,
        {**shown.wrong, name: sentence},
        shown.alike,
        shown.kept,
        shown.mention,
        shown.entry,
        shown.version,
    )


def _with_alike(desk: Desk, shown: Shown, same: Sequence[StoredArticle]) -> Shown:
    """With what may be the same article, each with the mention of this campaign that it is, or was."""
    by_article = {
        one.article.id: one for one in desk.store.mentions(desk.campaign.id, withdrawn=True, evidence=False)
    }
    pairs = [(one, by_article.get(one.id)) for one in same[:5]]
    return Shown(shown.typed, shown.kind, shown.note, shown.wrong, pairs, shown.kept)


def _standing(desk: Desk, found: Mention) -> Shown:
    """What was typed, as it stands. Raises NotStored where a page gave the article."""
    article, entry = found.article, desk.store.entry(found.article.id)
    if entry is None:
        raise NotStored("entry", article.id)
    day, clock = _day_and_time(desk, article.published_at)
    typed = Typed(
        outlet=article.outlet.name,
        outlet_kind=article.outlet.kind,
        title=article.title,
        authors=", ".join(article.authors),
        day=day,
        time=clock,
        words=article.standfirst,
        programme=entry.programme,
        address=article.url,
        organisations=found.judgement.organisations,
    )
    return Shown(typed, found.kind.value, mention=found, entry=entry, version=entry.version)


def _day_and_time(desk: Desk, moment: Moment | None) -> tuple[str, str]:
    if moment is None:
        return "", ""
    if not isinstance(moment, datetime):
        return moment.isoformat(), ""
    local = moment.astimezone(ZoneInfo(desk.zone))
    return local.date().isoformat(), f"{local:%H:%M}"


def _known(desk: Desk, url: str, typed: Typed) -> Typed:
    """What the archive and the list of sources know of an address, to begin with."""
    if not is_http(url):
        return typed
    seen = desk.store.known([article_key(url)]).get(article_key(url))
    if seen is None:
        return typed
    names = {one.id: one.name for one in _outlets(desk)}
    day, clock = _day_and_time(desk, seen.published_at)
    return Typed(
        key=typed.key,
        outlet=names.get(seen.outlet_id, ""),
        title=seen.title or "",
        day=day,
        time=clock,
        address=url,
    )
