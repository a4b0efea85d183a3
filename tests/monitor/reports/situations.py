"""Named situations of a day, each a digest; the golden files of `tests/golden` are made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from monitor.digest import Choices, DeliveryTrouble, Digest, build_digest, window_of
from storage.model import (
    DeliveryState,
    Health,
    MentionKind,
    MessageKind,
    Reason,
    ReportKind,
    ReportRecord,
    Review,
    ReviewStatus,
    RunState,
    SourceKind,
    TextCensus,
)

DAY = date(2025, 2, 6)
MADE = "2025-02-06 07:41"


def _digest(press: Any, mentions: list[Any], statuses: list[Any], runs: list[Any], **more: Any) -> Digest:
    made = press.utc(more.pop("made", MADE))
    until, kind = more.pop("until", made), more.pop("kind", ReportKind.DAILY)
    window = window_of(more.pop("day", DAY), press.campaign, more.pop("reports", []), runs, until, kind)
    return build_digest(press.campaign, window, mentions, statuses, runs, made, **more)


def digest_with(press: Any, mentions: list[Any], statuses: list[Any] | None = None, **more: Any) -> Digest:
    """An ordinary morning with these mentions, one source read unless others are given."""
    runs = [press.run("2025-02-06 07:30")]
    return _digest(press, mentions, statuses or [press.status("Ostrelle")], runs, **more)


def _excerpt(before: str, marked: str, after: str) -> dict[str, Any]:
    return {"excerpt": before + marked + after, "marks": ((len(before), len(before) + len(marked)),)}


def _pickups(press: Any) -> list[Any]:
    ines = {
        "reviewed_by": "Inès",
        "reviewed_at": press.utc("2025-02-06 07:00"),
        "status": ReviewStatus.CONFIRMED,
    }
    return [
        press.mention(
            "“Slow down”: a hundred charities write to the hosts of the AI summit",
            press.outlet("The Ludwick Courier", "national-daily", "GB"),
            press.at("2025-02-05 11:48"),
            language="en",
            authors=["Nora Whitcombe"],
            organisations=("rivage", "phare"),
            quoted=("rivage",),
            review=Review(
                note="première reprise outre-Manche ; penser à remercier l’autrice.", starred=True, **ines
            ),
            **_excerpt(
                "The groups say in an open letter that ",
                "the machine was built on other people’s work",
                ", and ask for a pause.",
            ),
        ),
        press.mention(
            "Cent associations demandent une pause à « l’IA à tout prix »",
            press.outlet("Le Balancier du soir", "national-daily"),
            "2025-02-05 14:02",
            authors=["Rubrique Débats"],
            review=Review(**ines),
            **_excerpt(
                "Dans ",
                "une tribune mise en ligne mardi",
                ", une centaine d’associations demandent que l’on s’arrête un instant.",
            ),
        ),
        press.mention(
            "Une centaine d’organisations veulent des règles avant le sommet",
            press.outlet("Agence Estuaire", "news-agency"),
            "2025-02-05 16:42",
            authors=[],
            text="dispatch",
            organisations=("rivage", "phare"),
            **_excerpt(
                "« ",
                "Ce que l’on vend comme un progrès repose sur un travail que personne ne voit",
                " », affirment les signataires.",
            ),
        ),
        press.mention(
            "IA : une centaine d’organisations veulent des règles",
            "Sarmande Matin",
            "2025-02-05 18:05",
            text="dispatch",
        ),
        press.mention(
            "Des règles pour l’IA, disent cent organisations",
            press.outlet("Fleuve Matin", "pure-player", "SN"),
            "2025-02-05 19:15",
            text="dispatch",
        ),
        press.mention(
            "Tribune. Ce que le sommet ne dira pas",
            press.outlet("Mailles", "ngo"),
            "2025-02-05 18:12",
            kind=MentionKind.REPUBLICATION,
            reuse={"document": "tribune", "share_of_document": 0.94, "share_of_article": 0.9},
            **_excerpt(
                "", "Nous, associations, syndicats et collectifs, refusons que l’on décide sans nous.", ""
            ),
        ),
        press.mention(
            "À Sarmande, deux associations locales derrière l’appel",
            "Sarmande Matin",
            "2025-02-06",
            authors=["Solenn Kermadec", "Yann Trégor"],
            paywalled=True,
            **_excerpt(
                "Les bénévoles ont lu à voix haute ", "l’appel que leurs directions viennent de signer", "."
            ),
        ),
    ]


def _others(press: Any) -> list[Any]:
    return [
        press.mention(
            "Un collectif d’organismes s’alarme de l’intelligence artificielle",
            press.outlet("Octet & Cité", "trade"),
            "2025-02-05 22:10",
            to_check=True,
            **_excerpt(
                "Selon ", "une centaine d’organismes", ", l’intelligence artificielle irait trop vite."
            ),
        ),
        press.mention(
            "Un appel se prépare chez les associations",
            "Ostrelle",
            "2025-02-03 09:00",
            **_excerpt("Il doit paraître sous le titre « ", "Une phrase qui dérange", " »."),
        ),
        press.mention(
            "« Personne ne nous a demandé notre avis », dit le Collectif Rivage",
            press.outlet("Radio Lanterne", "radio"),
            "2025-02-05 09:02",
            kind=MentionKind.RELATED,
        ),
        press.mention(
            "Des économistes chiffrent le coût caché des centres de données",
            press.outlet("Place forte Éco", "trade"),
            "2025-02-05 10:05",
            kind=MentionKind.RELATED,
        ),
        press.mention(
            "Sommet de l’IA : le programme des deux journées",
            press.outlet("Le Balancier du soir", "national-daily"),
            "2025-02-05 08:00",
            kind=MentionKind.TOPIC,
        ),
        press.mention(
            "Worüber beim KI-Gipfel gestritten wird",
            press.outlet("Rheinufer-Bote", "regional-daily", "DE"),
            "2025-02-05 09:30",
            kind=MentionKind.TOPIC,
            language="de",
        ),
        press.mention(
            "Une jeune pousse de Valmarche invitée au sommet",
            "Sarmande Matin",
            "2025-02-05 12:00",
            kind=MentionKind.TOPIC,
        ),
        press.mention(
            "Sommet : qui vient, qui ne vient pas",
            press.outlet("Le Cadran libre", "national-daily", "CH"),
            None,
            kind=MentionKind.TOPIC,
        ),
        press.mention(
            "Notre tribune, et comment la signer",
            press.outlet("Collectif Rivage", "ngo"),
            "2025-02-05 08:00",
            own=True,
        ),
        press.mention("Sans rapport avec nous", "Ostrelle", review=Review(ReviewStatus.REJECTED)),
        *(
            press.mention(
                f"Le sommet vu d’ici, {number}",
                "Ostrelle",
                f"2025-02-04 {8 + number:02}:00",
                kind=MentionKind.TOPIC,
                seen="2025-02-04 21:00",
            )
            for number in range(9)
        ),
        *(
            press.mention(
                f"Cent associations écrivent, {number}",
                f"Journal {number}",
                f"2025-02-04 {9 + number:02}:00",
                seen="2025-02-04 21:00",
            )
            for number in range(4)
        ),
    ]


def _statuses(press: Any) -> list[Any]:
    return [
        *(
            press.status(
                f"Journal {number}", Health.UNCHANGED if number % 3 else Health.READ, read="2025-02-06 07:33"
            )
            for number in range(30)
        ),
        press.status("Journal calme", Health.SILENT, read="2025-02-06 07:33"),
        press.status("Ostrelle", Health.FAILING, Reason.SERVER_ERROR, since="2025-02-04 22:00"),
        press.status(
            press.outlet("Radio Lanterne", "radio"), Health.FAILING, Reason.TIMEOUT, SourceKind.SEARCH
        ),
        press.status(
            press.outlet("La Hoja de Almadra", "regional-daily", "ES"),
            Health.REFUSED,
            Reason.DENIED,
            since="2025-02-03 07:31",
        ),
        press.status("Aube", Health.RESTING, Reason.CONNECT, since="2025-01-12 07:31"),
        press.status("La Falaise", Health.NEW, tried=None),
        press.status("Le Verrou", Health.ROBOTS, Reason.ROBOTS),
        press.status("Le Verrou", Health.ROBOTS, Reason.ROBOTS, SourceKind.SEARCH),
        press.status("Le Refus", Health.REFUSED, Reason.REFUSED),
    ]


def full_day(press: Any) -> Digest:
    """Several kinds, a dispatch with reprints, to check, own, found late, sources in trouble."""
    press.campaign = press.campaign_with(prepared_for="les organisations à l’initiative de la tribune")
    statuses = _statuses(press)
    readings = [
        press.reading(one, "2025-02-06 07:33")
        for one in statuses
        if one.health in (Health.READ, Health.UNCHANGED)
    ]
    census = TextCensus(articles=320, with_text=300, body_missing=7, released=13)
    return _digest(
        press,
        [*_pickups(press), *_others(press)],
        statuses,
        [press.run("2025-02-06 07:30")],
        readings=readings,
        census=census,
    )


def arranged_day(press: Any) -> Digest:
    """The same pickups as people want them told: a foreword, an order, another top, one left out, two remarks."""
    mentions = [*_pickups(press), *_others(press)]
    named = {mention.article.title: mention.id for mention in mentions}
    slow = named["“Slow down”: a hundred charities write to the hosts of the AI summit"]
    estuary = named["Une centaine d’organisations veulent des règles avant le sommet"]
    local = named["À Sarmande, deux associations locales derrière l’appel"]
    cost = named["Des économistes chiffrent le coût caché des centres de données"]
    choices = Choices(
        foreword="Bonjour à toutes et à tous.\n\nLa réunion de 10 h est déplacée à 11 h ; merci de relire la une avant.",
        order=(estuary, slow, local, named["Worüber beim KI-Gipfel gestritten wird"]),
        first={local: True, named["Tribune. Ce que le sommet ne dira pas"]: False},
        out={
            named["Cent associations demandent une pause à « l’IA à tout prix »"]: "nous y répondons demain",
            cost: "hors sujet",
        },
        remarks={
            estuary: "Reprise par deux titres : la dépêche fait foi.",
            local: "Nous avons relu cet entretien.",
        },
    )
    statuses = [press.status(f"Journal {number}", tried="2025-02-06 07:33") for number in range(12)]
    return _digest(press, mentions, statuses, [press.run("2025-02-06 07:30")], choices=choices)


def nothing_came_out(press: Any) -> Digest:
    """Everything was read, and nothing new came out; a pickup of the days before is remembered."""
    before = press.mention(
        "Cent associations écrivent", "Journal 3", "2025-02-04 10:00", seen="2025-02-04 21:00"
    )
    statuses = [press.status(f"Journal {number}", read="2025-02-06 07:33") for number in range(12)]
    return _digest(press, [before], statuses, [press.run("2025-02-06 07:30")])


def could_not_look(press: Any) -> Digest:
    """The machine was offline: eleven sources read before, a hundred not tried, one article about the event."""
    kinds = ["national-daily", "regional-daily", "radio", "blog"]
    statuses = [
        *(
            press.status(
                press.outlet(f"Lu {number}", kinds[number % 4]),
                read="2025-02-05 22:05",
                tried="2025-02-05 22:05",
            )
            for number in range(11)
        ),
        *(
            press.status(
                press.outlet(f"Non lu {number}", kinds[number % 3]),
                tried="2025-02-05 07:10",
                read="2025-02-05 07:10",
            )
            for number in range(80)
        ),
        *(
            press.status(press.outlet(f"En panne {number}", "blog"), Health.FAILING, Reason.DNS)
            for number in range(20)
        ),
        press.status("Le Verrou", Health.ROBOTS, Reason.ROBOTS),
    ]
    topic = press.mention("Sommet de l’IA : le programme", "Lu 1", "2025-02-05 21:00", kind=MentionKind.TOPIC)
    runs = [press.run("2025-02-05 22:00"), press.run("2025-02-06 07:30", RunState.OFFLINE)]
    return _digest(press, [topic], statuses, runs)


def by_publication_day(press: Any) -> Digest:
    """Nothing ran on the day; what was read a week later and is dated from it stands in the report."""
    mentions = _pickups(press)[:2]
    return _digest(
        press, mentions, [press.status("Ostrelle", tried="2025-02-12 07:31")], [press.run("2025-02-12 07:30")],
        day=date(2025, 2, 5), until=None, made="2025-02-12 07:41",
    )  # fmt: skip


def _report(press: Any, day: str, end: str, kind: ReportKind = ReportKind.DAILY) -> ReportRecord:
    """A report made before."""
    return ReportRecord(
        "appel", date.fromisoformat(day), press.utc(end), press.utc(end), press.utc(end), kind
    )


def weekend_monday(press: Any) -> Digest:
    """Monday, the last report having been made on Friday: what came out on three days, and nothing lost."""
    mentions = [
        press.mention("Samedi, cent associations écrivent", "Ostrelle", "2025-02-08 10:00", seen="2025-02-08 12:00"),
        press.mention("Dimanche, elles insistent", press.outlet("Le Balancier du soir", "national-daily"), "2025-02-09 18:30", seen="2025-02-09 20:00"),
        press.mention("Vendredi soir, au sommet", "Ostrelle", "2025-02-07 19:00", seen="2025-02-07 20:00", kind=MentionKind.TOPIC),
    ]  # fmt: skip
    statuses = [press.status(f"Journal {number}", tried="2025-02-10 07:29") for number in range(12)]
    runs = [press.run("2025-02-08 12:00"), press.run("2025-02-10 07:20")]
    return _digest(
        press, mentions, statuses, runs,
        day=date(2025, 2, 10), made="2025-02-10 07:30", reports=[_report(press, "2025-02-07", "2025-02-07 07:30")],
    )  # fmt: skip


def week(press: Any) -> Digest:
    """The week of the release: most sources read, one for a part of the time, one never."""
    statuses = [press.status(f"Journal {number}", tried="2025-02-07 07:33") for number in range(12)]
    part = press.status("Ostrelle", Health.FAILING, Reason.SERVER_ERROR, tried="2025-02-07 07:33")
    never = press.status("La Falaise", Health.FAILING, Reason.DNS, tried="2025-02-07 07:33")
    readings = [press.reading(one, "2025-02-07 07:33") for one in (*statuses, part, never)]
    readings += [press.reading(part, "2025-02-05 07:33", Health.READ)]
    return _digest(
        press, [*_pickups(press), *_others(press)], [*statuses, part, never],
        [press.run("2025-02-05 07:30"), press.run("2025-02-07 07:30")],
        kind=ReportKind.WEEKLY, day=date(2025, 2, 7), made="2025-02-07 07:41", readings=readings,
    )  # fmt: skip


def whole_campaign(press: Any) -> Digest:
    """The end of a campaign of three weeks: everything, whenever it was found."""
    statuses = [press.status(f"Journal {number}", tried="2025-02-24 07:33") for number in range(12)]
    return _digest(
        press, [*_pickups(press), *_others(press)], statuses, [press.run("2025-02-24 07:30")],
        kind=ReportKind.FINAL, day=date(2025, 2, 24), made="2025-02-24 07:41",
    )  # fmt: skip


def own_report(press: Any) -> Digest:
    """What names or quotes one organisation of the campaign, and nothing else."""
    statuses = [press.status(f"Journal {number}", tried="2025-02-06 07:33") for number in range(12)]
    return _digest(
        press, [*_pickups(press), *_others(press)], statuses, [press.run("2025-02-06 07:30")],
        organisation=press.campaign.organisations[0],
    )  # fmt: skip


def mail_in_trouble(press: Any) -> Digest:
    """Of three messages before this report nobody is sure."""
    day = date(2025, 2, 5)
    trouble = [
        DeliveryTrouble(
            "ines@example.org", MessageKind.DAILY, day, DeliveryState.FAILED, "recipient_refused"
        ),
        DeliveryTrouble("presse@example.org", MessageKind.DAILY, day, DeliveryState.UNKNOWN, "no_receipt"),
        DeliveryTrouble("bureau@example.org", MessageKind.ALERT, day, DeliveryState.PENDING, "not_now"),
    ]
    statuses = [press.status(f"Journal {number}", tried="2025-02-06 07:33") for number in range(12)]
    return _digest(
        press, _pickups(press)[:1], statuses, [press.run("2025-02-06 07:30")], delivery_trouble=trouble
    )


def forty_mentions(press: Any) -> Digest:
    """A full morning: twenty-five pickups of several outlets, and fifteen articles on the event."""
    kinds = ("national-daily", "regional-daily", "radio", "news-agency", "trade", "ngo", "blog")
    mentions = [
        press.mention(
            f"Cent associations demandent des règles avant le sommet ({number})",
            press.outlet(f"Journal du lieu {number}", kinds[number % len(kinds)], "FR" if number % 4 else "BE"),
            f"2025-02-05 {8 + number // 3:02}:{number:02}",
            organisations=("rivage",) if number % 2 else (),
            excerpt="Cent associations demandent, dans une tribune mise en ligne mardi, que l’on s’arrête un instant avant d’aller plus loin.",
            marks=((32, 62),),
        )
        for number in range(25)
    ]  # fmt: skip
    mentions += [
        press.mention(
            f"Le sommet, jour par jour ({number})",
            f"Journal du lieu {number}",
            f"2025-02-05 {8 + number // 2:02}:30",
            kind=MentionKind.TOPIC,
        )
        for number in range(15)
    ]
    statuses = [press.status(f"Journal du lieu {number}", tried="2025-02-06 07:33") for number in range(60)]
    return _digest(press, mentions, statuses, [press.run("2025-02-06 07:30")])


SITUATIONS: dict[str, Callable[[Any], Digest]] = {
    one.__name__.replace("_", "-"): one
    for one in (
        full_day,
        arranged_day,
        nothing_came_out,
        could_not_look,
        by_publication_day,
        weekend_monday,
        week,
        whole_campaign,
        own_report,
        mail_in_trouble,
        forty_mentions,
    )
}
