"""A campaign made only of files, in German: invented articles are judged as a person would judge them.

No article here was written after a rule; each is what a local newspaper might write. Nothing of this campaign
is known to the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.campaigns import load_campaigns, read_campaign
from monitor.config.problems import Problem
from monitor.dossier import Campaign
from monitor.matching.matcher import Matcher, compile_campaign
from monitor.proposals import propose
from monitor.proposals.writing import dossier_files
from monitor.workspace import shipped_campaign
from storage.catalogue import read_catalogue
from storage.model import Link, MentionKind, Outlet, Rights, StoredArticle

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "klimakonferenz-2026"
LETTER = EXAMPLE / "campaigns" / "klimakonferenz-2026" / "offener-brief.md"
RELEASE = EXAMPLE / "campaigns" / "klimakonferenz-2026" / "pressemitteilung.md"
REPUBLICATION, CITATION, RELATED, TOPIC = (
    MentionKind.REPUBLICATION,
    MentionKind.CITATION,
    MentionKind.RELATED,
    MentionKind.TOPIC,
)


@dataclass(frozen=True)
class Written:
    """An article and what it is; `orgs` are the organisations that it names."""

    name: str
    kind: MentionKind | None
    title: str
    text: str
    orgs: tuple[str, ...] = ()
    link: str = ""
    published: date = date(2026, 6, 3)
    language: str = "de"


ARTICLES = (
    Written(
        "the letter as a whole, under another headline",
        REPUBLICATION,
        "Brief an die Delegierten",
        LETTER.read_text(encoding="utf-8"),
    ),
    Written(
        "a report with a long quote and the names",
        CITATION,
        "Dörfer wollen mitreden",
        "Die Gemeinden am Oberlauf haben genug. „Die Täler sind kein Ersatzteillager für das schlechte Gewissen der"
        " Städte“, schreiben sie den Delegierten.\n\nHinter dem Schreiben stehen das Bündnis Lebendige Täler und der"
        " Arbeitskreis Gletscherschutz. Der Landesrat wollte sich am Mittwoch nicht äußern.",
        orgs=("lebendige-taeler", "gletscherschutz"),
    ),
    Written(
        "told by its paper and its number, not by its title",
        CITATION,
        "Kritik an Gipfel ohne Gemeinden",
        "Kurz vor der Klimakonferenz in Salzbruck melden sich mehr als 140 Verbände zu Wort. In einem offenen Brief,"
        " der im Talboten erschienen ist, beklagen sie, dass kein Bürgermeister geladen wurde.",
    ),
    Written(
        "a summary in French",
        CITATION,
        "Les vallées écrivent aux ministres",
        "Plus de 140 associations ont publié une lettre ouverte avant la conférence de Salzbruck. « Qui enferme les"
        " ruisseaux dans des tuyaux ne sauve aucun glacier », disent-elles aux délégués attendus mardi.",
        language="fr",
    ),
    Written(
        "nothing but a link to the letter",
        CITATION,
        "Fünf Lesetipps fürs Wochenende",
        "Zuletzt noch ein Brief, den man gelesen haben sollte, bevor die Minister anreisen.",
        link="https://www.talbote.example/debatte/kein-klimaschutz-ohne-die-taeler?utm_source=tipps",
    ),
    Written(
        "the rival declaration of the same days",
        RELATED,
        "Seilbahnen wollen Schneesicherheit",
        "Zur Alpinen Klimakonferenz in Salzbruck legen die Betreiber ihre Salzbrucker Erklärung vor. Vierzig"
        " Unternehmen haben sie unterzeichnet. Sie fordern neue Speicherteiche für die Beschneiung.",
    ),
    Written(
        "one of ours on the event, without the letter",
        RELATED,
        "Mahnwache vor dem Kongresshaus",
        "Während die Alpine Klimakonferenz in Salzbruck tagt, ruft die Jugend für Klimarecht für Dienstag, den"
        " 9. Juni, zu einer Mahnwache auf.",
        orgs=("klimarecht",),
    ),
    Written(
        "plain news of the event",
        TOPIC,
        "Salzbruck sperrt die Altstadt",
        "Für die Alpine Klimakonferenz am 9. und 10. Juni wird die Altstadt von Salzbruck gesperrt. Die Polizei"
        " rechnet mit dreitausend Gästen; Umweltministerin Helene Obermoser eröffnet die Tagung.",
    ),
    Written(
        "another edition",
        None,
        "Was vom Treffen am See blieb",
        "Zwei Jahre nach der Klimakonferenz von Bergsee ist der versprochene Fonds noch immer leer. 2024 hatten in"
        " Bergsee elf Länder unterschrieben.",
        published=date(2026, 4, 2),
    ),
    Written(
        "the acronym of somebody else",
        None,
        "AKG schließt Labor",
        "Die AKG, ein Hersteller von Kühlgeräten, schließt ihr Labor in Innsdorf. Achtzig Stellen fallen weg.",
    ),
    Written(
        "the paper's own news",
        None,
        "Der Talbote feiert Geburtstag",
        "Der Talbote wird hundert Jahre alt. Zur Feier kamen Verleger aus dem ganzen Land, ein Brief des Präsidenten"
        " wurde verlesen.",
    ),
    Written(
        "a mountain top",
        None,
        "Zwei Wanderer vom Gipfel gerettet",
        "Am Gipfel des Hochfirn hat die Bergrettung zwei Wanderer geborgen. Die Täler lagen im Nebel.",
    ),
)


def stored(written: Written, number: int = 1) -> StoredArticle:
    url = f"https://firnblatt.example/{number}"
    links = (Link(written.link, "ein Brief", 12),) if written.link else ()
    at = datetime(2026, 6, 4, 6, 0, tzinfo=UTC)
    return StoredArticle(
        id=f"a{number}",
        url=url,
        canonical_url=url,
        outlet=Outlet("firnblatt", "Firnblatt", "firnblatt.example", "AT", "de"),
        title=written.title,
        standfirst="",
        authors=(),
        published_at=written.published,
        published_from="json-ld",
        modified_at=None,
        language=written.language,
        paywalled=False,
        rights=Rights.OPEN,
        first_seen_at=at,
        fetched_at=at,
        version=1,
        text_fingerprint="",
        text=written.text,
        links=links,
        provenance={},
    )


def loaded() -> tuple[tuple[Campaign, ...], list[Problem]]:
    return load_campaigns(EXAMPLE / "campaigns")


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    (campaign,), _ = loaded()
    return compile_campaign(campaign)


def test_the_files_are_a_dossier_and_a_list_of_outlets_without_a_problem() -> None:
    campaigns, problems = loaded()
    assert [campaign.id for campaign in campaigns] == ["klimakonferenz-2026"]
    assert problems == []
    catalogue = read_catalogue((EXAMPLE / "sources.csv").read_bytes())
    assert [outlet.id for outlet, _ in catalogue.entries] == ["talbote", "firnblatt", "vallee"]
    assert catalogue.problems == ()


@pytest.mark.parametrize("written", ARTICLES, ids=lambda written: written.name)
def test_an_article_is_judged_as_a_person_would(matcher: Matcher, written: Written) -> None:
    judgement = matcher.judge(stored(written))
    assert (judgement.kind if judgement is not None else None) is written.kind
    if judgement is not None and written.orgs:
        assert judgement.organisations == written.orgs


def test_the_shipped_campaign_finds_none_of_them() -> None:
    shipped = compile_campaign(shipped_campaign())
    judged = {written.name: shipped.judge(stored(written)) for written in ARTICLES}
    assert {name: judgement.kind for name, judgement in judged.items() if judgement is not None} == {}


def test_what_is_proposed_from_the_release_alone_already_finds_the_clear_ones() -> None:
    proposal = propose(
        RELEASE.read_text(encoding="utf-8"), date(2026, 6, 2), {"Der Talbote": "talbote.example"}
    )
    files = dossier_files(proposal, "vorschlag")
    texts = {name.partition("/")[2]: data for name, data in files.items() if "/" in name}
    campaign, problems = read_campaign(
        "vorschlag", files["vorschlag.toml"], texts, "campaigns/vorschlag.toml"
    )
    assert campaign is not None and problems == []
    proposed = compile_campaign(campaign)
    found = {written.name: proposed.judge(stored(written)) for written in ARTICLES}
    kinds = {name: judgement.kind for name, judgement in found.items() if judgement is not None}
    assert kinds["told by its paper and its number, not by its title"] is CITATION
    assert kinds["one of ours on the event, without the letter"] is RELATED
    assert kinds["plain news of the event"] is TOPIC
    # the words of the letter are not in the release: its paper and its number tell it
    assert kinds["the letter as a whole, under another headline"] is CITATION
    another = found["another edition"]
    assert another is None or another.to_check  # a release seldom says which other editions there were
    assert not {"the acronym of somebody else", "the paper's own news", "a mountain top"} & set(kinds)
