"""From an accepted proposal to the files of a dossier, with comments for the people who go on from there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, Table

from monitor.dossier import DocumentKind, Organisation
from monitor.proposals.events import noun_of
from monitor.proposals.organisations import id_of, unique_id
from monitor.proposals.values import Part, Proposal

_TOP = (
    "Dossier de campagne, proposé d’après un texte : relisez-le.   (Proposed from a text: read it again.)",
    "Ce qui suit un # n’est pas lu. Après une modification :   (What follows a # is not read. After a change:)",
    "    retombees campaign check      vérifie le dossier   (checks the dossier)",
    "    retombees match               l’applique aux articles déjà archivés   (applies it to the archive)",
)
_IDS = {
    DocumentKind.RELEASE: "communique",
    DocumentKind.OPED: "tribune",
    DocumentKind.STATEMENT: "declaration",
    DocumentKind.REPORT: "rapport",
}


def proposed_id(proposal: Proposal, taken: Iterable[str]) -> str:
    """An id for the campaign that is not taken: the event's shortest name and year, else the title's first words."""
    names = sorted((choice.text for choice in proposal.of(Part.EVENT_NAME)), key=len)
    titles = [choice.text for choice in proposal.of(Part.TITLE)]
    days = [choice.days for choice in proposal.of(Part.EVENT_DAYS) if choice.days]
    year = days[0][0].year if days else proposal.published_on.year if proposal.published_on else None
    text = (names or titles or [""])[0]
    return unique_id(f"{id_of(text, 34)}-{year}" if year else text, taken)


def dossier_files(proposal: Proposal, campaign_id: str) -> dict[str, bytes]:
    """The files of the dossier by their place in the folder of dossiers: the TOML file and the text."""
    name = f"{_IDS[proposal.kind]}.md"
    dossier = tomlkit.document()
    for line in _TOP:
        dossier.add(tomlkit.comment(line))
    dossier.add(tomlkit.nl())
    title = _title(proposal, campaign_id)
    dossier["name"] = title
    dossier["language"] = "fr" if proposal.release.language == "fr" else "en"
    if proposal.published_on is not None:
        dossier["starts_on"] = proposal.published_on
    dossier.add(tomlkit.nl())
    _note(
        dossier,
        "Ce qui est tapé dans la recherche de chaque média. (What is typed into each outlet’s search.)",
    )
    dossier["search_strings"] = _list(_texts(proposal, Part.SEARCH))
    dossier["documents"] = _documents(proposal, name, title)
    organisations = [one.organisation for one in proposal.of(Part.ORGANISATION) if one.organisation]
    if organisations:
        dossier["organisations"] = _tables(_organisation(one) for one in organisations)
    event = _event(proposal)
    if event is not None:
        dossier["event"] = event
    queries = proposal.of(Part.QUERY)
    if queries:
        dossier["queries"] = {
            choice.values[0]: {"text": choice.text, "kind": choice.values[1]} for choice in queries
        }
    text = proposal.release.markdown
    return {f"{campaign_id}.toml": tomlkit.dumps(dossier).encode(), f"{campaign_id}/{name}": text.encode()}


def _title(proposal: Proposal, campaign_id: str) -> str:
    """The title kept, else the op-ed's, else the id: whatever stands there is looked for."""
    return next(iter([*_texts(proposal, Part.TITLE), *_texts(proposal, Part.OPED_TITLE)]), campaign_id)


def _texts(proposal: Proposal, part: Part) -> list[str]:
    return [choice.text for choice in proposal.of(part)]


def _list(texts: Sequence[str]) -> Array:
    array = tomlkit.array()
    array.extend(texts)
    return array.multiline(len(texts) > 1)


def _note(table: Any, text: str) -> None:
    table.add(tomlkit.comment(text))


def _tables(tables: Iterable[Table]) -> AoT:
    made = tomlkit.aot()
    for table in tables:
        made.append(table)
    return made


def _documents(proposal: Proposal, file_name: str, title: str) -> AoT:
    """The text itself, after the op-ed that it announces where there is one."""
    own = _document(proposal, proposal.kind, title, proposal.published_on)
    quotes, language = _texts(proposal, Part.QUOTE), proposal.release.language
    own["text_file"] = file_name
    _note(own, "Les rubriques qui ne pèsent rien dans la comparaison. (Sections that weigh nothing.)")
    own["boilerplate"] = _list(_texts(proposal, Part.BOILERPLATE))
    outlets = proposal.of(Part.OUTLET)
    titles = _texts(proposal, Part.OPED_TITLE)
    if proposal.kind is DocumentKind.OPED:
        _fill_oped(own, proposal)
    own["quotes"] = {language: _list(quotes)} if quotes else {}
    if proposal.kind is DocumentKind.OPED or not (outlets or titles):
        return _tables([own])
    ran_on = next((choice.days[0] for choice in outlets if choice.days), None)
    oped = _document(proposal, DocumentKind.OPED, next(iter(titles), title), ran_on)
    _fill_oped(oped, proposal)
    return _tables([oped, own])


def _document(proposal: Proposal, kind: DocumentKind, title: str, published: date | None) -> Table:
    table = tomlkit.table()
    table["id"] = _IDS[kind]
    table["kind"] = str(kind)
    table["language"] = proposal.release.language
    table["title"] = title
    if published is not None:
        table["published_at"] = published
    _note(table, "Titres sous lesquels le texte a paru ailleurs. (Other headlines it ran under.)")
    table["headlines"] = _list([])
    _note(table, "Adresses du texte et de ses copies, dès qu’elles sont connues. (Addresses, once known.)")
    table["urls"] = _list([])
    return table


def _fill_oped(table: Table, proposal: Proposal) -> None:
    """The outlet it ran in, what others call it, how its signatories are counted."""
    outlets = proposal.of(Part.OUTLET)
    table["outlet_names"] = _list([choice.text for choice in outlets])
    table["outlet_domains"] = _list([choice.domain for choice in outlets if choice.domain])
    table["kind_words"] = _list([word for choice in proposal.of(Part.KIND_WORDS) for word in choice.values])
    table["numbers"] = _list(_texts(proposal, Part.NUMBER))


def _organisation(one: Organisation) -> Table:
    table = tomlkit.table()
    table["id"] = one.id
    table["name"] = one.name
    for key in ("aliases", "acronyms", "expansions", "sites"):
        if getattr(one, key):
            table[key] = _list(getattr(one, key))
    table["role"] = one.role
    return table


def _event(proposal: Proposal) -> Table | None:
    names = _texts(proposal, Part.EVENT_NAME)
    if not names:
        return None
    table, noun = tomlkit.table(), noun_of(names[0])
    table["id"] = id_of(noun.fr.split()[-1]) if noun else "evenement"
    table["name"] = names[0]
    days = next((choice.days for choice in proposal.of(Part.EVENT_DAYS) if choice.days), None)
    if days is not None:
        table["starts_on"], table["ends_on"] = days
    _note(table, "Tous les noms qu’on lui donne, dans toutes les langues. (Every name it is given.)")
    table["names"] = _list(names[1:])
    _note(
        table, "Ce qui, dans la même phrase, confirme que c’est bien lui. (What confirms it in its sentence.)"
    )
    table["places"] = _list(_texts(proposal, Part.PLACE))
    table["hosts"] = _list([])
    if noun is not None:
        table["short_name"] = {"fr": noun.fr, "en": noun.en}
    return table
